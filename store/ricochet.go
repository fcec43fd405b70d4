package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"carom/contacts"
)

// maxRicochet bounds the file: thousands of contacts.
const maxRicochet = 16 << 20

// Ricochet is what a Ricochet-Refresh 3.0 profile holds.
type Ricochet struct {
	// Identity is the onion key as Tor's key blob. Not checked.
	Identity string
	Contacts []contacts.Contact
	// Skipped counts entries that are no contact: a bad id or an unknown type.
	Skipped int
}

// ReadRicochet reads a ricochet.json: "identity.privateKey" is the key blob,
// "users" maps ids to a nickname and a type. self is the id of the key.
func ReadRicochet(r io.Reader, now time.Time, self func(identity string) (contacts.ServiceID, error)) (Ricochet, error) {
	var file struct {
		Identity struct {
			PrivateKey string `json:"privateKey"`
		} `json:"identity"`
		Users map[string]ricochetUser `json:"users"`
	}
	data, err := io.ReadAll(io.LimitReader(r, maxRicochet))
	if err != nil {
		return Ricochet{}, fmt.Errorf("%w: %w", ErrInvalidCopy, err)
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\uFEFF")), &file); err != nil {
		return Ricochet{}, fmt.Errorf("%w: it is not JSON as Ricochet-Refresh writes it", ErrInvalidCopy)
	}
	if file.Identity.PrivateKey == "" {
		return Ricochet{}, fmt.Errorf("%w: there is no key in it", ErrInvalidCopy)
	}
	own, err := self(file.Identity.PrivateKey)
	if err != nil {
		return Ricochet{}, fmt.Errorf("%w: %w", ErrInvalidCopy, err)
	}
	out := Ricochet{Identity: file.Identity.PrivateKey}
	var list []contacts.Contact
	for _, text := range slices.Sorted(maps.Keys(file.Users)) {
		c, ok := file.Users[text].contact(text, now)
		if !ok || c.ID == own {
			out.Skipped++
			continue
		}
		list = append(list, c)
	}
	// The book gives a name to who has none that Carom takes.
	book, err := contacts.NewBook(own, list)
	if err != nil {
		return Ricochet{}, fmt.Errorf("%w: %w", ErrInvalidCopy, err)
	}
	out.Contacts = book.All()
	slices.SortFunc(out.Contacts, func(a, b contacts.Contact) int { return a.ID.Compare(b.ID) })
	return out, nil
}

type ricochetUser struct {
	Nickname string `json:"nickname"`
	Type     string `json:"type"`
}

var ricochetTypes = map[string]contacts.State{
	"allowed": contacts.Accepted, "requesting": contacts.Requesting, "blocked": contacts.Blocked,
	"pending": contacts.Requesting, "rejected": contacts.Rejected,
}

func (u ricochetUser) contact(text string, now time.Time) (contacts.Contact, bool) {
	id, err := contacts.ParseServiceID(text)
	state, known := ricochetTypes[u.Type]
	if err != nil || !known {
		return contacts.Contact{}, false
	}
	c := contacts.Contact{ID: id, Nickname: u.Nickname, State: state, Added: now}
	if contacts.ValidateLocalNickname(c.Nickname) != nil {
		c.Nickname = "contact-" + text[:8]
	}
	if u.Type == "requesting" {
		c.State = contacts.Pending
		c.Request = contacts.Request{Nickname: cmp.Or(u.Nickname, c.Nickname), Received: now}
	}
	return c, true
}
