package metadata

import (
	"bytes"
	"encoding/binary"
	"io"
)

// stripJPEG keeps the segments that code the picture. It writes the head of JFIF
// anew, since a thumbnail may follow it, and of EXIF nothing but how the picture is
// turned. What follows the end of the picture goes.
func stripJPEG(dst io.Writer, s *source) error {
	turn := uint16(1)
	// How it is turned has to be written before the picture, wherever it was.
	_, err := walkJPEG(s.ctx, s, jpegParts{
		coded: func([]byte) error { return nil },
		segment: func(marker byte, data []byte) error {
			if n := len(appEXIF) + exifPadding; turn == 1 && marker == markerAPP0+1 && bytes.HasPrefix(data, appEXIF) && len(data) > n {
				turn = orientation(memory(s.ctx, data[n:]))
			}
			return nil
		},
	})
	if err != nil {
		return err
	}
	if _, err := dst.Write([]byte{0xff, markerSOI}); err != nil {
		return err
	}
	j := jpegCopy{dst: dst, turn: turn}
	if _, err := walkJPEG(s.ctx, s, jpegParts{segment: j.segment, coded: j.coded}); err != nil {
		return err
	}
	_, err = dst.Write([]byte{0xff, markerEOI})
	return err
}

// jpegCopy copies a JPEG.
type jpegCopy struct {
	dst  io.Writer
	turn uint16 // 1 once it was written
}

func (j *jpegCopy) coded(data []byte) error {
	_, err := j.dst.Write(data)
	return err
}

func (j *jpegCopy) segment(marker byte, data []byte) error {
	jfif := marker == markerAPP0 && bytes.HasPrefix(data, appJFIF) && len(data) >= 14
	if !jfif && j.turn != 1 { // JFIF wants to be first
		exif := append(append(bytes.Clone(appEXIF), 0), turned(j.turn)...)
		j.turn = 1
		if err := j.write(markerAPP0+1, exif); err != nil {
			return err
		}
	}
	switch {
	case jfif:
		head := bytes.Clone(data[:14])
		head[12], head[13] = 0, 0 // no thumbnail
		return j.write(marker, head)
	case marker == markerAPP0+14 && bytes.HasPrefix(data, appAdobe) && len(data) == 12: // how colours are coded
		return j.write(marker, data)
	case marker >= markerAPP0 && marker <= markerAPPF, marker == markerCOM:
		return nil
	case jpegShown(marker):
		return j.write(marker, data)
	}
	return errDamaged // or of a kind that is hardly ever written
}

// jpegShown reports whether a segment is needed to show a picture.
func jpegShown(marker byte) bool {
	switch marker {
	case markerDHT, markerDAC, markerSOS, markerDQT, markerDNL, markerDRI:
		return true
	case markerJPG:
		return false
	}
	return marker >= markerSOF0 && marker < markerRST0 // SOF0 to SOF15
}

func (j *jpegCopy) write(marker byte, data []byte) error {
	head := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(data)+2))
	if _, err := j.dst.Write(head); err != nil {
		return err
	}
	_, err := j.dst.Write(data)
	return err
}
