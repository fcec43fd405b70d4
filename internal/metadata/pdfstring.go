package metadata

import (
	"encoding/binary"
	"strings"
)

// literal reads a string in parentheses (ISO 32000-2, 7.3.4.2).
func (p *pdfLexer) literal() (pdfValue, error) {
	var text []byte
	open := 1
	for range maxToken {
		b, err := p.read()
		if err != nil {
			return pdfValue{}, short(err)
		}
		switch b {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return pdfValue{kind: pdfString, text: string(text)}, nil
			}
		case '\\':
			var ok bool
			if b, ok, err = p.escape(); err != nil {
				return pdfValue{}, short(err)
			} else if !ok {
				continue
			}
		}
		if len(text) < maxString {
			text = append(text, b)
		}
	}
	return pdfValue{}, errDamaged
}

// escape reads what follows a backslash; false if that is nothing.
func (p *pdfLexer) escape() (byte, bool, error) {
	b, err := p.read()
	if err != nil {
		return 0, false, err
	}
	switch b {
	case 'n':
		return '\n', true, nil
	case 'r':
		return '\r', true, nil
	case 't':
		return '\t', true, nil
	case 'b', 'f':
		return ' ', true, nil
	case '\n', '\r': // a long line goes on
		if next, err := p.read(); err == nil && (b != '\r' || next != '\n') {
			p.unread()
		}
		return 0, false, nil
	}
	if b < '0' || b > '7' {
		return b, true, nil
	}
	code := b - '0'
	for range 2 {
		b, err := p.read()
		if err != nil {
			return 0, false, err
		}
		if b < '0' || b > '7' {
			p.unread()
			break
		}
		code = code<<3 + b - '0'
	}
	return code, true, nil
}

// hexadecimal reads a string of digits.
func (p *pdfLexer) hexadecimal() (pdfValue, error) {
	var text []byte
	digits := 0
	for range maxToken {
		b, err := p.read()
		if err != nil {
			return pdfValue{}, short(err)
		}
		if b == '>' {
			return pdfValue{kind: pdfString, text: string(text)}, nil
		}
		digit := strings.IndexByte("0123456789abcdef", b|0x20)
		if digit < 0 || len(text) == maxString && digits%2 == 0 {
			continue
		}
		if digits%2 == 0 {
			text = append(text, byte(digit)<<4)
		} else {
			text[len(text)-1] |= byte(digit)
		}
		digits++
	}
	return pdfValue{}, errDamaged
}

// pdfText is what a text string says (7.9.2.2). What is neither Unicode nor ASCII
// is taken for Latin 1, which PDF's own encoding is for all but a few signs.
func pdfText(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return utf16Text([]byte(s[2:]), binary.BigEndian)
	case strings.HasPrefix(s, "\xff\xfe"):
		return utf16Text([]byte(s[2:]), binary.LittleEndian)
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return s[3:]
	}
	runes := make([]rune, 0, len(s))
	for _, b := range []byte(s) {
		runes = append(runes, rune(b))
	}
	return strings.TrimSpace(string(runes))
}
