package metadata

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

const (
	// maxDirectories is how many directories of a TIFF are read. A camera writes
	// up to ten; a scan of many pages has one for each.
	maxDirectories = 2048
	// maxText is how many bytes of a tag's text are read.
	maxText = 1024
)

// directory is one image file directory of a TIFF, the kind that EXIF is too.
type directory struct {
	tiff   *tiff
	offset int64
	gps    bool
	// main is false for what is not the picture itself: the second directory of
	// EXIF, or a smaller picture.
	main bool
}

// tiff is one TIFF that is looked through.
type tiff struct {
	*look
	s     *source
	order binary.ByteOrder
	where string
	exif  bool
	todo  []directory
	seen  map[int64]bool
	// orientation of the main picture, 0 if it does not say
	orientation uint16
	latitude    [2]string // reference and value
	longitude   [2]string
}

// field is one entry of a directory.
type field struct {
	tag, kind uint16
	count     uint32
	value     [4]byte // or where it is
}

// tiff looks through a TIFF, or through EXIF, whose second directory is of a
// thumbnail.
func (l *look) tiff(s *source, where string, exif bool) error {
	t := &tiff{look: l, s: s, where: where, exif: exif, seen: map[int64]bool{}}
	return t.run()
}

// orientation is how EXIF says that the picture is turned, 1 to 8; 1 if it does not
// say it in a way that can be read.
func orientation(s *source) uint16 {
	var ignored Report
	unpack := int64(maxPart)
	t := &tiff{look: &look{ctx: s.ctx, report: &ignored, unpack: &unpack, depth: maxDepth}, s: s, exif: true, seen: map[int64]bool{}}
	_ = t.run() // what could be read of it is what there is
	if t.orientation < 1 || t.orientation > 8 {
		return 1
	}
	return t.orientation
}

func (t *tiff) run() error {
	var head [8]byte
	if _, err := t.s.ReadAt(head[:], 0); err != nil {
		return t.bad(err)
	}
	switch string(head[:4]) {
	case "II*\x00":
		t.order = binary.LittleEndian
	case "MM\x00*":
		t.order = binary.BigEndian
	default:
		return errDamaged
	}
	t.push(directory{offset: int64(t.order.Uint32(head[4:])), main: true})
	for len(t.todo) > 0 {
		d := t.todo[0]
		t.todo = t.todo[1:]
		if err := t.directory(d); err != nil {
			return err
		}
	}
	if t.latitude[1] != "" && t.longitude[1] != "" {
		t.found(Position, t.where, t.latitude[1]+" "+t.latitude[0]+", "+t.longitude[1]+" "+t.longitude[0])
	}
	return nil
}

// bad tells reading that failed from a file that ends too early.
func (t *tiff) bad(err error) error {
	if ended(err) {
		return errDamaged
	}
	return err
}

func (t *tiff) push(d directory) {
	switch {
	case d.offset == 0 || t.seen[d.offset]:
	case len(t.seen) == maxDirectories:
		t.report.missed(TooLarge)
	default:
		t.seen[d.offset] = true
		d.tiff = t
		t.todo = append(t.todo, d)
	}
}

// directory reads one directory and notes those that it leads to. One that is
// damaged is a gap; the others are read all the same.
func (t *tiff) directory(d directory) error {
	var count [2]byte
	if _, err := t.s.ReadAt(count[:], d.offset); err != nil {
		return t.damaged(err)
	}
	n := int64(t.order.Uint16(count[:]))
	if !t.spend(12 * n) {
		return nil
	}
	entries := make([]byte, 12*n+4)
	if got, err := t.s.ReadAt(entries, d.offset+2); err != nil {
		if !ended(err) || int64(got) < 12*n {
			return t.damaged(err)
		}
	}
	for e := entries; len(e) >= 12; e = e[12:] {
		f := field{tag: t.order.Uint16(e), kind: t.order.Uint16(e[2:]), count: t.order.Uint32(e[4:]), value: [4]byte(e[8:])}
		if err := d.field(f); err != nil {
			return err
		}
	}
	if !d.gps {
		next := int64(t.order.Uint32(entries[12*n:]))
		if next != 0 && t.exif {
			t.found(Thumbnail, t.where, "")
		}
		t.push(directory{offset: next, main: d.main && !t.exif})
	}
	return nil
}

// damaged is a gap if the file has not what it says, and an error if it cannot be
// read.
func (t *tiff) damaged(err error) error {
	if err := t.bad(err); !errors.Is(err, errDamaged) {
		return err
	}
	t.report.missed(Damaged)
	return nil
}

// field tells what one entry is about.
func (d directory) field(f field) error {
	t := d.tiff
	if d.gps {
		return d.position(f)
	}
	switch f.tag {
	case tagExifIFD, tagInteropIFD, tagSubIFDs, tagGPSIFD:
		return d.below(f)
	case tagXMP, tagIPTC, tagPhotoshop:
		return d.packet(f)
	case tagThumbnail:
		t.found(Thumbnail, t.where, "")
		return nil
	case tagOrientation:
		if d.main && t.orientation == 0 {
			t.orientation = t.order.Uint16(f.value[:])
		}
		return nil
	case tagSubfile:
		if t.order.Uint32(f.value[:])&1 != 0 {
			t.found(Thumbnail, t.where, "")
		}
		return nil
	}
	kind, known := tiffTags[f.tag]
	if !known && f.kind == typeASCII {
		kind = Opaque
	}
	if kind == none {
		return nil
	}
	value, err := t.text(f)
	if err != nil {
		return err
	}
	if value != "" || f.kind != typeASCII {
		t.found(kind, t.where, value)
	}
	return nil
}

// below notes the directories that a tag leads to.
func (d directory) below(f field) error {
	b, err := d.tiff.bytes(f, 4*64)
	if err != nil {
		return err
	}
	for ; len(b) >= 4; b = b[4:] {
		d.tiff.push(directory{offset: int64(d.tiff.order.Uint32(b)), gps: f.tag == tagGPSIFD})
	}
	return nil
}

// packet looks through XMP, IPTC or what Photoshop keeps.
func (d directory) packet(f field) error {
	t := d.tiff
	b, err := t.bytes(f, maxPart)
	switch {
	case err != nil:
		return err
	case f.tag == tagXMP:
		t.xmp(b)
	case f.tag == tagIPTC:
		t.iptc(b, "IPTC")
	case t.depth < maxDepth: // it may have EXIF in it again
		in := *t.look
		in.depth++
		return in.photoshop(b)
	default:
		t.report.missed(TooLarge)
	}
	return nil
}

// The tags of a GPS directory.
const (
	gpsVersion      = 0
	gpsLatitudeRef  = 1
	gpsLatitude     = 2
	gpsLongitudeRef = 3
	gpsLongitude    = 4
)

// position takes any of a GPS directory's tags for a position, and shows the
// latitude and the longitude.
func (d directory) position(f field) error {
	t := d.tiff
	switch f.tag {
	case gpsVersion:
		return nil
	case gpsLatitudeRef:
		t.latitude[0] = strings.Trim(string(f.value[:1]), "\x00")
	case gpsLongitudeRef:
		t.longitude[0] = strings.Trim(string(f.value[:1]), "\x00")
	case gpsLatitude, gpsLongitude:
		degrees, err := t.degrees(f)
		if err != nil {
			return err
		}
		if f.tag == gpsLatitude {
			t.latitude[1] = degrees
		} else {
			t.longitude[1] = degrees
		}
	}
	t.found(Position, t.where+" GPS", "")
	return nil
}

// degrees makes one number of degrees, minutes and seconds.
func (t *tiff) degrees(f field) (string, error) {
	b, err := t.bytes(f, 24)
	if err != nil || len(b) < 24 {
		return "", err
	}
	sum, unit := 0.0, 1.0
	for ; len(b) >= 8; b = b[8:] {
		if divisor := t.order.Uint32(b[4:]); divisor != 0 {
			sum += float64(t.order.Uint32(b)) / float64(divisor) / unit
		}
		unit *= 60
	}
	return fmt.Sprintf("%.5f", sum), nil
}

// typeASCII is the type of text; typeSize has the bytes of one value of each type.
const typeASCII = 2

var typeSize = [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}

// bytes reads a field's value, up to most bytes. A value that is longer, or not
// in the file, is a gap.
func (t *tiff) bytes(f field, most int64) ([]byte, error) {
	if int(f.kind) >= len(typeSize) || f.kind == 0 {
		t.report.missed(Damaged)
		return nil, nil
	}
	size := typeSize[f.kind] * int64(f.count)
	if size <= 4 {
		return f.value[:size], nil
	}
	if size > most {
		t.report.missed(TooLarge)
		size = most
	}
	offset := int64(t.order.Uint32(f.value[:]))
	if !t.spend(size) {
		return nil, nil
	}
	if offset+size > t.s.size {
		t.report.missed(Damaged)
		return nil, nil
	}
	b := make([]byte, size)
	if n, err := t.s.ReadAt(b, offset); n < len(b) {
		return nil, t.damaged(err)
	}
	return b, nil
}

// text is what a field says, if it is a text.
func (t *tiff) text(f field) (string, error) {
	unknown := tiffTags[f.tag] == Opaque && f.kind != typeASCII
	if unknown || int(f.kind) >= len(typeSize) || typeSize[f.kind] != 1 {
		return "", nil
	}
	f.count = min(f.count, maxText)
	b, err := t.bytes(f, maxText)
	if err != nil {
		return "", err
	}
	switch {
	case utf16Tag(f.tag):
		return utf16Text(b, binary.LittleEndian), nil
	case f.tag == tagUserComment && len(b) >= 8 && string(b[:7]) == "UNICODE":
		return utf16Text(b[8:], t.order), nil
	case f.tag == tagUserComment && len(b) >= 8:
		b = b[8:] // the name of the encoding
	}
	return strings.TrimSpace(strings.Trim(string(b), "\x00")), nil
}

func utf16Text(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return strings.TrimSpace(strings.Trim(string(utf16.Decode(units)), "\x00"))
}
