package transfer

import (
	"bytes"
	"context"
	"crypto/sha3"
	"errors"
	"hash"
	"io"
	"slices"
	"time"

	"carom/internal/hashtree"
	"carom/internal/quarantine"
	"carom/internal/sources"
	"carom/protocol"
)

// Files to and from a plain Ricochet-Refresh: one at a time, from beginning to
// end, with a SHA3-512 over all of it.

// ErrHash: the file that came has another hash than the one that was offered.
var ErrHash = errors.New("the file that came is not the one that was offered")

// ErrEmpty: Ricochet-Refresh 3.0 cannot send or take a file without a byte.
var ErrEmpty = errors.New("their program takes no empty files")

// ErrPlainFolder: Ricochet-Refresh knows no folders.
var ErrPlainFolder = errors.New("their program takes no folders")

// PlainOffer reads an outgoing file to its end, for the offer to a plain
// Ricochet-Refresh. sources.ErrChanged: it is not what was prepared.
func (out *Outgoing) PlainOffer(ctx context.Context, number uint32) (protocol.FileOffer, error) {
	offer := protocol.FileOffer{ID: number, Size: out.Offer.Size, Name: plainName(out.Offer.Name)}
	switch {
	case out.Offer.Folder:
		return offer, ErrPlainFolder
	case out.Offer.Size == 0:
		return offer, ErrEmpty
	}
	h := sha3.New512()
	for i := range out.tree.Shape().Pieces() {
		if err := errors.Join(ctx.Err(), out.hashPiece(h, i)); err != nil {
			return offer, err
		}
	}
	h.Sum(offer.Hash[:0])
	return offer, nil
}

// hashPiece adds what a piece has of the file, when it is what was prepared. The List is
// shorter than a piece.
func (out *Outgoing) hashPiece(h hash.Hash, index int) error {
	out.mu.Lock()
	defer out.mu.Unlock()
	if err := out.load(index); err != nil {
		return err
	}
	start, _ := out.tree.Shape().Extent(index, 1)
	h.Write(out.piece[max(0, int64(out.Offer.ListSize)-start):])
	return nil
}

// plainName makes a name that a Ricochet-Refresh takes: it refuses "..".
func plainName(name string) string {
	safe := bytes.ReplaceAll([]byte(name), []byte(".."), []byte("_"))
	return string(bytes.ReplaceAll(safe, []byte("/"), []byte("_")))
}

// PlainConn is the connection that a plain file goes over: protocol.Conn.
type PlainConn interface {
	SendChunk(number uint32, data []byte) error
}

// PlainSend sends a file that the peer has accepted, with as much under way as
// the acknowledgements say that the circuit carries. Acknowledged is to be
// called as they come.
type PlainSend struct {
	conn   PlainConn
	out    *Outgoing
	number uint32

	acks chan ack // size one: the newest
	done <-chan struct{}
}

// ack is an acknowledgement of a running total, and when it came.
type ack struct {
	total uint64
	at    time.Time
}

// NewPlainSend returns one that is not running yet. It ends when done is closed.
func NewPlainSend(conn PlainConn, out *Outgoing, number uint32, done <-chan struct{}) *PlainSend {
	return &PlainSend{conn: conn, out: out, number: number, acks: make(chan ack, 1), done: done}
}

// Acknowledged: the peer has this many bytes.
func (s *PlainSend) Acknowledged(total uint64) {
	select {
	case <-s.acks: // an older one that nobody has looked at
	default:
	}
	s.acks <- ack{total, time.Now()}
}

// Serve sends until everything was sent. It returns what the source says, or the
// connection.
func (s *PlainSend) Serve() error {
	f := flight{window: newWindow()}
	buf := make([]byte, protocol.MaxFileChunk)
	for at, size := uint64(0), s.out.Offer.Size; at < size; {
		n := int(min(size-at, uint64(len(buf))))
		if !f.window.room(n, maxWindow, false) {
			select {
			case a := <-s.acks:
				f.acknowledged(a)
			case <-s.done:
				return protocol.ErrClosed
			}
			continue
		}
		select {
		case a := <-s.acks:
			f.acknowledged(a)
		default:
		}
		if err := s.read(buf[:n], at); err != nil {
			return err
		}
		if err := s.conn.SendChunk(s.number, buf[:n]); err != nil {
			return err
		}
		at += uint64(n)
		f.sent(at, n)
	}
	return nil
}

func (s *PlainSend) read(p []byte, at uint64) error {
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	err := s.out.readAt(p, uint64(s.out.Offer.ListSize)+at)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return sources.ErrChanged
	}
	return err
}

// PlainIncoming is a file that a plain Ricochet-Refresh sends.
type PlainIncoming struct {
	Offer protocol.FileOffer

	part  *partial
	hash  hash.Hash
	came  uint64
	piece []byte
	next  int
}

// ReceivePlain makes the encrypted file that it goes to. ErrNoRoom.
func ReceivePlain(store *Store, secret Secret, offer protocol.FileOffer) (*PlainIncoming, error) {
	if offer.Size > protocol.MaxTransferSize {
		return nil, ErrTooLarge
	}
	shape, err := hashtree.ShapeOf(int64(offer.Size))
	if err != nil {
		return nil, ErrTooLarge
	}
	part, err := store.open(secret, shape)
	if err != nil {
		return nil, err
	}
	if err := part.room(offer.Size); err != nil {
		return nil, errors.Join(err, part.close())
	}
	return &PlainIncoming{Offer: offer, part: part, hash: sha3.New512(), piece: make([]byte, 0, shape.PieceSize())}, nil
}

// Take stores the next chunk and returns how many bytes have come. whole tells
// that it was the last; then ErrHash is possible.
func (in *PlainIncoming) Take(data []byte) (total uint64, whole bool, err error) {
	in.hash.Write(data)
	in.came += uint64(len(data))
	for {
		n := min(cap(in.piece)-len(in.piece), len(data))
		in.piece = append(in.piece, data[:n]...)
		data = data[n:]
		last := in.came == in.Offer.Size && len(data) == 0
		if len(in.piece) < cap(in.piece) && !last {
			return in.came, false, nil
		}
		if err := in.part.write(in.next, in.piece); err != nil {
			return in.came, false, err
		}
		in.next++
		in.piece = in.piece[:0]
		if last {
			break
		}
	}
	if [protocol.FileHashSize]byte(in.hash.Sum(nil)) != in.Offer.Hash {
		return in.came, true, ErrHash
	}
	return in.came, true, in.part.sync()
}

// PlainWhole opens a file of a plain Ricochet-Refresh of so many bytes that has come
// whole, in this run of the program or in an earlier one. It is for Fill and Close only.
func PlainWhole(store *Store, secret Secret, size uint64) (*PlainIncoming, error) {
	shape, err := hashtree.ShapeOf(int64(min(size, hashtree.MaxLength)))
	if err != nil {
		return nil, err
	}
	part, err := store.open(secret, shape)
	if err != nil {
		return nil, err
	}
	return &PlainIncoming{Offer: protocol.FileOffer{Size: size}, part: part}, nil
}

// Fill is Incoming.Fill for a file that is whole. ErrMissing: it is lost, since it cannot
// come again.
func (in *PlainIncoming) Fill(ctx context.Context, to *quarantine.Folder, secret Secret) error {
	file := protocol.ListFile{Path: []string{stageEntry}, Size: in.Offer.Size}
	return in.part.deliver(ctx, to, secret, cargo{list: slices.Values([]protocol.ListFile{file}), files: 1, size: in.Offer.Size})
}

// Close gives the file back.
func (in *PlainIncoming) Close() error { return in.part.close() }
