package hashtree

import (
	"crypto/sha256"
	"hash"
	"io"
	"math/bits"
)

// Builder computes the root of a file that is written to it from beginning to
// end, in memory that does not grow with it. The zero value cannot be used.
type Builder struct {
	salt   Salt
	shape  Shape
	leaves io.Writer // gets the hash of each piece, or nil

	piece   hash.Hash // of the piece that is being written
	room    int64     // how many bytes are missing in it
	written int64
	pieces  int    // that are whole
	stack   []Hash // of the perfect trees over them, the largest first
	err     error
}

// NewBuilder returns a builder for a file of that shape. What Tree.Pieces would
// return is written to leaves, 32 bytes for each piece as it is whole, unless
// leaves is nil.
func NewBuilder(salt Salt, shape Shape, leaves io.Writer) *Builder {
	b := &Builder{salt: salt, shape: shape, leaves: leaves, piece: sha256.New()}
	b.begin()
	return b
}

func (b *Builder) begin() {
	b.piece.Reset()
	b.piece.Write([]byte{kindPiece})
	b.piece.Write(b.salt[:])
	b.room = min(int64(b.shape.piece), b.shape.length-b.written)
}

// Write takes the next bytes. It fails with ErrLength as soon as there are more
// than announced, and with what leaves.Write returned; then for ever.
func (b *Builder) Write(p []byte) (n int, err error) {
	for len(p) > 0 && b.err == nil {
		if b.written == b.shape.length {
			b.err = ErrLength
			break
		}
		part := p[:min(int64(len(p)), b.room)]
		b.piece.Write(part)
		p, n = p[len(part):], n+len(part)
		b.room -= int64(len(part))
		b.written += int64(len(part))
		if b.room == 0 {
			b.end()
		}
	}
	return n, b.err
}

// end takes a whole piece into the tree.
func (b *Builder) end() {
	var sum Hash
	b.piece.Sum(sum[:0])
	if b.leaves != nil {
		if _, b.err = b.leaves.Write(sum[:]); b.err != nil {
			return
		}
	}
	for range bits.TrailingZeros(uint(b.pieces + 1)) {
		last := len(b.stack) - 1
		sum = nodeHash(b.salt, b.stack[last], sum)
		b.stack = b.stack[:last]
	}
	b.stack = append(b.stack, sum)
	b.pieces++
	b.begin()
}

// Root returns the root when all bytes were written, and ErrLength if some are
// missing. It may be called once.
func (b *Builder) Root() (Hash, error) {
	if b.err == nil && b.written != b.shape.length {
		b.err = ErrLength
	}
	if b.err == nil && b.shape.length == 0 {
		b.end()
	}
	if b.err != nil {
		return Hash{}, b.err
	}
	top := b.stack[len(b.stack)-1]
	for i := len(b.stack) - 2; i >= 0; i-- {
		top = nodeHash(b.salt, b.stack[i], top)
	}
	return rootHash(b.salt, b.shape, top), nil
}
