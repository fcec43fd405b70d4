//go:build minimal

package gui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"carom/gui/i18n"
	"carom/gui/model"
	"carom/gui/prefs"
	"carom/internal/desktop"
	"carom/onion"
	"carom/store"
)

// keepWithin is how long storing what our user typed last may take.
const keepWithin = 5 * time.Second

// Config is what a Desktop is made of.
type Config struct {
	// Desk has the profiles.
	Desk *desktop.Desk
	// Profile is the one to open; empty lets a person choose.
	Profile string
	// Locale are the desktop's, most wanted first: $LANGUAGE, $LC_ALL, …
	Locale []string
	// Dark reports whether the desktop is dark, in a way that Qt does not see; nil
	// says that it is not. It is called on other goroutines.
	Dark func(ctx context.Context) bool
	// WatchDark calls changed whenever Dark may answer otherwise, until ctx is done;
	// nil: nobody tells. It is run on a goroutine of its own.
	WatchDark func(ctx context.Context, changed func())
	// Notifier shows notifications by the desktop's own server; nil: there is none.
	// The Desktop serves it.
	Notifier *desktop.Notifier
	// Again calls raised whenever our user starts the program again instead of
	// opening a second window, until ctx is done; nil: nobody tells. It is run on a
	// goroutine of its own.
	Again func(ctx context.Context, raised func(ctx context.Context) bool)
	// Version is Carom's own.
	Version string
	// DiskEncrypted: this system keeps nothing that is not encrypted (Tails), so
	// that a profile without a passphrase may be offered.
	DiskEncrypted bool
	// SystemTor: the environment says that a Tor of the system is used, whatever
	// the settings say.
	SystemTor bool
}

// Desktop is the program with a window: which screen is shown, and the session
// beneath it. It belongs to the GUI thread.
//
//	start --+--> main --lock--> unlock --+--> main
//	        |      \--quit--> ending     |
//	unlock -+                            \--quit--> ending
type Desktop struct {
	app   *Application
	cfg   Config
	desk  *desktop.Desk
	disp  *dispatcher
	prefs prefs.Preferences
	// echoes are our own changes of prefs that the session will tell of.
	echoes prefs.Echoes

	window *window
	tray   *tray
	idle   *idleLock
	files  *fileChooser // nil until a file was chosen

	ui     *ui // of the screens there are now
	cancel context.CancelFunc
	work   sync.WaitGroup
	over   context.CancelFunc // ends what lasts as long as the program
	// quitting is the end of the session and of all other work; Finish waits for it.
	quitting sync.WaitGroup
	// keeping stores what our user did last.
	keeping *keeper

	session *desktop.Session // nil while no profile is open
	profile string           // its name
	secret  bool             // it has a passphrase
	main    *mainScreen      // while a session is open
	// target is the profile that panic is about: the one that is or was open, is
	// being made, or is chosen on the unlock screen; empty while there is none.
	target string
	// wiping: a profile is being destroyed; leaving: our user wants to quit then.
	wiping, leaving bool
	// beginning is closed when the session that is being begun was handed over or
	// is ended; nil when none is waited for.
	beginning <-chan struct{}
	// questions are how often panic has asked.
	questions int
	// language was chosen before a profile is open.
	language string
	dark     bool // the desktop was, when it was asked last
	asking   bool // it is being asked
	askAgain bool // it has changed since
	ending   bool
	ended    func() // called once everything has ended
}

// New makes the window, not shown yet. It is called on the application's thread;
// ended is called on it when the program is to exit.
func New(app *Application, cfg Config, ended func()) *Desktop {
	d := &Desktop{app: app, cfg: cfg, desk: cfg.Desk, prefs: prefs.Default(), ended: ended, keeping: newKeeper()}
	d.window = newWindow(d)
	hearPanic(d)
	d.disp = newDispatcher(d.window.main)
	d.idle = newIdleLock(d)
	d.renew()
	d.tray = newTray(d)
	var ctx context.Context
	ctx, d.over = context.WithCancel(context.Background())
	if cfg.Notifier != nil {
		d.work.Go(func() { cfg.Notifier.Serve(ctx, func() { d.disp.post(d.raise) }) })
	}
	if cfg.WatchDark != nil {
		d.work.Go(func() { cfg.WatchDark(ctx, func() { d.disp.post(d.followDesktop) }) })
	}
	if cfg.Again != nil {
		d.work.Go(func() { cfg.Again(ctx, d.startedAgain) })
	}
	return d
}

// renew gives the screens to come a new ui: another language, other colours, or
// another session. What the old screens set off is not reported to them any more.
func (d *Desktop) renew() {
	if d.cancel != nil {
		d.cancel()
	}
	var ctx context.Context
	ctx, d.cancel = context.WithCancel(context.Background())
	d.beginning = nil
	d.ui = &ui{t: i18n.New(d.chosenLanguage()), look: d.palette(), disp: d.disp, desk: d, ctx: ctx, work: &d.work}
	d.window.dress(d.ui)
	d.idle.update()
}

func (d *Desktop) chosenLanguage() string {
	switch {
	case d.prefs.Language != "":
		return d.prefs.Language
	case d.language != "":
		return d.language
	}
	return i18n.FromLocale(d.cfg.Locale...)
}

// setLanguage changes the language of a program without a session. again makes
// the screen that is shown anew.
func (d *Desktop) setLanguage(language string, again func(*ui) screen) {
	d.language = language
	d.renew()
	d.window.put(again(d.ui))
}

// open opens a profile and shows the main window; failed gets the reason when
// that does not work. connection is stored first unless it is nil.
func (d *Desktop) open(profile string, passphrase store.Passphrase, connection *onion.Settings, failed func(error)) {
	d.openThen(profile, passphrase, connection, d.showMain, failed)
}

// openThen opens a profile and then calls then.
func (d *Desktop) openThen(profile string, passphrase store.Passphrase, connection *onion.Settings, then func(), failed func(error)) {
	d.start(profile, func(ctx context.Context) (*desktop.Session, error) {
		return d.desk.Start(ctx, profile, passphrase, connection)
	}, then, failed)
}

// start has a session begin on a goroutine of its own. One that begins when
// nobody waits for it any more is ended by that goroutine.
func (d *Desktop) start(profile string, begin func(context.Context) (*desktop.Session, error), then func(), failed func(error)) {
	ctx := d.ui.ctx
	if ctx.Err() != nil {
		return // quit waits for the work there is
	}
	over := make(chan struct{})
	d.beginning = over
	d.work.Go(func() {
		defer close(over)
		s, err := begin(ctx)
		var taken atomic.Bool
		handed := make(chan struct{})
		d.disp.post(func() {
			if ctx.Err() == nil && taken.CompareAndSwap(false, true) {
				close(handed)
				d.opened(profile, s, err, then, failed)
			}
		})
		select {
		case <-handed:
		case <-ctx.Done():
			if taken.CompareAndSwap(false, true) && err == nil {
				s.Stop()
			}
		}
	})
}

// Use shows the main window over a session that is there already, of a profile
// with this name.
func (d *Desktop) Use(profile string, s *desktop.Session) {
	d.opened(profile, s, nil, d.showMain, func(error) {})
}

// attach uses the node that runs for a profile already, once the passphrase has
// been found right.
func (d *Desktop) attach(profile string, passphrase store.Passphrase, failed func(error)) {
	d.start(profile, func(ctx context.Context) (*desktop.Session, error) {
		if err := d.desk.CheckPassphrase(profile, passphrase); err != nil {
			return nil, err
		}
		return d.desk.Attach(ctx, profile)
	}, d.showMain, failed)
}

func (d *Desktop) opened(profile string, s *desktop.Session, err error, then func(), failed func(error)) {
	d.beginning = nil
	if err != nil {
		failed(err)
		return
	}
	d.session, d.profile, d.target = s, profile, profile
	d.watch(s)
	run(d.ui, func(ctx context.Context) (opening, error) {
		p, ok := d.desk.Look(profile)
		kept, err := s.API.Preferences(ctx)
		return opening{kept, !ok || p.Passphrase}, err
	}, func(o opening, err error) {
		if err != nil {
			o.preferences = nil
		}
		d.prefs, d.secret = prefs.Parse(o.preferences), o.secret
		if err == nil && d.prefs.Language == "" && d.language != "" {
			d.keepLanguage()
		}
		then()
		if err != nil {
			d.window.fail(d.ui.t.T(i18n.SettingsUnread) + "\n\n" + d.ui.errorText(err))
		}
	})
}

// opening is what is to be known of a profile once it is open.
type opening struct {
	preferences map[string]string
	secret      bool
}

// keepLanguage keeps in the profile which language was chosen before there was one.
func (d *Desktop) keepLanguage() {
	next := d.prefs
	next.Language = d.language
	d.keep(next)
	d.prefs = next
}

// watch shows it when a node ends by itself.
func (d *Desktop) watch(s *desktop.Session) {
	d.work.Go(func() {
		<-s.Done()
		d.disp.post(func() {
			if d.session == s && !d.ending {
				d.closeSession(func() { d.window.fail(d.ui.errorText(s.Err())) })
			}
		})
	})
}

// showMain makes the main screen afresh, in the language and the colours that
// the preferences say.
func (d *Desktop) showMain() {
	var at mainPlace
	if d.main != nil {
		at = d.main.place()
		d.main.close()
	}
	d.renew()
	d.main = newMainScreen(d.ui, d.session, at)
	d.window.put(d.main)
	d.tray.update()
}

// setPreferences keeps changed preferences and shows the window accordingly.
func (d *Desktop) setPreferences(next prefs.Preferences) {
	before := d.prefs
	d.keep(next)
	d.prefs = next
	d.redress(before)
}

// preferenceChanged takes a preference that another user interface has changed.
func (d *Desktop) preferenceChanged(name, value string) {
	next := d.prefs.With(name, value)
	if d.echoes.Take(name, value) || next == d.prefs {
		return
	}
	before := d.prefs
	d.prefs = next
	d.redress(before)
}

// redress makes the screen afresh where preferences have changed how it looks.
// Dialogs over it are closed, as they have the old look and belong to the old
// screen; the settings open theirs again.
func (d *Desktop) redress(before prefs.Preferences) {
	d.idle.update()
	if before.Language != d.prefs.Language || before.Theme != d.prefs.Theme || before.TextSize != d.prefs.TextSize {
		d.window.closeDialogs()
		d.showMain()
	}
}

func (d *Desktop) keep(next prefs.Preferences) {
	api := d.session.API
	for name, value := range d.prefs.Changes(next) {
		d.echoes.Await(name, value)
		d.finish(func(ctx context.Context) error {
			err := api.SetPreference(ctx, name, value)
			d.disp.post(func() { d.written(name, value, err) })
			return err
		}, func(err error) {
			if err != nil {
				d.window.fail(d.ui.errorText(err))
			}
		})
	}
}

// written notes that a preference was kept, or that there will be no echo of it.
func (d *Desktop) written(name, value string, err error) {
	if err != nil {
		d.echoes.Take(name, value)
		return
	}
	d.echoes.Written(name, value)
}

// keepDraft keeps what our user began to write.
func (d *Desktop) keepDraft(s *desktop.Session, draft model.Draft) {
	// A draft is no promise: whoever wants to be sure sends it.
	d.finish(func(ctx context.Context) error { return s.API.SetDraft(ctx, draft.Contact, draft.Text) }, func(error) {})
}

// finish is do for what is carried out also while the screen or the session is
// being closed, in the order in which it was asked for: the session ends after
// it. done is not called when the screen is gone.
func (d *Desktop) finish(work func(ctx context.Context) error, done func(error)) {
	screen := d.ui.ctx
	d.keeping.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), keepWithin)
		defer cancel()
		err := work(ctx)
		d.disp.post(func() {
			if screen.Err() == nil {
				done(err)
			}
		})
	})
}

// stop ends a session, after what was typed last is kept.
func (d *Desktop) stop(s *desktop.Session) {
	d.keeping.Wait()
	s.Stop()
}

// lock ends the node, forgets everything that is in memory as far as Go lets
// us, and asks for the passphrase.
func (d *Desktop) lock() {
	if d.session == nil {
		return
	}
	d.closeSession(nil)
}

// closeSession ends the session and shows the first screen at once; then runs
// when the node has ended.
func (d *Desktop) closeSession(then func()) {
	clearClipboard()
	s := d.clear(i18n.LockWorking)
	d.beginAfter(func() { d.stop(s) }, then)
}

// clear takes everything from the screen that is the session's, before anything
// else, and says what is going on. It returns the session, which is to be ended.
func (d *Desktop) clear(saying *i18n.Message) *desktop.Session {
	s := d.session
	d.session, d.main, d.echoes = nil, nil, prefs.Echoes{}
	d.window.news.forget()
	d.window.closeDialogs()
	d.tray.withdraw()
	d.window.put(newWaitScreen(d.ui, d.ui.t.T(saying)))
	d.window.main.Repaint()
	d.language = d.prefs.Language
	next := prefs.Default()
	next.Theme, next.TextSize = d.prefs.Theme, d.prefs.TextSize
	d.prefs = next
	d.renew()
	d.tray.update()
	return s
}

// quit ends the node in order, then the program. It may be called more than once.
func (d *Desktop) quit() {
	if d.wiping {
		d.leaving = true // once it is known how that went
		return
	}
	if d.ending {
		return
	}
	d.ending = true
	clearClipboard()
	s := d.session
	if d.main != nil {
		d.main.flush()
		d.main.close()
		d.main = nil
	}
	d.session = nil
	d.tray.hide()
	d.window.closeDialogs()
	d.window.hide()
	d.cancel()
	d.over()
	d.quitting.Go(func() {
		if s != nil {
			d.stop(s)
		}
		d.work.Wait()
		d.disp.post(d.ended)
	})
}

// online reports what the tray shows.
func (d *Desktop) state() (unread int, network onion.Status, open bool) {
	if d.main == nil {
		return 0, onion.Status{}, false
	}
	return d.main.unread(), d.main.network(), true
}

// raise brings the window to the front because our user asked for it.
func (d *Desktop) raise() { d.window.raise() }
