package qr

import (
	"bytes"
	"errors"
	"image"
	_ "image/gif"  // the formats that
	_ "image/jpeg" // DecodeImage
	_ "image/png"  // reads
	"io"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"carom/contacts"
)

const (
	// MaxFile is how large a picture file may be, in bytes.
	MaxFile = 32 << 20
	// MaxPixels is how many pixels a picture may have: those of a telephone's
	// camera. A progressive JPEG of four components takes 20 bytes for each
	// while it is decoded, 320 MB; any other picture 8 at most.
	MaxPixels = 16_000_000
)

// sides are the lengths in pixels to which the longer side of a picture is
// brought, one after the other. A code fills a good part of a picture that is
// meant to show it, so that its modules stay several pixels wide; what is
// blurred is often found in the smaller one.
var sides = [...]int{1600, 800}

// Reasons for which there is no text, for errors.Is.
var (
	// ErrNotPicture: not a PNG, JPEG or GIF, or a broken one.
	ErrNotPicture = errors.New("qr: not a picture that can be read")
	// ErrTooBig: more than MaxFile bytes or MaxPixels pixels.
	ErrTooBig = errors.New("qr: the picture is too big")
	// ErrNoCode: no QR code was found, or one that is damaged.
	ErrNoCode = errors.New("qr: no readable QR code in the picture")
	// ErrNotAddress: there is a QR code, of something else.
	ErrNotAddress = errors.New("qr: the QR code is not an address")
)

// DecodeAddress returns the address in a picture's QR code.
func DecodeAddress(r io.Reader) (contacts.ServiceID, error) {
	text, err := DecodeImage(r)
	if err != nil {
		return contacts.ServiceID{}, err
	}
	id, err := contacts.ParseAddress(text)
	if err != nil {
		return contacts.ServiceID{}, ErrNotAddress
	}
	return id, nil
}

// DecodeImage returns the text of the QR code in a PNG, JPEG or GIF, whose
// first image counts. It takes up to a few seconds: not for the goroutine of a
// user interface. The text is whatever somebody put there, up to 7 kB.
func DecodeImage(r io.Reader) (text string, err error) {
	defer func() {
		if recover() != nil { // the decoders' slices and a picture that was made for them
			text, err = "", ErrNoCode
		}
	}()
	img, err := readImage(r)
	if err != nil {
		return "", err
	}
	for _, side := range sides {
		grey := shrink(img, side)
		for _, invert := range []bool{false, true} {
			if text, ok := find(grey, invert); ok {
				return text, nil
			}
		}
	}
	return "", ErrNoCode
}

// readImage decodes a picture that is not too big.
func readImage(r io.Reader) (image.Image, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, ErrNotPicture
	}
	if len(data) > MaxFile {
		return nil, ErrTooBig
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width <= 0 || cfg.Height <= 0 {
		return nil, ErrNotPicture
	}
	if cfg.Width > MaxPixels/cfg.Height {
		return nil, ErrTooBig
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, ErrNotPicture
	}
	return img, nil
}

// shrink returns a picture in grey with sides of at most side pixels, each the
// mean of a square of the original's. What is transparent is white.
func shrink(img image.Image, side int) *image.Gray {
	b := img.Bounds()
	square := (max(b.Dx(), b.Dy()) + side - 1) / side
	grey := image.NewGray(image.Rect(0, 0, b.Dx()/square, b.Dy()/square))
	for i := range grey.Pix {
		x, y := i%grey.Stride, i/grey.Stride
		grey.Pix[i] = mean(img, b.Min.X+x*square, b.Min.Y+y*square, square)
	}
	return grey
}

// mean returns how light a square of a picture is on white ground, 0 to 255.
func mean(img image.Image, left, top, square int) uint8 {
	var sum uint64
	for y := top; y < top+square; y++ {
		for x := left; x < left+square; x++ {
			r, g, b, a := img.At(x, y).RGBA()
			sum += uint64(r+2*g+b)/4 + uint64(0xFFFF-a)
		}
	}
	return uint8(sum / uint64(square*square) >> 8)
}

// find looks for a code, dark on light, or light on dark when invert is set.
func find(grey *image.Gray, invert bool) (string, bool) {
	if grey.Rect.Empty() {
		return "", false
	}
	source := gozxing.NewLuminanceSourceFromImage(grey)
	if invert {
		source = source.Invert()
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
	if err != nil {
		return "", false
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_TRY_HARDER: true,
	})
	if err != nil {
		return "", false
	}
	return result.GetText(), true
}
