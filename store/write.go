package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"carom/contacts"
)

// write runs on the committer's goroutine: one transaction for all batches.
func (d *DB) write(batches [][]Change) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	w := &writer{DB: d, next: d.next, peers: make(map[contacts.ServiceID]peer)}
	if err := w.transaction(batches); err != nil {
		return fmt.Errorf("writing the profile: %w", err)
	}
	d.next = w.next
	for id, p := range w.peers {
		if p.n == 0 {
			delete(d.peers, id)
		} else {
			d.peers[id] = p
		}
	}
	d.volatile.apply(w.volatile)
	return nil
}

// writer is one transaction. What it changes of the DB's memory is applied only
// when the transaction is durable.
type writer struct {
	*DB
	next     uint64
	peers    map[contacts.ServiceID]peer // changed; n is 0 for one that is gone
	volatile []Change
}

func (w *writer) transaction(batches [][]Change) error {
	if w.conn == nil {
		return ErrClosed
	}
	if w.broken {
		return errBroken
	}
	if err := w.inPlace(); err != nil {
		return err
	}
	number := w.commits + 1
	err := w.inTransaction(func() error {
		err := w.changes(batches)
		if err == nil && w.next != w.DB.next {
			err = w.setCounter(counterNext, w.next)
		}
		if err == nil {
			err = w.setCounter(counterCommits, number)
		}
		return err
	})
	if err != nil {
		err = w.settle(number, err)
	}
	if err == nil {
		w.commits = max(w.commits, number)
	}
	return err
}

// errMoved: somebody moved, replaced or removed the file while it is in use.
var errMoved = errors.New("the profile's file is not where it was; nothing is stored until Carom is started again")

// inPlace checks that the files written to are still those that the next start
// will find. SQLite looks only when it opens a journal, which stays open here.
func (w *writer) inPlace() error {
	for _, op := range []sqlite3.FcntlOpcode{sqlite3.FCNTL_FILE_POINTER, sqlite3.FCNTL_JOURNAL_POINTER} {
		p, err := w.conn.FileControl("main", op)
		if err != nil {
			return err
		}
		file, _ := p.(vfs.File)
		f, ok := vfsutil.UnwrapFile[*wholeFile](file)
		if !ok {
			continue // no journal yet
		}
		if moved, err := f.HasMoved(); moved && err == nil {
			return errMoved
		}
	}
	return nil
}

// inTransaction runs f between BEGIN and COMMIT.
func (w *writer) inTransaction(f func() error) error {
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	err := f()
	if err == nil {
		err = w.exec(`COMMIT`)
	}
	if err != nil && !w.conn.GetAutocommit() {
		// An error in COMMIT may have rolled back already.
		err = errors.Join(err, w.exec(`ROLLBACK`))
	}
	return err
}

func (w *writer) setCounter(name string, value uint64) error {
	return w.exec(`INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)`, name, int64(value))
}

const (
	// settleTries is how often a transaction of which SQLite cannot say
	// whether it is durable is followed by another one that would make it so.
	settleTries = 3
	settlePause = 50 * time.Millisecond
)

// errBroken: the disk failed in the one moment in which it cannot be said
// whether a transaction happened. Only opening the profile again can tell.
var errBroken = errors.New("the disk failed; nothing can be stored until Carom is started again")

// settle finds out what became of a transaction that failed. SQLite reports an
// error, too, when everything was written and only the last sync, that of the
// truncated journal, failed. Then a further transaction makes both durable; or
// else nothing more is written, so that nothing that was told to have failed
// is stored a second time.
func (w *writer) settle(number uint64, failed error) error {
	for try := 0; ; try++ {
		now, err := w.counter(counterCommits)
		if err == nil && now < number {
			return failed
		}
		if err == nil {
			w.commits = now + 1
			if err = w.inTransaction(func() error { return w.setCounter(counterCommits, now+1) }); err == nil {
				return nil
			}
		}
		if try == settleTries {
			w.broken = true
			return errors.Join(failed, errBroken)
		}
		<-time.After(w.pause)
	}
}

func (w *writer) changes(batches [][]Change) error {
	for _, changes := range batches {
		for _, c := range changes {
			if err := w.change(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// change must not go on after an error: SQLite may have rolled back, and what
// came then would be a transaction of its own.
func (w *writer) change(c Change) error {
	switch c := c.(type) {
	case SetIdentity:
		return w.putRecord(kindIdentity, "", []byte(c.Blob))
	case PutContact:
		data, err := json.Marshal(c.Contact)
		if err != nil {
			return err
		}
		return w.putRecord(kindContact, c.Contact.ID.Text(), data)
	case DeleteContact:
		return w.deleteContact(c)
	case PutTransfer:
		return w.putTransfer(c.Transfer)
	case DeleteTransfer:
		return w.deleteTransfer(c)
	case AddMessage:
		return w.addMessage(c.Message)
	case SetDelivery:
		return w.setDelivery(c)
	case SetRead:
		p, err := w.peer(c.Contact)
		if err != nil {
			return err
		}
		w.volatile = append(w.volatile, c)
		return w.exec(`UPDATE peer SET read_to = max(read_to, ?) WHERE n = ?`, int64(c.Message), p.n)
	case DeleteMessage:
		w.volatile = append(w.volatile, c)
		return w.deleteMessages(`id = ?`, int64(c.ID))
	case DeleteHistory:
		return w.deleteHistory(c)
	case SetSetting:
		return w.setSetting(c)
	case SetDraft:
		return w.setDraft(c)
	case Expire:
		w.volatile = append(w.volatile, c)
		return w.ofPeer(c.Contact, func(n int64) error {
			return w.deleteMessages(`peer = ? AND stored < ? AND delivery != 1`, n, c.Before.UnixNano())
		})
	}
	return fmt.Errorf("unknown change %T", c)
}

func (w *writer) putRecord(kind, id string, plain []byte) error {
	return w.exec(`INSERT OR REPLACE INTO record (kind, id, box) VALUES (?, ?, ?)`, kind, id, w.keys.seal(kind, id, plain))
}

func (w *writer) deleteHistory(c DeleteHistory) error {
	w.volatile = append(w.volatile, c)
	if err := w.deleteRecord(kindDraft, c.Contact.Text()); err != nil {
		return err
	}
	return w.ofPeer(c.Contact, func(n int64) error { return w.deleteMessages(`peer = ?`, n) })
}

func (w *writer) deleteContact(c DeleteContact) error {
	w.volatile = append(w.volatile, c)
	for _, kind := range []string{kindContact, kindDraft} {
		if err := w.deleteRecord(kind, c.ID.Text()); err != nil {
			return err
		}
	}
	if err := w.deleteTransfers(c.ID); err != nil {
		return err
	}
	return w.ofPeer(c.ID, func(n int64) error {
		w.peers[c.ID] = peer{}
		if err := w.deleteMessages(`peer = ?`, n); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM seen WHERE peer = ?`, n); err != nil {
			return err
		}
		return w.exec(`DELETE FROM peer WHERE n = ?`, n)
	})
}

// ofPeer runs f for a peer that there is.
func (w *writer) ofPeer(id contacts.ServiceID, f func(n int64) error) error {
	p, ok := w.known(id)
	if !ok {
		return nil
	}
	return f(p.n)
}

func (w *writer) known(id contacts.ServiceID) (peer, bool) {
	p, ok := w.peers[id]
	if !ok {
		p, ok = w.DB.peers[id]
	}
	return p, ok && p.n != 0
}

// peer returns the row of a peer, made when there is none.
func (w *writer) peer(id contacts.ServiceID) (peer, error) {
	if p, ok := w.known(id); ok {
		return p, nil
	}
	if err := w.exec(`INSERT INTO peer (id) VALUES (?)`, id.Text()); err != nil {
		return peer{}, err
	}
	p := peer{n: w.conn.LastInsertRowID()}
	w.peers[id] = p
	return p, nil
}

func (w *writer) addMessage(m Message) error {
	p, err := w.peer(m.Contact)
	if err != nil {
		return err
	}
	w.next = max(w.next, m.ID+1)
	if !m.Outgoing && m.HasWireID {
		if err := w.remember(p, m); err != nil {
			return err
		}
	}
	if m.Volatile && m.Delivery != Queued {
		w.volatile = append(w.volatile, AddMessage{m})
		return nil
	}
	var wireID any
	if m.HasWireID {
		wireID = int64(m.WireID)
	}
	err = w.exec(`INSERT INTO message (id, peer, outgoing, delivery, wire_id, written, stored, volatile, text)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(m.ID), p.n, m.Outgoing, int64(m.Delivery), wireID, nanos(m.Written), nanos(m.Stored), m.Volatile, m.Text)
	if err != nil {
		return err
	}
	return w.exec(`INSERT INTO words (rowid, text, peer) VALUES (?, ?, ?)`, int64(m.ID), m.Text, p.n)
}

// remember puts an incoming message into its peer's ring.
func (w *writer) remember(p peer, m Message) error {
	digest := Digest(m.Text)
	err := w.exec(`INSERT OR REPLACE INTO seen (peer, slot, wire_id, written, digest) VALUES (?, ?, ?, ?, ?)`,
		p.n, p.seen%SeenMemory, int64(m.WireID), nanos(m.Written), digest[:])
	if err != nil {
		return err
	}
	p.seen++
	w.peers[m.Contact] = p
	return w.exec(`UPDATE peer SET seen = ? WHERE n = ?`, p.seen, p.n)
}

func (w *writer) setDelivery(c SetDelivery) error {
	if m, ok := w.DB.volatile.message(c.ID); ok && c.Delivery == Queued {
		// It is to be sent after all, and has to outlive this process.
		w.volatile = append(w.volatile, DeleteMessage{c.ID})
		m.Delivery = Queued
		return w.addMessage(m)
	}
	w.volatile = append(w.volatile, c)
	if !c.Volatile || c.Delivery == Queued {
		return w.exec(`UPDATE message SET delivery = ?, volatile = ? WHERE id = ?`, int64(c.Delivery), c.Volatile, int64(c.ID))
	}
	// It goes from the disk into memory.
	m, ok, err := w.stored(c.ID)
	if err != nil || !ok {
		return err
	}
	m.Delivery, m.Volatile = c.Delivery, true
	w.volatile = append(w.volatile, AddMessage{m})
	return w.deleteMessages(`id = ?`, int64(c.ID))
}

// deleteMessages deletes rows, from the index first: it wants the old text.
func (w *writer) deleteMessages(where string, args ...any) error {
	err := w.exec(`INSERT INTO words (words, rowid, text, peer) SELECT 'delete', id, text, peer FROM message WHERE `+where, args...)
	if err != nil {
		return err
	}
	return w.exec(`DELETE FROM message WHERE `+where, args...)
}

// stored reads one message from the disk.
func (d *DB) stored(id uint64) (m Message, ok bool, err error) {
	err = d.query(`SELECT `+messageColumns+` FROM message m JOIN peer p ON p.n = m.peer WHERE m.id = ?`, []any{int64(id)},
		func(row *sqlite3.Stmt) error {
			ok = true
			m, err = messageOf(row)
			return err
		})
	return m, ok, err
}

// nanos is a time as it is stored: the zero time has a value of its own.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func timeOf(nanos int64) time.Time {
	if nanos == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanos).UTC()
}
