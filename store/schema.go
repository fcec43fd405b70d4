package store

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// migrations lead from one version of the schema to the next: the file's
// user_version is how many of them it has behind it. They are never changed
// once released.
//
// record holds what must not be forged, sealed for its row. seen is a ring of
// SeenMemory slots for each peer; peer.seen counts what went into it. words is
// the full-text index over message.text, and over message.peer so that one
// conversation can be searched.
var migrations = []string{`
CREATE TABLE record (
	kind TEXT NOT NULL,
	id   TEXT NOT NULL,
	box  BLOB NOT NULL,
	PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE counter (
	name  TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE peer (
	n       INTEGER PRIMARY KEY,
	id      TEXT NOT NULL UNIQUE,
	read_to INTEGER NOT NULL DEFAULT 0,
	seen    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE message (
	id       INTEGER PRIMARY KEY,
	peer     INTEGER NOT NULL,
	outgoing INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	wire_id  INTEGER,
	written  INTEGER NOT NULL,
	stored   INTEGER NOT NULL,
	volatile INTEGER NOT NULL DEFAULT 0,
	text     TEXT NOT NULL
) STRICT;
CREATE INDEX message_of_peer ON message (peer, outgoing, id);
CREATE INDEX message_by_time ON message (peer, stored);
CREATE INDEX message_queued ON message (peer, id) WHERE delivery = 1;
CREATE TABLE seen (
	peer    INTEGER NOT NULL,
	slot    INTEGER NOT NULL,
	wire_id INTEGER NOT NULL,
	written INTEGER NOT NULL,
	digest  BLOB NOT NULL,
	PRIMARY KEY (peer, slot)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(text, peer, content = 'message', content_rowid = 'id',
	tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
`}

// applicationID marks the file as ours ("CARO").
const applicationID = 0x4341524f

// pragmas are set on every connection: nothing deleted stays in the file, and
// a transaction that is reported done survives a power cut.
const pragmas = `
PRAGMA page_size = 4096;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = TRUNCATE;
PRAGMA synchronous = EXTRA;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -16384;
PRAGMA trusted_schema = OFF;
PRAGMA foreign_keys = OFF;
`

// migrate brings the schema up to date, in one transaction.
func migrate(conn *sqlite3.Conn) (err error) {
	version, err := pragmaInt(conn, "user_version")
	if err != nil {
		return err
	}
	if version > int64(len(migrations)) {
		return ErrNewer
	}
	if version == int64(len(migrations)) {
		return nil
	}
	tx, err := conn.BeginExclusive()
	if err != nil {
		return err
	}
	defer tx.End(&err)
	for _, m := range migrations[version:] {
		if err = conn.Exec(m); err != nil {
			return err
		}
	}
	err = conn.Exec(fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", len(migrations), applicationID))
	return err
}

func pragmaInt(conn *sqlite3.Conn, name string) (int64, error) {
	stmt, _, err := conn.Prepare("PRAGMA " + name)
	if err != nil {
		return 0, err
	}
	defer stmt.Close()
	if !stmt.Step() {
		return 0, stmt.Err()
	}
	return stmt.ColumnInt64(0), stmt.Err()
}
