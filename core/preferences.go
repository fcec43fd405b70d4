package core

import (
	"maps"
	"regexp"
	"strings"
	"unicode/utf8"

	"carom/store"
)

// What user interfaces may keep in the profile.
const (
	// MaxPreferences is how many preferences there may be.
	MaxPreferences = 64
	// MaxPreference bounds a value, in bytes.
	MaxPreference = 4096
)

var preferenceName = regexp.MustCompile(`^[a-z0-9.-]{1,64}$`)

// preferencesOf are the preferences in a profile.
func preferencesOf(profile store.Profile) map[string]string {
	preferences := make(map[string]string)
	for name, value := range profile.Settings {
		if name, ok := strings.CutPrefix(name, settingPreference); ok {
			preferences[name] = value
		}
	}
	return preferences
}

type getPreferences struct{ request[map[string]string] }

func (in getPreferences) handle(e *Engine) {
	if !in.skip(e) {
		in.reply(maps.Clone(e.preferences), nil)
	}
}

// setPreference: a user interface keeps something, or forgets it.
type setPreference struct {
	request[struct{}]
	name, value string
}

func (in setPreference) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before, known := e.preferences[in.name]
	switch {
	case !preferenceName.MatchString(in.name):
		in.fail(&UserError{Code: CodeInvalid, Kind: KindPreference, Text: "The name of a preference has 1 to 64 of the characters a to z, 0 to 9, dot and dash."})
		return
	case len(in.value) > MaxPreference || !utf8.ValidString(in.value):
		in.fail(&UserError{Code: CodeInvalid, Kind: KindPreference, Text: "The value of a preference is text of up to 4096 bytes."})
		return
	case !known && in.value != "" && len(e.preferences) >= MaxPreferences:
		in.fail(conflict(KindPreferences, "There are 64 preferences already, which is all that there may be. Give one that is not needed an empty value: that deletes it."))
		return
	case in.value == before:
		in.reply(struct{}{}, nil)
		return
	}
	// In force before it is durable, so that two that come together see each other.
	e.keepPreference(in.name, in.value)
	e.commit(func(err error) {
		if err != nil {
			if e.preferences[in.name] == in.value {
				e.keepPreference(in.name, before)
			}
			in.fail(storageError())
			return
		}
		e.bus.publish(PreferenceChanged{Name: in.name, Value: in.value})
		in.reply(struct{}{}, nil)
	}, store.SetSetting{Name: settingPreference + in.name, Value: in.value})
}

func (e *Engine) keepPreference(name, value string) {
	e.preferences[name] = value
	if value == "" {
		delete(e.preferences, name)
	}
}
