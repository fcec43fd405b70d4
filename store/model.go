package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/cases"

	"carom/contacts"
)

// model is a profile in memory. The mutex lets History be read while a commit
// is applied.
type model struct {
	mu            sync.RWMutex
	identity      string
	contacts      map[contacts.ServiceID]contacts.Contact
	conversations map[contacts.ServiceID]*modelConversation
	byID          map[uint64]*Message
	nextMessage   uint64
	settings      map[string]string
	drafts        map[contacts.ServiceID]Draft
	transfers     map[uint64]Transfer
	lastTransfer  uint64
	// keep is how many messages of a conversation are kept; 0 for all.
	keep int
}

type modelConversation struct {
	messages []*Message // by ID
	seen     []Seen
	readTo   uint64
}

func newModel() *model {
	return &model{
		contacts:      make(map[contacts.ServiceID]contacts.Contact),
		conversations: make(map[contacts.ServiceID]*modelConversation),
		byID:          make(map[uint64]*Message),
		nextMessage:   1,
		settings:      make(map[string]string),
		drafts:        make(map[contacts.ServiceID]Draft),
		transfers:     make(map[uint64]Transfer),
	}
}

func (m *model) apply(changes []Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changes {
		m.applyOne(c)
	}
}

func (m *model) applyOne(c Change) {
	switch c := c.(type) {
	case SetIdentity:
		m.identity = c.Blob
	case PutContact:
		m.contacts[c.Contact.ID] = c.Contact
	case DeleteContact:
		m.deleteIf(c.ID, func(*Message) bool { return true })
		delete(m.conversations, c.ID)
		delete(m.contacts, c.ID)
		delete(m.drafts, c.ID)
		m.deleteTransfers(c.ID)
	case PutTransfer:
		m.putTransfer(c.Transfer)
	case DeleteTransfer:
		delete(m.transfers, c.ID)
	case AddMessage:
		m.add(c.Message)
	case SetDelivery:
		if msg := m.byID[c.ID]; msg != nil {
			msg.Delivery, msg.Volatile = c.Delivery, c.Volatile
		}
	case SetRead:
		v := m.conversation(c.Contact)
		v.readTo = max(v.readTo, c.Message)
	case DeleteMessage:
		if msg := m.byID[c.ID]; msg != nil {
			m.deleteIf(msg.Contact, func(x *Message) bool { return x == msg })
		}
	case DeleteHistory:
		m.deleteIf(c.Contact, func(*Message) bool { return true })
		delete(m.drafts, c.Contact)
	case SetSetting:
		m.setSetting(c)
	case SetDraft:
		m.setDraft(c)
	case Expire:
		m.deleteIf(c.Contact, func(x *Message) bool { return x.Delivery != Queued && x.Stored.Before(c.Before) })
	}
}

func (m *model) conversation(id contacts.ServiceID) *modelConversation {
	v := m.conversations[id]
	if v == nil {
		v = &modelConversation{}
		m.conversations[id] = v
	}
	return v
}

func (m *model) add(msg Message) {
	v := m.conversation(msg.Contact)
	at, _ := slices.BinarySearchFunc(v.messages, msg.ID, func(x *Message, id uint64) int { return cmp.Compare(x.ID, id) })
	v.messages = slices.Insert(v.messages, at, &msg)
	m.byID[msg.ID] = &msg
	if m.keep > 0 && len(v.messages) > m.keep {
		delete(m.byID, v.messages[0].ID)
		v.messages = slices.Delete(v.messages, 0, 1)
	}
	m.nextMessage = max(m.nextMessage, msg.ID+1)
	if !msg.Outgoing && msg.HasWireID {
		v.seen = append(v.seen, Seen{msg.WireID, Digest(msg.Text), msg.Written})
		v.seen = v.seen[max(0, len(v.seen)-SeenMemory):]
	}
}

func (m *model) deleteIf(id contacts.ServiceID, gone func(*Message) bool) {
	v := m.conversations[id]
	if v == nil {
		return
	}
	v.messages = slices.DeleteFunc(v.messages, func(msg *Message) bool {
		if !gone(msg) {
			return false
		}
		delete(m.byID, msg.ID)
		return true
	})
}

func (m *model) load() Profile {
	m.mu.RLock()
	defer m.mu.RUnlock()
	p := Profile{
		Identity:      m.identity,
		Contacts:      slices.Collect(maps.Values(m.contacts)),
		Conversations: make(map[contacts.ServiceID]Conversation, len(m.conversations)),
		NextMessage:   m.nextMessage,
	}
	for id, v := range m.conversations {
		p.Conversations[id] = v.load()
	}
	m.loadSettings(&p)
	m.loadTransfers(&p)
	return p
}

func (v *modelConversation) load() Conversation {
	c := Conversation{ReadTo: v.readTo, Seen: slices.Clone(v.seen)}
	for _, msg := range v.messages {
		switch {
		case !msg.Outgoing && msg.ID > v.readTo:
			c.Unread++
		case msg.Outgoing && msg.Delivery == Queued:
			c.Outbox = append(c.Outbox, *msg)
		}
		c.Last = *msg
	}
	return c
}

func (m *model) history(contact contacts.ServiceID, before uint64, limit int) []Message {
	m.mu.RLock()
	defer m.mu.RUnlock()
	v := m.conversations[contact]
	if v == nil {
		return nil
	}
	end := len(v.messages)
	if before != 0 {
		end, _ = slices.BinarySearchFunc(v.messages, before, func(msg *Message, id uint64) int {
			return cmp.Compare(msg.ID, id)
		})
	}
	start := max(0, end-max(0, limit))
	out := make([]Message, 0, end-start)
	for _, msg := range v.messages[start:end] {
		out = append(out, *msg)
	}
	return out
}

func (m *model) historyAfter(contact contacts.ServiceID, after uint64, limit int) []Message {
	m.mu.RLock()
	defer m.mu.RUnlock()
	v := m.conversations[contact]
	if v == nil {
		return nil
	}
	start, found := slices.BinarySearchFunc(v.messages, after, func(msg *Message, id uint64) int { return cmp.Compare(msg.ID, id) })
	if found {
		start++
	}
	later := v.messages[start:]
	later = later[:min(len(later), max(0, limit))]
	out := make([]Message, len(later))
	for i, msg := range later {
		out[i] = *msg
	}
	return out
}

func (m *model) message(id uint64) (Message, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if msg := m.byID[id]; msg != nil {
		return *msg, true
	}
	return Message{}, false
}

func (m *model) oldest(contact contacts.ServiceID) (oldest Message, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if v := m.conversations[contact]; v != nil {
		for _, msg := range v.messages {
			if msg.Delivery != Queued && !msg.Volatile && (!ok || msg.Stored.Before(oldest.Stored)) {
				oldest, ok = *msg, true
			}
		}
	}
	return oldest, ok
}

func (m *model) search(query string, contact contacts.ServiceID, before uint64, limit int) []Message {
	m.mu.RLock()
	defer m.mu.RUnlock()
	want := words(query)
	var out []Message
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(m.byID))) {
		msg := m.byID[id]
		switch {
		case len(out) >= limit:
			return out
		case before != 0 && id >= before, !contact.IsZero() && msg.Contact != contact, msg.Volatile, len(want) == 0:
		case hasAll(words(msg.Text), want):
			out = append(out, *msg)
		}
	}
	return out
}

func hasAll(have, want []string) bool {
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// words splits a text as the full-text index does, near enough for the model.
func words(text string) []string {
	return strings.FieldsFunc(cases.Fold().String(text), func(r rune) bool { return !wordRune(r) })
}
