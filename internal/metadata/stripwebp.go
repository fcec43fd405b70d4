package metadata

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Flags of a VP8X chunk that announce what goes.
const (
	webpXMP  = 0x04
	webpEXIF = 0x08
	webpICC  = 0x20
)

// stripWebP keeps the chunks that show the picture, and of EXIF how it is turned.
// What follows the end goes.
func stripWebP(dst io.Writer, s *source) error {
	chunks, _, err := webpChunks(s)
	if err != nil {
		return err
	}
	turn, size := uint16(1), int64(4)
	var kept []riffChunk
	for _, c := range chunks {
		switch {
		case c.name == "EXIF":
			turn = orientation(exifOf(s.part(c.offset, c.size)))
		case webpShown[c.name]:
			if c.name == "ANMF" && !plainFrame(s, c) {
				return errDamaged
			}
			kept = append(kept, c)
			size += 8 + c.size + c.size%2
		}
	}
	var exif []byte
	if turn != 1 {
		exif = append(binary.LittleEndian.AppendUint32([]byte("EXIF"), uint32(len(turned(turn)))), turned(turn)...)
		size += int64(len(exif))
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(size))
	if _, err := dst.Write(append(head, "WEBP"...)); err != nil {
		return err
	}
	for _, c := range kept {
		if err := copyRIFF(dst, s, c, exif != nil); err != nil {
			return err
		}
	}
	_, err = dst.Write(exif)
	return err
}

// exifOf is a chunk's EXIF. Some programs write the name that JPEG has before it.
func exifOf(s *source) *source {
	var name [6]byte
	if n, _ := s.ReadAt(name[:], 0); n == len(name) && string(name[:]) == "Exif\x00\x00" {
		return s.part(int64(len(name)), s.size)
	}
	return s
}

// plainFrame reports whether a frame has nothing in it but its picture.
func plainFrame(s *source, c riffChunk) bool {
	if c.size < frameHead {
		return false
	}
	inner, err := riffChunks(s, c.offset+frameHead, c.offset+c.size)
	for _, in := range inner {
		if !webpShown[in.name] || in.name == "ANMF" {
			return false
		}
	}
	return err == nil
}

// copyRIFF copies a chunk, and takes back the announcement of what went.
func copyRIFF(dst io.Writer, s *source, c riffChunk, exif bool) error {
	head := binary.LittleEndian.AppendUint32([]byte(c.name), uint32(c.size))
	if _, err := dst.Write(head); err != nil {
		return err
	}
	var data io.Reader = s.part(c.offset, c.size).reader()
	if c.name == "VP8X" {
		b := make([]byte, 10)
		if _, err := io.ReadFull(data, b); err != nil || c.size != 10 {
			return short(err)
		}
		b[0] &^= webpXMP | webpEXIF | webpICC
		if exif {
			b[0] |= webpEXIF
		}
		data = bytes.NewReader(b)
	}
	if _, err := io.CopyN(dst, data, c.size); err != nil {
		return short(err)
	}
	_, err := dst.Write(make([]byte, c.size%2))
	return err
}
