package metadata

import "io"

// stripGIF keeps the pictures, how long each is shown, and how often all are.
// What follows the end goes.
func stripGIF(dst io.Writer, s *source) error {
	write := func(b []byte) error {
		_, err := dst.Write(b)
		return err
	}
	_, err := walkGIF(s, write, func(b gifBlock) error {
		if !gifShown(b) {
			return nil
		}
		if err := write(b.head); err != nil {
			return err
		}
		return write(b.data)
	})
	if err != nil {
		return err
	}
	return write([]byte{gifTrailer})
}
