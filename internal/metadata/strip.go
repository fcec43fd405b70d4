package metadata

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrCannotStrip is of a file of which no copy without metadata can be made
// surely. The file itself may still be sent.
var ErrCannotStrip = errors.New("a copy without metadata cannot be made of this file")

// Strip writes a copy of a file of so many bytes to dst, without its metadata:
// the same picture, shown the same way up. ErrCannotStrip if that cannot be done
// surely, also when the picture is damaged; else the context's error, or that of
// reading or writing. After an error what was written has to be thrown away.
//
// What a file is, its content says, and not its name.
func Strip(ctx context.Context, dst io.Writer, src io.ReaderAt, size int64, _ string) error {
	s := &source{r: src, ctx: ctx, size: size}
	format, err := formatOf(s)
	if err != nil {
		return err
	}
	switch format {
	case JPEG:
		err = stripJPEG(dst, s)
	case PNG:
		err = stripPNG(dst, s)
	case GIF:
		err = stripGIF(dst, s)
	case WebP:
		err = stripWebP(dst, s)
	default:
		return ErrCannotStrip
	}
	if errors.Is(err, errDamaged) {
		return fmt.Errorf("%w: it is damaged", ErrCannotStrip)
	}
	return err
}

// turned is EXIF that says how the picture is turned, and nothing else.
func turned(orientation uint16) []byte {
	b := []byte("MM\x00*")
	b = binary.BigEndian.AppendUint32(b, 8) // the first directory
	b = binary.BigEndian.AppendUint16(b, 1) // has one entry:
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = binary.BigEndian.AppendUint16(b, 3) // a short,
	b = binary.BigEndian.AppendUint32(b, 1) // one.
	b = binary.BigEndian.AppendUint16(b, orientation)
	b = binary.BigEndian.AppendUint16(b, 0)
	return binary.BigEndian.AppendUint32(b, 0) // There is no other directory.
}
