package metadata

import (
	"bufio"
	"errors"
	"io"
	"strconv"
)

const (
	// maxString is how many bytes of a PDF's string are kept.
	maxString = 4 * maxValue
	// maxToken is how long a string or a word may be, in bytes. What is longer is
	// no PDF but the middle of something.
	maxToken = 16 << 20
	// maxNesting is how deep a PDF's values may be in each other.
	maxNesting = 64
	// maxItems is how many items of an array or a dictionary are kept.
	maxItems = 8192
)

// valueKind is what a value of a PDF is.
type valueKind int

const (
	pdfWord    valueKind = iota // obj, stream, true, …
	pdfName                     // without its slash
	pdfString                   // its bytes, as many as are kept
	pdfNumber                   // whole; others are words
	pdfPointer                  // to an object
	pdfArray
	pdfDict
	pdfClose // of an array or a dictionary
)

// pdfValue is one value of a PDF.
type pdfValue struct {
	kind   valueKind
	text   string
	number int64
	items  []pdfValue
	dict   map[string]pdfValue
}

// pdfLexer reads values.
type pdfLexer struct {
	r    *bufio.Reader
	pos  int64
	ends int // how many %%EOF were passed
	// overflow: a dictionary had more than maxItems
	overflow bool
	// dict gets each dictionary that is whole, also those in others
	dict func(d map[string]pdfValue)
}

func (p *pdfLexer) read() (byte, error) {
	b, err := p.r.ReadByte()
	if err == nil {
		p.pos++
	}
	return b, err
}

func (p *pdfLexer) unread() {
	if p.r.UnreadByte() == nil {
		p.pos--
	}
}

// isSpace and isDelimiter are ISO 32000-2, tables 1 and 2.
func isSpace(b byte) bool {
	return b == 0 || b == '\t' || b == '\n' || b == '\f' || b == '\r' || b == ' '
}

func isDelimiter(b byte) bool {
	switch b {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// value reads the next value; depth is how many are open around it. io.EOF at the
// end of the data.
func (p *pdfLexer) value(depth int) (pdfValue, error) {
	b, err := p.skipSpace()
	if err != nil {
		return pdfValue{}, err
	}
	switch b {
	case '/':
		return p.name()
	case '(':
		return p.literal()
	case '[':
		return p.collection(pdfArray, depth)
	case ']', '}', ')':
		return pdfValue{kind: pdfClose, text: string(b)}, nil
	case '{':
		return pdfValue{kind: pdfWord, text: "{"}, nil
	case '<':
		if next, err := p.read(); err == nil && next == '<' {
			return p.collection(pdfDict, depth)
		} else if err == nil {
			p.unread()
		}
		return p.hexadecimal()
	case '>':
		if next, err := p.read(); err == nil && next != '>' {
			p.unread()
		}
		return pdfValue{kind: pdfClose, text: ">>"}, nil
	}
	p.unread()
	return p.word()
}

// skipSpace passes white space and comments.
func (p *pdfLexer) skipSpace() (byte, error) {
	for {
		b, err := p.read()
		if err != nil {
			return 0, err
		}
		if b == '%' {
			var line []byte
			for err == nil && b != '\n' && b != '\r' {
				if len(line) < 8 {
					line = append(line, b)
				}
				b, err = p.read()
			}
			if len(line) >= 5 && string(line[:5]) == "%%EOF" {
				p.ends++
			}
			continue
		}
		if !isSpace(b) {
			return b, nil
		}
	}
}

// regular reads characters that are neither space nor delimiter.
func (p *pdfLexer) regular() (string, error) {
	var text []byte
	for n := 0; ; n++ {
		b, err := p.read()
		switch {
		case errors.Is(err, io.EOF):
			return string(text), nil
		case err != nil:
			return "", err
		case isSpace(b) || isDelimiter(b):
			p.unread()
			return string(text), nil
		case n == maxToken:
			return "", errDamaged
		}
		if len(text) < maxString {
			text = append(text, b)
		}
	}
}

func (p *pdfLexer) name() (pdfValue, error) {
	raw, err := p.regular()
	var name []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if code, err := strconv.ParseUint(raw[i+1:i+3], 16, 8); err == nil {
				name = append(name, byte(code))
				i += 2
				continue
			}
		}
		name = append(name, raw[i])
	}
	return pdfValue{kind: pdfName, text: string(name)}, err
}

func (p *pdfLexer) word() (pdfValue, error) {
	text, err := p.regular()
	if err != nil {
		return pdfValue{}, err
	}
	if number, err := strconv.ParseInt(text, 10, 64); err == nil {
		return pdfValue{kind: pdfNumber, number: number}, nil
	}
	return pdfValue{kind: pdfWord, text: text}, nil
}

// collection reads the values up to the end of an array or a dictionary. One that
// the data ends in is damaged.
func (p *pdfLexer) collection(kind valueKind, depth int) (pdfValue, error) {
	if depth == maxNesting {
		return pdfValue{}, errDamaged
	}
	var items []pdfValue
	for {
		v, err := p.value(depth + 1)
		if err != nil {
			return pdfValue{}, short(err)
		}
		if v.kind == pdfClose {
			break
		}
		if n := len(items); v.kind == pdfWord && v.text == "R" && n >= 2 && items[n-1].kind == pdfNumber && items[n-2].kind == pdfNumber {
			items = append(items[:n-2], pdfValue{kind: pdfPointer})
			continue
		}
		if v.kind == pdfWord && (v.text == "endobj" || v.text == "stream" || v.text == "obj") {
			return pdfValue{}, errDamaged
		}
		if len(items) < maxItems {
			items = append(items, v)
		} else if kind == pdfDict {
			p.overflow = true
		}
	}
	if kind == pdfArray {
		return pdfValue{kind: kind, items: items}, nil
	}
	dict := map[string]pdfValue{}
	for ; len(items) >= 2; items = items[2:] {
		if items[0].kind == pdfName {
			dict[items[0].text] = items[1]
		}
	}
	p.dict(dict)
	return pdfValue{kind: kind, dict: dict}, nil
}
