// Package prefs are the desktop's preferences: typed values, and the names and
// texts under which the profile keeps them (core.API.SetPreference). They are in
// the encrypted profile and nowhere else: before a profile is open, the defaults
// count.
package prefs

import (
	"strconv"
	"time"
)

// Theme says which colours to use.
type Theme string

// The values of Theme.
const (
	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Panic says what the panic shortcut does.
type Panic string

// The values of Panic.
const (
	PanicLock Panic = "lock"
	PanicWipe Panic = "wipe"
)

// Bounds of TextSize and LockAfter.
const (
	MinTextSize, MaxTextSize = 70, 300 // percent
	MaxLockAfter             = 24 * time.Hour
)

// Preferences of one profile.
type Preferences struct {
	// Language is one of i18n.Languages, or empty for the desktop's.
	Language string
	Theme    Theme
	// TextSize is in percent of the desktop's.
	TextSize int
	// CloseToTray: closing the window leaves Carom running where there is a tray.
	CloseToTray bool
	// EnterSends: Enter sends and Shift+Enter begins a line; else the other way.
	EnterSends bool
	// Notify shows notifications; NotifyName with the name of who wrote,
	// NotifyText with what they wrote too. Sound plays the desktop's sound.
	Notify, NotifyName, NotifyText, Sound bool
	Panic                                 Panic
	// PanicAsk asks before the panic shortcut wipes.
	PanicAsk bool
	// LockAfter is how long nobody may touch the window before it locks; 0 for ever.
	LockAfter time.Duration
}

// Default are the preferences of a new profile.
func Default() Preferences {
	return Preferences{
		Theme: ThemeSystem, TextSize: 100, CloseToTray: true, EnterSends: true,
		Notify: true, Panic: PanicLock, PanicAsk: true,
	}
}

// field ties a name to a part of Preferences.
type field struct {
	name string
	get  func(*Preferences) string
	// set leaves the part alone when the text makes no sense.
	set func(p *Preferences, text string)
}

func text[T ~string](name string, at func(*Preferences) *T, allowed ...T) field {
	return field{
		name: name,
		get:  func(p *Preferences) string { return string(*at(p)) },
		set: func(p *Preferences, s string) {
			for _, a := range allowed {
				if a == T(s) {
					*at(p) = a
				}
			}
		},
	}
}

func boolean(name string, at func(*Preferences) *bool) field {
	return field{
		name: name,
		get:  func(p *Preferences) string { return strconv.FormatBool(*at(p)) },
		set: func(p *Preferences, s string) {
			if v, err := strconv.ParseBool(s); err == nil {
				*at(p) = v
			}
		},
	}
}

func number(name string, low, high int, get func(*Preferences) int, set func(*Preferences, int)) field {
	return field{
		name: name,
		get:  func(p *Preferences) string { return strconv.Itoa(get(p)) },
		set: func(p *Preferences, s string) {
			if v, err := strconv.Atoi(s); err == nil && v >= low && v <= high {
				set(p, v)
			}
		},
	}
}

// fields are all parts. The names are for ever: profiles hold them.
func fields() []field {
	return []field{
		{
			name: "desktop.language",
			get:  func(p *Preferences) string { return p.Language },
			set: func(p *Preferences, s string) {
				if len(s) <= 8 {
					p.Language = s
				}
			},
		},
		text("desktop.theme", func(p *Preferences) *Theme { return &p.Theme }, ThemeSystem, ThemeLight, ThemeDark),
		number("desktop.text-size", MinTextSize, MaxTextSize,
			func(p *Preferences) int { return p.TextSize }, func(p *Preferences, v int) { p.TextSize = v }),
		boolean("desktop.close-to-tray", func(p *Preferences) *bool { return &p.CloseToTray }),
		boolean("desktop.enter-sends", func(p *Preferences) *bool { return &p.EnterSends }),
		boolean("desktop.notify", func(p *Preferences) *bool { return &p.Notify }),
		boolean("desktop.notify-name", func(p *Preferences) *bool { return &p.NotifyName }),
		boolean("desktop.notify-text", func(p *Preferences) *bool { return &p.NotifyText }),
		boolean("desktop.sound", func(p *Preferences) *bool { return &p.Sound }),
		text("desktop.panic", func(p *Preferences) *Panic { return &p.Panic }, PanicLock, PanicWipe),
		boolean("desktop.panic-ask", func(p *Preferences) *bool { return &p.PanicAsk }),
		number("desktop.lock-after-minutes", 0, int(MaxLockAfter/time.Minute),
			func(p *Preferences) int { return int(p.LockAfter / time.Minute) },
			func(p *Preferences, v int) { p.LockAfter = time.Duration(v) * time.Minute }),
	}
}

// Parse reads what the profile keeps. What is missing or makes no sense has its
// default.
func Parse(kept map[string]string) Preferences {
	p := Default()
	for _, f := range fields() {
		if s, ok := kept[f.name]; ok {
			f.set(&p, s)
		}
	}
	return p
}

// With returns the preferences with one of them changed. A name that is not
// theirs, and a text that makes no sense, change nothing; an empty text brings
// the default back.
func (p Preferences) With(name, text string) Preferences {
	for _, f := range fields() {
		if f.name != name {
			continue
		}
		if text == "" {
			d := Default()
			text = f.get(&d)
		}
		f.set(&p, text)
	}
	return p
}

// Changes are the names and texts by which next differs from p.
func (p Preferences) Changes(next Preferences) map[string]string {
	changed := make(map[string]string)
	for _, f := range fields() {
		if s := f.get(&next); s != f.get(&p) {
			changed[f.name] = s
		}
	}
	return changed
}
