package metadata

import (
	"archive/zip"
	"errors"
	"io"
	"math"
	"path"
	"strings"
)

const (
	// maxParts is how many parts of a document are looked at.
	maxParts = 10_000
	// maxList is how many bytes the list of a document's parts may take: ten times
	// what maxParts need.
	maxList = 16 << 20
	// maxMedia is how many bytes of a picture in a document are unpacked into
	// memory.
	maxMedia = 32 << 20
)

// allowance is a file of which so many bytes may be read.
type allowance struct {
	s    *source
	left int64
}

func (a *allowance) ReadAt(p []byte, offset int64) (int, error) {
	if int64(len(p)) > a.left {
		return 0, errDamaged
	}
	a.left -= int64(len(p))
	return a.s.ReadAt(p, offset)
}

// openZip lists a zip archive's parts.
func openZip(s *source) (*zip.Reader, error) {
	a := &allowance{s: s, left: maxList}
	z, err := zip.NewReader(a, s.size)
	a.left = math.MaxInt64
	switch {
	case s.ctx.Err() != nil:
		return nil, s.ctx.Err()
	case errors.Is(err, errRead):
		return nil, err
	case err != nil:
		return nil, errDamaged
	}
	return z, nil
}

// officeFormat tells what is in a zip archive. One that is damaged is none.
func officeFormat(s *source) (Format, error) {
	z, err := openZip(s)
	if err != nil {
		if errors.Is(err, errDamaged) {
			err = nil
		}
		return NoFormat, err
	}
	for _, f := range z.File[:min(len(z.File), maxParts)] {
		switch f.Name {
		case "[Content_Types].xml":
			return OOXML, nil
		case "mimetype":
			if isODF(f) {
				return ODF, nil
			}
		}
	}
	return NoFormat, nil
}

func isODF(f *zip.File) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	const want = "application/vnd.oasis.opendocument."
	head := make([]byte, len(want))
	_, err = io.ReadFull(r, head)
	return err == nil && string(head) == want
}

// office looks through the parts of a document.
func (l *look) office(s *source, format Format) error {
	z, err := openZip(s)
	if err != nil {
		return err
	}
	if z.Comment != "" {
		l.found(Comment, "zip", z.Comment)
	}
	parts := z.File
	if len(parts) > maxParts {
		l.report.missed(TooLarge)
		parts = parts[:maxParts]
	}
	dated := false
	for _, f := range parts {
		if !dated && f.Modified.Year() > 1980 {
			dated = true
			l.found(Time, "zip", f.Modified.Format("2006-01-02 15:04:05"))
		}
		if err := l.part(f, format); err != nil {
			return err
		}
	}
	return nil
}

// part looks through one part of a document.
func (l *look) part(f *zip.File, format Format) error {
	const encrypted = 1
	name := f.Name
	switch {
	case strings.HasSuffix(name, "/") || name == "mimetype":
		return nil
	case f.Flags&encrypted != 0:
		l.report.missed(Encrypted)
		return nil
	case strings.HasPrefix(name, "Thumbnails/") || strings.HasPrefix(name, "docProps/thumbnail"):
		l.found(Thumbnail, name, "")
		return nil
	case strings.Contains(name, "printerSettings"):
		l.found(Device, name, "")
		return nil
	case strings.Contains(name, "embeddings/") || strings.HasPrefix(name, "Versions/"):
		l.found(Embedded, name, "")
	}
	r, err := f.Open()
	if err != nil {
		return l.gap(err)
	}
	defer r.Close()
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".rdf", ".svg", ".vml":
		return l.xmlPart(r, name, format)
	}
	b, err := l.unpacked(r, maxMedia)
	if err != nil {
		return err
	}
	return l.inner(memory(l.ctx, b), name)
}

// gap notes a part that cannot be unpacked, unless reading failed.
func (l *look) gap(err error) error {
	if l.ctx.Err() != nil || errors.Is(err, errRead) {
		return err
	}
	l.report.missed(Damaged)
	return nil
}

// xmlPart looks through a part that is XML, however long, as long as the bytes
// that may be unpacked last.
func (l *look) xmlPart(r io.Reader, name string, format Format) error {
	all := *l.unpack
	limit := &io.LimitedReader{R: r, N: all}
	watched := &failing{r: limit}
	l.xml(watched, name, wordsOf(name, format))
	*l.unpack = limit.N
	if limit.N == 0 {
		l.report.missed(TooLarge)
	}
	if l.ctx.Err() != nil {
		return l.ctx.Err()
	}
	return watched.failed
}

// failing remembers that reading the file failed, which is no damage.
type failing struct {
	r      io.Reader
	failed error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if errors.Is(err, errRead) {
		f.failed = err
	}
	return n, err
}
