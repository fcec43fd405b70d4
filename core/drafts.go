package core

import (
	"time"
	"unicode/utf8"

	"carom/contacts"
	"carom/store"
)

// MaxDraft bounds a draft, in bytes: some messages' worth, which its writer has
// yet to divide.
const MaxDraft = 64 << 10

// setDraft: our user has written on at something. No event tells of it: whoever
// writes knows, and anybody else reads it with the contact.
type setDraft struct {
	request[struct{}]
	id   contacts.ServiceID
	text string
}

func (in setDraft) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	p := e.people[in.id]
	c, ok := e.book.Get(in.id)
	switch {
	case !ok || p == nil || c.State == contacts.Removed:
		in.fail(notFound())
		return
	case len(in.text) > MaxDraft || !utf8.ValidString(in.text):
		in.fail(&UserError{Code: CodeInvalid, Kind: KindDraftLong, Text: "A draft is text of up to 65536 bytes. Nothing was changed: send what you have in parts."})
		return
	case in.text == p.draft.Text:
		in.reply(struct{}{}, nil)
		return
	}
	p.draft = store.Draft{Text: in.text, Changed: time.Now()}
	if e.volatile(in.id) {
		in.reply(struct{}{}, nil)
		return
	}
	e.commit(func(err error) {
		if err != nil {
			in.fail(notKept())
			return
		}
		in.reply(struct{}{}, nil)
	}, store.SetDraft{Contact: in.id, Draft: p.draft})
}

// keepDraft is the change that makes the disk hold a draft, or no longer hold
// it, as keep says.
func (p *person) keepDraft(keep contacts.Keep) store.Change {
	if keep == contacts.KeepOff {
		return store.SetDraft{Contact: p.id}
	}
	return store.SetDraft{Contact: p.id, Draft: p.draft}
}

// expireDraft deletes a draft that has been kept long enough. One that is in
// memory only stays there.
func (e *Engine) expireDraft(p *person, keep contacts.Keep, before time.Time) {
	if keep == contacts.KeepOff || p.draft.Text == "" || !p.draft.Changed.Before(before) {
		return
	}
	old := p.draft
	e.commit(func(err error) {
		if err == nil {
			p.dropDraft(old)
		}
	}, store.SetDraft{Contact: p.id})
}

// dropDraft forgets a draft, unless it is another one by now.
func (p *person) dropDraft(old store.Draft) {
	if p.draft == old {
		p.draft = store.Draft{}
	}
}
