//go:build minimal

package gui

import (
	"context"
	"testing"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/prefs"
)

// retries is a node that says which messages are sent again.
type retries struct {
	carom.API
	ids chan uint64
}

func (r retries) Retry(_ context.Context, id uint64) (carom.Message, error) {
	r.ids <- id
	return carom.Message{ID: id}, nil
}

// refused shows the newest message as one that was not delivered. It is for the
// GUI thread.
func (m *mainScreen) refused() rowKey {
	list := m.conversation.list
	rows := append([]bubbleRow(nil), list.rows...)
	last := &rows[len(rows)-1]
	last.mark, last.delivery, last.measured = markFailed, carom.Failed, 0
	list.setRows(rows)
	return last.key
}

// A message that was not delivered says so in words, which a click or Enter
// sends again.
func TestRetryInTheBubble(t *testing.T) {
	d := openTestDesktop(t)
	anna := d.peer("Anna")
	d.talk(anna)
	d.sends("hello")
	d.mark("hello", markDelivered)
	for _, size := range []int{100, 200} {
		d.setPrefs(func(p *prefs.Preferences) { p.TextSize = size })
		d.talk(anna)
		d.mark("hello", markDelivered)
		api := retries{ids: make(chan uint64, 4)}
		var want rowKey
		onGUI(t, func() {
			m := d.main()
			api.API, m.api = m.api, api
			list := m.conversation.list
			before := list.rect(len(list.rows) - 1).Height()
			want = m.refused()
			row := list.rect(len(list.rows) - 1)
			if row.Height() <= before {
				fail("at %d %% there is no room for the words", size)
			}
			area := list.paint.retryArea(row, &list.rows[len(list.rows)-1])
			clickAt(list.view.Viewport(), row.TopLeft())
			clickAt(list.view.Viewport(), area.Center())
			pressKey(list.view, core.Qt__Key_Return, core.Qt__NoModifier)
		})
		d.eventually("it is sent again twice", func() bool { return len(api.ids) == 2 })
		for range 2 {
			if id := <-api.ids; id != want.id {
				t.Errorf("message %d is sent again, not %d", id, want.id)
			}
		}
		onGUI(t, func() {
			d.main().api = api.API
			d.main().refused()
		})
		d.shoot("window", "retry")
	}
	if got := markWidth(32); got != 2*markWidth(16) {
		t.Errorf("a mark in a line of twice the height is %d wide", got)
	}
}

// The list of shortcuts shows the marks, as large as the text.
func TestMarksAreExplained(t *testing.T) {
	d := openTestDesktop(t)
	var heights []int
	for _, size := range []int{100, 200} {
		d.setPrefs(func(p *prefs.Preferences) { p.TextSize = size })
		onGUI(t, func() { openKeys(d.main()) })
		d.with("keys.mark", func(w *widgets.QWidget) { heights = append(heights, w.Height()) })
		d.closeDialog("keys")
	}
	if heights[1] < 2*heights[0]-2 {
		t.Errorf("the marks are %d and %d high", heights[0], heights[1])
	}
}
