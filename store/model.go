package store

import (
	"cmp"
	"slices"
	"sync"

	"carom/contacts"
)

// model is a profile in memory: what the journal's records add up to. The
// mutex lets History be read while a commit is applied.
type model struct {
	mu          sync.RWMutex
	identity    string
	contacts    map[contacts.ServiceID]contacts.Contact
	messages    map[contacts.ServiceID][]*Message // by ID
	byID        map[uint64]*Message
	readTo      map[contacts.ServiceID]uint64
	nextMessage uint64
}

func newModel() *model {
	return &model{
		contacts:    make(map[contacts.ServiceID]contacts.Contact),
		messages:    make(map[contacts.ServiceID][]*Message),
		byID:        make(map[uint64]*Message),
		readTo:      make(map[contacts.ServiceID]uint64),
		nextMessage: 1,
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
		for _, msg := range m.messages[c.ID] {
			delete(m.byID, msg.ID)
		}
		delete(m.messages, c.ID)
		delete(m.readTo, c.ID)
		delete(m.contacts, c.ID)
	case AddMessage:
		msg := c.Message
		m.messages[msg.Contact] = append(m.messages[msg.Contact], &msg)
		m.byID[msg.ID] = &msg
		m.nextMessage = max(m.nextMessage, msg.ID+1)
	case SetDelivery:
		if msg := m.byID[c.ID]; msg != nil {
			msg.Delivery = c.Delivery
		}
	case SetRead:
		m.readTo[c.Contact] = max(m.readTo[c.Contact], c.Message)
	}
}

// snapshot is the shortest list of changes that leads to the same model.
func (m *model) snapshot() []Change {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var changes []Change
	if m.identity != "" {
		changes = append(changes, SetIdentity{m.identity})
	}
	for _, c := range m.contacts {
		changes = append(changes, PutContact{c})
	}
	all := make([]*Message, 0, len(m.byID))
	for _, msg := range m.byID {
		all = append(all, msg)
	}
	slices.SortFunc(all, func(a, b *Message) int { return cmp.Compare(a.ID, b.ID) })
	for _, msg := range all {
		changes = append(changes, AddMessage{*msg})
	}
	for id, to := range m.readTo {
		changes = append(changes, SetRead{id, to})
	}
	return changes
}

func (m *model) load() Profile {
	m.mu.RLock()
	defer m.mu.RUnlock()
	p := Profile{
		Identity:      m.identity,
		Conversations: make(map[contacts.ServiceID]Conversation, len(m.messages)),
		NextMessage:   m.nextMessage,
	}
	for _, c := range m.contacts {
		p.Contacts = append(p.Contacts, c)
	}
	slices.SortFunc(p.Contacts, func(a, b contacts.Contact) int {
		return cmp.Compare(a.ID.Text(), b.ID.Text())
	})
	for id, messages := range m.messages {
		p.Conversations[id] = conversation(messages, m.readTo[id])
	}
	return p
}

func conversation(messages []*Message, readTo uint64) Conversation {
	c := Conversation{ReadTo: readTo, Last: *messages[len(messages)-1]}
	for _, msg := range messages {
		switch {
		case !msg.Outgoing:
			c.Recent = append(c.Recent, *msg)
			if msg.ID > readTo {
				c.Unread++
			}
		case msg.Delivery == Queued:
			c.Outbox = append(c.Outbox, *msg)
		}
	}
	if extra := len(c.Recent) - RecentMemory; extra > 0 {
		c.Recent = slices.Clone(c.Recent[extra:])
	}
	return c
}

func (m *model) history(contact contacts.ServiceID, before uint64, limit int) []Message {
	m.mu.RLock()
	defer m.mu.RUnlock()
	all := m.messages[contact]
	end := len(all)
	if before != 0 {
		end, _ = slices.BinarySearchFunc(all, before, func(msg *Message, id uint64) int {
			return cmp.Compare(msg.ID, id)
		})
	}
	start := max(0, end-max(0, limit))
	out := make([]Message, 0, end-start)
	for _, msg := range all[start:end] {
		out = append(out, *msg)
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
