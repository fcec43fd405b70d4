package tui

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"carom/contacts"
	"carom/core"
	"carom/onion"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fake is a node without anything behind it: it notes what is asked of it.
type fake struct {
	core.API // what the messenger does not use
	mu       sync.Mutex
	state    core.State
	talks    map[contacts.ServiceID][]core.Message
	calls    []string
	files    []core.Transfer
	report   core.FileReport
	events   chan core.Event
	err      error
}

func somebody(n int) contacts.ServiceID {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, fmt.Sprint(n))
	return contacts.FromPublicKey(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

func (f *fake) note(format string, args ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, fmt.Sprintf(format, args...))
	return f.err
}

func (f *fake) name(id contacts.ServiceID) string {
	for _, c := range f.state.Contacts {
		if c.ID == id {
			return c.Nickname
		}
	}
	return "somebody"
}

func (f *fake) State(context.Context) (core.State, error) { return f.state, f.err }

func (f *fake) AddContact(_ context.Context, address, nickname, own, greeting string) (core.Contact, error) {
	return core.Contact{}, f.note("add %s %s %s %s", address, nickname, own, greeting)
}

func (f *fake) AcceptRequest(_ context.Context, id contacts.ServiceID, _ string) (core.Contact, error) {
	return core.Contact{}, f.note("accept %s", f.name(id))
}

func (f *fake) RejectRequest(_ context.Context, id contacts.ServiceID) error {
	return f.note("reject %s", f.name(id))
}

func (f *fake) Block(_ context.Context, id contacts.ServiceID) (core.Contact, error) {
	return core.Contact{}, f.note("block %s", f.name(id))
}

func (f *fake) Unblock(_ context.Context, id contacts.ServiceID) error {
	return f.note("unblock %s", f.name(id))
}

func (f *fake) Rename(_ context.Context, id contacts.ServiceID, nickname string) (core.Contact, error) {
	return core.Contact{}, f.note("rename %s %s", f.name(id), nickname)
}

func (f *fake) Remove(_ context.Context, id contacts.ServiceID) error {
	return f.note("remove %s", f.name(id))
}

func (f *fake) Send(_ context.Context, id contacts.ServiceID, text string) (core.Message, error) {
	return core.Message{}, f.note("send %s %q", f.name(id), text)
}

func (f *fake) Retry(_ context.Context, message uint64) (core.Message, error) {
	return core.Message{}, f.note("retry %d", message)
}

func (f *fake) History(_ context.Context, id contacts.ServiceID, before uint64, limit int) ([]core.Message, error) {
	all := f.talks[id]
	if before != 0 {
		for i, m := range all {
			if m.ID >= before {
				all = all[:i]
				break
			}
		}
	}
	return all[max(0, len(all)-limit):], f.err
}

func (f *fake) MarkRead(_ context.Context, id contacts.ServiceID, message uint64) error {
	return f.note("read %s %d", f.name(id), message)
}

func (f *fake) Search(_ context.Context, query string, id contacts.ServiceID, _ uint64, _ int) ([]core.Message, error) {
	var found []core.Message
	for _, m := range slices.Backward(f.talks[id]) {
		if strings.Contains(m.Text, query) {
			found = append(found, m)
		}
	}
	return found, f.note("search %s %q", f.name(id), query)
}

func (f *fake) SetKeep(_ context.Context, id contacts.ServiceID, keep contacts.Keep) (core.Contact, error) {
	return core.Contact{}, f.note("keep %s %s", f.name(id), keep)
}

func (f *fake) DeleteMessage(_ context.Context, message uint64) error {
	return f.note("delete %d", message)
}

func (f *fake) ClearHistory(_ context.Context, id contacts.ServiceID) error {
	return f.note("clear %s", f.name(id))
}

func (f *fake) Wipe(context.Context) error { return f.note("wipe") }

func (f *fake) Subscribe(context.Context) (core.Subscription, error) { return subscription{f}, f.err }

type subscription struct{ f *fake }

func (s subscription) Next(ctx context.Context) (core.Numbered, error) {
	select {
	case ev, ok := <-s.f.events:
		if !ok {
			return core.Numbered{}, core.ErrClosed
		}
		return core.Numbered{Event: ev}, nil
	case <-ctx.Done():
		return core.Numbered{}, ctx.Err()
	}
}
func (subscription) Close() {}

func newFake() *fake {
	online := core.Contact{Contact: contacts.Contact{ID: somebody(1), Nickname: "Anna", State: contacts.Accepted}, Online: true}
	offline := core.Contact{Contact: contacts.Contact{ID: somebody(2), Nickname: "Bo", State: contacts.Accepted}, Unread: 3}
	pending := core.Contact{Contact: contacts.Contact{
		ID: somebody(3), Nickname: "stranger", State: contacts.Pending, Request: contacts.Request{Nickname: "Cy", Message: "hello,\nit is me"},
	}}
	f := &fake{
		state: core.State{
			Self: somebody(0), Network: onion.Status{Phase: onion.Online, Percent: 100, Published: true},
			Contacts: []core.Contact{online, offline, pending},
		},
		talks: make(map[contacts.ServiceID][]core.Message), events: make(chan core.Event),
	}
	for i := range 120 {
		m := core.Message{
			ID: uint64(i + 1), Contact: somebody(1), Text: fmt.Sprintf("message %d", i), Written: time.Date(2026, 1, 1+i/50, 10, i%60, 0, 0, time.Local),
		}
		if i%2 == 1 {
			m.Outgoing, m.Delivery = true, []core.Delivery{core.Queued, core.Sent, core.Delivered, core.Failed}[i/2%4]
		}
		f.talks[somebody(1)] = append(f.talks[somebody(1)], m)
	}
	return f
}

// screen drives a model as bubbletea would, without its goroutines.
type screen struct {
	t *testing.T
	m *model
	f *fake
}

func newScreen(t *testing.T, f *fake, width, height int) *screen {
	t.Helper()
	s := &screen{t, newModel(t.Context(), f, f.state), f}
	s.update(tea.WindowSizeMsg{Width: width, Height: height})
	s.run(s.m.show(s.m.open))
	return s
}

func (s *screen) update(msg tea.Msg) {
	s.t.Helper()
	_, cmd := s.m.Update(msg)
	s.run(cmd)
	s.check()
}

// run runs the API's commands; those of the cursor and the title do not matter.
func (s *screen) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case stateMsg, historyMsg, doneMsg, sentMsg, foundMsg, transfersMsg, lookedMsg:
		s.update(msg)
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	}
}

// check holds what is always true of the screen.
func (s *screen) check() {
	s.t.Helper()
	lines := strings.Split(s.m.View(), "\n")
	if len(lines) != s.m.height {
		s.t.Fatalf("%d lines on a screen of %d:\n%s", len(lines), s.m.height, s.m.View())
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > s.m.width {
			s.t.Fatalf("line %d has %d columns of %d: %q", i, w, s.m.width, line)
		}
		for _, r := range ansi.Strip(line) {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				s.t.Fatalf("line %d has a control character: %q", i, line)
			}
		}
	}
}

var keys = map[string]tea.KeyMsg{
	"tab": {Type: tea.KeyTab}, "shift+tab": {Type: tea.KeyShiftTab}, "enter": {Type: tea.KeyEnter}, "esc": {Type: tea.KeyEsc},
	"pgup": {Type: tea.KeyPgUp}, "pgdown": {Type: tea.KeyPgDown}, "f1": {Type: tea.KeyF1}, "backspace": {Type: tea.KeyBackspace},
	"ctrl+a": {Type: tea.KeyCtrlA}, "ctrl+b": {Type: tea.KeyCtrlB}, "ctrl+d": {Type: tea.KeyCtrlD}, "ctrl+o": {Type: tea.KeyCtrlO},
	"ctrl+f": {Type: tea.KeyCtrlF}, "ctrl+k": {Type: tea.KeyCtrlK}, "ctrl+l": {Type: tea.KeyCtrlL}, "ctrl+s": {Type: tea.KeyCtrlS}, "up": {Type: tea.KeyUp}, "down": {Type: tea.KeyDown}, "ctrl+x": {Type: tea.KeyCtrlX},
	"ctrl+r": {Type: tea.KeyCtrlR}, "ctrl+t": {Type: tea.KeyCtrlT}, "ctrl+j": {Type: tea.KeyCtrlJ}, "ctrl+u": {Type: tea.KeyCtrlU},
}

func (s *screen) press(names ...string) {
	s.t.Helper()
	for _, name := range names {
		k, ok := keys[name]
		if !ok {
			s.t.Fatalf("no key %q", name)
		}
		s.update(k)
	}
}

func (s *screen) typeText(text string) {
	s.t.Helper()
	for _, r := range text {
		s.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
}

func (s *screen) wantCall(call string) {
	s.t.Helper()
	if n := len(s.f.calls); n == 0 || s.f.calls[n-1] != call {
		s.t.Errorf("the node was asked for %q, want %q last", s.f.calls, call)
	}
}

func (s *screen) wantShown(texts ...string) {
	s.t.Helper()
	shown := ansi.Strip(s.m.View())
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			s.t.Errorf("%q is not on the screen:\n%s", text, shown)
		}
	}
}

func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}, {200, 60}, {20, 8}} {
		s := newScreen(t, newFake(), size[0], size[1])
		s.press("tab", "tab", "f1", "esc", "ctrl+a")
		s.typeText("ricochet:nonsense")
		s.press("esc", "ctrl+o", "esc", "shift+tab", "pgup", "pgup", "pgdown")
		s.typeText(strings.Repeat("wide \u4f60\u597d ", 60))
		s.press("tab", "ctrl+f", "esc", "ctrl+k", "esc", "ctrl+l", "esc", "ctrl+x", "esc", "ctrl+r", "esc", "ctrl+d", "esc", "ctrl+b", "esc")
	}
}

func TestTalk(t *testing.T) {
	s := newScreen(t, newFake(), 80, 24)
	if s.m.open != somebody(3) {
		t.Fatal("a waiting request is not the first thing shown")
	}
	s.wantShown("Cy", "hello,", "it is me", "a  accept")
	s.press("tab")
	s.wantShown("Anna", "online", "message 119", "! not delivered")
	s.typeText("hi there")
	s.press("ctrl+j")
	s.typeText("second")
	s.press("enter")
	s.wantCall(`send Anna "hi there\nsecond"`)
	s.typeText("a draft")
	s.press("tab")
	s.wantShown("Bo", "offline")
	s.press("shift+tab")
	s.wantShown("a draft")
}

func TestScrollReadsOlder(t *testing.T) {
	s := newScreen(t, newFake(), 80, 24)
	s.press("tab")
	for range 20 {
		s.press("pgup")
	}
	s.wantShown("message 0", "1 January 2026")
	s.update(eventMsg{core.MessageAdded{Message: core.Message{ID: 500, Contact: somebody(1), Text: "new one", Written: time.Now()}}})
	s.wantShown("message 0")
	for range 20 {
		s.press("pgdown")
	}
	s.wantShown("new one")
}

func TestRequests(t *testing.T) {
	s := newScreen(t, newFake(), 80, 24)
	s.typeText("are you")
	if n := len(s.f.calls); n != 0 {
		t.Errorf("typing did %v", s.f.calls)
	}
	s.typeText("ay")
	s.wantCall("accept stranger")
	s.typeText("ry")
	s.wantCall("reject stranger")
	s.typeText("b")
	s.wantShown("Block this contact?")
	s.typeText("y")
	s.wantCall("block stranger")
	s.update(eventMsg{core.ContactRemoved{ID: somebody(3)}})
	s.wantShown("Anna")
}

func TestAdd(t *testing.T) {
	s := newScreen(t, newFake(), 80, 24)
	s.press("ctrl+a")
	s.typeText("ricochet:abc")
	s.wantShown("too short")
	s.press("ctrl+u")
	s.typeText(somebody(0).Address())
	s.wantShown("This is your own")
	s.press("ctrl+u")
	s.typeText(somebody(9).Address())
	s.wantShown("The address is right.")
	s.press("enter")
	s.typeText("Dan")
	s.press("enter", "enter")
	s.typeText("hello")
	s.press("enter")
	s.wantCall("add " + somebody(9).Address() + " Dan  hello")
	s.wantShown("Asked.")
}

func TestManage(t *testing.T) {
	s := newScreen(t, newFake(), 80, 24)
	s.press("tab", "ctrl+t")
	s.wantCall("retry 120")
	s.press("ctrl+r", "ctrl+u")
	s.typeText("Bea")
	s.press("enter")
	s.wantCall("rename Anna Bea")
	s.press("ctrl+d")
	s.typeText("n")
	s.press("ctrl+d")
	s.typeText("y")
	s.wantCall("remove Anna")
	s.press("ctrl+o")
	s.wantShown(somebody(0).Text()[:40])
}

func TestUnread(t *testing.T) {
	f := newFake()
	for i := range 5 {
		f.talks[somebody(2)] = append(f.talks[somebody(2)], core.Message{ID: uint64(200 + i), Contact: somebody(2), Text: fmt.Sprint("u", i), Written: time.Now()})
	}
	s := newScreen(t, f, 80, 24)
	s.wantShown("Bo", "3")
	s.press("shift+tab")
	s.wantCall("read Bo 204")
	s.wantShown("-- new --")
}

func TestErrors(t *testing.T) {
	f := newFake()
	s := newScreen(t, f, 80, 24)
	s.press("tab")
	f.err = &core.UserError{Code: core.CodeStorage, Text: "The disk is full."}
	s.typeText("precious")
	s.press("enter")
	s.wantShown("The disk is full.", "precious")
	f.err = nil
	s.update(eventMsg{core.NetworkChanged{Network: onion.Status{Phase: onion.Restarting, Problem: &onion.Problem{What: "Tor ended.", Advice: "Wait."}}}})
	s.press("esc")
	s.wantShown("Tor ended.", "Wait.")
	s.update(endedMsg{})
	s.wantShown("The node has ended.")
	s.typeText("x")
	s.press("backspace", "ctrl+u")
	s.typeText(strings.Repeat("x", 1900))
	s.wantShown("1900 of 2000")
	s.typeText(strings.Repeat("x", 101))
	s.press("enter")
	s.wantShown("at most 2000")
}

// What a peer wrote never breaks the screen, in any place that shows it.
func TestHostileTexts(t *testing.T) {
	for _, text := range []string{
		"\x1b[2J\x1b]0;owned\x07", "\u202Egnp.exe", "a" + strings.Repeat("\u0301", 500), strings.Repeat("\u4f60", 2000),
		strings.Repeat("\n", 500), "\x00\x01\x02\r\n\t\v", strings.Repeat("\U0001F468\u200D\U0001F469\u200D\U0001F467", 300),
		strings.Repeat("x", 2000), "\xff\xfe", "<img src=x onerror=y>", "%s%n%d", "\u2028\u2029\u0085", "\ufeff\u200b\u2060", "مرحبا " + strings.Repeat("ب", 300),
		strings.Repeat("a ", 1000), "\u200d\u200d\u200d", "\U000E0041\U000E0042",
	} {
		f := newFake()
		f.state.Contacts[2].Nickname = text
		f.state.Contacts[2].Request = contacts.Request{Nickname: text, Message: text}
		f.state.Contacts[0].Nickname = text
		f.state.Network.Problem = &onion.Problem{What: text}
		f.talks[somebody(1)] = []core.Message{{ID: 1, Contact: somebody(1), Text: text, Written: time.Now()}, {ID: 2, Contact: somebody(1), Text: "next", Written: time.Now()}}
		for _, size := range [][2]int{{80, 24}, {40, 12}} {
			s := newScreen(t, f, size[0], size[1])
			s.press("tab", "ctrl+d", "esc", "ctrl+r", "esc", "tab", "pgup", "pgup", "tab")
		}
	}
}

func TestRun(t *testing.T) {
	for name, end := range map[string]func(f *fake, cancel func(), keyboard *io.PipeWriter){
		"quit":    func(_ *fake, _ func(), keyboard *io.PipeWriter) { keyboard.Write([]byte{3}) },
		"context": func(_ *fake, cancel func(), _ *io.PipeWriter) { cancel() },
		"node ends": func(f *fake, cancel func(), keyboard *io.PipeWriter) {
			close(f.events)
			keyboard.Write([]byte{3})
		},
	} {
		f := newFake()
		ctx, cancel := context.WithCancel(t.Context())
		in, keyboard := io.Pipe()
		done := make(chan error, 1)
		go func() { done <- Run(ctx, f, in, io.Discard) }()
		end(f, cancel, keyboard)
		if err := <-done; err != nil {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
		keyboard.Close()
	}
	f := newFake()
	f.err = errors.New("broken")
	if err := Run(t.Context(), f, strings.NewReader(""), io.Discard); err == nil {
		t.Error("a node that does not answer")
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		in    string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 8, "one two|three"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"a\nb", 10, "a|b"},
		{"\u4f60\u597d\u4f60\u597d", 5, "\u4f60\u597d|\u4f60\u597d"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301"},
		{"ab  cd", 3, "ab|cd"},
	} {
		if got := strings.Join(wrap(test.in, test.width), "|"); got != test.want {
			t.Errorf("%q in %d columns: %q, want %q", test.in, test.width, got, test.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two \u4f60\u597d e\u0301 \U0001F468\u200D\U0001F469", 7)
	f.Add("a\U0001F3FD\uFF9E\u0EB3", 0)                          // one character, of three columns or more
	f.Add("a"+strings.Repeat("\U0001F3FD", 50)+"\u0D4E b c", 38) // and of a hundred
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 2 + (width%100+100)%100
		for _, line := range wrap(safeBlock(s), width) {
			if widest(line) > width {
				t.Fatalf("%q can have more than %d columns", line, width)
			}
		}
	})
}
