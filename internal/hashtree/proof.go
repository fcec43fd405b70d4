package hashtree

import (
	"fmt"
	"math/bits"
)

// MaxProof is the size of the longest proof, in bytes: two hashes for each of
// the levels that the longest file has.
const MaxProof = 2 * 20 * HashSize

// Proof returns what somebody with the root needs to check the count pieces from
// first on: the hashes of the largest trees that hold none of these pieces, from
// left to right, 32 bytes each; at most MaxProof bytes, and none when these are
// all pieces. ErrMismatch if there are no such pieces.
func (t *Tree) Proof(first, count int) ([]byte, error) {
	if !t.shape.has(first, count) {
		return nil, fmt.Errorf("%w: there are no such pieces", ErrMismatch)
	}
	var proof []byte
	var walk func(from, n int)
	walk = func(from, n int) {
		switch {
		case from+n <= first || from >= first+count:
			h := t.over(from, n)
			proof = append(proof, h[:]...)
		case from >= first && from+n <= first+count: // all of it is the verifier's to hash
		default:
			walk(from, leftOf(n))
			walk(from+leftOf(n), n-leftOf(n))
		}
	}
	walk(0, t.shape.Pieces())
	return proof, nil
}

// over is the hash of the tree over the n pieces from from on, which is one that
// the file's tree has. Its level is the one where a single hash covers it.
func (t *Tree) over(from, n int) Hash {
	level := bits.Len(uint(n - 1))
	return t.levels[level][from>>level]
}

// Verify returns ErrMismatch unless data is the count pieces from first on, whole
// and one after the other, of the file with this root; proof is what
// Tree.Proof returned. All but the root, the salt and the shape may be
// hostile. Its cost is that of hashing data and the proof once.
func Verify(root Hash, salt Salt, shape Shape, first, count int, data, proof []byte) error {
	_, length := shape.Extent(first, count)
	if !shape.has(first, count) || int64(len(data)) != length || len(proof) > MaxProof {
		return ErrMismatch
	}
	v := verifier{salt: salt, shape: shape, first: first, count: count, data: data, proof: proof}
	top := v.walk(0, shape.Pieces())
	if v.bad || len(v.proof) > 0 || !same(rootHash(salt, shape, top), root) {
		return ErrMismatch
	}
	return nil
}

// verifier goes through a tree as Proof does.
type verifier struct {
	salt         Salt
	shape        Shape
	first, count int
	data         []byte
	proof        []byte // what was not used yet
	bad          bool   // there was less than needed
}

func (v *verifier) walk(from, n int) Hash {
	switch {
	case from+n <= v.first || from >= v.first+v.count:
		if len(v.proof) < HashSize {
			v.bad = true
			return Hash{}
		}
		h := Hash(v.proof)
		v.proof = v.proof[HashSize:]
		return h
	case n > 1:
		left := v.walk(from, leftOf(n))
		return nodeHash(v.salt, left, v.walk(from+leftOf(n), n-leftOf(n)))
	}
	begin := (from - v.first) * v.shape.piece
	return PieceHash(v.salt, v.data[begin:min(begin+v.shape.piece, len(v.data))])
}
