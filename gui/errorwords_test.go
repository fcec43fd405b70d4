//go:build minimal

package gui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/therecipe/qt/core"

	"carom/control"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/prefs"
	"carom/internal/profiles"
	"carom/store"
)

// overtaken is a node that is asked for the same by another program, a moment before
// the window asks.
type overtaken struct{ carom.API }

func (o overtaken) AddContact(ctx context.Context, address, nickname, ownNickname, greeting string) (carom.Contact, error) {
	if c, err := o.API.AddContact(ctx, address, nickname, "", ""); err != nil {
		return c, err
	}
	return o.API.AddContact(ctx, address, nickname, ownNickname, greeting)
}

// overSocket is a node as another process has it, until the test ends.
func overSocket(t *testing.T, api carom.API) *control.Client {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	path, ready, done := filepath.Join(t.TempDir(), "s"), make(chan struct{}), make(chan error, 1)
	go func() { done <- control.NewServer(api, nil).Serve(ctx, path, func() { close(ready) }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the socket's end: %v", err)
		}
	})
	select {
	case <-ready:
	case err := <-done:
		done <- err
		t.FailNow()
	}
	client, err := control.Dial(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// What the engine refuses is said in our user's language without a word of English,
// also when the node runs in another program.
func TestRefusalInOurLanguage(t *testing.T) {
	d := openTestDesktop(t)
	client := overSocket(t, d.node.engine)
	for _, c := range []struct{ language, name, want string }{
		{"de", "Bob", "Sie haben diesen Kontakt schon angefragt, und er hat noch nicht geantwortet. Die Anfrage wird wiederholt, wenn er online ist."},
		{"fr", "Carl", "Vous avez déjà fait la demande à ce contact, qui n'a pas encore répondu. La demande est répétée chaque fois qu'il est en ligne."},
	} {
		d.setPrefs(func(p *prefs.Preferences) { p.Language = c.language })
		d.eventually("the screen is made afresh", func() bool {
			return d.main() != nil && !d.main().state.Self.IsZero() && d.desk.ui.t.Language().Code == c.language
		})
		onGUI(t, func() { d.main().api = overtaken{client} })
		d.trigger("action.add")
		d.eventually("it is in the language", func() bool {
			w := seen("addcontact")
			return w != nil && w.WindowTitle() == i18n.New(c.language).T(i18n.AddTitle)
		})
		d.write("addcontact.address", d.stranger(c.name).address())
		d.write("addcontact.name", c.name)
		d.press("addcontact.name", core.Qt__Key_Return, core.Qt__NoModifier)
		d.eventually("why it was refused is said", func() bool { return seen("addcontact.error") != nil && textOf(seen("addcontact.error")) == c.want })
		d.shoot("addcontact", "add-refused-"+c.language)
		d.closeDialog("addcontact")
	}
}

// A copy that cannot be written is said to be that, and not a folder of the profile;
// the profile is open again behind it.
func TestCopyFails(t *testing.T) {
	d := openOwnDesktop(t, "x")
	onGUI(t, func() {
		d.desk.between(i18n.ExportWorking, func() error { return profiles.CopyError(errors.New("no such folder")) },
			func(error) store.Passphrase { return secret("x") }, i18n.ExportDone)
	})
	d.wait("message.text")
	if got := d.text("message.text"); !strings.HasPrefix(got, d.desk.ui.t.T(i18n.ErrorCopyFailed)) || !strings.Contains(got, "no such folder") {
		t.Errorf("it says %q", got)
	}
	d.click("message.ok")
	d.gone("message")
	d.wait("main")
}
