package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/ncruces/go-sqlite3"

	"carom/contacts"
)

// Draft is what a user has begun to write to a contact.
type Draft struct {
	Text string
	// Changed is when it was last changed, by our clock: it is kept as long
	// as the conversation's messages.
	Changed time.Time
}

// SetSetting stores a setting of the profile by its name; an empty value deletes it.
type SetSetting struct{ Name, Value string }

// SetDraft stores a draft for a contact; one without text deletes it.
// DeleteContact and DeleteHistory delete it too.
type SetDraft struct {
	Contact contacts.ServiceID
	Draft   Draft
}

func (SetSetting) isChange() {}
func (SetDraft) isChange()   {}

func (w *writer) setSetting(c SetSetting) error {
	if c.Value == "" {
		return w.deleteRecord(kindSetting, c.Name)
	}
	return w.putRecord(kindSetting, c.Name, []byte(c.Value))
}

func (w *writer) setDraft(c SetDraft) error {
	if c.Draft.Text == "" {
		return w.deleteRecord(kindDraft, c.Contact.Text())
	}
	data, err := json.Marshal(c.Draft)
	if err != nil {
		return err
	}
	return w.putRecord(kindDraft, c.Contact.Text(), data)
}

func (w *writer) deleteRecord(kind, id string) error {
	return w.exec(`DELETE FROM record WHERE kind = ? AND id = ?`, kind, id)
}

// draft reads a draft's record.
func (p *Profile) draft(id string, plain []byte) error {
	contact, err := contacts.ParseServiceID(id)
	if err != nil {
		return fmt.Errorf("%w: a draft for nobody", ErrCorrupt)
	}
	var d Draft
	if err := json.Unmarshal(plain, &d); err != nil {
		return fmt.Errorf("%w: a draft: %w", ErrCorrupt, err)
	}
	p.Drafts[contact] = d
	return nil
}

// setSetting and setDraft do the same in memory.
func (m *model) setSetting(c SetSetting) {
	m.settings[c.Name] = c.Value
	if c.Value == "" {
		delete(m.settings, c.Name)
	}
}

func (m *model) setDraft(c SetDraft) {
	m.drafts[c.Contact] = c.Draft
	if c.Draft.Text == "" {
		delete(m.drafts, c.Contact)
	}
}

// loadSettings adds the settings and the drafts to a profile.
func (m *model) loadSettings(p *Profile) {
	p.Settings, p.Drafts = maps.Clone(m.settings), maps.Clone(m.drafts)
}

// records reads every sealed record into a profile.
func (d *DB) records(p *Profile) error {
	p.Settings, p.Drafts = make(map[string]string), make(map[contacts.ServiceID]Draft)
	return d.query(`SELECT kind, id, box FROM record`, nil, func(row *sqlite3.Stmt) error {
		kind, id := row.ColumnText(0), row.ColumnText(1)
		plain, err := d.keys.unseal(kind, id, row.ColumnRawBlob(2))
		if err != nil {
			return err
		}
		return p.record(kind, id, plain)
	})
}
