package metadata

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"io"
)

// pdf is one PDF that is looked through: from beginning to end, and not by its
// tables, so that what earlier versions left is found too.
type pdf struct {
	*look
	s         *source
	lexer     *pdfLexer
	encrypted bool
	linear    bool // it has a second end at the beginning
	objects   int
}

// pdf looks through a PDF.
func (l *look) pdf(s *source) error {
	before := len(l.report.Findings)
	p := &pdf{look: l, s: s}
	p.lexer = &pdfLexer{r: bufio.NewReaderSize(s.reader(), 64<<10), dict: p.dict}
	err := p.run()
	if p.encrypted {
		l.report.missed(Encrypted)
		for i := before; i < len(l.report.Findings); i++ {
			l.report.Findings[i].Value = "" // it would be noise
		}
	}
	if err != nil {
		return err
	}
	if p.lexer.overflow {
		l.report.missed(TooLarge)
	}
	if ends := p.lexer.ends; ends > 2 || ends == 2 && !p.linear {
		l.found(History, "PDF", "earlier versions")
	}
	if p.lexer.ends == 0 || p.objects == 0 {
		return errDamaged
	}
	return nil
}

func (p *pdf) run() error {
	var last pdfValue
	for {
		v, err := p.lexer.value(0)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errDamaged): // go on behind it
			p.report.missed(Damaged)
			continue
		case err != nil:
			return err
		case v.kind == pdfWord && v.text == "obj":
			p.objects++
		case v.kind == pdfWord && v.text == "stream" && last.kind == pdfDict:
			if err := p.stream(last.dict); err != nil {
				return err
			}
		}
		last = v
	}
}

// stream looks through a stream's data if it may tell something, and goes on
// behind it.
func (p *pdf) stream(dict map[string]pdfValue) error {
	if b, err := p.lexer.read(); err == nil && b == '\r' {
		if b, err = p.lexer.read(); err == nil && b != '\n' {
			p.lexer.unread()
		}
	} else if err == nil && b != '\n' {
		p.lexer.unread()
	}
	begin := p.lexer.pos
	length, err := p.length(dict, begin)
	if err != nil {
		return err
	}
	if err := p.data(dict, p.s.part(begin, length)); err != nil {
		return err
	}
	return p.jump(begin, length)
}

// jump goes on behind a stream: most are small, and read already.
func (p *pdf) jump(begin, length int64) error {
	p.lexer.pos = begin + length
	if length <= int64(p.lexer.r.Buffered()) {
		_, err := p.lexer.r.Discard(int(length))
		return err
	}
	p.lexer.r.Reset(io.NewSectionReader(p.s, p.lexer.pos, p.s.size-p.lexer.pos))
	return nil
}

var endstream = []byte("endstream")

// length is how long a stream is: as it says if its end is there, else up to
// the next end of one.
func (p *pdf) length(dict map[string]pdfValue, begin int64) (int64, error) {
	if n := dict["Length"]; n.kind == pdfNumber && n.number >= 0 && n.number <= p.s.size-begin {
		tail := make([]byte, 16)
		got, err := p.s.ReadAt(tail, begin+n.number)
		if err != nil && !ended(err) {
			return 0, err
		}
		if bytes.HasPrefix(bytes.TrimLeft(tail[:got], "\r\n \t"), endstream) {
			return n.number, nil
		}
	}
	buf := make([]byte, 64<<10)
	for at := begin; ; at += int64(len(buf) - len(endstream)) {
		n, err := p.s.ReadAt(buf, at)
		if err != nil && !ended(err) {
			return 0, err
		}
		if i := bytes.Index(buf[:n], endstream); i >= 0 {
			return at + int64(i) - begin, nil
		}
		if err != nil {
			return 0, errDamaged
		}
	}
}

// data looks through the data of a stream by its kind.
func (p *pdf) data(dict map[string]pdfValue, s *source) error {
	kind, subtype := dict["Type"].text, dict["Subtype"].text
	switch {
	case kind == "ObjStm":
		b, err := p.unfiltered(dict, s)
		if err == nil {
			err = p.packed(b)
		}
		return err
	case kind == "Metadata" || subtype == "XML":
		b, err := p.unfiltered(dict, s)
		if err == nil && b != nil {
			p.xmp(b)
		}
		return err
	case kind == "EmbeddedFile":
		p.found(Embedded, "PDF", "")
		p.report.missed(Foreign)
	case filter(dict) == "DCTDecode":
		return p.inner(s, "picture")
	case packedPicture(dict):
		p.report.missed(Foreign)
	}
	return nil
}

// packedPicture reports whether a stream is, or may be, a file of a picture that is
// packed once more, or of a kind that is not looked into. Others are bare pixels.
func packedPicture(dict map[string]pdfValue) bool {
	f := dict["Filter"]
	if f.kind == pdfArray && len(f.items) > 0 {
		f = f.items[len(f.items)-1]
	}
	return f.kind == pdfPointer || f.text == "DCTDecode" || f.text == "JPXDecode"
}

// filter is how a stream is packed: "" for not at all, and "?" for in several ways
// or in one with parameters.
func filter(dict map[string]pdfValue) string {
	f := dict["Filter"]
	if f.kind == pdfArray && len(f.items) == 1 {
		f = f.items[0]
	}
	_, parameters := dict["DecodeParms"]
	switch {
	case f.kind == pdfArray && len(f.items) == 0, f.kind == pdfWord:
		return ""
	case f.kind == pdfName && (!parameters || f.text != "FlateDecode"):
		return f.text
	}
	return "?"
}

// unfiltered unpacks a stream. What cannot be is a gap, and nothing.
func (p *pdf) unfiltered(dict map[string]pdfValue, s *source) ([]byte, error) {
	switch filter(dict) {
	case "":
		return p.unpacked(s.reader(), maxPart)
	case "FlateDecode":
	default:
		p.report.missed(Foreign)
		return nil, nil
	}
	z, err := zlib.NewReader(s.reader())
	if err != nil {
		return nil, p.gap(err)
	}
	defer z.Close()
	return p.unpacked(z, maxPart)
}

// packed looks through the objects in an object stream.
func (p *pdf) packed(b []byte) error {
	lexer := &pdfLexer{r: bufio.NewReader(bytes.NewReader(b)), dict: p.dict}
	for {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		_, err := lexer.value(0)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			p.report.missed(Damaged)
			return nil
		}
		p.objects++
	}
}
