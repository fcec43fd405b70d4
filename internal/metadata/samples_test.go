package metadata

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// The files here are made by the tests: pictures by the standard library, with
// metadata put in by hand.

func picture() image.Image {
	m := image.NewPaletted(image.Rect(0, 0, 24, 16), color.Palette{color.Black, color.White, color.RGBA{200, 30, 30, 255}})
	for i := range m.Pix {
		m.Pix[i] = byte(i % 3)
	}
	return m
}

// entry is one tag of EXIF for a test: the value is the bytes of so many values,
// or a directory.
type entry struct {
	tag, kind uint16
	count     int
	value     []byte
	below     []entry
}

func ascii(tag uint16, s string) entry {
	return entry{tag: tag, kind: 2, count: len(s) + 1, value: []byte(s + "\x00")}
}

// exifBlock writes EXIF with that first directory, and one for a thumbnail if that
// has entries.
func exifBlock(order binary.ByteOrder, first, second []entry) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08")
	if order == binary.ByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00\x08\x00\x00\x00")
	}
	b, next := writeDirectory(b, order, first)
	if len(second) > 0 {
		order.PutUint32(b[next:], uint32(len(b)))
		b, _ = writeDirectory(b, order, second)
	}
	return b
}

// writeDirectory appends a directory and what is in it, and returns where the
// offset of the next one is.
func writeDirectory(b []byte, order binary.ByteOrder, entries []entry) ([]byte, int) {
	at := len(b)
	next := at + 2 + 12*len(entries)
	b = append(b, make([]byte, next+4-at)...)
	order.PutUint16(b[at:], uint16(len(entries)))
	for i, e := range entries {
		head := at + 2 + 12*i
		if e.below != nil {
			e.kind, e.count = 4, 1
			e.value = make([]byte, 4)
			order.PutUint32(e.value, uint32(len(b)))
			b, _ = writeDirectory(b, order, e.below)
		}
		order.PutUint16(b[head:], e.tag)
		order.PutUint16(b[head+2:], e.kind)
		order.PutUint32(b[head+4:], uint32(e.count))
		if len(e.value) <= 4 {
			copy(b[head+8:], e.value)
		} else {
			order.PutUint32(b[head+8:], uint32(len(b)))
			b = append(b, e.value...)
		}
	}
	return b, next
}

func short16(order binary.ByteOrder, n uint16) []byte {
	b := make([]byte, 2)
	order.PutUint16(b, n)
	return b
}

// rational makes numbers with the divisor 100.
func rational(order binary.ByteOrder, hundredths ...uint32) []byte {
	var b []byte
	for _, n := range hundredths {
		b = append(b, make([]byte, 8)...)
		order.PutUint32(b[len(b)-8:], n)
		order.PutUint32(b[len(b)-4:], 100)
	}
	return b
}

func windows(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// fullEXIF is what a phone writes, and more.
func fullEXIF(order binary.ByteOrder, turn uint16) []byte {
	author := windows("Wanda")
	return exifBlock(order, []entry{
		ascii(0x010e, "the back door"),
		ascii(0x010f, "Telefonwerk"),
		ascii(0x0110, "T 1000"),
		{tag: tagOrientation, kind: 3, count: 1, value: short16(order, turn)},
		ascii(0x0131, "Darkroom 7"),
		ascii(0x0132, "2024:03:02 01:02:03"),
		ascii(0x013b, "Anna Autor"),
		ascii(0x013c, "Annas Laptop"),
		ascii(0xc7a1, "what is this"),
		{tag: 0x9c9d, kind: 1, count: len(author), value: author},
		{tag: tagExifIFD, below: []entry{
			ascii(0x9003, "2024:03:01 20:00:00"),
			ascii(0x9011, "+01:00"),
			{tag: 0x927c, kind: 7, count: 9, value: []byte("maker\x00\x01\x02\x03")},
			{tag: tagUserComment, kind: 7, count: 18, value: []byte("ASCII\x00\x00\x00by the gate")[:18]},
			ascii(0xa431, "SN-4711"),
			ascii(0xa434, "Objektiv 50"),
			ascii(0xa420, "0123abcd"),
			{tag: tagInteropIFD, below: []entry{ascii(1, "R98")}},
		}},
		{tag: tagGPSIFD, below: []entry{
			{tag: 0, kind: 1, count: 4, value: []byte{2, 3, 0, 0}},
			ascii(1, "N"),
			{tag: 2, kind: 5, count: 3, value: rational(order, 5200, 3000, 3600)},
			ascii(3, "E"),
			{tag: 4, kind: 5, count: 3, value: rational(order, 1300, 2400, 0)},
		}},
	}, []entry{{tag: tagThumbnail, kind: 4, count: 1, value: []byte{0, 0, 0, 9}}})
}

const xmpPacket = `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/"
 xmp:CreatorTool="Pressekammer 3" xmp:CreateDate="2024-03-01T20:00:00" exif:GPSLatitude="52,30.6N" xmpMM:DocumentID="xmp.did:1234">
<dc:creator><rdf:Seq><rdf:li>Xenia</rdf:li></rdf:Seq></dc:creator>
<xmpMM:History><rdf:Seq><rdf:li>saved</rdf:li></rdf:Seq></xmpMM:History>
<xmp:Thumbnails><rdf:Alt><rdf:li><xmpGImg:image>/9j/</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`

// iptcBlock is what an agency writes, in Photoshop's wrapping.
func iptcBlock() []byte {
	var iim []byte
	for set, value := range map[byte]string{80: "Ida Iptc", 90: "Berlin", 120: "A door", 65: "Agency"} {
		iim = append(iim, 0x1c, 2, set, 0, byte(len(value)))
		iim = append(iim, value...)
	}
	b := resource(resourceIPTC, iim)
	return append(b, resource(resourceThumbnail, []byte("small"))...)
}

func resource(id uint16, data []byte) []byte {
	b := append([]byte("8BIM"), byte(id>>8), byte(id), 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, data...)
	return append(b, make([]byte, len(data)%2)...)
}

func plainJPEG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// jpegWith puts segments behind the start of a JPEG.
func jpegWith(t testing.TB, segments ...[]byte) []byte {
	t.Helper()
	plain := plainJPEG(t)
	return slices.Concat(plain[:2], slices.Concat(segments...), plain[2:])
}

func app(marker byte, data ...string) []byte {
	all := strings.Join(data, "")
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(all)+2)), all...)
}

// fullJPEG has all that a JPEG can tell.
func fullJPEG(t testing.TB, order binary.ByteOrder, turn uint16) []byte {
	long := strings.Repeat("0", 32) + "\x00\x00\x00\x00\x00\x00\x00\x00"
	return append(jpegWith(t,
		app(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x02\x02", "thumbnail"),
		app(0xe1, "Exif\x00\x00", string(fullEXIF(order, turn))),
		app(0xe1, string(appXMP), xmpPacket),
		app(0xe1, string(appXMPMore), long, `<x:xmpmeta><a xmp:Label="x" dc:title="long"/></x:xmpmeta>`),
		app(0xe2, string(appICC), "\x01\x01profile"),
		app(0xed, string(appPS), string(iptcBlock())),
		app(0xeb, "JP content credentials"),
		app(0xee, "Adobe\x00d\x00\x00\x00\x00\x00"),
		app(0xfe, "made by me")), "a film"...)
}

func chunk(name, data string) []byte {
	var b bytes.Buffer
	if err := writeChunk(&b, name, []byte(data)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func plainPNG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pngWith puts chunks behind the head of a PNG.
func pngWith(t testing.TB, chunks ...[]byte) []byte {
	t.Helper()
	const head = 8 + 25
	plain := plainPNG(t)
	return slices.Concat(plain[:head], slices.Concat(chunks...), plain[head:])
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// fullPNG has all that a PNG can tell.
func fullPNG(t testing.TB, turn uint16) []byte {
	exif := fullEXIF(binary.BigEndian, turn)
	return append(pngWith(t,
		chunk("tEXt", "Author\x00Paula"),
		chunk("zTXt", "Comment\x00\x00"+deflated("packed remark")),
		chunk("iTXt", "Title\x00\x01\x00de\x00Titel\x00"+deflated("international")),
		chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpPacket),
		chunk("tEXt", "parameters\x00a prompt"),
		chunk("zTXt", "Raw profile type iptc\x00\x00"+deflated(fmt.Sprintf("\niptc\n%8d\n%x\n", len(iptcBlock()), iptcBlock()))),
		chunk("tIME", "\x07\xe8\x03\x01\x14\x00\x00"),
		chunk("eXIf", string(exif)),
		chunk("iCCP", "monitor\x00\x00"+deflated("profile")),
		chunk("gAMA", "\x00\x00\xb1\x8f")), "rest"...)
}

// fullGIF is an animation with remarks.
func fullGIF(t testing.TB) []byte {
	t.Helper()
	m := picture().(*image.Paletted)
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{m, m}, Delay: []int{5, 5}}); err != nil {
		t.Fatal(err)
	}
	plain := b.Bytes()
	comment := "\x21\xfe\x05hello\x00"
	magic := "\x01"
	for i := 255; i >= 0; i-- {
		magic += string([]byte{byte(i)})
	}
	xmp := "\x21\xff\x0bXMP DataXMP" + xmpPacket + magic + "\x00"
	other := "\x21\xff\x0bSomeApp 1.0\x03abc\x00"
	at := len(plain) - 1
	return slices.Concat(plain[:at], []byte(comment+xmp+other), plain[at:], []byte("rest"))
}

func riff(name, data string) string {
	return name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data + strings.Repeat("\x00", len(data)%2)
}

// fullWebP has all that a WebP can tell. The picture is one of 1x1.
func fullWebP(t testing.TB, turn uint16) []byte {
	t.Helper()
	plain, err := base64.StdEncoding.DecodeString("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=")
	if err != nil {
		t.Fatal(err)
	}
	body := "WEBP" + riff("VP8X", "\x2c\x00\x00\x00\x00\x00\x00\x00\x00\x00") + riff("ICCP", "profile") + string(plain[12:]) +
		riff("EXIF", "Exif\x00\x00"+string(fullEXIF(binary.LittleEndian, turn))) + riff("XMP ", xmpPacket) + riff("abcd", "x")
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body + "rest")
}

// pdfOf writes a PDF of objects, and its end.
func pdfOf(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer <</Root 1 0 R /Size 9>>\nstartxref\n9\n%%EOF\n")
	return []byte(b.String())
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\r\n%s\nendstream", dict, len(data), data)
}

// fullPDF has an old information dictionary, a new one in an object stream, and
// more.
func fullPDF(t testing.TB) []byte {
	packed := "5 0 6 80 <</Author (Petra \\(P\\)) /Producer <feff0050> /ModDate (D:20240301) /Firma (Verlag)>>  <</A 1>>"
	pdf := pdfOf(
		"<</Type /Catalog /PieceInfo <</App <<>>>>>>",
		stream("/Type /Metadata /Subtype /XML", xmpPacket),
		stream("/Type /ObjStm /N 2 /First 8 /Filter /FlateDecode", deflated(packed)),
		stream("/Type /XObject /Subtype /Image /Filter /DCTDecode", string(fullJPEG(t, binary.BigEndian, 1))),
		"<</Type /Annot /Subtype /Text /Rect [0 0 1 1] /T (Kurt) /Contents (Not true!)>>",
		stream("/Type /EmbeddedFile", "attached"),
		"<</Type /Filespec /F (C:\\\\Users\\\\petra\\\\x.doc)>>",
		"<</Cre#61tor (Wortwerk) /Title <FEFF 00E4>>>",
	)
	return append(pdf, pdfOf("<</Author (earlier)>>")...)
}

// zipOf packs parts, in order: names and contents by turns.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fullDOCX(t testing.TB) []byte {
	return zipOf(t,
		"[Content_Types].xml", `<Types/>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:cp="x"><dc:creator>Dora</dc:creator><cp:lastModifiedBy>Emil</cp:lastModifiedBy>
			<cp:revision>17</cp:revision><dcterms:created>2024-03-01T20:00:00Z</dcterms:created><dc:title>Plan</dc:title></cp:coreProperties>`,
		"docProps/app.xml", `<Properties><Application>Wort 16</Application><Company>Verlag</Company><Template>N:\Vorlagen\Brief.dotx</Template><TotalTime>55</TotalTime></Properties>`,
		"docProps/custom.xml", `<Properties><property name="Akte"><vt:lpwstr>4711/24</vt:lpwstr></property></Properties>`,
		"docProps/thumbnail.jpeg", "x",
		"word/document.xml", `<w:document><w:ins w:author="Fritz"><w:r><w:t>new</w:t></w:r></w:ins></w:document>`,
		"word/comments.xml", `<w:comments><w:comment w:author="Gerda"><w:t>really?</w:t></w:comment></w:comments>`,
		"word/settings.xml", `<w:settings><w:rsids><w:rsid w:val="1"/></w:rsids></w:settings>`,
		"word/_rels/settings.xml.rels", `<Relationships><Relationship Target="file:///C:\Users\dora\Normal.dotm" TargetMode="External"/></Relationships>`,
		"word/media/image1.jpeg", string(fullJPEG(t, binary.LittleEndian, 1)),
		"word/embeddings/sheet.xlsx", string(zipOf(t, "[Content_Types].xml", `<Types/>`,
			"docProps/core.xml", `<c><dc:creator>Hanna</dc:creator></c>`,
			"xl/workbook.xml", `<w><x15ac:absPath url="D:\Geheim\"/></w>`,
			"xl/printerSettings/printerSettings1.bin", "Drucker")),
	)
}

func fullODT(t testing.TB) []byte {
	return zipOf(t,
		"mimetype", "application/vnd.oasis.opendocument.text",
		"meta.xml", `<o><meta:initial-creator>Olga</meta:initial-creator><dc:creator>Paul</dc:creator><meta:generator>Amt/7</meta:generator>
			<dc:date>2024-03-01</dc:date><meta:editing-cycles>3</meta:editing-cycles><meta:template xlink:href="file:///home/olga/t.ott"/></o>`,
		"content.xml", `<o><office:annotation><dc:creator>Quirin</dc:creator><text:p>hm</text:p></office:annotation><text:tracked-changes/></o>`,
		"settings.xml", `<s><config:config-item config:name="PrinterName">Etage 3</config:config-item></s>`,
		"Thumbnails/thumbnail.png", "x",
		"Pictures/a.png", string(fullPNG(t, 1)),
	)
}

func isoBox(name string, data ...string) string {
	all := strings.Join(data, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(all)+8))) + name + all
}

// fullHEIF has EXIF and XMP where phones put them, a long way into the data.
func fullHEIF() []byte {
	return []byte(isoBox("ftyp", "heic\x00\x00\x00\x00mif1") + isoBox("meta", "....") +
		isoBox("mdat", strings.Repeat("picture ", boxWindow/11), "\x00\x00\x00\x06Exif\x00\x00", string(fullEXIF(binary.BigEndian, 6)), xmpPacket))
}

// fullFilm has a position and a device, and words by chance in its data.
func fullFilm() []byte {
	return []byte(isoBox("ftyp", "mp42\x00\x00\x00\x00") + isoBox("mdat", "\xa9ART") +
		isoBox("moov", isoBox("mvhd", "\x00\x00\x00\x00\xe0\x00\x00\x00"), isoBox("udta", isoBox("\xa9xyz", "\x00\x12\x15\xc7+52.51+013.40/"), isoBox("\xa9mod", "T 1000"))))
}
