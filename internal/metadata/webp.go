package metadata

import (
	"encoding/binary"
	"io"
)

// riffChunk is one chunk of a RIFF file: where its data is.
type riffChunk struct {
	name         string
	offset, size int64
}

// maxChunks is how many chunks a WebP may have; an animation has one for each
// frame.
const maxChunks = 100_000

// riffChunks lists the chunks between two offsets. errDamaged if they do not fill
// that exactly.
func riffChunks(s *source, from, to int64) ([]riffChunk, error) {
	var all []riffChunk
	for from < to {
		var head [8]byte
		if _, err := s.ReadAt(head[:], from); err != nil {
			return nil, short(err)
		}
		c := riffChunk{name: string(head[:4]), offset: from + 8, size: int64(binary.LittleEndian.Uint32(head[4:]))}
		from = c.offset + c.size + c.size%2
		if c.offset+c.size > to || len(all) == maxChunks {
			return nil, errDamaged
		}
		all = append(all, c)
	}
	return all, nil
}

// webpChunks lists a WebP's chunks, and says where it ends.
func webpChunks(s *source) ([]riffChunk, int64, error) {
	var head [12]byte
	if _, err := s.ReadAt(head[:], 0); err != nil {
		return nil, 0, short(err)
	}
	end := 8 + int64(binary.LittleEndian.Uint32(head[4:]))
	if end > s.size || end < int64(len(head)) {
		return nil, 0, errDamaged
	}
	chunks, err := riffChunks(s, int64(len(head)), end)
	return chunks, min(end+end%2, s.size), err
}

// webpShown are the chunks that are needed to show a WebP, and those in a frame.
var webpShown = map[string]bool{"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true}

// frameHead is how many bytes of a frame are before its chunks.
const frameHead = 16

// webp looks through a WebP.
func (l *look) webp(s *source) error {
	chunks, end, err := webpChunks(s)
	if err != nil {
		return err
	}
	for _, c := range chunks {
		if err := l.webpChunk(s, c); err != nil {
			return err
		}
	}
	return l.after(io.NewSectionReader(s, end, s.size-end))
}

func (l *look) webpChunk(s *source, c riffChunk) error {
	data := s.part(c.offset, c.size)
	switch c.name {
	case "EXIF":
		return l.exif(exifOf(data))
	case "XMP ":
		b, err := l.unpacked(data.reader(), maxPart)
		if err == nil {
			l.xmp(b)
		}
		return err
	case "ICCP":
		l.found(Opaque, "colour profile", "")
	case "ANMF":
		inner, err := riffChunks(s, min(c.offset+frameHead, c.offset+c.size), c.offset+c.size)
		if err != nil {
			return err
		}
		for _, in := range inner {
			if !webpShown[in.name] {
				l.found(Opaque, "WebP", in.name)
			}
		}
	default:
		if !webpShown[c.name] {
			l.found(Opaque, "WebP", c.name)
		}
	}
	return nil
}
