package model

import (
	"errors"
	"strings"

	"carom/contacts"
	"carom/core"
	"carom/gui/i18n"
)

const (
	// addressLength is how many characters an address has after "ricochet:".
	addressLength = 56
	// maxTyped is how much of what was pasted is looked at, in bytes. White
	// space and invisible characters may be around an address.
	maxTyped = 4096
)

// Verdict is what is to be said of something that was typed.
type Verdict struct {
	// OK: it can be used.
	OK bool
	// Wrong: it cannot become right by typing on. Neither OK nor Wrong is
	// something that is not complete.
	Wrong bool
	// Message says it, in the form for Count when Counted.
	Message *i18n.Message
	Counted bool
	Count   int
	Args    i18n.Args
}

// Text says it in the printer's language.
func (v Verdict) Text(p *i18n.Printer) string {
	switch {
	case v.Message == nil:
		return ""
	case v.Counted:
		return p.N(v.Message, v.Count, v.Args)
	}
	return p.T(v.Message, v.Args)
}

// CheckAddress says of an address, as it is typed, whether it can be added.
// finished: it was pasted, or the user has left the field, so that what is too
// short is wrong. known finds a contact. The id is that of an address that is
// right, whether it can be added or not.
func CheckAddress(typed string, finished bool, own contacts.ServiceID, known func(contacts.ServiceID) (core.Contact, bool)) (contacts.ServiceID, Verdict) {
	if len(typed) > maxTyped {
		return contacts.ServiceID{}, Verdict{Wrong: true, Message: i18n.AddressLong}
	}
	id, err := contacts.ParseAddress(typed)
	var problem *contacts.AddressError
	if errors.As(err, &problem) {
		return id, misaddressed(problem.Problem, typed, finished)
	}
	if id == own {
		return id, Verdict{Wrong: true, Message: i18n.AddressOwn}
	}
	if c, ok := known(id); ok {
		return id, acquainted(c)
	}
	return id, Verdict{OK: true, Message: i18n.AddressGood}
}

// misaddressed says what is wrong with an address.
func misaddressed(problem contacts.AddressProblem, typed string, finished bool) Verdict {
	short := problem == contacts.AddressTooShort || problem == contacts.AddressV2
	switch {
	case problem == contacts.AddressEmpty:
		return Verdict{Message: i18n.AddressEmpty}
	case short && !finished:
		missing := addressLength - typedLength(typed)
		return Verdict{Message: i18n.AddressTyping, Counted: true, Count: max(1, missing)}
	case problem == contacts.AddressV2:
		return Verdict{Wrong: true, Message: i18n.AddressOld}
	case short:
		return Verdict{Wrong: true, Message: i18n.AddressShort}
	}
	return Verdict{Wrong: true, Message: map[contacts.AddressProblem]*i18n.Message{
		contacts.AddressTooLong:      i18n.AddressLong,
		contacts.AddressBadCharacter: i18n.AddressCharacter,
		contacts.AddressBadChecksum:  i18n.AddressChecksum,
		contacts.AddressBadVersion:   i18n.AddressVersion,
		contacts.AddressBadKey:       i18n.AddressKey,
		contacts.AddressOwn:          i18n.AddressOwn,
	}[problem]}
}

// typedLength counts the characters after the prefix that can be in an address.
func typedLength(typed string) int {
	typed = strings.ToLower(typed)
	if _, after, ok := strings.Cut(typed, ":"); ok {
		typed = after
	}
	n := 0
	for _, r := range typed {
		if r >= 'a' && r <= 'z' || r >= '2' && r <= '7' {
			n++
		}
	}
	return n
}

// acquainted says what adding somebody means who is in the book.
func acquainted(c core.Contact) Verdict {
	args := i18n.Args{"Name": c.Nickname}
	switch c.State {
	case contacts.Pending:
		return Verdict{OK: true, Message: i18n.AddressPending, Args: args}
	case contacts.Blocked:
		return Verdict{Wrong: true, Message: i18n.AddressBlocked, Args: args}
	case contacts.Rejected, contacts.Removed:
		return Verdict{OK: true, Message: i18n.AddressGood}
	}
	return Verdict{Wrong: true, Message: i18n.AddressExists, Args: args}
}

// CheckNickname says whether our user may call a contact this. taken reports
// whether another contact is called so.
func CheckNickname(name string, taken func(string) bool) Verdict {
	switch {
	case strings.TrimSpace(name) == "":
		return Verdict{Message: i18n.NicknameEmpty}
	case contacts.UTF16Len(name) > contacts.MaxNickname:
		return Verdict{Wrong: true, Message: i18n.NicknameLong}
	case contacts.ValidateLocalNickname(name) != nil:
		return Verdict{Wrong: true, Message: i18n.NicknameBad}
	case taken(name):
		return Verdict{Wrong: true, Message: i18n.NicknameTaken}
	}
	return Verdict{OK: true}
}

// CheckGreeting says whether a greeting can be sent.
func CheckGreeting(text string) Verdict {
	if contacts.ValidateGreeting(text) != nil {
		return Verdict{Wrong: true, Message: i18n.GreetingLong}
	}
	return Verdict{OK: true}
}
