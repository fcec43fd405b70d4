package transfer

import (
	"errors"
	"slices"
	"sync"

	"carom/internal/hashtree"
	"carom/protocol"
)

// maxWrong is how often a piece may be wrong before the transfer is given up:
// what a circuit damages, Tor notices, so that a peer that sends wrong pieces
// does so on purpose, or its disk fails.
const maxWrong = 3

// Errors of what a peer sends.
var (
	// ErrDamaged: what came is not what was offered.
	ErrDamaged = errors.New("the peer sends something else than it offered")
	// ErrTooLarge: the transfer is larger than what can be taken.
	ErrTooLarge = errors.New("the transfer is larger than what can be taken")
	// errUnasked: the peer sends what it was not asked for.
	errUnasked = errors.New("the peer sends what it was not asked for")
)

// Incoming is a transfer that is received: what has come of its stream, on the
// disk and, of pieces that are not whole, in memory. It outlives connections;
// one Link at a time has it.
type Incoming struct {
	Offer protocol.TransferOffer

	shape hashtree.Shape
	part  *partial

	mu     sync.Mutex // guards all below; held while the disk is written
	salt   hashtree.Salt
	have   int          // pieces that are stored, from the first on without a gap
	beyond map[int]bool // those after a gap
	begun  []*piece     // not whole, in order
	next   int          // the first piece that was not begun
	listed bool         // the List was looked at
	came   uint64       // bytes of the stream that have come
	again  bool         // it was interrupted when some had
	from   int64        // of came when it began on this connection
	lost   int64        // bytes that were asked for and did not come, see lose
	spare  [][]byte     // buffers of pieces
}

// piece is one that is not whole.
type piece struct {
	index int
	data  []byte // what has come
	asked int    // bytes that were asked for
	size  int
	wrong int // how often it came and was wrong
}

// Receive opens what has come of a transfer. have is how many of its pieces are
// known to be stored, and lost how many bytes went in vain, both as Stored last told;
// what came after that and before a crash is found. ErrNoRoom if the rest is too much
// for the disk.
func Receive(store *Store, secret Secret, offer protocol.TransferOffer, have int, lost int64) (*Incoming, error) {
	shape, err := hashtree.ShapeOf(int64(offer.Size) + int64(offer.ListSize))
	if err != nil {
		return nil, ErrTooLarge
	}
	part, err := store.open(secret, shape)
	if err != nil {
		return nil, err
	}
	in := &Incoming{Offer: offer, shape: shape, part: part, beyond: make(map[int]bool), lost: max(lost, 0)}
	in.have = part.scan(min(max(have, 0), shape.Pieces()))
	in.next = in.have
	_, size := shape.Extent(0, in.have)
	in.came = uint64(size)
	if rest := uint64(shape.Length() - size); rest > 0 {
		if offer.Folder {
			rest += offer.Size // see Fill
		}
		if err := part.room(rest + uint64(offer.Files)*fileRoom); err != nil {
			return nil, errors.Join(err, part.close())
		}
	}
	return in, nil
}

// Close gives the file back. What has come stays.
func (in *Incoming) Close() error {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.part.close()
}

// Received is how many bytes of the files have come, those in memory included.
func (in *Incoming) Received() uint64 {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.came - min(in.came, uint64(in.Offer.ListSize))
}

// Stored makes what has come durable. It returns how many pieces that is, and how many
// bytes have gone in vain if the program ends before it is called again.
func (in *Incoming) Stored() (have int, lost int64, err error) {
	in.mu.Lock()
	have, lost = in.have, in.atRisk()
	in.mu.Unlock()
	return have, lost, in.part.sync()
}

// Complete reports whether every piece is there.
func (in *Incoming) Complete() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.have == in.shape.Pieces()
}

// restart forgets what was asked for on a connection that is gone, and the odd
// end of what came of a part that was not sent whole.
func (in *Incoming) restart() (came uint64) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.again = in.again || in.came > 0
	for _, p := range in.begun {
		odd := len(p.data) % protocol.PartSize
		p.data = p.data[:len(p.data)-odd]
		in.came -= uint64(odd)
		p.asked = len(p.data)
	}
	in.from = int64(in.came)
	return in.came
}

func (in *Incoming) opened(salt [32]byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.salt = salt
}

// ask returns the next part of the stream to ask for; false when all of it was.
func (in *Incoming) ask() (offset uint64, n int, ok bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, p := range in.begun {
		if p.asked < p.size {
			return in.askOf(p)
		}
	}
	for in.beyond[in.next] {
		in.next++
	}
	if in.next >= in.shape.Pieces() {
		return 0, 0, false
	}
	_, size := in.shape.Extent(in.next, 1)
	p := &piece{index: in.next, size: int(size), data: in.buffer()}
	in.begun = append(in.begun, p)
	in.next++
	return in.askOf(p)
}

func (in *Incoming) askOf(p *piece) (offset uint64, n int, ok bool) {
	start, _ := in.shape.Extent(p.index, 1)
	offset, n = uint64(start)+uint64(p.asked), min(p.size-p.asked, protocol.RequestSize-p.asked%protocol.RequestSize)
	p.asked += n
	return offset, n, true
}

func (in *Incoming) buffer() []byte {
	if last := len(in.spare) - 1; last >= 0 {
		b := in.spare[last]
		in.spare = in.spare[:last]
		return b
	}
	return make([]byte, 0, in.shape.PieceSize())
}

// take takes a part that has come. whole tells that a piece became so; what is
// wrong is asked for again.
func (in *Incoming) take(m protocol.BulkPart) (whole bool, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	index := int(m.Offset / uint64(in.shape.PieceSize()))
	i := slices.IndexFunc(in.begun, func(p *piece) bool { return p.index == index })
	if i < 0 {
		return false, errUnasked
	}
	p := in.begun[i]
	start, _ := in.shape.Extent(index, 1)
	if m.Offset != uint64(start)+uint64(len(p.data)) || len(p.data)+len(m.Data) > p.asked {
		return false, errUnasked
	}
	p.data = append(p.data, m.Data...)
	in.came += uint64(len(m.Data))
	if len(p.data) < p.size {
		return false, nil
	}
	return in.end(i, m.Proof)
}

// end looks at piece i of those that were begun, which is whole. The caller holds
// mu.
func (in *Incoming) end(i int, proof []byte) (whole bool, err error) {
	p := in.begun[i]
	if hashtree.Verify(in.Offer.Root, in.salt, in.shape, p.index, 1, p.data, proof) != nil {
		in.came -= uint64(len(p.data))
		p.data, p.asked = p.data[:0], 0
		if p.wrong++; p.wrong >= maxWrong {
			return false, ErrDamaged
		}
		return false, nil
	}
	if err := in.part.write(p.index, p.data); err != nil {
		// It is asked for again when there is room on the disk.
		in.came -= uint64(len(p.data))
		p.data, p.asked = p.data[:0], 0
		return false, err
	}
	in.spare = append(in.spare, p.data[:0])
	in.begun = slices.Delete(in.begun, i, i+1)
	in.beyond[p.index] = true
	for in.beyond[in.have] {
		delete(in.beyond, in.have)
		in.have++
	}
	return true, in.lookAtList()
}

// lookAtList checks the List as soon as it is there, so that nothing more is
// fetched of a transfer that is not what it was offered as. The caller holds mu.
func (in *Incoming) lookAtList() error {
	if _, there := in.shape.Extent(0, in.have); in.listed || there < int64(in.Offer.ListSize) {
		return nil
	}
	in.listed = true
	list, err := in.list()
	if err == nil && in.Offer.Folder {
		err = lands(list.All(), list.Files)
	}
	return err
}

// list reads the List from the disk. The caller holds mu.
func (in *Incoming) list() (protocol.List, error) {
	data, err := make([]byte, 0, in.Offer.ListSize+in.shape.PieceSize()), error(nil)
	for i := 0; len(data) < in.Offer.ListSize; i++ {
		if data, err = in.part.read(data, i); err != nil {
			return protocol.List{}, err
		}
	}
	list, err := protocol.ParseList(data[:in.Offer.ListSize])
	if err != nil || list.Files != in.Offer.Files || list.Size != in.Offer.Size {
		return protocol.List{}, ErrDamaged
	}
	if in.Offer.Folder {
		return list, nil
	}
	for f := range list.All() { // one, as was offered
		if len(f.Path) != 1 {
			return protocol.List{}, ErrDamaged
		}
	}
	return list, nil
}
