//go:build minimal

package gui

import (
	"context"

	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/onion"
	"carom/store"
)

// afterPassphrase goes on when the passphrase is known: where the system's Tor
// is used there is nothing to choose about the connection.
func (s *startScreen) afterPassphrase() {
	if s.ui.desk.cfg.SystemTor {
		s.begin(onion.Settings{})
		return
	}
	s.show(stepConnection)
}

// begin makes the profile, unless a copy is there, and opens it.
func (s *startScreen) begin(settings onion.Settings) {
	d, st := s.ui.desk, s.st
	d.target = st.name
	s.work(s.ui.t.T(i18n.CreateWorking))
	do(s.ui, func(context.Context) error { return makeProfile(d.desk, st) }, func(err error) {
		if err != nil {
			s.worked()
			s.wrong(s.ui.profileError(err))
			return
		}
		s.st.copied, s.st.old = true, nil // it is there from now on
		d.openThen(st.name, st.passphrase, &settings, s.opened, func(err error) {
			s.worked()
			s.wrong(s.ui.profileError(err))
		})
	})
}

func makeProfile(desk *desktop.Desk, st startState) error {
	switch {
	case st.copied:
		return nil
	case st.old != nil:
		return desk.ImportRicochet(st.name, *st.old, st.passphrase)
	}
	return desk.Create(st.name, st.passphrase)
}

func (s *startScreen) opened() {
	s.st.passphrase = store.Passphrase{}
	s.worked()
	s.show(stepProgress)
}

// startConnectPage has the connection chosen: before the profile is made, or
// after a connection did not work.
type startConnectPage struct {
	textPage
	choice *connectPage
}

func newStartConnectPage(s *startScreen) *startConnectPage {
	p := &startConnectPage{textPage: newTextPage(s, s.ui.t.T(i18n.ConnectText)), choice: newConnectPageWith(s.ui, s.st.connect)}
	p.box.AddSpacing(8)
	p.box.AddWidget(p.choice.w, 1, 0)
	return p
}

func (p *startConnectPage) title() string    { return p.s.ui.t.T(i18n.ConnectTitle) }
func (p *startConnectPage) nextText() string { return p.s.ui.t.T(i18n.ConnectButton) }
func (p *startConnectPage) focus()           { p.choice.focus() }
func (p *startConnectPage) leave()           { p.s.st.connect = p.choice.form() }

func (p *startConnectPage) next() {
	settings, err := p.choice.value()
	if err != nil {
		return // said beside the fields
	}
	session := p.s.ui.desk.session
	if session == nil {
		p.s.begin(settings)
		return
	}
	p.s.work("")
	do(p.s.ui, func(ctx context.Context) error { return session.API.SetConnection(ctx, settings) }, func(err error) {
		p.s.worked()
		if err != nil {
			p.s.wrong(p.s.ui.errorText(err))
			return
		}
		p.s.show(stepProgress)
	})
}

// startProgressPage shows how Tor connects, and opens the main window when it
// has.
type startProgressPage struct {
	textPage
	panel *progressPanel
	stop  context.CancelFunc
}

func newStartProgressPage(s *startScreen) *startProgressPage {
	p := &startProgressPage{textPage: newTextPage(s, ""), panel: newProgressPanel(s.ui)}
	if !s.ui.desk.cfg.SystemTor {
		p.panel.change = func() { s.ui.later(func() { s.show(stepConnection) }) }
	}
	p.add(p.panel.w)
	p.stop = followNetwork(s.ui, s.ui.desk.session.API, p.update)
	return p
}

func (p *startProgressPage) title() string    { return p.s.ui.t.T(i18n.ConnectTitle) }
func (p *startProgressPage) nextText() string { return p.s.ui.t.T(i18n.ConnectContinue) }
func (p *startProgressPage) focus()           { p.s.next.SetFocus2() }
func (p *startProgressPage) next()            { p.s.ui.desk.showMain() }
func (p *startProgressPage) leave()           { p.stop() }

func (p *startProgressPage) update(st onion.Status) {
	p.panel.update(st)
	if st.Phase == onion.Online {
		p.s.ui.desk.showMain()
	}
}
