package metadata

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The numbers of code pages are those of Windows (MS-UCODEREF 2.2.1).
const (
	pageUTF16 = 1200
	pageUTF8  = 65001
)

// foreignText stands for a text that cannot be read: letters that nobody wrote would be
// taken for a name.
const foreignText = "(text in an unknown code page)"

// codePage returns how a code page is read; nil for one that is not known.
func codePage(number uint16) encoding.Encoding {
	switch number {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 866:
		return charmap.CodePage866
	case 874:
		return charmap.Windows874
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 10000:
		return charmap.Macintosh
	case 10007:
		return charmap.MacintoshCyrillic
	case 20866:
		return charmap.KOI8R
	case 21866:
		return charmap.KOI8U
	case 28591:
		return charmap.ISO8859_1
	}
	windows := [...]encoding.Encoding{
		charmap.Windows1250, charmap.Windows1251, charmap.Windows1252, charmap.Windows1253, charmap.Windows1254,
		charmap.Windows1255, charmap.Windows1256, charmap.Windows1257, charmap.Windows1258,
	}
	if i := int(number) - 1250; i >= 0 && i < len(windows) {
		return windows[i]
	}
	return nil
}

// pageText decodes a text in a code page to its first zero. page is 0 where the file does
// not say which.
func pageText(b []byte, page uint16) string {
	if page == pageUTF16 || len(b) > 3 && b[1] == 0 && b[3] == 0 {
		return utf16le(b)
	}
	b, _, _ = bytes.Cut(b, []byte{0})
	known := codePage(page)
	if known == nil && utf8.Valid(b) { // ASCII too, which nearly all have
		return string(b)
	}
	if page == pageUTF8 {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	if known == nil {
		return foreignText
	}
	text, err := known.NewDecoder().Bytes(b)
	s := strings.TrimSuffix(string(text), "\uFFFD") // the half of a letter at the end of what is looked at
	if err != nil || strings.ContainsRune(s, utf8.RuneError) {
		return foreignText
	}
	return s
}
