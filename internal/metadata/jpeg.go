package metadata

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// What APP segments begin with.
var (
	appJFIF     = []byte("JFIF\x00")
	appJFXX     = []byte("JFXX\x00")
	appEXIF     = []byte("Exif\x00")
	appXMP      = []byte("http://ns.adobe.com/xap/1.0/\x00")
	appXMPMore  = []byte("http://ns.adobe.com/xmp/extension/\x00")
	appICC      = []byte("ICC_PROFILE\x00")
	appMPF      = []byte("MPF\x00")
	appPS       = []byte("Photoshop 3.0\x00")
	appAdobe    = []byte("Adobe")
	exifPadding = 1 // a zero after the name
)

// jpeg looks through a JPEG.
func (l *look) jpeg(s *source) error {
	var photoshop, more []byte
	rest, err := walkJPEG(l.ctx, s, jpegParts{
		coded: func([]byte) error { return nil },
		segment: func(marker byte, data []byte) error {
			switch {
			case bytes.HasPrefix(data, appPS) && marker == markerAPP0+13:
				photoshop = append(photoshop, data[len(appPS):]...)
				return nil
			case bytes.HasPrefix(data, appXMPMore) && marker == markerAPP0+1:
				more = l.moreXMP(more, data[len(appXMPMore):])
				return nil
			}
			return l.segment(marker, data)
		},
	})
	if err != nil && !errors.Is(err, errDamaged) {
		return err
	}
	if len(more) > 0 {
		l.xmp(more)
	}
	if err := l.photoshop(photoshop); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	return l.after(rest)
}

// after notes what follows the end of a picture: previews, films, or anything.
func (l *look) after(r io.Reader) error {
	n, err := io.Copy(io.Discard, r)
	if n > 0 {
		l.found(Embedded, "after the end", fmt.Sprintf("%d bytes", n))
	}
	return err
}

func (l *look) segment(marker byte, data []byte) error {
	where := fmt.Sprintf("APP%d", marker-markerAPP0)
	switch {
	case marker == markerCOM:
		l.found(Comment, "JPEG comment", string(data))
	case marker < markerAPP0 || marker > markerAPPF:
	case marker == markerAPP0 && bytes.HasPrefix(data, appJFIF) && len(data) >= 14:
		if data[12] != 0 && data[13] != 0 {
			l.found(Thumbnail, "JFIF", "")
		}
	case marker == markerAPP0 && bytes.HasPrefix(data, appJFXX):
		l.found(Thumbnail, "JFIF", "")
	case marker == markerAPP0+1 && bytes.HasPrefix(data, appEXIF) && len(data) > len(appEXIF)+exifPadding:
		return l.exif(memory(l.ctx, data[len(appEXIF)+exifPadding:]))
	case marker == markerAPP0+1 && bytes.HasPrefix(data, appXMP):
		l.xmp(data[len(appXMP):])
	case marker == markerAPP0+2 && bytes.HasPrefix(data, appICC):
		l.found(Opaque, "colour profile", "")
	case marker == markerAPP0+2 && bytes.HasPrefix(data, appMPF):
		l.found(Thumbnail, "MPF", "")
	case marker == markerAPP0+14 && bytes.HasPrefix(data, appAdobe) && len(data) == 12:
	default:
		l.found(Opaque, where, "")
	}
	return nil
}

// moreXMP puts a long packet of XMP together: each part has the packet's
// digest, its length and the part's offset, 40 bytes.
func (l *look) moreXMP(packet, part []byte) []byte {
	const head = 32 + 4 + 4
	if len(part) < head || len(packet)+len(part) > maxPart {
		l.report.missed(TooLarge)
		return packet
	}
	if offset := be32(part[36:]); int(offset) != len(packet) { // another packet, or parts in disorder
		l.report.missed(Foreign)
	}
	return append(packet, part[head:]...)
}

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}
