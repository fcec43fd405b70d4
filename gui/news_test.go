//go:build minimal

package gui

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/therecipe/qt/widgets"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/onion/oniontest"
	"carom/store"
)

// unseen hides the window, as when our user is in another program.
func (d *testDesktop) unseen() {
	d.t.Helper()
	d.eventually("no window of ours has the keyboard", func() bool {
		d.desk.window.hide()
		return widgets.QApplication_ActiveWindow().Pointer() == nil
	})
}

// What has taken a while is told when our user looks at the window: a dialog would
// take the keyboard from another program.
func TestDoneWhileAway(t *testing.T) {
	t.Run("a copy was made", func(t *testing.T) {
		d := openOwnDesktop(t, "x")
		hold := make(chan struct{})
		var before *mainScreen
		onGUI(t, func() {
			before = d.main()
			d.desk.between(i18n.ExportWorking, func() error { <-hold; return nil }, func(error) store.Passphrase { return secret("x") }, i18n.ExportDone)
		})
		d.unseen()
		close(hold)
		d.eventually("the profile is open again", func() bool { return d.main() != nil && d.main() != before })
		d.noDialog("our user was away")
		onGUI(t, d.desk.window.raise)
		d.told(i18n.ExportDone)
	})
	t.Run("the profile was destroyed", func(t *testing.T) {
		d := openOwnDesktop(t, "x")
		d.unseen()
		onGUI(t, d.desk.wipe)
		d.eventually("it is destroyed", func() bool { return !d.desk.wiping })
		d.noDialog("our user was away")
		onGUI(t, d.desk.window.raise)
		d.told(i18n.WipeDone)
	})
}

// stumbling is a node that cannot read its state at first.
type stumbling struct {
	carom.API
	failures *atomic.Int32
}

func (s stumbling) State(ctx context.Context) (carom.State, error) {
	if s.failures.Add(-1) >= 0 {
		return carom.State{}, &carom.UserError{Code: carom.CodeStorage, Text: "no"}
	}
	return s.API.State(ctx)
}

// What is there is shown also when it could not be read at first.
func TestStateIsReadAgain(t *testing.T) {
	d := newTestDesktop(t)
	node := startTestNode(t, oniontest.NewFabric(), "our user")
	failures := new(atomic.Int32)
	failures.Store(2)
	onGUI(t, func() {
		d.desk.Use("default", desktop.NewSession(stumbling{node.engine, failures}, node.stop))
	})
	d.eventually("the state is shown", func() bool { return d.main() != nil && !d.main().state.Self.IsZero() })
}

// told waits until something is told: in a dialog that it closes, or, when our user was
// not at the window just then, above the main screen.
func (d *testDesktop) told(m *i18n.Message) {
	d.t.Helper()
	d.eventually("what is done is told", func() bool {
		for _, name := range []string{"message.text", "notices.notice.text"} {
			if textOf(seen(name)) == d.desk.ui.t.T(m) {
				return true
			}
		}
		if window := frontWindow(); window != nil {
			window.ActivateWindow() // as a window manager does, where there is one
		}
		return false
	})
	onGUI(d.t, func() {
		if dialog := seen("message"); dialog != nil {
			dialog.Close()
		}
	})
	d.gone("message")
}
