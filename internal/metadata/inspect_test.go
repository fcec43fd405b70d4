package metadata

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func inspect(t testing.TB, b []byte) Report {
	t.Helper()
	r, err := Inspect(t.Context(), bytes.NewReader(b), int64(len(b)), "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines are a report's findings, one each.
func lines(r Report) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, fmt.Sprintf("%s|%s|%s", f.Kind, f.Where, f.Value))
	}
	return all
}

var exifFindings = []string{
	"description|EXIF|the back door", "device|EXIF|Telefonwerk", "device|EXIF|T 1000", "software|EXIF|Darkroom 7", "time|EXIF|2024:03:02 01:02:03",
	"author|EXIF|Anna Autor", "device|EXIF|Annas Laptop", "opaque|EXIF|what is this", "author|EXIF|Wanda", "time|EXIF|2024:03:01 20:00:00",
	"time|EXIF|+01:00", "opaque|EXIF|", "comment|EXIF|by the gat", "serial|EXIF|SN-4711", "device|EXIF|Objektiv 50", "identifier|EXIF|0123abcd",
	"position|EXIF GPS|", "position|EXIF|52.51000 N, 13.40000 E", "thumbnail|EXIF|",
}

var xmpFindings = []string{
	"software|XMP|Pressekammer 3", "time|XMP|2024-03-01T20:00:00", "position|XMP|52,30.6N", "identifier|XMP|xmp.did:1234", "author|XMP|Xenia",
	"history|XMP|", "thumbnail|XMP|",
}

var iptcFindings = []string{
	"author|IPTC|Ida Iptc", "position|IPTC|Berlin", "description|IPTC|A door", "software|IPTC|Agency", "thumbnail|Photoshop|",
}

var jpegFindings = slices.Concat(exifFindings, xmpFindings, iptcFindings, []string{
	"thumbnail|JFIF|", "description|XMP|long", "opaque|colour profile|", "opaque|APP11|", "comment|JPEG comment|made by me", "embedded|after the end|6 bytes",
})

var pngFindings = slices.Concat(exifFindings, xmpFindings, iptcFindings, []string{
	"author|tEXt|Paula", "comment|zTXt|packed remark", "description|iTXt|international", "comment|tEXt|parameters: a prompt", "time|tIME|",
	"opaque|iCCP|", "embedded|after the end|4 bytes",
})

func in(name string, findings []string) []string {
	var all []string
	for _, f := range findings {
		kind, rest, _ := strings.Cut(f, "|")
		all = append(all, kind+"|"+name+": "+rest)
	}
	return all
}

// inspection is a file, and what is to be found out about it.
type inspection struct {
	name     string
	file     []byte
	format   Format
	state    State
	strip    bool
	gaps     []Gap
	findings []string
}

func (want inspection) check(t *testing.T) {
	r := inspect(t, want.file)
	if r.Format != want.format || r.State != want.state || r.CanStrip != want.strip || !slices.Equal(r.Gaps, want.gaps) {
		t.Errorf("it is %q, %v, %v, %v", r.Format, r.State, r.CanStrip, r.Gaps)
	}
	got, findings := lines(r), slices.Clone(want.findings)
	slices.Sort(got)
	slices.Sort(findings)
	for _, f := range findings {
		if !slices.Contains(got, f) {
			t.Errorf("not found: %s", f)
		}
	}
	for _, f := range got {
		if !slices.Contains(findings, f) {
			t.Errorf("found: %s", f)
		}
	}
}

func checkAll(t *testing.T, all []inspection) {
	t.Helper()
	for _, want := range all {
		t.Run(want.name, want.check)
	}
}

func TestInspectPictures(t *testing.T) {
	checkAll(t, []inspection{
		{"plain JPEG", plainJPEG(t), JPEG, Searched, true, nil, nil},
		{"JPEG", fullJPEG(t, binary.BigEndian, 6), JPEG, Searched, true, nil, jpegFindings},
		{"JPEG, little endian", fullJPEG(t, binary.LittleEndian, 6), JPEG, Searched, true, nil, jpegFindings},
		{"plain PNG", plainPNG(t), PNG, Searched, true, nil, nil},
		{"PNG", fullPNG(t, 6), PNG, Searched, true, nil, pngFindings},
		{"GIF", fullGIF(t), GIF, Searched, true, nil, slices.Concat(xmpFindings, []string{"comment|GIF|hello", "opaque|GIF|SomeApp 1.0", "embedded|after the end|4 bytes"})},
		{"WebP", fullWebP(t, 6), WebP, Searched, true, nil, slices.Concat(exifFindings, xmpFindings, []string{"opaque|colour profile|", "opaque|WebP|abcd", "embedded|after the end|4 bytes"})},
		{
			"TIFF", exifBlock(binary.BigEndian, []entry{ascii(0x013b, "Tina"), {tag: tagXMP, kind: 1, count: len(xmpPacket), value: []byte(xmpPacket)}}, nil), TIFF, Searched, false, nil,
			slices.Concat(xmpFindings, []string{"author|TIFF|Tina"}),
		},
	})
}

func TestInspectDocuments(t *testing.T) {
	checkAll(t, []inspection{
		{"PDF", fullPDF(t), PDF, Incomplete, false, []Gap{Foreign}, slices.Concat(xmpFindings, in("picture", jpegFindings), []string{
			"opaque|PDF|PieceInfo", "author|PDF|Petra (P)", "software|PDF|P", "time|PDF|D:20240301", "description|PDF|Firma: Verlag",
			"comment|PDF|Not true!", "author|PDF|Kurt", "embedded|PDF|", `path|PDF|C:\Users\petra\x.doc`, "software|PDF|Wortwerk", "description|PDF|ä",
			"author|PDF|earlier", "history|PDF|earlier versions",
		})},
		{"DOCX", fullDOCX(t), OOXML, Searched, false, nil, slices.Concat(in("word/media/image1.jpeg", jpegFindings), []string{
			"author|docProps/core.xml|Dora", "editor|docProps/core.xml|Emil", "history|docProps/core.xml|17", "time|docProps/core.xml|2024-03-01T20:00:00Z",
			"description|docProps/core.xml|Plan", "software|docProps/app.xml|Wort 16", "company|docProps/app.xml|Verlag",
			`path|docProps/app.xml|N:\Vorlagen\Brief.dotx`, "history|docProps/app.xml|55", "description|docProps/custom.xml|4711/24",
			"thumbnail|docProps/thumbnail.jpeg|", "author|word/document.xml|Fritz", "changes|word/document.xml|", "author|word/comments.xml|Gerda",
			"comment|word/comments.xml|", "identifier|word/settings.xml|", `path|word/_rels/settings.xml.rels|file:///C:\Users\dora\Normal.dotm`,
			"embedded|word/embeddings/sheet.xlsx|", "author|word/embeddings/sheet.xlsx: docProps/core.xml|Hanna",
			`path|word/embeddings/sheet.xlsx: xl/workbook.xml|D:\Geheim\`, "device|word/embeddings/sheet.xlsx: xl/printerSettings/printerSettings1.bin|",
		})},
		{"ODT", fullODT(t), ODF, Searched, false, nil, slices.Concat(in("Pictures/a.png", pngFindings), []string{
			"author|meta.xml|Olga", "editor|meta.xml|Paul", "software|meta.xml|Amt/7", "time|meta.xml|2024-03-01", "history|meta.xml|3",
			"path|meta.xml|file:///home/olga/t.ott", "comment|content.xml|", "author|content.xml|Quirin", "changes|content.xml|",
			"device|settings.xml|Etage 3", "thumbnail|Thumbnails/thumbnail.png|",
		})},
		{"DOC", fullDOC(), CFB, Incomplete, false, []Gap{Foreign}, docFindings},
		{"HEIF", fullHEIF(), HEIF, Incomplete, false, []Gap{Foreign}, slices.Concat(exifFindings, xmpFindings)},
		{"film", fullFilm(), Film, Incomplete, false, []Gap{Foreign}, []string{"position|film|", "device|film|", "time|film|"}},
		{"text", []byte("Dear Sir or Madam"), NoFormat, Unknown, false, nil, nil},
		{"empty", nil, NoFormat, Unknown, false, nil, nil},
		{"zip", zipOf(t, "a", "b"), NoFormat, Unknown, false, nil, nil},
	})
}

// samples are whole files, by name.
func samples(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"a.jpg": fullJPEG(t, binary.BigEndian, 6), "b.jpg": plainJPEG(t), "a.png": fullPNG(t, 6), "b.png": plainPNG(t), "a.gif": fullGIF(t), "a.webp": fullWebP(t, 6),
		"a.tif": exifBlock(binary.LittleEndian, []entry{ascii(0x013b, "Tina")}, nil), "a.pdf": fullPDF(t), "a.docx": fullDOCX(t), "a.odt": fullODT(t), "a.mp4": fullFilm(), "a.doc": fullDOC(),
	}
}

// A file that ends too early is never said to be searched.
func TestCutOff(t *testing.T) {
	for name, file := range samples(t) {
		whole := inspect(t, file)
		for n := range len(file) {
			if n > 64 && n%7 != 0 {
				continue
			}
			r := inspect(t, file[:n])
			if r.State == Searched && len(r.Findings) < len(whole.Findings) && !strings.HasPrefix(name, "b.") && n < len(file)-6 {
				t.Errorf("%s: of %d bytes the first %d are searched, and %d of %d things found", name, len(file), n, len(r.Findings), len(whole.Findings))
				break
			}
		}
	}
}

func TestReadingFails(t *testing.T) {
	broken := errors.New("broken disk")
	for name, file := range samples(t) {
		for _, good := range []int64{0, 12, int64(len(file)) / 2, int64(len(file)) - 30} {
			_, err := Inspect(t.Context(), &failAt{bytes.NewReader(file), good, broken}, int64(len(file)), name)
			if !errors.Is(err, broken) {
				t.Errorf("%s: broken at %d: %v", name, good, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if r, err := Inspect(ctx, bytes.NewReader(file), int64(len(file)), name); !errors.Is(err, context.Canceled) || len(r.Findings) > 0 {
			t.Errorf("%s: cancelled: %v", name, err)
		}
	}
}

// failAt reads so many bytes.
type failAt struct {
	r    io.ReaderAt
	good int64
	err  error
}

func (f *failAt) ReadAt(p []byte, offset int64) (int, error) {
	if offset+int64(len(p)) > f.good {
		return 0, f.err
	}
	return f.r.ReadAt(p, offset)
}

func TestBounds(t *testing.T) {
	many := "<x>" + strings.Repeat(`<dc:creator>a</dc:creator>`, 3)
	for i := range 2 * maxFindings {
		many += fmt.Sprintf("<dc:creator>%d</dc:creator>", i)
	}
	for _, test := range []struct {
		name string
		file []byte
		gap  Gap
	}{
		{"many findings", jpegWith(t, app(0xe1, string(appXMP), many+"</x>")), TooLarge},
		{"deep XML", jpegWith(t, app(0xe1, string(appXMP), strings.Repeat("<a>", 1000))), TooLarge},
		{"no XML", jpegWith(t, app(0xe1, string(appXMP), "<a")), Damaged},
		{"entity", jpegWith(t, app(0xe1, string(appXMP), `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`)), Damaged},
		{"loop of directories", jpegWith(t, app(0xe1, "Exif\x00\x00", "MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x08")), ""},
		{"nested documents", nested(t, 6), TooLarge},
		{"deep PDF", pdfOf(strings.Repeat("[", 100000)), Damaged},
		{"encrypted PDF", pdfOf("<</Encrypt 3 0 R>>", "<</Author (noise)>>"), Encrypted},
		{"foreign picture", zipOf(t, "[Content_Types].xml", "", "word/media/a.emf", "emf"), Foreign},
		{"packed otherwise", pdfOf(stream("/Type /Metadata /Filter /LZWDecode", "x")), Foreign},
		{"picture as text", pdfOf(stream("/Subtype /Image /Filter [/ASCII85Decode /DCTDecode]", "x")), Foreign},
		{"picture packed twice", pdfOf(stream("/Subtype /Image /Filter [/FlateDecode /JPXDecode]", "x")), Foreign},
		{"filter elsewhere", pdfOf(stream("/Subtype /Image /Filter 7 0 R", "x")), Foreign},
		{"EXIF of another kind", jpegWith(t, app(0xe1, "Exif\x00\x00", "????????")), Damaged},
	} {
		r := inspect(t, test.file)
		if test.gap == "" && r.State != Searched || test.gap != "" && (r.State != Incomplete || !slices.Contains(r.Gaps, test.gap)) {
			t.Errorf("%s: %v, %v", test.name, r.State, r.Gaps)
		}
		if len(r.Findings) > maxFindings {
			t.Errorf("%s: %d findings", test.name, len(r.Findings))
		}
		for _, f := range r.Findings {
			if len(f.Value) > maxValue || f.Value == "noise" {
				t.Errorf("%s: %q", test.name, f.Value)
			}
		}
	}
}

// What unpacks to more than is allowed is not unpacked further.
func TestBombs(t *testing.T) {
	bomb := strings.Repeat("a", 1<<20)
	for name, file := range map[string][]byte{
		"PNG":            pngWith(t, chunk("zTXt", "Comment\x00\x00"+deflated(bomb))),
		"PDF":            pdfOf(stream("/Type /ObjStm /Filter /FlateDecode", deflated(bomb))),
		"media":          zipOf(t, "[Content_Types].xml", "", "word/media/a.png", bomb),
		"XML":            zipOf(t, "[Content_Types].xml", "", "word/document.xml", "<a>"+bomb+"</a>"),
		"many parts":     zipOf(t, "[Content_Types].xml", "", "a.xml", "<a>"+bomb[:6e4]+"</a>", "b.xml", "<a>"+bomb[:6e4]+"</a>"),
		"one value":      exifBlock(binary.BigEndian, []entry{{tag: tagXMP, kind: 1, count: 1e5, value: []byte(bomb[:1e5])}}, nil),
		"one over again": exifBlock(binary.BigEndian, slices.Repeat([]entry{{tag: tagXMP, kind: 1, count: 6e4, value: []byte(bomb[:6e4])}}, 2), nil),
	} {
		var r Report
		unpack := int64(1e5 - 1)
		l := &look{ctx: t.Context(), report: &r, unpack: &unpack}
		if err := l.file(memory(t.Context(), file), name); err != nil || r.State != Incomplete || !slices.Contains(r.Gaps, TooLarge) || unpack < 0 {
			t.Errorf("%s: %v, %v, %v, %d left", name, err, r.State, r.Gaps, unpack)
		}
	}
}

// nested puts documents in documents.
func nested(t *testing.T, depth int) []byte {
	inner := plainPNG(t)
	for range depth {
		inner = zipOf(t, "[Content_Types].xml", "", "word/embeddings/a.docx", string(inner))
	}
	return inner
}

// What a value has in it cannot play tricks on a screen.
func TestValuesAreSafe(t *testing.T) {
	r := inspect(t, jpegWith(t, app(0xfe, "a\x1b[2J\u202eb\nc"+strings.Repeat("ä", 1000))))
	if len(r.Findings) != 1 || !strings.HasPrefix(r.Findings[0].Value, "a\uFFFD[2Jb c") || !strings.HasSuffix(r.Findings[0].Value, "…") {
		t.Errorf("%q", r.Findings)
	}
	if !r.Has(Comment) || r.Has(Author) {
		t.Error("kinds are mixed up")
	}
}

// A reader that gives less than asked for, as it may not, is no reason to hang.
func TestShortReads(t *testing.T) {
	file := fullJPEG(t, binary.BigEndian, 1)
	r, err := Inspect(t.Context(), io.NewSectionReader(bytes.NewReader(file), 0, int64(len(file))), int64(len(file))+100, "")
	if err != nil || r.State != Incomplete {
		t.Errorf("a file that is shorter than said: %v, %v", r.State, err)
	}
	if _, err := io.Copy(io.Discard, iotest.OneByteReader((&source{r: bytes.NewReader(file), ctx: t.Context(), size: 9}).reader())); err != nil {
		t.Error(err)
	}
}

// A title alone informs about a document where it is not a bookmark's.
func TestTitleOnly(t *testing.T) {
	for dict, want := range map[string]int{
		"<</Title (Report of Anna) /Keywords (leak)>>": 2, "<</Title (Chapter one) /Parent 3 0 R /Dest 4 0 R>>": 0, "<<>>": 0,
	} {
		r, err := Inspect(t.Context(), bytes.NewReader(pdfOf(dict)), int64(len(pdfOf(dict))), "a.pdf")
		if err != nil || len(r.Findings) != want {
			t.Errorf("%s: %v, %v", dict, r.Findings, err)
		}
	}
}
