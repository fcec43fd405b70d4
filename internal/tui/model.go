package tui

import (
	"context"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"carom/contacts"
	"carom/core"
)

const (
	// page is how much history is read at a time.
	page = 50
	// maxKept is how many messages of a conversation stay in memory; older
	// ones are read again when the user scrolls to them.
	maxKept = 2000
)

// model is all that is on the screen. It belongs to bubbletea's goroutine; calls
// of the API are commands, which run on others.
type model struct {
	ctx   context.Context
	api   core.API
	style styles

	width, height int
	state         core.State
	open          contacts.ServiceID // the contact whose conversation is shown
	talks         map[contacts.ServiceID]*talk
	transfers     map[uint64]core.Transfer
	input         textarea.Model
	dialog        dialog // nil when none is open
	notice        string // the line above the key hints; goes with the next key
	alarm         bool   // notice is an error
	help          bool
}

// talk is the conversation with one contact, as far as it has been read.
type talk struct {
	messages []core.Message
	loaded   bool // the newest page is there
	loading  bool
	early    []core.Message // came while the newest page was being read
	whole    bool           // there is nothing older
	scroll   int            // lines up from the bottom
	draft    string
	unreadAt uint64 // the first unread message when the conversation was opened
}

func newModel(ctx context.Context, api core.API, st core.State) *model {
	input := textarea.New()
	input.Prompt = "> "
	input.ShowLineNumbers = false
	input.CharLimit = 0
	input.MaxHeight = 0 // of the text; the field itself is made to fit
	input.SetHeight(1)
	input.KeyMap.InsertNewline.SetKeys("alt+enter", "ctrl+j")
	input.KeyMap.Paste.SetEnabled(false) // it would run a program; terminals paste by themselves
	input.FocusedStyle.CursorLine = input.BlurredStyle.CursorLine
	input.Cursor.SetMode(cursor.CursorStatic) // a blinking one would redraw over ssh for ever
	input.Focus()
	m := &model{ctx: ctx, api: api, style: newStyles(), width: 80, height: 24, input: input, talks: make(map[contacts.ServiceID]*talk), transfers: make(map[uint64]core.Transfer)}
	m.setState(st)
	return m
}

// Init implements tea.Model.
func (m *model) Init() tea.Cmd {
	return tea.Batch(m.title(), m.show(m.open), m.readTransfers())
}

// setState takes a fresh state.
func (m *model) setState(st core.State) {
	m.state = st
	m.sortContacts()
	if _, ok := m.contact(m.open); !ok {
		m.open = contacts.ServiceID{}
		if len(m.state.Contacts) > 0 {
			m.open = m.state.Contacts[0].ID
		}
	}
}

// sortContacts puts requests first, then who can be written to, then the rest.
func (m *model) sortContacts() {
	rank := func(c core.Contact) int {
		switch c.State {
		case contacts.Pending:
			return 0
		case contacts.Accepted:
			return 1
		case contacts.Requesting:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(m.state.Contacts, func(a, b core.Contact) int {
		if r := rank(a) - rank(b); r != 0 {
			return r
		}
		return strings.Compare(strings.ToLower(a.Nickname), strings.ToLower(b.Nickname))
	})
}

func (m *model) contact(id contacts.ServiceID) (core.Contact, bool) {
	i := slices.IndexFunc(m.state.Contacts, func(c core.Contact) bool { return c.ID == id })
	if i < 0 {
		return core.Contact{}, false
	}
	return m.state.Contacts[i], true
}

func (m *model) talk(id contacts.ServiceID) *talk {
	t := m.talks[id]
	if t == nil {
		t = &talk{}
		m.talks[id] = t
	}
	return t
}

// put takes a contact's new value.
func (m *model) put(c core.Contact) {
	i := slices.IndexFunc(m.state.Contacts, func(x core.Contact) bool { return x.ID == c.ID })
	if i < 0 {
		m.state.Contacts = append(m.state.Contacts, c)
	} else {
		m.state.Contacts[i] = c
	}
	m.sortContacts()
}

func (m *model) unread() int {
	n := 0
	for _, c := range m.state.Contacts {
		n += c.Unread
	}
	return n
}

// add puts a message in its place; one that is there is replaced.
func (t *talk) add(msg core.Message) {
	i, found := slices.BinarySearchFunc(t.messages, msg.ID, func(x core.Message, id uint64) int {
		return int(int64(x.ID) - int64(id))
	})
	if found {
		t.messages[i] = msg
		return
	}
	t.messages = slices.Insert(t.messages, i, msg)
	if len(t.messages) > maxKept && t.scroll == 0 {
		t.messages = slices.Clone(t.messages[len(t.messages)-maxKept/2:])
		t.whole = false
	}
}

// forget has the conversation read afresh.
func (t *talk) forget() { t.messages, t.loaded, t.whole, t.scroll = nil, false, false, 0 }

// replace takes a message's new state when the message is there.
func (t *talk) replace(msg core.Message) {
	for i := range t.messages {
		if t.messages[i].ID == msg.ID {
			t.messages[i] = msg
		}
	}
}

// oldest is the ID to read older messages before.
func (t *talk) oldest() uint64 {
	if len(t.messages) == 0 {
		return 0
	}
	return t.messages[0].ID
}
