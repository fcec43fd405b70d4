package metadata

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"strings"
)

var pngSignature = []byte("\x89PNG\r\n\x1a\n")

// pngChunk is one chunk, whose data has still to be read.
type pngChunk struct {
	name   string
	length int64
}

// walkPNG goes through a PNG up to its end, and returns the reader where that was.
// What chunk leaves of its data is skipped. errDamaged if it does not get there.
func walkPNG(s *source, chunk func(c pngChunk, data io.Reader) error) (*bufio.Reader, error) {
	r := bufio.NewReaderSize(s.reader(), 64<<10)
	head := make([]byte, len(pngSignature))
	if _, err := io.ReadFull(r, head); err != nil || !bytes.Equal(head, pngSignature) {
		return nil, short(err)
	}
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return nil, short(err)
		}
		c := pngChunk{name: string(head[4:8]), length: int64(be32(head))}
		if c.length > 1<<31-1 || !chunkName(c.name) {
			return nil, errDamaged
		}
		data := io.LimitReader(r, c.length+4) // with the checksum
		if err := chunk(c, data); err != nil {
			return nil, err
		}
		if _, err := io.Copy(io.Discard, data); err != nil {
			return nil, err
		}
		if data.(*io.LimitedReader).N > 0 {
			return nil, errDamaged
		}
		if c.name == "IEND" {
			return r, nil
		}
	}
}

func chunkName(s string) bool {
	for _, c := range []byte(s) {
		if (c|0x20) < 'a' || (c|0x20) > 'z' {
			return false
		}
	}
	return true
}

// pngText is what the keywords of PNG's texts tell (PNG, third edition, 11.3.3.1).
var pngText = map[string]Kind{
	"Title": Description, "Author": Author, "Description": Description, "Copyright": Author,
	"Creation Time": Time, "Software": Software, "Source": Device, "Comment": Comment,
}

// png looks through a PNG.
func (l *look) png(s *source) error {
	rest, err := walkPNG(s, func(c pngChunk, data io.Reader) error {
		switch {
		case pngShown[c.name]:
			return nil
		case c.name == "tIME":
			l.found(Time, "tIME", "")
			return nil
		case c.name != "tEXt" && c.name != "zTXt" && c.name != "iTXt" && c.name != "eXIf":
			l.found(Opaque, c.name, "")
			return nil
		}
		b, err := l.unpacked(io.LimitReader(data, c.length), maxPart)
		if err != nil {
			return err
		}
		if c.name == "eXIf" {
			return l.exif(memory(l.ctx, b))
		}
		return l.textChunk(c.name, b)
	})
	if err != nil {
		return err
	}
	return l.after(rest)
}

// textChunk looks through one of the three kinds of text.
func (l *look) textChunk(name string, b []byte) error {
	keyword, text, ok := bytes.Cut(b, []byte{0})
	if ok && name == "iTXt" {
		text, ok = l.international(text)
	} else if ok && name == "zTXt" {
		if ok = len(text) > 0; ok {
			text = l.inflated(text[1:])
		}
	}
	if !ok {
		l.report.missed(Damaged)
		return nil
	}
	if l.ctx.Err() != nil {
		return l.ctx.Err()
	}
	key := string(keyword)
	if profile, ok := strings.CutPrefix(key, "Raw profile type "); ok {
		return l.rawProfile(profile, text)
	}
	if key == "XML:com.adobe.xmp" {
		l.xmp(text)
		return nil
	}
	kind, known := pngText[key]
	value := string(text[:min(len(text), 4*maxValue)])
	if !known {
		kind, value = Comment, key[:min(len(key), maxValue)]+": "+value
	}
	l.found(kind, name, value)
	return nil
}

// international is the text of an iTXt chunk after its keyword: a flag, a method, a
// language and a translated keyword before it.
func (l *look) international(b []byte) ([]byte, bool) {
	if len(b) < 2 {
		return nil, false
	}
	packed := b[0] == 1
	_, b, ok := bytes.Cut(b[2:], []byte{0})
	if !ok {
		return nil, false
	}
	if _, b, ok = bytes.Cut(b, []byte{0}); ok && packed {
		b = l.inflated(b)
	}
	return b, ok
}

// inflated unpacks zlib. Damage is a gap.
func (l *look) inflated(b []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		l.report.missed(Damaged)
		return nil
	}
	defer z.Close()
	text, err := l.unpacked(z, maxPart)
	if err != nil {
		l.report.missed(Damaged)
	}
	return text
}

// rawProfile looks through what ImageMagick keeps as a text: a line with the name,
// one with the length, and lines of hexadecimal digits.
func (l *look) rawProfile(name string, text []byte) error {
	lines := strings.SplitN(strings.TrimLeft(string(text), "\n"), "\n", 3)
	if len(lines) < 3 {
		l.report.missed(Damaged)
		return nil
	}
	data, err := hex.DecodeString(strings.Join(strings.Fields(lines[2]), ""))
	if err != nil {
		l.report.missed(Damaged)
		return nil
	}
	switch name = strings.TrimSpace(name); name {
	case "exif", "app1", "APP1":
		if rest, ok := bytes.CutPrefix(data, appXMP); ok {
			l.xmp(rest)
			return nil
		}
		data, _ := bytes.CutPrefix(data, []byte("Exif\x00\x00"))
		return l.exif(memory(l.ctx, data))
	case "xmp":
		l.xmp(data)
	case "iptc", "8bim":
		if bytes.HasPrefix(data, []byte{0x1c}) {
			l.iptc(data, "IPTC")
			return nil
		}
		return l.photoshop(data)
	default:
		l.found(Opaque, "profile", name)
	}
	return nil
}
