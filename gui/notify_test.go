//go:build minimal

package gui

import (
	"slices"
	"strings"
	"sync"
	"testing"

	carom "carom/core"
	"carom/gui/i18n"
	"carom/internal/desktop"
)

// told collects what the desktop is told from now on.
type told struct {
	mu   sync.Mutex
	list []string
}

func (d *testDesktop) listen() *told {
	d.t.Helper()
	l := &told{}
	onGUI(d.t, func() {
		d.desk.tray.tell = func(n desktop.Notification) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.list = append(l.list, n.Title()+"\n"+n.Text())
		}
	})
	return l
}

func (l *told) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.list)
}

// Unless our user wants more, a notification says of what kind it is and no word
// of a peer: not what they write, nor their name, nor that of a file.
func TestNotificationsSayNothing(t *testing.T) {
	d := openTestDesktop(t)
	bob := d.talkWith(baited)
	heard := d.listen()
	onGUI(t, d.desk.window.hide)
	bob.say(d.node, bait)
	if _, err := bob.engine.SendFiles(t.Context(), d.node.engine.Self(), []string{file(t, baited+".bin", noise(10))}, carom.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	stranger := d.stranger("stranger")
	if _, err := stranger.engine.AddContact(t.Context(), d.node.address(), "us", baited, bait); err != nil {
		t.Fatal(err)
	}
	p := i18n.New("en")
	for _, m := range []*i18n.Message{i18n.NotifyMessage, i18n.NotifyFile, i18n.NotifyRequest} {
		d.eventually("the desktop is told: "+p.T(m), func() bool { return slices.Contains(heard.all(), p.T(i18n.AppName)+"\n"+p.T(m)) })
	}
	for _, text := range heard.all() {
		if strings.Contains(text, baited) {
			t.Errorf("a peer's words are in a notification: %q", text)
		}
	}
}
