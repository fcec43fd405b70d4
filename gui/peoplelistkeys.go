//go:build minimal

package gui

import (
	"strings"
	"unicode"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"

	"carom/contacts"
)

// activate opens what there is of a contact and gives it the keyboard.
func (l *peopleList) activate(row int) {
	if row < 0 || row >= len(l.rows) {
		return
	}
	l.main.show(l.rows[row].ID)
	l.main.focus()
}

// key opens at Enter, and has whatever is typed searched for.
func (l *peopleList) key(event *gui.QKeyEvent) {
	switch {
	case isEnter(event):
		l.activate(l.view.CurrentIndex().Row())
	case event.Key() == int(core.Qt__Key_Escape) && l.filter.Text() != "":
		l.filter.Clear()
	case isTyped(event):
		l.filter.SetFocus2()
		l.filter.Insert(event.Text())
	default:
		l.view.KeyPressEventDefault(event)
	}
}

// filterKey goes from the field to the list, or opens who is the first in it.
func (l *peopleList) filterKey(event *gui.QKeyEvent) {
	switch {
	case isEnter(event):
		l.activate(max(l.view.CurrentIndex().Row(), 0))
	case event.Key() == int(core.Qt__Key_Down) && len(l.rows) > 0:
		l.view.SetFocus2()
		if l.view.CurrentIndex().Row() < 0 {
			l.view.SetCurrentIndex(l.index(0))
		}
	case event.Key() == int(core.Qt__Key_Escape):
		l.filter.Clear()
		l.focus()
	default:
		l.filter.KeyPressEventDefault(event)
	}
}

func isEnter(event *gui.QKeyEvent) bool {
	return event.Key() == int(core.Qt__Key_Return) || event.Key() == int(core.Qt__Key_Enter)
}

// isTyped reports whether a key writes something.
func isTyped(event *gui.QKeyEvent) bool {
	if event.Modifiers()&(core.Qt__ControlModifier|core.Qt__AltModifier|core.Qt__MetaModifier) != 0 {
		return false
	}
	text := event.Text()
	return strings.TrimSpace(text) != "" && strings.IndexFunc(text, unicode.IsControl) < 0
}

// contextMenu shows what can be done with the contact under the mouse, or with
// the current one when the keyboard asked.
func (l *peopleList) contextMenu(event *gui.QContextMenuEvent) {
	row, at := l.view.CurrentIndex().Row(), event.GlobalPos()
	if event.Reason() == gui.QContextMenuEvent__Keyboard {
		if row >= 0 {
			at = l.view.Viewport().MapToGlobal(l.view.VisualRect(l.index(row)).Center())
		}
	} else {
		row = l.view.IndexAt(event.Pos()).Row()
	}
	event.Accept()
	if row < 0 || row >= len(l.rows) {
		return
	}
	c, ok := l.main.contact(l.rows[row].ID)
	if !ok {
		return
	}
	l.menu.Clear()
	fillContactMenu(l.main, l.menu, c)
	l.menu.Popup(at, nil)
}

// step opens the contact that is so many places below the open one.
func (l *peopleList) step(by int) {
	if len(l.rows) == 0 {
		return
	}
	at := l.find(l.main.open)
	if at < 0 && by < 0 {
		at = 0
	}
	l.activate((at + by + len(l.rows)) % len(l.rows))
}

// nextUnread opens the next conversation with something new in it.
func (l *peopleList) nextUnread() {
	id, ok := l.main.roster.NextUnread(l.main.open)
	if ok && id != (contacts.ServiceID{}) {
		l.main.show(id)
		l.main.focus()
	}
}

// findContact gives the keyboard to the field that searches.
func (l *peopleList) findContact() {
	l.filter.SetFocus2()
	l.filter.SelectAll()
}
