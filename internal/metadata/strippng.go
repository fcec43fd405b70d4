package metadata

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// pngShown are the chunks that are needed to show a PNG: the picture, how its
// numbers are to be taken, its size in the world, and its frames.
var pngShown = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true,
	"tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "sBIT": true, "bKGD": true, "pHYs": true,
	"cICP": true, "mDCV": true, "cLLI": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

// stripPNG keeps the chunks that show the picture, and of EXIF how it is turned.
// What follows the end of the picture goes.
func stripPNG(dst io.Writer, s *source) error {
	turn := uint16(1)
	_, err := walkPNG(s, func(c pngChunk, data io.Reader) error {
		if c.name == "eXIf" && c.length <= maxPart {
			b := make([]byte, c.length)
			if _, err := io.ReadFull(data, b); err != nil {
				return short(err)
			}
			turn = orientation(memory(s.ctx, b))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := dst.Write(pngSignature); err != nil {
		return err
	}
	_, err = walkPNG(s, func(c pngChunk, data io.Reader) error {
		switch {
		case pngShown[c.name]:
		case c.name[0]&0x20 == 0: // it says that nothing can be shown without it
			return errDamaged
		default:
			return nil
		}
		if err := copyChunk(dst, c, data); err != nil || c.name != "IHDR" || turn == 1 {
			return err
		}
		return writeChunk(dst, "eXIf", turned(turn))
	})
	return err
}

// copyChunk copies a chunk whose checksum is right.
func copyChunk(dst io.Writer, c pngChunk, data io.Reader) error {
	head := binary.BigEndian.AppendUint32(nil, uint32(c.length))
	head = append(head, c.name...)
	if _, err := dst.Write(head); err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	sum.Write(head[4:])
	if _, err := io.CopyN(io.MultiWriter(dst, sum), data, c.length); err != nil {
		return short(err)
	}
	var want [4]byte
	if _, err := io.ReadFull(data, want[:]); err != nil || be32(want[:]) != sum.Sum32() {
		return short(err)
	}
	_, err := dst.Write(want[:])
	return err
}

func writeChunk(dst io.Writer, name string, data []byte) error {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
	_, err := dst.Write(b)
	return err
}
