package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ncruces/go-sqlite3"

	"carom/contacts"
)

const messageColumns = `m.id, p.id, m.outgoing, m.delivery, m.wire_id, m.written, m.stored, m.volatile, m.text`

func messageOf(row *sqlite3.Stmt) (Message, error) {
	id, err := contacts.ParseServiceID(row.ColumnText(1))
	if err != nil {
		return Message{}, fmt.Errorf("%w: a peer has no valid id", ErrCorrupt)
	}
	return messageWith(row, id), nil
}

// messageWith reads a row of messageColumns whose contact is known.
func messageWith(row *sqlite3.Stmt, id contacts.ServiceID) Message {
	return Message{
		ID: uint64(row.ColumnInt64(0)), Contact: id, Outgoing: row.ColumnBool(2), Delivery: Delivery(row.ColumnInt64(3)),
		WireID: uint32(row.ColumnInt64(4)), HasWireID: row.ColumnType(4) != sqlite3.NULL,
		Written: timeOf(row.ColumnInt64(5)), Stored: timeOf(row.ColumnInt64(6)), Volatile: row.ColumnBool(7),
		Text: row.ColumnText(8),
	}
}

// messagesOf reads messages of one contact: the id is known, and parsing one
// costs more than reading the row.
func (d *DB) messagesOf(id contacts.ServiceID, sql string, args ...any) ([]Message, error) {
	var out []Message
	err := d.query(`SELECT m.id, '', m.outgoing, m.delivery, m.wire_id, m.written, m.stored, m.volatile, m.text FROM message m `+sql, args,
		func(row *sqlite3.Stmt) error {
			out = append(out, messageWith(row, id))
			return nil
		})
	return out, err
}

// Load implements Store.
func (d *DB) Load() (Profile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := Profile{Conversations: make(map[contacts.ServiceID]Conversation, len(d.peers)), NextMessage: d.next}
	if err := d.records(&p); err != nil {
		return Profile{}, fmt.Errorf("reading the profile: %w", err)
	}
	volatile := d.volatile.load().Conversations
	for id, peer := range d.peers {
		c, err := d.conversation(id, peer, volatile[id])
		if err != nil {
			return Profile{}, fmt.Errorf("reading the profile: %w", err)
		}
		p.Conversations[id] = c
	}
	last, err := d.counter(counterTransfers)
	if err != nil {
		return Profile{}, fmt.Errorf("reading the profile: %w", err)
	}
	p.sortTransfers(last)
	return p, nil
}

func (p *Profile) record(kind, id string, plain []byte) error {
	switch kind {
	case kindIdentity:
		p.Identity = string(plain)
		return nil
	case kindTransfer:
		return p.transfer(plain)
	case kindContact:
		var c contacts.Contact
		if err := json.Unmarshal(plain, &c); err != nil {
			return fmt.Errorf("%w: a contact: %w", ErrCorrupt, err)
		}
		p.Contacts = append(p.Contacts, c)
		return nil
	case kindSetting:
		p.Settings[id] = string(plain)
		return nil
	case kindDraft:
		return p.draft(id, plain)
	}
	return fmt.Errorf("%w: an unknown kind of record", ErrCorrupt)
}

func (d *DB) conversation(id contacts.ServiceID, p peer, v Conversation) (c Conversation, err error) {
	if c.Outbox, err = d.messagesOf(id, `WHERE m.peer = ? AND m.delivery = 1 ORDER BY m.id`, p.n); err != nil {
		return c, err
	}
	last, err := d.newest(id, p.n, 0, 1)
	if err != nil {
		return c, err
	}
	if len(last) > 0 {
		c.Last = last[0]
	}
	err = d.query(`SELECT read_to, (SELECT count(*) FROM message WHERE peer = n AND outgoing = 0 AND id > read_to) FROM peer WHERE n = ?`,
		[]any{p.n}, func(row *sqlite3.Stmt) error {
			c.ReadTo, c.Unread = uint64(row.ColumnInt64(0)), row.ColumnInt(1)
			return nil
		})
	if err != nil {
		return c, err
	}
	// The ring, from its oldest slot on.
	err = d.query(`SELECT wire_id, written, digest FROM seen WHERE peer = ? ORDER BY slot`, []any{p.n}, func(row *sqlite3.Stmt) error {
		s := Seen{WireID: uint32(row.ColumnInt64(0)), Written: timeOf(row.ColumnInt64(1))}
		if copy(s.Digest[:], row.ColumnRawBlob(2)) != len(s.Digest) {
			return fmt.Errorf("%w: a fingerprint of the wrong size", ErrCorrupt)
		}
		c.Seen = append(c.Seen, s)
		return nil
	})
	if oldest := int(p.seen % SeenMemory); err == nil && p.seen > SeenMemory && oldest <= len(c.Seen) {
		c.Seen = append(c.Seen[oldest:], c.Seen[:oldest]...)
	}
	c.Unread += v.Unread
	if v.Last.ID > c.Last.ID {
		c.Last = v.Last
	}
	return c, err
}

// newest reads messages of a peer on disk, newest first: the newest of theirs
// and of ours, merged, each along its index.
func (d *DB) newest(id contacts.ServiceID, n int64, before uint64, limit int) ([]Message, error) {
	if before == 0 || before > 1<<62 {
		before = 1 << 62
	}
	var all []Message
	for outgoing := range int64(2) {
		some, err := d.messagesOf(id, `WHERE m.peer = ? AND m.outgoing = ? AND m.id < ? ORDER BY m.id DESC LIMIT ?`,
			n, outgoing, int64(before), int64(limit))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b Message) int { return cmp.Compare(b.ID, a.ID) })
	return all[:min(len(all), limit)], nil
}

// after reads messages of a peer on disk, oldest first, as newest does.
func (d *DB) after(id contacts.ServiceID, n int64, after uint64, limit int) ([]Message, error) {
	var all []Message
	for outgoing := range int64(2) {
		some, err := d.messagesOf(id, `WHERE m.peer = ? AND m.outgoing = ? AND m.id > ? ORDER BY m.id LIMIT ?`,
			n, outgoing, int64(min(after, 1<<62)), int64(limit))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// HistoryAfter implements Store.
func (d *DB) HistoryAfter(contact contacts.ServiceID, after uint64, limit int) ([]Message, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	limit = max(limit, 0)
	out := d.volatile.historyAfter(contact, after, limit)
	if p, ok := d.peers[contact]; ok {
		kept, err := d.after(contact, p.n, after, limit)
		if err != nil {
			return nil, fmt.Errorf("reading the conversation: %w", err)
		}
		out = append(out, kept...)
	}
	slices.SortFunc(out, func(a, b Message) int { return cmp.Compare(a.ID, b.ID) })
	return out[:min(limit, len(out))], nil
}

// History implements Store.
func (d *DB) History(contact contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	limit = max(limit, 0)
	out := d.volatile.history(contact, before, limit)
	if p, ok := d.peers[contact]; ok {
		kept, err := d.newest(contact, p.n, before, limit)
		if err != nil {
			return nil, fmt.Errorf("reading the conversation: %w", err)
		}
		out = append(out, kept...)
	}
	slices.SortFunc(out, func(a, b Message) int { return cmp.Compare(a.ID, b.ID) })
	return out[max(0, len(out)-limit):], nil
}

// Oldest implements Store.
func (d *DB) Oldest(contact contacts.ServiceID) (Message, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.peers[contact]
	if !ok {
		return Message{}, false, nil
	}
	list, err := d.messagesOf(contact, `WHERE m.peer = ? AND m.delivery != 1 ORDER BY m.stored LIMIT 1`, p.n)
	if err != nil || len(list) == 0 {
		return Message{}, false, err
	}
	return list[0], true, nil
}

// Message implements Store.
func (d *DB) Message(id uint64) (Message, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if m, ok := d.volatile.message(id); ok {
		return m, true, nil
	}
	return d.stored(id)
}

// Search implements Store. Writing without spaces between words is searched
// letter by letter, which takes longer.
func (d *DB) Search(query string, contact contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if before == 0 || before > 1<<62 {
		before = 1 << 62
	}
	var n int64
	if !contact.IsZero() {
		p, ok := d.peers[contact]
		if !ok {
			return nil, nil
		}
		n = p.n
	}
	sql, args := d.searchIn(query, n)
	if sql == "" {
		return nil, nil
	}
	var out []Message
	err := d.query(`SELECT `+messageColumns+` `+sql, append(args, int64(before), int64(max(limit, 0))), func(row *sqlite3.Stmt) error {
		m, err := messageOf(row)
		out = append(out, m)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	return out, nil
}

// searchIn is the search of one peer's messages, or of all when n is 0: by the
// index, or where a script has no spaces between words letter by letter.
func (d *DB) searchIn(query string, n int64) (sql string, args []any) {
	if strings.ContainsFunc(query, unspaced) {
		sql = `FROM message m JOIN peer p ON p.n = m.peer WHERE `
		for _, term := range strings.Fields(query) {
			sql += `instr(lower(m.text), lower(?)) AND `
			args = append(args, term)
		}
		if n != 0 {
			sql += `m.peer = ? AND `
			args = append(args, n)
		}
		return sql + `m.id < ? ORDER BY m.id DESC LIMIT ?`, args
	}
	match := matchOf(query)
	if match == "" {
		return "", nil
	}
	if n != 0 {
		match += fmt.Sprintf(` AND peer : "%d"`, n)
	}
	return `FROM words w JOIN message m ON m.id = w.rowid JOIN peer p ON p.n = m.peer
		WHERE words MATCH ? AND w.rowid < ? ORDER BY w.rowid DESC LIMIT ?`, []any{match}
}

// matchOf makes an FTS5 query of what a person typed: all words, each the
// beginning of one.
func matchOf(query string) string {
	terms := strings.FieldsFunc(query, func(r rune) bool { return !wordRune(r) })
	for i, t := range terms {
		terms[i] = `text : "` + t + `"*`
	}
	return strings.Join(terms, " AND ")
}

// wordRune reports whether r is part of a word for FTS5's unicode61 tokenizer.
func wordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.Co, unicode.M) }

// unspaced reports whether r belongs to a script without spaces between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
