package metadata

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"carom/internal/plaintext"
)

// check holds what is true of every report.
func check(t *testing.T, r Report) {
	t.Helper()
	if len(r.Findings) > maxFindings || (r.State == Incomplete) != (len(r.Gaps) > 0) || r.State == Unknown && len(r.Findings) > 0 {
		t.Fatalf("%v, %v, %d findings", r.State, r.Gaps, len(r.Findings))
	}
	for _, f := range r.Findings {
		if f.Kind == none || f.Where == "" || !utf8.ValidString(f.Value) || plaintext.Line(f.Value) != f.Value || len(f.Value) > maxValue {
			t.Fatalf("%q", f)
		}
	}
}

func FuzzInspect(f *testing.F) {
	for name, file := range samples(f) {
		f.Add(file, name)
	}
	f.Fuzz(func(t *testing.T, file []byte, name string) {
		r, err := Inspect(t.Context(), bytes.NewReader(file), int64(len(file)), name)
		if err != nil {
			t.Fatal(err)
		}
		check(t, r)
	})
}

// What Strip makes tells nothing, and is made the same again.
func FuzzStrip(f *testing.F) {
	for _, file := range samples(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		var once, twice bytes.Buffer
		err := Strip(t.Context(), &once, bytes.NewReader(file), int64(len(file)), "")
		if err != nil {
			if !errors.Is(err, ErrCannotStrip) {
				t.Fatal(err)
			}
			return
		}
		if r := inspect(t, once.Bytes()); r.State != Searched || len(r.Findings) > 0 {
			t.Fatalf("the copy is %v, %v and tells %v", r.State, r.Gaps, r.Findings)
		}
		if err := Strip(t.Context(), &twice, bytes.NewReader(once.Bytes()), int64(once.Len()), ""); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("a copy of the copy is another: %v", err)
		}
	})
}

// part fuzzes what looks through a part of a file.
func part(f *testing.F, run func(l *look, b []byte) error, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := Report{State: Searched}
		unpack := int64(maxUnpacked)
		l := &look{ctx: t.Context(), report: &r, unpack: &unpack}
		if err := run(l, b); err != nil && !errors.Is(err, errDamaged) {
			t.Fatal(err)
		}
		check(t, r)
	})
}

func FuzzEXIF(f *testing.F) {
	part(f, func(l *look, b []byte) error {
		orientation(memory(l.ctx, b))
		return l.tiff(memory(l.ctx, b), "EXIF", true)
	}, fullEXIF(binary.BigEndian, 6), fullEXIF(binary.LittleEndian, 6))
}

func FuzzXMP(f *testing.F) {
	part(f, func(l *look, b []byte) error {
		l.xmp(b)
		return nil
	}, []byte(xmpPacket))
}

func FuzzPhotoshop(f *testing.F) {
	part(f, (*look).photoshop, iptcBlock())
}

func FuzzPDF(f *testing.F) {
	part(f, func(l *look, b []byte) error { return l.pdf(memory(l.ctx, b)) },
		fullPDF(f), pdfOf("<</Author (\\101\\\r\nx)>>"), pdfOf("<</Encrypt 1 0 R>>"), pdfOf("<< /A <</B [1 0 R (x) <0>]>> >>"))
}

func FuzzOffice(f *testing.F) {
	part(f, func(l *look, b []byte) error { return l.office(memory(l.ctx, b), OOXML) }, fullDOCX(f), fullODT(f),
		zipOf(f, strings.Repeat("\u200b", 4*maxValue)+"printerSettings", "x"))
}

func FuzzBoxes(f *testing.F) {
	part(f, func(l *look, b []byte) error { return l.boxes(memory(l.ctx, b), Film) }, fullFilm(), fullFilm()[:60])
}

func FuzzCFB(f *testing.F) {
	part(f, func(l *look, b []byte) error { return l.cfb(memory(l.ctx, b)) }, fullDOC())
}

func FuzzProperties(f *testing.F) {
	part(f, func(l *look, b []byte) error { return l.properties(b, "SummaryInformation") }, summary(), documentSummary())
}
