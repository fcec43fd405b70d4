package metadata

import (
	"bufio"
	"bytes"
	"io"
)

// Blocks of GIF89a.
const (
	gifImage     = 0x2c
	gifExtension = 0x21
	gifTrailer   = 0x3b

	gifPlainText   = 0x01
	gifControl     = 0xf9
	gifComment     = 0xfe
	gifApplication = 0xff
)

// gifBlock is one block: its head, with what is before the sub-blocks, and those,
// with their lengths and the zero at the end.
type gifBlock struct {
	kind, label byte
	head        []byte
	data        []byte
}

// application is the name of an application's block, which is its first sub-block.
func (b gifBlock) application() string {
	if len(b.data) > 11 && b.data[0] == 11 {
		return string(b.data[1:12])
	}
	return ""
}

// text is what the sub-blocks hold, together.
func (b gifBlock) text() []byte {
	var text []byte
	for data := b.data; len(data) > 0 && int(data[0]) < len(data); data = data[1+int(data[0]):] {
		text = append(text, data[1:1+int(data[0])]...)
	}
	return text
}

// walkGIF goes through a GIF up to its end, and returns the reader where that was.
// errDamaged if it does not get there, also for a block above maxGIFBlock.
func walkGIF(s *source, header func(b []byte) error, block func(b gifBlock) error) (*bufio.Reader, error) {
	r := bufio.NewReaderSize(s.reader(), 64<<10)
	head := make([]byte, 13)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, short(err)
	}
	head, err := withTable(r, head, head[10])
	if err != nil {
		return nil, short(err)
	}
	if err := header(head); err != nil {
		return nil, err
	}
	for {
		if err := s.ctx.Err(); err != nil {
			return nil, err
		}
		kind, err := r.ReadByte()
		switch {
		case err != nil:
			return nil, short(err)
		case kind == gifTrailer:
			return r, nil
		}
		b, err := readBlock(r, kind)
		if err != nil {
			return nil, short(err)
		}
		if err := block(b); err != nil {
			return nil, err
		}
	}
}

// withTable adds the colour table that the flags announce.
func withTable(r *bufio.Reader, head []byte, flags byte) ([]byte, error) {
	if flags&0x80 == 0 {
		return head, nil
	}
	table := make([]byte, 3<<(flags&7+1))
	_, err := io.ReadFull(r, table)
	return append(head, table...), err
}

func readBlock(r *bufio.Reader, kind byte) (gifBlock, error) {
	b := gifBlock{kind: kind}
	var err error
	switch kind {
	case gifExtension:
		b.label, err = r.ReadByte()
		b.head = []byte{kind, b.label}
	case gifImage:
		b.head = append(make([]byte, 0, 11), kind)
		b.head = b.head[:10]
		if _, err = io.ReadFull(r, b.head[1:]); err == nil {
			b.head, err = withTable(r, b.head, b.head[9])
		}
		if err == nil {
			var minimum byte // code size
			minimum, err = r.ReadByte()
			b.head = append(b.head, minimum)
		}
	default:
		err = errDamaged
	}
	if err != nil {
		return b, err
	}
	b.data, err = subBlocks(r)
	return b, err
}

// maxGIFBlock is how large one picture or extension of a GIF may be, in bytes.
const maxGIFBlock = 64 << 20

func subBlocks(r *bufio.Reader) ([]byte, error) {
	var data []byte
	for {
		n, err := r.ReadByte()
		if err != nil {
			return nil, err
		}
		data = append(data, n)
		if n == 0 {
			return data, nil
		}
		if len(data) > maxGIFBlock {
			return nil, errDamaged
		}
		at := len(data)
		data = append(data, make([]byte, n)...)
		if _, err := io.ReadFull(r, data[at:]); err != nil {
			return nil, err
		}
	}
}

// gifShown reports whether a block is needed to show the picture, and has no more in it
// than that: how a frame is shown has four bytes, how often all are shown three.
func gifShown(b gifBlock) bool {
	switch {
	case b.kind == gifImage:
		return true
	case b.label == gifControl:
		return len(b.data) == 6 && b.data[0] == 4
	case b.label != gifApplication || len(b.data) != 17:
		return false
	}
	name := b.application()
	return (name == "NETSCAPE2.0" || name == "ANIMEXTS1.0") && b.data[12] == 3 && b.data[13] == 1
}

// gif looks through a GIF.
func (l *look) gif(s *source) error {
	rest, err := walkGIF(s, func([]byte) error { return nil }, func(b gifBlock) error {
		switch {
		case gifShown(b):
		case b.label == gifComment, b.label == gifPlainText:
			l.found(Comment, "GIF", string(b.text()))
		case b.label == gifApplication && b.application() == "XMP DataXMP":
			// XMP is not in sub-blocks: its bytes are taken for their lengths, and
			// what follows it brings whoever does that to the end.
			packet, _, _ := bytes.Cut(b.data[12:], []byte{0x01, 0xff, 0xfe})
			l.xmp(packet)
		default:
			l.found(Opaque, "GIF", b.application())
		}
		return nil
	})
	if err != nil {
		return err
	}
	return l.after(rest)
}
