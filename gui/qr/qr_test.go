package qr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"carom/contacts"
)

const address = "ricochet:ylhbpwsce56lfqrszxc3nam34htfyiuwlv6xeeiresbnyzfeq77kuxid"

func code(t testing.TB, text string) Matrix {
	t.Helper()
	m, err := Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEncode(t *testing.T) {
	m := code(t, address)
	if m.Size() != 37 { // version 5: 84 bytes at level M
		t.Errorf("%d modules wide", m.Size())
	}
	for _, corner := range [][2]int{{0, 0}, {36, 0}, {0, 36}} {
		if !m.Dark(corner[0], corner[1]) {
			t.Errorf("no finder pattern at %v", corner)
		}
	}
	if m.Dark(-1, 0) || m.Dark(0, 37) || (Matrix{}).Dark(0, 0) {
		t.Error("dark modules outside of the code")
	}
	for _, text := range []string{"", strings.Repeat("a", MaxText+1)} {
		if _, err := Encode(text); !errors.Is(err, ErrTooLong) {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
	code(t, strings.Repeat("ü", MaxText/2))
}

// pictures are of the same code as people send it.
func pictures(t testing.TB) map[string][]byte {
	plain := code(t, address).Image(4)
	var asJPEG, asGIF bytes.Buffer
	if err := jpeg.Encode(&asJPEG, plain, &jpeg.Options{Quality: 40}); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&asGIF, plain, nil); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"PNG": asPNG(t, plain), "JPEG": asJPEG.Bytes(), "GIF": asGIF.Bytes(),
		"one pixel a module": asPNG(t, code(t, address).Image(1)),
		"upside down":        asPNG(t, redraw(plain, func(x, y, side int) (int, int) { return side - 1 - x, side - 1 - y })),
		"on its side":        asPNG(t, redraw(plain, func(x, y, side int) (int, int) { return y, side - 1 - x })),
		"light on dark":      asPNG(t, recolour(plain, color.White, color.Black)),
		"on transparent":     asPNG(t, recolour(plain, color.Black, color.Transparent)),
	}
}

func redraw(img image.Image, from func(x, y, side int) (int, int)) image.Image {
	side := img.Bounds().Dx()
	out := image.NewGray(img.Bounds())
	for y := range side {
		for x := range side {
			fx, fy := from(x, y, side)
			out.Set(x, y, img.At(fx, fy))
		}
	}
	return out
}

func recolour(img image.Image, dark, light color.Color) image.Image {
	out := image.NewNRGBA(img.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			c := light
			if r, _, _, _ := img.At(x, y).RGBA(); r == 0 {
				c = dark
			}
			out.Set(x, y, c)
		}
	}
	return out
}

// photo is a large picture with the code in it, darker to one side, with noise.
func photo(img image.Image) image.Image {
	out := image.NewGray(image.Rect(0, 0, 2000, 1500))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	draw.Draw(out, img.Bounds().Add(image.Pt(600, 350)), img, image.Point{}, draw.Src)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range out.Pix {
		v := int(out.Pix[i])*(2000-i%2000/2)/2000 + random.IntN(40)
		out.Pix[i] = uint8(min(v, 255))
	}
	return out
}

func TestDecode(t *testing.T) {
	for name, data := range pictures(t) {
		id, err := DecodeAddress(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if id.Address() != address {
			t.Errorf("%s: another address was read", name)
		}
	}
}

func TestPhoto(t *testing.T) {
	var data bytes.Buffer
	if err := jpeg.Encode(&data, photo(code(t, address).Image(15)), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := DecodeAddress(&data); err != nil {
		t.Error(err)
	}
}

func TestTextsSurvive(t *testing.T) {
	for _, text := range []string{"a", "12345", "HELLO WORLD", "https://example.org/?a=b&c", "Grüße an München", "привет", strings.Repeat("x", MaxText)} {
		got, err := DecodeImage(bytes.NewReader(asPNG(t, code(t, text).Image(3))))
		if err != nil || got != text {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestRefused(t *testing.T) {
	other := asPNG(t, code(t, "https://example.org").Image(4))
	whole := asPNG(t, code(t, address).Image(4))
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":                 {nil, ErrNotPicture},
		"text":                  {[]byte("GIF8"), ErrNotPicture},
		"cut off":               {whole[:len(whole)/2], ErrNotPicture},
		"something else":        {other, ErrNotAddress},
		"no code":               {asPNG(t, image.NewGray(image.Rect(0, 0, 300, 300))), ErrNoCode},
		"one pixel":             {asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1))), ErrNoCode},
		"a thread":              {asPNG(t, image.NewGray(image.Rect(0, 0, 100_000, 1))), ErrNoCode},
		"a header of 16 Gpixel": {hugePNG(1<<17, 1<<17), ErrTooBig},
		"the largest header":    {hugePNG(1<<31-1, 1<<31-1), ErrNotPicture},
		"a GIF of 4 Gpixel":     {[]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00"), ErrTooBig},
	} {
		if _, err := DecodeAddress(bytes.NewReader(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := DecodeImage(io.MultiReader(bytes.NewReader(whole), zeros{})); !errors.Is(err, ErrTooBig) {
		t.Errorf("a file without end: %v", err)
	}
	if _, err := DecodeImage(broken{}); !errors.Is(err, ErrNotPicture) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

// hugePNG is a PNG that promises so many pixels and has none.
func hugePNG(width, height uint32) []byte {
	header := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(header[4:], width)
	binary.BigEndian.PutUint32(header[8:], height)
	header[12], header[13] = 8, 6
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(header))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk says no") }

// A code of which a sixth is gone is read; the words of an address are checked
// by its checksum whatever a decoder makes of the rest.
func TestDamaged(t *testing.T) {
	m := code(t, address)
	for y := 16; y < 24; y++ {
		for x := 16; x < 24; x++ {
			m.dark[y*m.size+x] = false
		}
	}
	if id, err := DecodeAddress(bytes.NewReader(asPNG(t, m.Image(4)))); err != nil || id.Address() != address {
		t.Errorf("with a hole: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, data := range pictures(f) {
		f.Add(data)
	}
	f.Add(hugePNG(4000, 4000))
	f.Fuzz(func(t *testing.T, data []byte) {
		// A picture that takes long is as good as one that takes short.
		if cfg, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && cfg.Width*cfg.Height > 100_000 {
			return
		}
		id, err := DecodeAddress(bytes.NewReader(data))
		if (err == nil) == id.IsZero() {
			t.Errorf("%v and an address: %v", err, !id.IsZero())
		}
		if err == nil {
			if _, err := contacts.ParseAddress(id.Address()); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add(address)
	f.Add("\xff\xfe")
	f.Add("日本")
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := Encode(text); (err == nil) != (m.Size() > 0) {
			t.Errorf("%d modules, and %v", m.Size(), err)
		}
	})
}
