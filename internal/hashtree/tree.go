package hashtree

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
)

// ErrMismatch is of pieces, hashes or a proof that are not the root's.
var ErrMismatch = errors.New("the data is not what was announced")

// Tree has the hashes of a whole file, to make proofs from. It does not change;
// several goroutines may use it at once.
type Tree struct {
	salt   Salt
	shape  Shape
	levels [][]Hash // the pieces' hashes first, the top last
}

// Build reads a file of that shape from r, no further than one byte beyond its
// end, and returns its tree. It fails with ErrLength if the file is shorter or
// longer, and with what r.Read returned.
func Build(r io.Reader, salt Salt, shape Shape) (*Tree, error) {
	var leaves bytes.Buffer
	b := NewBuilder(salt, shape, &leaves)
	buf := make([]byte, MinPiece)
	if _, err := io.CopyBuffer(b, io.LimitReader(r, shape.length+1), buf); err != nil {
		return nil, err
	}
	if _, err := b.Root(); err != nil {
		return nil, err
	}
	return Load(salt, shape, leaves.Bytes())
}

// Load makes a tree from the hashes of its pieces, as Pieces returned them.
// Whoever has them from elsewhere has to compare the Root: LoadVerified does.
func Load(salt Salt, shape Shape, pieces []byte) (*Tree, error) {
	n := shape.Pieces()
	if len(pieces) != n*HashSize {
		return nil, fmt.Errorf("%w: there are hashes for another number of pieces", ErrMismatch)
	}
	level := make([]Hash, n)
	for i := range level {
		level[i] = Hash(pieces[i*HashSize:])
	}
	t := &Tree{salt: salt, shape: shape, levels: [][]Hash{level}}
	for len(level) > 1 {
		level = above(salt, level)
		t.levels = append(t.levels, level)
	}
	return t, nil
}

// LoadVerified makes a tree from the hashes of its pieces that a peer sent, and
// returns ErrMismatch if they are not the root's.
func LoadVerified(salt Salt, shape Shape, root Hash, pieces []byte) (*Tree, error) {
	t, err := Load(salt, shape, pieces)
	if err != nil {
		return nil, err
	}
	if !same(t.Root(), root) {
		return nil, fmt.Errorf("%w: the hashes of the pieces are not the root's", ErrMismatch)
	}
	return t, nil
}

// above joins the hashes of a level two by two. The last one of an odd number
// goes up as it is, which makes the tree of RFC 9162.
func above(salt Salt, level []Hash) []Hash {
	up := make([]Hash, 0, (len(level)+1)/2)
	for i := 0; i+1 < len(level); i += 2 {
		up = append(up, nodeHash(salt, level[i], level[i+1]))
	}
	if len(level)%2 == 1 {
		up = append(up, level[len(level)-1])
	}
	return up
}

// Root is the file's root.
func (t *Tree) Root() Hash {
	return rootHash(t.salt, t.shape, t.levels[len(t.levels)-1][0])
}

// Shape says how the file is cut.
func (t *Tree) Shape() Shape { return t.shape }

// Salt is the one that the tree was built with.
func (t *Tree) Salt() Salt { return t.salt }

// Pieces returns the hashes of all pieces, 32 bytes each, to be stored or sent.
func (t *Tree) Pieces() []byte {
	all := make([]byte, 0, len(t.levels[0])*HashSize)
	for _, h := range t.levels[0] {
		all = append(all, h[:]...)
	}
	return all
}

// Check returns ErrMismatch unless data is piece i. A sender checks what it read
// before it sends it: a file may have been changed.
func (t *Tree) Check(i int, data []byte) error {
	_, length := t.shape.Extent(i, 1)
	if !t.shape.has(i, 1) || int64(len(data)) != length || !same(PieceHash(t.salt, data), t.levels[0][i]) {
		return ErrMismatch
	}
	return nil
}

func same(a, b Hash) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }
