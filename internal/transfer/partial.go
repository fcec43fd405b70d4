package transfer

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/sys/unix"

	"carom/internal/hashtree"
	"carom/internal/quarantine"
)

// Secret is the key and the name of the file that holds what has come of a
// transfer. Each transfer has its own; without it the file is noise.
type Secret struct {
	Key  [chacha20poly1305.KeySize]byte
	Name string
}

// NewSecret returns a random one.
func NewSecret() Secret {
	var s Secret
	var name [16]byte
	rand.Read(s.Key[:]) // never fails: it ends the program instead
	rand.Read(name[:])
	s.Name = hex.EncodeToString(name[:])
	return s
}

// String keeps it out of logs and errors.
func (Secret) String() string { return "[redacted]" }

// GoString does so for %#v.
func (Secret) GoString() string { return "[redacted]" }

// Store is the folder with the encrypted files of what has come so far. Any
// goroutine may use it.
type Store struct {
	root *os.Root
	free func(*os.File) (uint64, error)
}

// OpenStore opens the folder, and makes it (mode 0700) if it is not there.
func OpenStore(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, diskError("making the folder for unfinished files", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, diskError("opening the folder for unfinished files", err)
	}
	return &Store{root, quarantine.Room}, nil
}

// Close gives the folder back.
func (s *Store) Close() error { return s.root.Close() }

// Remove removes the file of a transfer. It is no error if there is none.
func (s *Store) Remove(secret Secret) error {
	err := s.root.Remove(secret.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return diskError("removing an unfinished file", err)
}

// RemoveOthers removes all files but those: what was left by a crash.
func (s *Store) RemoveOthers(keep map[string]bool) error {
	entries, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return diskError("reading the folder for unfinished files", err)
	}
	for _, e := range entries {
		if !keep[e.Name()] {
			err = errors.Join(err, s.root.Remove(e.Name()))
		}
	}
	return diskError("removing an unfinished file", err)
}

// partial is what has come of a stream, each piece of its hash tree a record of
// its own: ChaCha20-Poly1305 under the transfer's key, with the number of the
// piece as the nonce. A piece is written when it is verified, so that a nonce
// never goes with two texts.
type partial struct {
	file  *os.File
	aead  cipher.AEAD
	shape hashtree.Shape
	free  func(*os.File) (uint64, error)
	buf   []byte
}

// open opens or makes the file of a transfer.
func (s *Store) open(secret Secret, shape hashtree.Shape) (*partial, error) {
	aead, err := chacha20poly1305.New(secret.Key[:])
	if err != nil {
		return nil, err
	}
	f, err := s.root.OpenFile(secret.Name, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, diskError("opening an unfinished file", err)
	}
	return &partial{file: f, aead: aead, shape: shape, free: s.free}, nil
}

func (p *partial) nonce(i int) []byte {
	n := make([]byte, chacha20poly1305.NonceSize)
	binary.BigEndian.PutUint64(n[4:], uint64(i))
	return n
}

func (p *partial) offset(i int) int64 {
	return int64(i) * int64(p.shape.PieceSize()+chacha20poly1305.Overhead)
}

// write stores piece i. ErrNoRoom.
func (p *partial) write(i int, data []byte) error {
	if err := p.room(uint64(len(data))); err != nil {
		return err
	}
	p.buf = p.aead.Seal(p.buf[:0], p.nonce(i), data, nil)
	_, err := p.file.WriteAt(p.buf, p.offset(i))
	return diskError("writing an unfinished file", err)
}

// read returns piece i, appended to dst. ErrMissing: it is not there.
func (p *partial) read(dst []byte, i int) ([]byte, error) {
	_, size := p.shape.Extent(i, 1)
	if need := int(size) + chacha20poly1305.Overhead; cap(p.buf) < need {
		p.buf = make([]byte, need)
	} else {
		p.buf = p.buf[:need]
	}
	n, err := p.file.ReadAt(p.buf, p.offset(i))
	if n < len(p.buf) {
		if errors.Is(err, io.EOF) {
			return dst, ErrMissing
		}
		return dst, diskError("reading an unfinished file", err)
	}
	out, err := p.aead.Open(dst, p.nonce(i), p.buf, nil)
	if err != nil {
		return dst, ErrMissing
	}
	return out, nil
}

// scan returns how many pieces are there without a gap, of which have is known.
// What a crash left half written is none.
func (p *partial) scan(have int) int {
	buf := make([]byte, 0, p.shape.PieceSize())
	for have < p.shape.Pieces() {
		if _, err := p.read(buf, have); err != nil {
			break
		}
		have++
	}
	return have
}

// sync waits until what was written is on the disk.
func (p *partial) sync() error {
	return diskError("writing an unfinished file", unix.Fdatasync(int(p.file.Fd())))
}

// forget gives the space of pieces from first to before end back to the disk,
// where the file system can. They are not there any more then.
func (p *partial) forget(first, end int) {
	const punch = unix.FALLOC_FL_PUNCH_HOLE | unix.FALLOC_FL_KEEP_SIZE
	if from := p.offset(first); end > first {
		_ = unix.Fallocate(int(p.file.Fd()), punch, from, p.offset(end)-from)
	}
}

func (p *partial) close() error { return diskError("writing an unfinished file", p.file.Close()) }

// room returns ErrNoRoom unless so many bytes can be written and spareRoom is left.
// A contact whose files are always accepted must not be able to fill the disk.
func (p *partial) room(bytes uint64) error {
	// Where it cannot be known, writing tells.
	if free, err := p.free(p.file); err == nil && free < bytes+spareRoom {
		return ErrNoRoom
	}
	return nil
}

// ErrNoRoom: writing on would leave less than spareRoom on the disk.
var ErrNoRoom = errors.New("there is too little room on the disk")

// ErrMissing: a piece is not there, or was changed by something other than Carom.
var ErrMissing = errors.New("a part of an unfinished file is missing")

// diskError makes an error without a path of one of the os package.
func diskError(doing string, err error) error {
	if err == nil {
		return nil
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
