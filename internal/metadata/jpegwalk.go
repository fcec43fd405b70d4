package metadata

import (
	"bufio"
	"context"
	"errors"
	"io"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markerTEM  = 0x01
	markerSOF0 = 0xc0
	markerDHT  = 0xc4
	markerJPG  = 0xc8
	markerDAC  = 0xcc
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerDQT  = 0xdb
	markerDNL  = 0xdc
	markerDRI  = 0xdd
	markerAPP0 = 0xe0
	markerAPPF = 0xef
	markerCOM  = 0xfe
)

// jpegParts is what a JPEG is made of, in order.
type jpegParts struct {
	// segment gets a marker and what follows it, without the length.
	segment func(marker byte, data []byte) error
	// coded gets the coded data between, with its restart markers.
	coded func(data []byte) error
}

// walkJPEG goes through a JPEG up to its end, and returns the reader where that
// was. errDamaged if it does not get there.
func walkJPEG(ctx context.Context, s *source, parts jpegParts) (*bufio.Reader, error) {
	r := bufio.NewReaderSize(s.reader(), 64<<10)
	var soi [2]byte
	if _, err := io.ReadFull(r, soi[:]); err != nil || soi != [2]byte{0xff, markerSOI} {
		return nil, short(err)
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		marker, err := nextMarker(r)
		if err != nil {
			return nil, short(err)
		}
		if marker == markerEOI {
			return r, nil
		}
		data, err := segmentData(r)
		if err != nil {
			return nil, short(err)
		}
		if err := parts.segment(marker, data); err != nil {
			return nil, err
		}
		if marker == markerSOS {
			if err := walkCoded(r, parts.coded); err != nil {
				return nil, short(err)
			}
		}
	}
}

// short tells reading that failed from a file that ends too early or is wrong.
func short(err error) error {
	if err == nil || ended(err) {
		return errDamaged
	}
	return err
}

// nextMarker reads a marker and the fill bytes before it. Those without a segment
// have no place here, but the end.
func nextMarker(r *bufio.Reader) (byte, error) {
	b, err := r.ReadByte()
	if err != nil || b != 0xff {
		return 0, short(err)
	}
	for b == 0xff {
		if b, err = r.ReadByte(); err != nil {
			return 0, err
		}
	}
	if b <= markerTEM || b >= markerRST0 && b <= markerSOI {
		return 0, errDamaged
	}
	return b, nil
}

func segmentData(r *bufio.Reader) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := int(length[0])<<8 | int(length[1])
	if n < 2 {
		return nil, errDamaged
	}
	data := make([]byte, n-2)
	_, err := io.ReadFull(r, data)
	return data, err
}

// walkCoded reads coded data up to the next marker that is no restart.
func walkCoded(r *bufio.Reader, coded func(data []byte) error) error {
	for {
		chunk, err := r.Peek(r.Size())
		if len(chunk) < 2 {
			return short(err)
		}
		n, found := codedEnd(chunk)
		if err := coded(chunk[:n]); err != nil {
			return err
		}
		if _, err := r.Discard(n); err != nil {
			return err
		}
		if found {
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
}

// codedEnd is how much of a chunk is coded data for sure, and whether a marker
// follows it. A last 0xff is left for the next chunk.
func codedEnd(chunk []byte) (int, bool) {
	for i := 0; i+1 < len(chunk); i++ {
		if chunk[i] != 0xff {
			continue
		}
		next := chunk[i+1]
		if next == 0 || next >= markerRST0 && next <= markerRST7 {
			i++
			continue
		}
		return i, true // a marker, or fill bytes before one
	}
	if chunk[len(chunk)-1] == 0xff {
		return len(chunk) - 1, false
	}
	return len(chunk), false
}
