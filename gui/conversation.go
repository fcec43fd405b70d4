//go:build minimal

package gui

import (
	"context"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// conversation is what is said with one contact: a header, the bubbles, and the
// composer. The window over the stored conversation decides which messages are
// in memory; this shows them.
type conversation struct {
	main     *mainScreen
	ui       *ui
	w        *widgets.QWidget
	header   *conversationHeader
	list     *bubbleList
	toNewest *widgets.QPushButton
	composer *composer

	window  model.Window
	contact carom.Contact
	// read is up to where the messages are marked as read.
	read uint64
	// looking: the message to go to once it is in the window.
	looking uint64
	// coming: what our user has opened is still being read.
	coming bool
	// moreCards goes on with the cards of transfers.
	moreCards *core.QTimer
	// leaving: our user wants to be at the newest message when it has come.
	leaving bool
}

func newConversation(m *mainScreen) *conversation {
	c := &conversation{main: m, ui: m.ui, w: widgets.NewQWidget(nil, 0)}
	c.w.SetObjectName("conversation")
	box := widgets.NewQVBoxLayout2(c.w)
	box.SetContentsMargins(0, 0, 0, 0)
	box.SetSpacing(0)
	c.header = newConversationHeader(c)
	box.AddWidget(c.header.w, 0, 0)
	c.list = newBubbleList(m.ui)
	box.AddWidget(c.list.view, 1, 0)
	c.toNewest = newButton("conversation.newest", m.ui.t.T(i18n.ChatNewest))
	c.toNewest.ConnectClicked(func(bool) { c.goToNewest() })
	c.toNewest.Hide()
	row := widgets.NewQHBoxLayout()
	row.SetContentsMargins(16, 4, 16, 0)
	row.AddStretch(1)
	row.AddWidget(c.toNewest, 0, 0)
	box.AddLayout(row, 0)
	c.composer = newComposer(m.ui)
	box.AddWidget(c.composer.w, 0, 0)

	c.moreCards = c.newCardTimer()
	c.list.spoken = c.spoken
	c.list.newCard = c.newCard
	c.list.nearTop = func() { c.ask(c.window.Older()) }
	c.list.nearBottom = func() { c.ask(c.window.Newer()) }
	c.list.scrolled = c.scrolled
	c.list.ends = func() bool { return c.window.AtEnd() }
	c.list.view.VerticalScrollBar().ConnectRangeChanged(func(int, int) { c.ui.later(c.fill) })
	for _, w := range []core.QObject_ITF{c.toNewest, c.composer.edit, c.composer.attach, c.composer.send} {
		w.QObject_PTR().InstallEventFilter(c.list.tabs)
	}
	c.composer.sent = c.send
	c.composer.attached = c.attach
	c.takeDrops()
	c.composer.attach.SetMenu(c.attachMenu())
	c.composer.changed = c.typed
	newMessageMenu(c)
	return c
}

// show opens the conversation with a contact, at its first unread message.
func (c *conversation) show(contact carom.Contact) {
	c.keepDraft()
	c.read = 0
	c.looking, c.leaving, c.coming = 0, false, true
	c.list.clear()
	c.contact = contact
	c.main.pump.open(contact.ID)
	c.load(c.window.Open(contact))
	c.composer.begin(contact.Nickname, c.main.drafts.Text(contact.ID))
	c.contactChanged(contact)
}

// showing reports whether it is this contact's.
func (c *conversation) showing(id contacts.ServiceID) bool { return c.window.Contact() == id }

// contactChanged shows what is new about the contact.
func (c *conversation) contactChanged(contact carom.Contact) {
	c.contact = contact
	c.header.update(contact)
	c.composer.setWritable(contact.State == contacts.Accepted)
	c.list.view.SetAccessibleName(c.ui.t.T(i18n.ChatLabel, i18n.Args{"Name": contact.Nickname}))
	c.seen() // a message can be on the screen before the contact says that it is unread
}

// leave closes the conversation: nobody is shown.
func (c *conversation) leave() {
	c.keepDraft()
	c.window.Close()
	c.main.pump.open(contacts.ServiceID{})
	c.list.clear()
	c.contact = carom.Contact{}
}

func (c *conversation) close() {
	c.moreCards.Stop()
	c.list.close()
}

func (c *conversation) focus() {
	if c.contact.State == contacts.Accepted {
		c.composer.focus()
		return
	}
	c.list.view.SetFocus2()
}

// load reads a part of the conversation and shows it.
func (c *conversation) load(l model.Load) {
	run(c.ui, func(ctx context.Context) (model.Page, error) { return l.Read(ctx, c.main.api), nil },
		func(p model.Page, _ error) {
			change := c.window.Put(p)
			first := c.coming && !c.window.Loading()
			c.coming = c.coming && !first
			if c.window.Failed() && p.Err != nil {
				c.ui.desk.window.fail(c.ui.errorText(p.Err))
			}
			c.changedFrom(change, first && c.looking == 0)
			c.transfersChanged()
			c.arrive()
			if c.leaving && c.window.AtEnd() {
				c.list.scrollToEnd()
			}
			c.leaving = c.leaving && p.Err == nil && !c.window.AtEnd()
			if p.Err == nil {
				c.fill()
			}
		})
}

// fill asks for what is beyond an end of the rows that our user is at: the scroll
// bar cannot be moved on there, and not at all where all rows are seen.
func (c *conversation) fill() {
	if c.list.closed || c.window.Full() && c.list.short() {
		return // what came in at one end would fall out at the other
	}
	bar := c.list.view.VerticalScrollBar()
	if bar.Value() == 0 {
		c.ask(c.window.Older())
	}
	if bar.Value() == bar.Maximum() {
		c.ask(c.window.Newer())
	}
}

func (c *conversation) ask(l model.Load, ok bool) {
	if ok {
		c.load(l)
	}
}

// reload reads what is shown again.
func (c *conversation) reload() {
	if !c.window.Contact().IsZero() {
		c.load(c.window.Reload())
	}
}

// apply takes messages that are new or have changed.
func (c *conversation) apply(messages []model.MessageUpdate, gap bool) {
	change, ok := c.window.Apply(messages, gap)
	if !ok {
		c.reload()
		return
	}
	c.changed(change)
}

// changed shows the rows that there are now.
func (c *conversation) changed(change model.Change) { c.changedFrom(change, false) }

// changedFrom begins, when our user has just come, at the first unread message.
func (c *conversation) changedFrom(change model.Change, first bool) {
	if !change.Empty() {
		c.list.setRows(c.rows(0))
	}
	if first {
		c.list.scrollToUnread()
	}
	c.scrolled()
}

// turnDay writes the days over the messages anew.
func (c *conversation) turnDay() {
	if len(c.list.rows) > 0 {
		c.list.setRows(c.rows(0))
	}
}

// jump goes to a message of a contact, as a search found it.
func (m *mainScreen) jump(id contacts.ServiceID, message uint64) {
	m.show(id)
	m.conversation.goTo(message)
}

// goTo goes to a message of this conversation.
func (c *conversation) goTo(message uint64) {
	c.looking = message
	if _, there := c.window.Message(message); there {
		c.arrive()
		return
	}
	c.load(c.window.Around(message))
}

// arrive shows the message that was looked for, when it is there.
func (c *conversation) arrive() {
	if c.looking == 0 {
		return
	}
	if c.list.scrollTo(rowKey{rowMessage, c.looking}) {
		c.looking = 0
	}
}

func (c *conversation) goToNewest() {
	if c.window.AtEnd() {
		c.list.scrollToEnd()
		return
	}
	c.leaving = true
	c.load(c.window.Newest())
}

// scrolled follows where our user is: what is seen counts as read, and the
// button that leads to the end says what is there.
func (c *conversation) scrolled() {
	end := c.list.atEnd()
	c.window.Follow(end)
	away := !c.window.Contact().IsZero() && !(end && c.window.AtEnd())
	c.toNewest.SetVisible(away)
	text := c.ui.t.T(i18n.ChatNewest)
	if n := c.window.Below(); n > 0 {
		text = c.ui.t.N(i18n.ChatUnreadBelow, n)
	}
	if c.toNewest.Text() != text {
		c.toNewest.SetText(text)
		c.toNewest.SetAccessibleName(i18n.Unmarked(text))
	}
	c.seen()
}

// seen marks as read what our user sees: the window is in front, and the
// message on the screen.
func (c *conversation) seen() {
	if c.contact.ID.IsZero() || c.contact.Unread == 0 || c.window.Loading() || !c.ui.desk.window.isFront() {
		return
	}
	last := c.list.lastSeen()
	if last <= c.read {
		return
	}
	c.read = last
	id := c.contact.ID
	c.main.try(func(ctx context.Context) error { return c.main.api.MarkRead(ctx, id, last) })
}

// send stores a message and shows it when it is stored. When that fails, what
// was written is a draft again, whatever has become of the window meanwhile.
func (c *conversation) send(text string) {
	id, api := c.contact.ID, c.main.api
	c.main.sending[id]++
	c.ui.desk.finish(func(ctx context.Context) error {
		left := ""
		_, err := api.Send(ctx, id, text)
		if err != nil {
			left = text
		}
		// A draft is no promise, as in Desktop.keepDraft.
		_ = api.SetDraft(context.WithoutCancel(ctx), id, left)
		return err
	}, func(err error) {
		c.main.sending[id]--
		if err != nil {
			c.notSent(id, text, err)
			return
		}
		if c.showing(id) { // another one may be open by now, and is not moved
			c.goToNewest()
		}
	})
}

// notSent gives the text back, unless something else was begun meanwhile.
func (c *conversation) notSent(id contacts.ServiceID, text string, err error) {
	c.ui.desk.window.fail(c.ui.errorText(err))
	if c.main.drafts.Text(id) != "" {
		return
	}
	c.main.drafts.Edit(id, text, time.Now())
	if c.showing(id) {
		c.composer.setText(text)
	}
}

// typed keeps what is being written.
func (c *conversation) typed(text string) {
	if c.contact.ID.IsZero() {
		return
	}
	c.main.drafts.Edit(c.contact.ID, text, time.Now())
	c.main.planDrafts()
}

// keepDraft has every draft kept now.
func (c *conversation) keepDraft() { c.main.storeDrafts(c.main.drafts.Flush()) }

// planDrafts has the drafts kept when it is time for that.
func (m *mainScreen) planDrafts() {
	if next, ok := m.drafts.Next(); ok && !m.draftTimer.IsActive() {
		m.draftTimer.Start(int(max(time.Until(next), 50*time.Millisecond) / time.Millisecond))
	}
}

// newDraftTimer makes the timer by which drafts are kept.
func (m *mainScreen) newDraftTimer() *core.QTimer {
	t := core.NewQTimer(m.w)
	t.SetSingleShot(true)
	t.ConnectTimeout(func() {
		m.storeDrafts(m.drafts.Due(time.Now()))
		m.planDrafts()
	})
	return t
}

// storeDrafts keeps drafts. It goes on after the screen is closed.
func (m *mainScreen) storeDrafts(list []model.Draft) {
	for _, d := range list {
		m.roster.SetDraft(d.Contact, d.Text)
		if d.Text == "" && m.sending[d.Contact] > 0 {
			continue // the message's own end clears the draft, or brings it back
		}
		m.ui.desk.keepDraft(m.session, d)
	}
	if len(list) > 0 {
		m.people.update()
	}
}
