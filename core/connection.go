package core

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"carom/onion"
	"carom/store"
)

// LoadConnection returns how Tor is to reach its network by a profile.
func LoadConnection(s store.Store) (onion.Settings, error) {
	profile, err := s.Load()
	if err != nil {
		return onion.Settings{}, fmt.Errorf("reading the profile: %w", err)
	}
	return connectionOf(profile)
}

// SaveConnection stores settings in a profile that no engine runs on. What is
// wrong with them is a *UserError.
func SaveConnection(s store.Store, settings onion.Settings) error {
	if err := settings.Validate(); err != nil {
		return ForPerson(err)
	}
	data, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	return saveSetting(s, settingConnection, string(data))
}

// errSettings says nothing of what the settings are. Those that can be read and
// not be used, as of a newer version, are no damage: tor does not start with
// them, and our user chooses anew. To connect without what they chose would be
// worse.
var errSettings = errors.New("the connection settings in the profile cannot be read")

func connectionOf(profile store.Profile) (onion.Settings, error) {
	var settings onion.Settings
	data := profile.Settings[settingConnection]
	if data == "" {
		return settings, nil
	}
	if json.Unmarshal([]byte(data), &settings) != nil {
		return onion.Settings{}, fmt.Errorf("%w: %w", store.ErrCorrupt, errSettings)
	}
	return settings, nil
}

type getConnection struct{ request[onion.Settings] }

func (in getConnection) handle(e *Engine) {
	if !in.skip(e) {
		in.reply(e.connection, nil)
	}
}

// setConnection: our user chooses how Tor reaches its network.
type setConnection struct {
	request[struct{}]
	settings onion.Settings
}

// handle acts at once and stores after it: without a network nothing else can
// be done, whatever the disk does.
func (in setConnection) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	data, err := json.Marshal(in.settings)
	if err == nil {
		err = e.network.Configure(in.settings)
	}
	if err != nil {
		in.fail(err)
		return
	}
	if !in.settings.Equal(e.connection) {
		e.connection = in.settings
		e.bus.publish(ConnectionChanged{})
		e.hangUp() // while the tor that is about to end still tells the others
	}
	e.commit(func(err error) {
		if err != nil {
			in.fail(notKept())
			return
		}
		in.reply(struct{}{}, nil)
	}, store.SetSetting{Name: settingConnection, Value: string(data)})
}

// torLog reads tor's log; it waits for nobody.
func (e *Engine) torLog(ctx context.Context) ([]string, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if e.network.Status().System {
		return nil, conflict(KindLogElsewhere, "The Tor of this system is used, and it keeps its log to itself: look where this system keeps logs.")
	}
	return e.network.Log(), nil
}
