package transfer

import "carom/internal/hashtree"

// Received is how many bytes of the files have come of an incoming transfer with files of
// size bytes and a List of listSize, when have pieces are there. It reads nothing.
func Received(size uint64, listSize, have int) uint64 {
	shape, err := hashtree.ShapeOf(int64(min(size, hashtree.MaxLength)) + int64(listSize))
	if err != nil {
		return 0 // too large to be received
	}
	_, came := shape.Extent(0, min(max(have, 0), shape.Pieces()))
	return uint64(max(0, came-int64(listSize)))
}
