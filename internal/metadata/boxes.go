package metadata

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Pictures of phones (HEIF, AVIF) and films (MP4, QuickTime) are made of boxes
// (ISO/IEC 14496-12), of too many kinds to know all. What is easily told from the
// bytes is looked for, and the file always called Incomplete.

const (
	// maxBoxes is how many boxes of a file are looked at.
	maxBoxes = 10_000
	// boxWindow is how many bytes are searched at once. EXIF or XMP that is longer
	// is cut off.
	boxWindow = 1 << 20
)

// boxWords are bytes that announce what they are followed by, in films.
var boxWords = []struct {
	word string
	kind Kind
}{
	{"\xa9xyz", Position},
	{"loci", Position},
	{"com.apple.quicktime.location", Position},
	{"\xa9mak", Device},
	{"\xa9mod", Device},
	{"com.apple.quicktime.make", Device},
	{"com.apple.quicktime.model", Device},
	{"\xa9swr", Software},
	{"\xa9too", Software},
	{"com.apple.quicktime.software", Software},
	{"\xa9day", Time},
	{"com.apple.quicktime.creationdate", Time},
	{"\xa9ART", Author},
	{"\xa9aut", Author},
	{"com.apple.quicktime.author", Author},
	{"\xa9nam", Description},
	{"\xa9cmt", Comment},
	{"com.android.version", Device},
	{"com.apple.quicktime.content.identifier", Identifier},
}

// boxFormat tells the format of a file of boxes by its first one.
func boxFormat(head []byte) Format {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return NoFormat
	}
	switch string(head[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis":
		return HEIF
	}
	return Film
}

// boxes looks through a file of boxes. A film's data is passed over.
func (l *look) boxes(s *source, format Format) error {
	l.report.missed(Foreign)
	for at, n := int64(0), 0; at < s.size; n++ {
		var head [16]byte
		if got, err := s.ReadAt(head[:], at); err != nil && got < 8 {
			return short(err)
		}
		size := int64(be32(head[:]))
		switch size {
		case 0: // up to the end
			size = s.size - at
		case 1: // a long one
			size = int64(binary.BigEndian.Uint64(head[8:]) & (1<<62 - 1))
		}
		if size < 8 || size > s.size-at {
			return errDamaged
		}
		if n == maxBoxes {
			l.report.missed(TooLarge)
			return nil
		}
		if kind := string(head[4:8]); format == HEIF || kind != "mdat" && kind != "free" {
			if err := l.box(s.part(at, size), format); err != nil {
				return err
			}
		}
		at += size
	}
	return nil
}

// box searches one box, in windows that overlap by half.
func (l *look) box(s *source, format Format) error {
	buf := make([]byte, min(boxWindow, s.size))
	for at := int64(0); at < s.size; at += boxWindow / 2 {
		if !l.spend(boxWindow / 2) {
			return nil
		}
		n, err := s.ReadAt(buf, at)
		if err != nil && err != io.EOF {
			return err
		}
		if err := l.window(buf[:n], format); err != nil {
			return err
		}
		if at+int64(n) == s.size {
			return nil
		}
	}
	return nil
}

// window searches for EXIF and XMP, and in films for words. The image data of a
// photo may have words in it by chance.
func (l *look) window(b []byte, format Format) error {
	for _, start := range []string{"Exif\x00\x00MM\x00*", "Exif\x00\x00II*\x00"} {
		if i := bytes.Index(b, []byte(start)); i >= 0 {
			if err := l.exif(memory(l.ctx, b[i+6:])); err != nil {
				return err
			}
		}
	}
	if i := bytes.Index(b, []byte("<x:xmpmeta")); i >= 0 {
		const end = "</x:xmpmeta>"
		if n := bytes.Index(b[i:], []byte(end)); n >= 0 {
			l.xmp(b[i : i+n+len(end)])
		}
	}
	if format != Film {
		return nil
	}
	for _, w := range boxWords {
		if bytes.Contains(b, []byte(w.word)) {
			l.found(w.kind, string(format), "")
		}
	}
	if i := bytes.Index(b, []byte("mvhd")); i >= 0 && len(b) >= i+12 && be32(b[i+8:]) != 0 {
		l.found(Time, string(format), "")
	}
	return nil
}
