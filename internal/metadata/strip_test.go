package metadata

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"slices"
	"testing"
)

func strip(t testing.TB, b []byte) ([]byte, error) {
	t.Helper()
	var out bytes.Buffer
	err := Strip(t.Context(), &out, bytes.NewReader(b), int64(len(b)), "")
	return out.Bytes(), err
}

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// same reports whether two pictures have the same pixels.
func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// turnOf is how a JPEG's, PNG's or WebP's EXIF says it is turned.
func turnOf(b []byte) uint16 {
	at := bytes.Index(b, []byte("MM\x00*"))
	if at < 0 {
		return 1
	}
	return orientation(memory(context.Background(), b[at:]))
}

func TestStrip(t *testing.T) {
	for _, test := range []struct {
		name string
		file []byte
		turn uint16
	}{
		{"plain JPEG", plainJPEG(t), 1},
		{"JPEG", fullJPEG(t, binary.BigEndian, 1), 1},
		{"turned JPEG", fullJPEG(t, binary.LittleEndian, 6), 6},
		{"JPEG turned in no way", fullJPEG(t, binary.LittleEndian, 99), 1},
		{"plain PNG", plainPNG(t), 1},
		{"PNG", fullPNG(t, 1), 1},
		{"turned PNG", fullPNG(t, 8), 8},
		{"GIF", fullGIF(t), 1},
		{"WebP", fullWebP(t, 1), 1},
		{"turned WebP", fullWebP(t, 3), 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := strip(t, test.file)
			if err != nil {
				t.Fatal(err)
			}
			if r := inspect(t, got); r.State != Searched || len(r.Findings) > 0 {
				t.Errorf("the copy is %v, %v and tells %v", r.State, r.Gaps, r.Findings)
			}
			if turn := turnOf(got); turn != test.turn {
				t.Errorf("it is turned %d, want %d", turn, test.turn)
			}
			for _, word := range []string{"Anna", "Telefonwerk", "Berlin", "Xenia", "2024", "made by", "remark", "hello", "rest", "film"} {
				if bytes.Contains(got, []byte(word)) {
					t.Errorf("the copy has %q in it", word)
				}
			}
			if again, err := strip(t, got); err != nil || !bytes.Equal(again, got) {
				t.Errorf("a copy of the copy is another: %v", err)
			}
			if inspect(t, got).Format != WebP && !same(decode(t, got), decode(t, test.file)) {
				t.Error("the copy shows another picture")
			}
		})
	}
}

// What codes a WebP's picture is the same in the copy, and the head announces
// nothing that went.
func TestStripWebP(t *testing.T) {
	for _, turn := range []uint16{1, 3} {
		file := fullWebP(t, turn)
		got, err := strip(t, file)
		if err != nil {
			t.Fatal(err)
		}
		s := memory(t.Context(), got)
		chunks, end, err := webpChunks(s)
		if err != nil || end != int64(len(got)) {
			t.Fatalf("it ends at %d of %d: %v", end, len(got), err)
		}
		var names []string
		for _, c := range chunks {
			names = append(names, c.name)
		}
		want, flags := []string{"VP8X", "VP8 "}, byte(0)
		if turn != 1 {
			want, flags = append(want, "EXIF"), webpEXIF
		}
		if !slices.Equal(names, want) || got[20] != flags {
			t.Errorf("it has %q, flags %x", names, got[20])
		}
		if coded := file[bytes.Index(file, []byte("VP8 ")):]; !bytes.Contains(got, coded[:8+0x18]) {
			t.Error("the picture is another")
		}
	}
}

func TestCannotStrip(t *testing.T) {
	jpeg, png := plainJPEG(t), plainPNG(t)
	badSum := bytes.Clone(png)
	badSum[len(badSum)-20] ^= 1
	for name, file := range map[string][]byte{
		"nothing":            nil,
		"text":               []byte("hello"),
		"PDF":                fullPDF(t),
		"DOCX":               fullDOCX(t),
		"TIFF":               samples(t)["a.tif"],
		"cut JPEG":           jpeg[:len(jpeg)-2],
		"JPEG in two":        jpegWith(t, app(0xde, "\x00\x00")), // hierarchical
		"JPEG of later":      jpegWith(t, app(markerJPG, "x")),
		"cut PNG":            png[:len(png)-12],
		"PNG with a bad sum": badSum,
		"Apple's PNG":        pngWith(t, chunk("CgBI", "\x50\x00\x20\x02")),
		"cut GIF":            fullGIF(t)[:300],
		"cut WebP":           fullWebP(t, 1)[:60],
	} {
		if _, err := strip(t, file); !errors.Is(err, ErrCannotStrip) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStripFails(t *testing.T) {
	broken := errors.New("broken disk")
	for name, file := range samples(t) {
		if _, err := strip(t, file); err != nil {
			continue
		}
		size := int64(len(file))
		for _, good := range []int64{0, size / 2} {
			if err := Strip(t.Context(), io.Discard, &failAt{bytes.NewReader(file), good, broken}, size, name); !errors.Is(err, broken) || errors.Is(err, ErrCannotStrip) {
				t.Errorf("%s: reading fails at %d: %v", name, good, err)
			}
		}
		whole, _ := strip(t, file)
		for n := 0; n < len(whole); n += 11 {
			if err := Strip(t.Context(), &fullDisk{n, broken}, bytes.NewReader(file), size, name); !errors.Is(err, broken) {
				t.Errorf("%s: writing fails at %d: %v", name, n, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := Strip(ctx, io.Discard, bytes.NewReader(file), size, name); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: cancelled: %v", name, err)
		}
	}
}

// fullDisk takes so many bytes.
type fullDisk struct {
	room int
	err  error
}

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.room {
		return 0, d.err
	}
	d.room -= len(p)
	return len(p), nil
}

// What is not needed to show a GIF is not in the copy, whatever block it hides in.
func TestStripGIFBlocks(t *testing.T) {
	full := fullGIF(t)
	at := bytes.Index(full, []byte("\x21\xfe\x05hello"))
	for name, block := range map[string]string{
		"a long control":           "\x21\xf9\x04\x00\x00\x00\x00\x05Xenia\x00",
		"a wide control":           "\x21\xf9\x09\x00\x00\x00\x00Xenia\x00",
		"a loop and more":          "\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x05Xenia\x00",
		"no loop":                  "\x21\xff\x0bNETSCAPE2.0\x05Xenia\x00",
		"a loop of another length": "\x21\xff\x0bANIMEXTS1.0\x08\x01\x00\x00Xenia\x00",
	} {
		file := slices.Concat(full[:at], []byte(block), full[at:])
		if found := inspect(t, file).Findings; len(found) <= len(inspect(t, full).Findings) {
			t.Errorf("%s: not found", name)
		}
		got, err := strip(t, file)
		if err != nil || bytes.Contains(got, []byte("Xenia")) || !same(decode(t, got), decode(t, file)) {
			t.Errorf("%s: it is in the copy, or the picture is another: %v", name, err)
		}
	}
}
