package hashtree

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// HashSize is how long a hash is, in bytes.
const HashSize = sha256.Size

// Hash is one hash: a root, or one of a proof.
type Hash [HashSize]byte

// Salt makes the hashes of two transfers of one file differ.
type Salt [32]byte

// NewSalt returns a random salt.
func NewSalt() (s Salt) {
	rand.Read(s[:]) // never fails: it ends the program instead
	return s
}

// What is hashed, told by its first byte.
const (
	kindPiece = 0
	kindNode  = 1
	kindRoot  = 2
)

// PieceHash is the hash of one piece's bytes.
func PieceHash(salt Salt, piece []byte) (sum Hash) {
	h := sha256.New()
	h.Write([]byte{kindPiece})
	h.Write(salt[:])
	h.Write(piece)
	h.Sum(sum[:0])
	return sum
}

func nodeHash(salt Salt, left, right Hash) Hash {
	var b [1 + len(Salt{}) + 2*HashSize]byte
	b[0] = kindNode
	n := 1 + copy(b[1:], salt[:])
	n += copy(b[n:], left[:])
	copy(b[n:], right[:])
	return sha256.Sum256(b[:])
}

func rootHash(salt Salt, shape Shape, top Hash) Hash {
	b := make([]byte, 0, 1+len(salt)+8+4+HashSize)
	b = append(b, kindRoot)
	b = append(b, salt[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(shape.length))
	b = binary.BigEndian.AppendUint32(b, uint32(shape.piece))
	return sha256.Sum256(append(b, top[:]...))
}

// leftOf is how many of n > 1 pieces are on the left.
func leftOf(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }
