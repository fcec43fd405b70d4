package contacts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"carom/internal/plaintext"
)

// MaxPending is how many requests of strangers wait at most. Beyond that the
// newest is refused: who asked first is not pushed out by a flood.
const MaxPending = 500

// repeatPause is how often at most a stranger's request takes other words: each
// time it is written to the disk and shown.
const repeatPause = time.Minute

// Verdict is the answer to a contact request.
type Verdict uint8

// The verdicts.
const (
	// VerdictPending: it waits for our user.
	VerdictPending Verdict = iota + 1
	// VerdictAccepted: our user has asked them too, or has accepted already.
	VerdictAccepted
	// VerdictRejected: they are blocked, or our user refused them while they
	// were away.
	VerdictRejected
	// VerdictFull: MaxPending others wait.
	VerdictFull
)

// Book holds all contacts of one profile. It is for one goroutine. Methods that
// change a contact return its new value, for the caller to store.
type Book struct {
	own     ServiceID
	entries map[ServiceID]Contact
	// names finds who has a name, by its folded form. Removed ones have none.
	names map[string]ServiceID
}

// NewBook returns a book of a profile's contacts. A name that another contact
// has already is changed as a stranger's would be, so that names stay unique
// whatever was stored.
func NewBook(own ServiceID, list []Contact) (*Book, error) {
	b := &Book{own: own, entries: make(map[ServiceID]Contact, len(list)), names: make(map[string]ServiceID, len(list))}
	for _, c := range list {
		if c.ID.IsZero() || stateNames[c.State] == "" {
			return nil, fmt.Errorf("a contact without a valid id or state: %w", ErrInvalid)
		}
		if _, twice := b.entries[c.ID]; twice {
			return nil, fmt.Errorf("a contact that is there twice: %w", ErrInvalid)
		}
		if c.ID == own {
			return nil, fmt.Errorf("a contact that is oneself: %w", ErrInvalid)
		}
		if _, taken := b.names[fold(c.Nickname)]; taken && c.State != Removed {
			c.Nickname = b.nameFor(c.Nickname)
		}
		b.put(c)
	}
	return b, nil
}

// Get returns a contact; false when there is none.
func (b *Book) Get(id ServiceID) (Contact, bool) {
	c, ok := b.entries[id]
	return c, ok
}

// All returns every contact, Removed ones too, in no order.
func (b *Book) All() []Contact {
	all := make([]Contact, 0, len(b.entries))
	for _, c := range b.entries {
		all = append(all, c)
	}
	return all
}

// List returns the contacts that a user sees, by nickname.
func (b *Book) List() []Contact {
	list := slices.DeleteFunc(b.All(), func(c Contact) bool { return c.State == Removed })
	slices.SortFunc(list, func(x, y Contact) int {
		return cmp.Or(cmp.Compare(fold(x.Nickname), fold(y.Nickname)), x.ID.Compare(y.ID))
	})
	return list
}

// KnownTo is the is_known_contact that a peer is told.
func (b *Book) KnownTo(id ServiceID) bool {
	s := b.entries[id].State
	return s == Accepted || s == Requesting
}

// Ask adds a contact whom our user wants; one who has asked is accepted. An
// empty nickname becomes a free one.
func (b *Book) Ask(id ServiceID, nickname, ownNickname, greeting string, now time.Time) (Contact, error) {
	if id == b.own || id.IsZero() {
		return Contact{}, &AddressError{AddressOwn}
	}
	c := b.entries[id]
	next, err := Next(b.seen(c), Ask)
	if err != nil {
		return Contact{}, err
	}
	if err := ValidateNickname(ownNickname); err != nil {
		return Contact{}, err
	}
	if err := ValidateGreeting(greeting); err != nil {
		return Contact{}, err
	}
	if nickname == "" {
		nickname = b.kept(c, "contact")
	}
	if err := b.nicknameFits(id, nickname); err != nil {
		return Contact{}, err
	}
	if c.ID.IsZero() {
		c = Contact{ID: id, Added: now}
	}
	c.Nickname, c.State = nickname, next
	c.OwnNickname, c.Greeting = ownNickname, greeting
	c.RejectionOwed, c.RemovedUs = false, false
	return b.put(c), nil
}

// Receive takes a contact request, whose texts have been validated. changed
// says whether the returned contact is to be stored.
func (b *Book) Receive(id ServiceID, r Request) (c Contact, v Verdict, changed bool) {
	c = b.entries[id]
	switch {
	case id == b.own:
		return Contact{}, VerdictRejected, false
	case c.State == Blocked, c.RejectionOwed:
		return c, VerdictRejected, false
	case c.State == Accepted:
		return c, VerdictAccepted, false
	case c.State == Requesting:
		c.State = Accepted
		return b.put(c), VerdictAccepted, true
	case c.State == Pending:
		return b.repeat(c, r)
	case b.pending() >= MaxPending:
		return Contact{}, VerdictFull, false
	}
	if c.ID.IsZero() {
		c = Contact{ID: id, Added: r.Received}
	}
	if c.Nickname == "" || c.State == Removed {
		c.Nickname = b.nameFor(r.Nickname)
	}
	c.State, c.Request, c.RemovedUs = Pending, r, false
	return b.put(c), VerdictPending, true
}

// repeat takes a request that comes again. What is new in it replaces what was
// there; what is missing in it does not: Ricochet-Refresh repeats without its
// greeting (wire page, "Further, observed").
func (b *Book) repeat(c Contact, r Request) (Contact, Verdict, bool) {
	before := c.Request
	r.Nickname = cmp.Or(r.Nickname, before.Nickname)
	r.Message = cmp.Or(r.Message, before.Message)
	if r.Nickname == before.Nickname && r.Message == before.Message {
		return c, VerdictPending, false
	}
	if r.Received.Sub(before.Received) < repeatPause {
		return c, VerdictPending, false
	}
	c.Request = r
	return b.put(c), VerdictPending, true
}

// Arrived takes an authenticated inbound connection: from somebody whom our
// user has asked it is the acceptance (wire page,
// "im.ricochet.contact.request").
func (b *Book) Arrived(id ServiceID) (c Contact, changed bool) {
	c = b.entries[id]
	if c.State != Requesting {
		return c, false
	}
	c.State = Accepted
	return b.put(c), true
}

// Accept accepts a request. An empty nickname keeps the one there is.
func (b *Book) Accept(id ServiceID, nickname string) (Contact, error) {
	c, err := b.step(id, Accept)
	if err != nil {
		return Contact{}, err
	}
	if nickname != "" {
		if err := b.nicknameFits(id, nickname); err != nil {
			return Contact{}, err
		}
		c.Nickname = nickname
	}
	return b.put(c), nil
}

// Reject refuses a request. The peer is owed the answer, and the contact stays,
// Removed, until it has been given: see RejectionDelivered.
func (b *Book) Reject(id ServiceID) (Contact, error) {
	c, err := b.step(id, Reject)
	if err != nil {
		return Contact{}, err
	}
	c.RejectionOwed = true
	c.Request = Request{}
	return b.put(c), nil
}

// RejectionDelivered forgets a contact that was owed a refusal; false when
// nothing was owed.
func (b *Book) RejectionDelivered(id ServiceID) bool {
	if !b.entries[id].RejectionOwed {
		return false
	}
	b.forget(id)
	return true
}

// PeerAccepted takes the acceptance of our request.
func (b *Book) PeerAccepted(id ServiceID) (Contact, error) { return b.peer(id, TheyAccept) }

// PeerRejected takes the refusal of our request.
func (b *Book) PeerRejected(id ServiceID) (Contact, error) { return b.peer(id, TheyReject) }

// PeerForgot takes an is_known_contact=false from a contact: they removed us.
func (b *Book) PeerForgot(id ServiceID) (Contact, error) {
	c, err := b.step(id, TheyForget)
	if err != nil {
		return Contact{}, err
	}
	c.RemovedUs = true
	return b.put(c), nil
}

func (b *Book) peer(id ServiceID, a Action) (Contact, error) {
	c, err := b.step(id, a)
	if err != nil {
		return Contact{}, err
	}
	return b.put(c), nil
}

// Block blocks somebody, known or not.
func (b *Book) Block(id ServiceID, now time.Time) (Contact, error) {
	if id == b.own || id.IsZero() {
		return Contact{}, &AddressError{AddressOwn}
	}
	c := b.entries[id]
	next, err := Next(b.seen(c), Block)
	if err != nil {
		return Contact{}, err
	}
	if c.ID.IsZero() {
		c = Contact{ID: id, Added: now}
	}
	c.Nickname = b.kept(c, "blocked")
	c.State, c.RejectionOwed, c.RemovedUs = next, false, false
	c.Request, c.Greeting, c.OwnNickname = Request{}, "", ""
	return b.put(c), nil
}

// Unblock forgets a blocked contact.
func (b *Book) Unblock(id ServiceID) error {
	c, ok := b.entries[id]
	switch {
	case !ok:
		return notFound()
	case c.State != Blocked:
		return conflict(ReasonNotBlocked, "This contact is not blocked, so there is nothing to undo.")
	}
	b.forget(id)
	return nil
}

// Rename gives a contact another name.
func (b *Book) Rename(id ServiceID, nickname string) (Contact, error) {
	c, ok := b.entries[id]
	if !ok || c.State == Removed {
		return Contact{}, notFound()
	}
	if err := b.nicknameFits(id, nickname); err != nil {
		return Contact{}, err
	}
	c.Nickname = nickname
	return b.put(c), nil
}

// SetKeep changes how long the conversation with a contact is kept.
func (b *Book) SetKeep(id ServiceID, k Keep) (Contact, error) {
	c, ok := b.entries[id]
	if !ok || c.State == Removed {
		return Contact{}, notFound()
	}
	if err := k.Validate(); err != nil {
		return Contact{}, err
	}
	c.Keep = k
	return b.put(c), nil
}

// SetAutoAccept changes up to how many bytes a file of a contact is taken without
// asking.
func (b *Book) SetAutoAccept(id ServiceID, bytes uint64) (Contact, error) {
	c, ok := b.entries[id]
	if !ok || c.State == Removed {
		return Contact{}, notFound()
	}
	c.AutoAccept = bytes
	return b.put(c), nil
}

// Remove forgets a contact, whatever its state.
func (b *Book) Remove(id ServiceID) error {
	if c, ok := b.entries[id]; !ok || c.State == Removed {
		return notFound()
	}
	b.forget(id)
	return nil
}

// Restore puts a contact back to what Get returned for it earlier.
func (b *Book) Restore(id ServiceID, c Contact, known bool) {
	if !known {
		b.forget(id)
		return
	}
	if _, taken := b.names[fold(c.Nickname)]; taken && c.State != Removed && b.names[fold(c.Nickname)] != id {
		c.Nickname = b.nameFor(c.Nickname)
	}
	b.put(c)
}

func (b *Book) put(c Contact) Contact {
	b.forget(c.ID)
	b.entries[c.ID] = c
	if c.State != Removed {
		b.names[fold(c.Nickname)] = c.ID
	}
	return c
}

func (b *Book) forget(id ServiceID) {
	if name := fold(b.entries[id].Nickname); b.names[name] == id {
		delete(b.names, name)
	}
	delete(b.entries, id)
}

// step returns a contact as an action would leave it.
func (b *Book) step(id ServiceID, a Action) (Contact, error) {
	c, ok := b.entries[id]
	if !ok || c.State == Removed {
		return Contact{}, notFound()
	}
	next, err := Next(c.State, a)
	if err != nil {
		return Contact{}, err
	}
	c.State = next
	return c, nil
}

// seen is the state for the table: somebody in no book is unknown.
func (b *Book) seen(c Contact) State {
	if c.ID.IsZero() {
		return unknown
	}
	return c.State
}

func (b *Book) pending() int {
	n := 0
	for _, c := range b.entries {
		if c.State == Pending {
			n++
		}
	}
	return n
}

// nicknameFits checks a name for a contact: valid, and nobody else's.
func (b *Book) nicknameFits(id ServiceID, nickname string) error {
	if err := ValidateLocalNickname(nickname); err != nil {
		return err
	}
	if who, taken := b.names[fold(nickname)]; taken && who != id {
		return conflict(ReasonNameTaken, "Another contact has this name already. Choose a different one, so that you cannot mix them up.")
	}
	return nil
}

// kept is a contact's name, or a free one when it has none or, as can be after
// a removal, somebody else has it now.
func (b *Book) kept(c Contact, base string) string {
	if b.nicknameFits(c.ID, c.Nickname) == nil {
		return c.Nickname
	}
	return b.freeName(base)
}

// nameFor makes a valid, free name of what a stranger calls themselves.
func (b *Book) nameFor(theirs string) string {
	name := strings.TrimSpace(plaintext.Line(theirs))
	if ValidateLocalNickname(name) != nil {
		return b.freeName("stranger")
	}
	if b.nicknameFits(ServiceID{}, name) == nil {
		return name
	}
	for n := 2; ; n++ {
		suffix := fmt.Sprintf(" (%d)", n)
		candidate := shorten(name, MaxNickname-len(suffix)) + suffix
		if b.nicknameFits(ServiceID{}, candidate) == nil {
			return candidate
		}
	}
}

func (b *Book) freeName(base string) string {
	for n := 1; ; n++ {
		if name := fmt.Sprintf("%s-%d", base, n); b.nicknameFits(ServiceID{}, name) == nil {
			return name
		}
	}
}

// shorten cuts s to at most n UTF-16 units.
func shorten(s string, n int) string {
	for UTF16Len(s) > n {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimRightFunc(s, unicode.IsSpace)
}

// fold makes names the same that differ in their case only, or in how their
// characters are encoded.
func fold(s string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
}
