//go:build minimal

package gui

import (
	"strings"
	"testing"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
	"carom/internal/hostile"
)

// hostilePlaces are the places with a peer's words that no other hostile test
// walks, by name; each shows a message there and returns what it says. Lists of
// people and requests are walked by TestHostilePeople, dialogs about people by
// TestHostilePeopleInDialogs, bubbles by TestHostileMessages, files by
// TestHostileFileNames, notifications and the tray by TestHostileNotifications and
// TestHostileTray. A new place belongs here.
func hostilePlaces(m *mainScreen) map[string]func(c carom.Contact, text string) string {
	return map[string]func(c carom.Contact, text string) string{
		"a notice": func(c carom.Contact, text string) string {
			m.notices.undoable(m.ui.t.T(i18n.RemoveDone, i18n.Args{"Name": text}), func() {}, func() {})
			return m.notices.notice.text.Text() + m.notices.notice.frame.AccessibleName()
		},
		"what was found": func(c carom.Contact, text string) string {
			list := newSearchList(m.ui)
			defer list.view.DeleteLater()
			found := carom.Message{ID: 1, Contact: c.ID, Text: text, Written: time.Now()}
			row := searchRowOf(m.ui.t, c.Nickname, found, "x", time.Now())
			list.setRows([]searchRow{row})
			list.view.Show()
			list.view.Repaint()
			return row.name + row.line + listText(list.view.QAbstractItemView_PTR())
		},
		"a message to copy from": func(c carom.Contact, text string) string {
			row := m.conversation.messageRow(&model.Row{Bubble: model.NewBubble(carom.Message{ID: 1, Text: text})}, nil)
			(&messageMenu{c: m.conversation}).open(row)
			return textOf(seen("text.text")) + seen("text.text").AccessibleName()
		},
		"where files are": func(c carom.Contact, text string) string {
			openTransferPlace(m, carom.Transfer{Contact: c.ID, Name: text, Path: "/home/me/" + strings.ReplaceAll(text[:min(len(text), 255)], "/", "_")}) // as long as a name can be
			return textOf(seen("place.path"))
		},
	}
}

// In every other place, too, a peer's words are shown as text and leave the window
// as it is.
func TestHostilePlaces(t *testing.T) {
	d := openTestDesktop(t)
	onGUI(t, func() {
		m := d.main()
		width := d.desk.window.main.Width()
		for where, show := range hostilePlaces(m) {
			for i, text := range hostile.Texts() {
				began := time.Now()
				said := show(carom.Contact{Contact: contacts.Contact{ID: testID(i), Nickname: text}}, text)
				core.QCoreApplication_ProcessEvents(core.QEventLoop__ExcludeUserInputEvents)
				if took := time.Since(began); took > 100*time.Millisecond {
					t.Logf("%s: %.20q, %d bytes, took %v", where, text, len(text), took)
				}
				checkPlain(text)
				if strings.ContainsAny(said, "\u202e\u202d\x1b\x00") {
					fail("%s: %.40q is shown with what changes direction or commands", where, text)
				}
				if front := widgets.QApplication_ActiveModalWidget(); front.Pointer() != nil {
					front.Close()
					core.QCoreApplication_SendPostedEvents(nil, int(core.QEvent__DeferredDelete))
				}
				if now := d.desk.window.main.Width(); now != width {
					fail("%s: %.40q makes the window %d wide, not %d", where, text, now, width)
				}
			}
		}
	})
}

// A text that no contact can send, but a profile from elsewhere may hold, makes a
// bubble that can be scrolled past.
func TestHostileStoredMessages(t *testing.T) {
	const highest = 1 << 16
	d := openTestDesktop(t)
	onGUI(t, func() {
		c := d.main().conversation
		for _, text := range hostile.Texts() {
			began := time.Now()
			row := c.messageRow(&model.Row{Bubble: model.NewBubble(carom.Message{ID: 1, Text: text})}, nil)
			if h := c.list.paint.height(&row, 600); h > highest {
				fail("%.40q, %d bytes, is %d high", text, len(text), h)
			}
			if took := time.Since(began); took > 100*time.Millisecond {
				t.Logf("%.20q, %d bytes, took %v", text, len(text), took)
			}
			if row.original != text {
				fail("of %.40q not all can be copied", text)
			}
		}
	})
}
