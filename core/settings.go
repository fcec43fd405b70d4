package core

import (
	"carom/store"
)

// The names of the profile's settings; preferences of user interfaces have
// settingPreference before theirs.
const (
	settingConnection = "connection"
	settingPresence   = "presence"
	settingPreference = "preference."
)

// saveSetting stores a setting in a profile that no engine runs on, and returns
// when it is durable.
func saveSetting(s store.Store, name, value string) error {
	done := make(chan error, 1)
	s.Commit([]store.Change{store.SetSetting{Name: name, Value: value}}, func(err error) { done <- err })
	if err := <-done; err != nil {
		return storageError()
	}
	return nil
}

// notKept is what a person is told when what they chose is in force and could
// not be stored.
func notKept() error {
	return &UserError{Code: CodeStorage, Kind: KindNotKept, Text: "This is in force now, but it could not be saved: after the next start it is as it was before. " +
		"The disk may be full or write-protected: make room on it, then choose again."}
}
