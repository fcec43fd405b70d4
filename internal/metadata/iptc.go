package metadata

import (
	"encoding/binary"
)

// iptcKinds is what the datasets of record 2 of IPTC-IIM 4.2 tell.
var iptcKinds = map[byte]Kind{
	0: none, 3: none, 4: none, 7: none, 8: none, 10: none, 12: none, 15: none, 20: none, // version, categories, urgency
	5: Description, 22: Identifier, 25: Description, 26: Position, 27: Position,
	30: Time, 35: Time, 37: Time, 38: Time, 40: Comment, 42: none, 47: Time, 50: Identifier,
	55: Time, 60: Time, 62: Time, 63: Time, 65: Software, 70: Software, 75: none,
	80: Author, 85: Author, 90: Position, 92: Position, 95: Position, 100: Position, 101: Position, 103: Identifier,
	105: Description, 110: Author, 115: Author, 116: Author, 118: Author, 120: Description, 122: Author,
	130: none, 131: none, 135: none, 200: none, 201: none, 202: Thumbnail,
}

// iptc looks through the datasets of IPTC-IIM.
func (l *look) iptc(b []byte, where string) {
	for len(b) >= 5 && b[0] == 0x1c {
		record, set, size := b[1], b[2], int(binary.BigEndian.Uint16(b[3:]))
		b = b[5:]
		if size > len(b) { // also one of more than 32 KiB, which nothing here is
			l.report.missed(Damaged)
			return
		}
		kind, known := iptcKinds[set]
		if !known {
			kind = Opaque
		}
		if record == 2 && kind != none && size > 0 {
			l.found(kind, where, string(b[:min(size, 4*maxValue)]))
		}
		b = b[size:]
	}
	for _, rest := range b {
		if rest != 0 {
			l.report.missed(Damaged)
			return
		}
	}
}

// Resources that Photoshop keeps in a picture (Adobe Photoshop File Formats
// Specification, "Image Resource IDs").
const (
	resourceIPTC       = 0x0404
	resourceThumbnail4 = 0x0409
	resourceThumbnail  = 0x040c
	resourceVersion    = 0x0421
	resourceEXIF       = 0x0422
	resourceEXIF3      = 0x0423
	resourceXMP        = 0x0424
	resourceDigest     = 0x0425 // of the IPTC
	resourceResolution = 0x03ed
)

// photoshop looks through a block of Photoshop's resources.
func (l *look) photoshop(b []byte) error {
	const where = "Photoshop"
	for len(b) >= 12 {
		if string(b[:4]) != "8BIM" {
			l.report.missed(Damaged)
			return nil
		}
		id := binary.BigEndian.Uint16(b[4:])
		name := 1 + int(b[6]) // a length and a name, together of even length
		name += name % 2
		if len(b) < 6+name+4 {
			break
		}
		size := int64(binary.BigEndian.Uint32(b[6+name:]))
		b = b[6+name+4:]
		if size > int64(len(b)) {
			l.report.missed(Damaged)
			return nil
		}
		if err := l.resource(id, b[:size], where); err != nil {
			return err
		}
		b = b[min(size+size%2, int64(len(b))):]
	}
	return nil
}

func (l *look) resource(id uint16, data []byte, where string) error {
	switch id {
	case resourceIPTC:
		l.iptc(data, "IPTC")
	case resourceThumbnail, resourceThumbnail4:
		l.found(Thumbnail, where, "")
	case resourceVersion:
		l.found(Software, where, "Adobe Photoshop")
	case resourceEXIF, resourceEXIF3:
		return l.exif(memory(l.ctx, data))
	case resourceXMP:
		l.xmp(data)
	case resourceDigest, resourceResolution:
	default:
		l.found(Opaque, where, "")
	}
	return nil
}

// exif looks through EXIF in another file. What is wrong with it is a gap.
func (l *look) exif(s *source) error {
	if l.depth > maxDepth {
		l.report.missed(TooLarge)
		return nil
	}
	err := l.tiff(s, "EXIF", true)
	if err == errDamaged {
		l.report.missed(Damaged)
		return nil
	}
	return err
}
