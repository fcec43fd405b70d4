package store

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	"github.com/ncruces/go-sqlite3/vfs"

	"carom/contacts"
)

// DB is a Store in an encrypted SQLite database. One process at a time has it
// open. Make a profile with Create and open it with Open.
type DB struct {
	dir       string
	lock      *os.File
	vfsName   string
	keys      keys
	committer *committer

	mu    sync.Mutex // guards all below
	conn  *sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
	peers map[contacts.ServiceID]peer
	// volatile are the messages that are kept in memory only.
	volatile *model
	next     uint64 // Profile.NextMessage
	commits  uint64 // transactions so far
	broken   bool   // see errBroken
	pause    time.Duration
}

var _ Store = (*DB)(nil)

// peer is a row of the table of that name.
type peer struct {
	n    int64
	seen int64
}

// maxVolatile is how many messages of a conversation are kept in memory only:
// beyond that a flood would take the machine's memory.
const maxVolatile = 2000

// vfsCount numbers the file layers of this process: SQLite knows them by name.
var vfsCount atomic.Uint64

// openDB opens the database in dir with a data key; base is the file layer
// beneath the encryption, nil for the system's.
func openDB(dir string, dataKey []byte, base vfs.VFS) (_ *DB, err error) {
	k, err := newKeys(dataKey)
	if err != nil {
		return nil, err
	}
	if base == nil {
		base = vfs.Find("")
	}
	volatile := newModel()
	volatile.keep = maxVolatile
	d := &DB{
		dir: dir, keys: k, vfsName: "carom-" + strconv.FormatUint(vfsCount.Add(1), 10),
		stmts: make(map[string]*sqlite3.Stmt), peers: make(map[contacts.ServiceID]peer), volatile: volatile, pause: settlePause,
	}
	vfs.Register(d.vfsName, encrypted(base, k))
	defer func() {
		if err != nil {
			err = errors.Join(openError(err), d.closeConn())
		}
	}()
	path := filepath.Join(dir, dbName)
	uri := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: url.Values{
		"vfs": {d.vfsName}, "textkey": {labelProfile}, "modeof": {path},
	}.Encode()}
	if d.conn, err = sqlite3.OpenFlags(uri.String(), sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE|sqlite3.OPEN_URI); err != nil {
		return nil, err
	}
	if err = fts5.Register(d.conn); err != nil {
		return nil, err
	}
	if err = d.conn.Exec(pragmas); err != nil {
		return nil, err
	}
	if err = migrate(d.conn); err != nil {
		return nil, err
	}
	if err = d.readPeers(); err != nil {
		return nil, err
	}
	d.committer = newCommitter(d.write)
	return d, nil
}

// openError says what SQLite's reasons mean.
func openError(err error) error {
	switch {
	case errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.CORRUPT):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.LOCKED):
		return ErrLocked
	}
	return err
}

func (d *DB) readPeers() error {
	var err error
	if d.next, err = d.counter(counterNext); err != nil {
		return err
	}
	if d.commits, err = d.counter(counterCommits); err != nil {
		return err
	}
	d.next = max(d.next, 1)
	return d.query(`SELECT n, id, seen FROM peer`, nil, func(row *sqlite3.Stmt) error {
		id, err := contacts.ParseServiceID(row.ColumnText(1))
		if err != nil {
			return fmt.Errorf("%w: a peer has no valid id", ErrCorrupt)
		}
		d.peers[id] = peer{n: row.ColumnInt64(0), seen: row.ColumnInt64(2)}
		return nil
	})
}

// The counters of the table of that name.
const (
	counterNext    = "next_message"
	counterCommits = "commits"
)

func (d *DB) counter(name string) (value uint64, err error) {
	err = d.query(`SELECT value FROM counter WHERE name = ?`, []any{name}, func(row *sqlite3.Stmt) error {
		value = uint64(row.ColumnInt64(0))
		return nil
	})
	return value, err
}

// prepare returns a statement that is kept for the next time.
func (d *DB) prepare(sql string) (*sqlite3.Stmt, error) {
	if stmt := d.stmts[sql]; stmt != nil {
		return stmt, nil
	}
	stmt, _, err := d.conn.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, err
	}
	d.stmts[sql] = stmt
	return stmt, nil
}

// query runs a statement and hands each row on. d.mu is held.
func (d *DB) query(sql string, args []any, each func(row *sqlite3.Stmt) error) (err error) {
	if d.conn == nil {
		return ErrClosed
	}
	stmt, err := d.prepare(sql)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stmt.Reset(), stmt.ClearBindings()) }()
	if err := bind(stmt, args); err != nil {
		return err
	}
	for stmt.Step() {
		if each != nil {
			if err := each(stmt); err != nil {
				return err
			}
		}
	}
	return nil // Reset repeats Step's error
}

func (d *DB) exec(sql string, args ...any) error { return d.query(sql, args, nil) }

func bind(stmt *sqlite3.Stmt, args []any) error {
	for i, arg := range args {
		var err error
		switch v := arg.(type) {
		case nil:
			err = stmt.BindNull(i + 1)
		case int64:
			err = stmt.BindInt64(i+1, v)
		case bool:
			err = stmt.BindBool(i+1, v)
		case string:
			err = stmt.BindText(i+1, v)
		case []byte:
			err = stmt.BindBlob(i+1, v)
		default:
			err = fmt.Errorf("cannot bind a %T", arg)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Commit implements Store.
func (d *DB) Commit(changes []Change, done func(error)) { d.committer.commit(changes, done) }

// Close implements Store.
func (d *DB) Close() error {
	d.committer.close()
	return d.closeConn()
}

func (d *DB) closeConn() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for _, stmt := range d.stmts {
		errs = append(errs, stmt.Close())
	}
	d.stmts = make(map[string]*sqlite3.Stmt)
	if d.conn != nil {
		errs = append(errs, d.conn.Close())
		d.conn = nil
	}
	vfs.Unregister(d.vfsName)
	if d.lock != nil {
		errs = append(errs, d.lock.Close())
		d.lock = nil
	}
	return errors.Join(errs...)
}
