// Package qr makes QR codes of addresses, to be painted or saved as a picture,
// and finds them in picture files.
//
// A picture is hostile: how large it is gets checked before it is decoded, and
// a fault in a decoder is an error, not a crash. Nothing here opens a file or
// starts a goroutine.
package qr

import (
	"errors"
	"image"
	"image/color"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// QuietZone is how many modules wide the white margin around a code has to be
// (ISO/IEC 18004, section 9.1).
const QuietZone = 4

// MaxText is how many bytes of text Encode takes: ten times an address.
const MaxText = 650

// ErrTooLong: the text does not fit, or is empty.
var ErrTooLong = errors.New("qr: no text, or too long a text, for a QR code")

// Matrix is a QR code without its margin. The zero value is empty.
type Matrix struct {
	size int
	dark []bool
}

// Encode makes the code of a text at error correction level M, of which 15 %
// may be lost.
func Encode(text string) (m Matrix, err error) {
	if text == "" || len(text) > MaxText {
		return Matrix{}, ErrTooLong
	}
	defer func() {
		if recover() != nil {
			m, err = Matrix{}, ErrTooLong
		}
	}()
	code, werr := encoder.Encoder_encodeWithoutHint(text, decoder.ErrorCorrectionLevel_M)
	if werr != nil {
		return Matrix{}, ErrTooLong
	}
	bits := code.GetMatrix()
	m = Matrix{size: bits.GetWidth(), dark: make([]bool, bits.GetWidth()*bits.GetHeight())}
	for i := range m.dark {
		m.dark[i] = bits.Get(i%m.size, i/m.size) == 1
	}
	return m, nil
}

// Size is how many modules there are on each side.
func (m Matrix) Size() int { return m.size }

// Dark reports whether the module in column x and row y is dark; those outside
// are not.
func (m Matrix) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < m.size && y < m.size && m.dark[y*m.size+x]
}

// Image returns the code with its margin as a picture, scale pixels for each
// module, dark on white: codes on dark ground are not read by every program.
func (m Matrix) Image(scale int) image.Image {
	scale = max(scale, 1)
	side := (m.size + 2*QuietZone) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for i := range img.Pix {
		if m.Dark(i%side/scale-QuietZone, i/side/scale-QuietZone) {
			img.Pix[i] = 1
		}
	}
	return img
}
