package core

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"carom/protocol"
	"carom/store"
)

// Presence says who may find this node. It is kept in the profile.
type Presence uint8

// The presences. Their names are stable: see Presence.String.
const (
	// Online: contacts see us, and strangers may ask to be contacts.
	Online Presence = iota
	// NoRequests: contacts see us. Whoever is no contact is hung up on once they
	// have proven who they are: they can see that the address is online, and no
	// more, and nothing of theirs is stored or shown. Their programs try again,
	// so that a request comes when we are Online again.
	NoRequests
	// Invisible: the onion service is withdrawn and nobody is dialled.
	// Contacts see us offline; what is written waits.
	Invisible
)

var presenceNames = []string{Online: "online", NoRequests: "no-requests", Invisible: "invisible"}

// String returns the presence's name.
func (p Presence) String() string {
	if int(p) < len(presenceNames) {
		return presenceNames[p]
	}
	return fmt.Sprintf("presence %d", uint8(p))
}

// ParsePresence is the inverse of String. Its error is a *UserError.
func ParsePresence(name string) (Presence, error) {
	if i := slices.Index(presenceNames, name); i >= 0 {
		return Presence(i), nil
	}
	return 0, &UserError{Code: CodeInvalid, Kind: KindPresence, Text: "There is no such presence. There are: online, no-requests, invisible."}
}

var errNoRequests = errors.New("strangers are not wanted at present")

// LoadPresence returns the presence that is stored in a profile.
func LoadPresence(s store.Store) (Presence, error) {
	profile, err := s.Load()
	if err != nil {
		return 0, fmt.Errorf("reading the profile: %w", err)
	}
	return presenceOf(profile)
}

// SavePresence stores a presence in a profile that no engine runs on.
func SavePresence(s store.Store, p Presence) error {
	if _, err := ParsePresence(p.String()); err != nil {
		return err
	}
	return saveSetting(s, settingPresence, p.String())
}

func presenceOf(profile store.Profile) (Presence, error) {
	name := profile.Settings[settingPresence]
	if name == "" {
		return Online, nil
	}
	return ParsePresence(name)
}

// setPresence: our user chooses who may find us.
type setPresence struct {
	request[struct{}]
	presence Presence
}

// handle acts at once, and stores after it: somebody who wants to be invisible
// wants it now, whatever the disk does.
func (in setPresence) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	if _, err := ParsePresence(in.presence.String()); err != nil {
		in.fail(err)
		return
	}
	if in.presence != e.presence {
		if err := e.appear(in.presence); err != nil {
			e.log.Error("the onion service could not be published", "err", err)
			in.fail(&UserError{Code: CodeUnavailable, Kind: KindNotPublished, Text: "Your onion service could not be published, so you are still invisible. Try again; if it goes on, see that the disk has room."})
			return
		}
		e.bus.publish(PresenceChanged{Presence: in.presence})
	}
	e.commit(func(err error) {
		if err != nil {
			in.fail(notKept())
			return
		}
		in.reply(struct{}{}, nil)
	}, store.SetSetting{Name: settingPresence, Value: in.presence.String()})
}

// appear makes a presence the present one. When it fails, nothing has changed.
func (e *Engine) appear(p Presence) error {
	before := e.presence
	if before == Invisible {
		if err := e.publish(); err != nil {
			return err
		}
	}
	e.presence = p
	switch {
	case p == Invisible:
		e.vanish()
	case before == Invisible:
		e.dialEverybody()
	}
	if p == NoRequests {
		e.dropStrangers()
	} else {
		e.turnedAway = newStrikes()
	}
	return nil
}

// publish opens the onion service.
func (e *Engine) publish() error {
	listener, err := e.network.Listen(e.key, servicePort)
	if err != nil {
		return fmt.Errorf("publishing the onion service: %w", err)
	}
	e.listener = listener
	e.workers.Go(func() { e.accept(listener) })
	return nil
}

// withdraw closes the onion service, if it is open.
func (e *Engine) withdraw() {
	if e.listener != nil {
		e.listener.Close()
		e.listener = nil
	}
}

// vanish withdraws the service, closes every connection in order and dials
// nobody: see wanted.
func (e *Engine) vanish() {
	e.withdraw()
	e.hangUp()
	for _, p := range e.people {
		e.stopDial(p)
	}
}

// hangUp closes every connection in order.
func (e *Engine) hangUp() {
	for s := range e.sessions {
		s.conn.Close(protocol.ErrClosedLocally)
	}
}

// dropStrangers hangs up on whoever has been told that they are no contact, and
// has not asked yet.
func (e *Engine) dropStrangers() {
	for _, s := range e.idle {
		if s.phase == phaseStranger {
			s.conn.Close(errNoRequests)
		}
	}
}

// turnAway hangs up on a stranger, without a word: they learn no more than that
// something at this address hangs up. Who comes again waits ever longer for
// that, since what a peer does who is hung up on costs two circuits each time.
func (in authorize) turnAway(e *Engine) {
	if !in.held {
		if d := e.turnedAway.delay(in.peer, time.Now()); d > 0 {
			in.holdBack(e, d)
			return
		}
	}
	e.turnedAway.add(in.peer, 1, time.Now())
	in.fail(errNoRequests)
}
