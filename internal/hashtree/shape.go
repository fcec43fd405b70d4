package hashtree

import (
	"errors"
	"fmt"
)

const (
	// MinPiece is the piece size of small files, in bytes: what is lost when a
	// piece is wrong or a connection ends in the middle of one.
	MinPiece = 64 << 10
	// MaxPiece is the piece size of the largest files, in bytes. A sender holds a
	// few pieces in memory.
	MaxPiece = 1 << 20
	// manyPieces is how many pieces there are before they grow, as long as they
	// can: their hashes are 128 KiB then.
	manyPieces = 4096
	// MaxLength is the length of the longest file, in bytes: 1 TiB, at a fast
	// onion's rate more than a week.
	MaxLength = 1 << 40
)

// ErrLength is of a length that no file has, or one that was not the announced
// one.
var ErrLength = errors.New("the file's length is not the announced one")

// PieceSize is how many bytes each piece of a file of so many bytes has, but
// the last: the smallest power of two from MinPiece that makes at most 4096
// pieces, or MaxPiece.
func PieceSize(length int64) int {
	size := int64(MinPiece)
	for size < MaxPiece && length > size*manyPieces {
		size *= 2
	}
	return int(size)
}

// Shape says how a file is cut.
type Shape struct {
	length int64
	piece  int
}

// ShapeOf returns how a file of so many bytes is cut. The length may be a
// peer's; ErrLength if it is negative or above MaxLength.
func ShapeOf(length int64) (Shape, error) {
	if length < 0 || length > MaxLength {
		return Shape{}, fmt.Errorf("%w: it must be from 0 to 1 TiB", ErrLength)
	}
	return Shape{length: length, piece: PieceSize(length)}, nil
}

// Length is the file's length in bytes.
func (s Shape) Length() int64 { return s.length }

// PieceSize is the size in bytes of each piece but the last.
func (s Shape) PieceSize() int { return s.piece }

// Pieces is how many pieces there are, at least 1.
func (s Shape) Pieces() int {
	if s.length == 0 {
		return 1
	}
	return int((s.length-1)/int64(s.piece)) + 1
}

// Extent is where the count pieces from first on lie: their offset and their
// length in bytes. Both are 0 if there are no such pieces.
func (s Shape) Extent(first, count int) (offset, length int64) {
	if !s.has(first, count) {
		return 0, 0
	}
	offset = int64(first) * int64(s.piece)
	return offset, min(int64(count)*int64(s.piece), s.length-offset)
}

// has reports whether the file has these pieces, at least one.
func (s Shape) has(first, count int) bool {
	return first >= 0 && count > 0 && first < s.Pieces() && count <= s.Pieces()-first
}
