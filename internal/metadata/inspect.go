package metadata

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

const (
	// maxPart is how many bytes of one packet of text, or of one packed stream of
	// a PDF, are looked at.
	maxPart = 8 << 20
	// maxUnpacked is how many bytes are unpacked for one file, or read more than
	// once as directories may say, all together.
	maxUnpacked = 256 << 20
	// maxDepth is how deep files are in files: a picture in a sheet in a letter.
	maxDepth = 3
)

var (
	errDamaged = errors.New("the file is damaged")
	// errRead is around what reading the file returned, to tell it from damage.
	errRead = errors.New("reading the file")
)

// look is one look through one file.
type look struct {
	ctx    context.Context
	report *Report
	depth  int
	unpack *int64 // bytes that may still be unpacked
	where  string // in which file in the file, before Where; empty for the file itself
}

// Inspect looks for metadata in a file of so many bytes. What it is, its content
// says; the name's extension only tells what cannot say anything, like a font. An
// error is the context's, or what r returned, and then the report says nothing.
func Inspect(ctx context.Context, r io.ReaderAt, size int64, name string) (Report, error) {
	var report Report
	unpack := int64(maxUnpacked)
	l := &look{ctx: ctx, report: &report, unpack: &unpack}
	if err := l.file(&source{r: r, ctx: ctx, size: size}, name); err != nil {
		return Report{}, err
	}
	return report, nil
}

// source is a part of a file to read from. Reading ends with the context.
type source struct {
	r    io.ReaderAt
	ctx  context.Context
	size int64
}

func (s *source) ReadAt(p []byte, offset int64) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	if offset < 0 || offset >= s.size {
		return 0, io.EOF
	}
	short := int64(len(p)) > s.size-offset
	if short {
		p = p[:s.size-offset]
	}
	n, err := s.r.ReadAt(p, offset)
	switch {
	case n == len(p) && short:
		return n, io.EOF
	case n == len(p):
		return n, nil
	case err == nil, errors.Is(err, io.EOF):
		return n, io.ErrUnexpectedEOF
	}
	return n, fmt.Errorf("%w: %w", errRead, err)
}

// part is size bytes of the source from offset on, or as many as there are.
func (s *source) part(offset, size int64) *source {
	offset = min(max(offset, 0), s.size)
	size = min(max(size, 0), s.size-offset)
	return &source{r: io.NewSectionReader(s.r, offset, size), ctx: s.ctx, size: size}
}

func (s *source) reader() *io.SectionReader { return io.NewSectionReader(s, 0, s.size) }

func memory(ctx context.Context, b []byte) *source {
	return &source{r: bytes.NewReader(b), ctx: ctx, size: int64(len(b))}
}

// formatOf tells a file's format by its first bytes.
func formatOf(s *source) (Format, error) {
	head := make([]byte, 1024)
	n, err := s.ReadAt(head, 0)
	if err != nil && !ended(err) {
		return NoFormat, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(head, pngSignature):
		return PNG, nil
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return GIF, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP, nil
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return TIFF, nil
	case bytes.HasPrefix(head, cfbSignature):
		return CFB, nil
	case bytes.Contains(head, []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return officeFormat(s)
	}
	return boxFormat(head), nil
}

// file looks through a file or one in another. What is wrong with it is a gap of
// the report; an error is of reading.
func (l *look) file(s *source, name string) error {
	format, err := formatOf(s)
	if err != nil {
		return err
	}
	if l.depth == 0 {
		l.report.Format, l.report.State = format, Searched
		l.report.CanStrip = format == JPEG || format == PNG || format == GIF || format == WebP
	}
	err = l.format(s, format, name)
	switch {
	case err == nil:
		return nil
	case l.ctx.Err() != nil:
		return l.ctx.Err()
	case errors.Is(err, errRead):
		return err
	}
	l.report.missed(Damaged)
	return nil
}

func (l *look) format(s *source, format Format, name string) error {
	switch format {
	case JPEG:
		return l.jpeg(s)
	case PNG:
		return l.png(s)
	case GIF:
		return l.gif(s)
	case WebP:
		return l.webp(s)
	case TIFF:
		return l.tiff(s, "TIFF", false)
	case PDF:
		return l.pdf(s)
	case OOXML, ODF:
		return l.office(s, format)
	case CFB:
		return l.cfb(s)
	case HEIF, Film:
		return l.boxes(s, format)
	}
	if l.depth == 0 {
		l.report.State = Unknown
		return nil
	}
	if !silent(name) {
		l.report.missed(Foreign)
	}
	return nil
}

// silent reports whether a part of a document without a known format is one that
// says nothing: a font.
func silent(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".ttf", ".otf", ".odttf", ".fntdata":
		return true
	}
	return false
}

// inner looks through a file in the file.
func (l *look) inner(s *source, name string) error {
	if l.depth == maxDepth {
		l.report.missed(TooLarge)
		return nil
	}
	in := &look{ctx: l.ctx, report: l.report, depth: l.depth + 1, unpack: l.unpack, where: l.at(name)}
	return in.file(s, name)
}

// at is the place of a part of this file, for a person.
func (l *look) at(part string) string {
	if l.where == "" {
		return part
	}
	return l.where + ": " + part
}

func (l *look) found(k Kind, where, value string) { l.report.found(k, l.at(where), value) }

// unpacked reads what a packed stream holds, as far as that is allowed. More than
// most bytes, or than may be unpacked in all, is a gap; so is damage.
func (l *look) unpacked(r io.Reader, most int64) ([]byte, error) {
	most = min(most, *l.unpack)
	b, err := io.ReadAll(&limited{r: io.LimitReader(r, most+1), ctx: l.ctx})
	*l.unpack -= int64(len(b))
	if int64(len(b)) > most {
		*l.unpack = max(0, *l.unpack)
		l.report.missed(TooLarge)
		return b[:most], nil
	}
	if l.ctx.Err() != nil || errors.Is(err, errRead) {
		return nil, err
	}
	if err != nil {
		l.report.missed(Damaged)
	}
	return b, nil
}

// spend takes some of the bytes that may be unpacked, or notes that they are spent.
func (l *look) spend(n int64) bool {
	if n > *l.unpack {
		*l.unpack = 0
		l.report.missed(TooLarge)
		return false
	}
	*l.unpack -= n
	return true
}

// limited is a reader that ends with its context.
type limited struct {
	r   io.Reader
	ctx context.Context
}

func (l *limited) Read(p []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	return l.r.Read(p)
}

// ended reports whether a read came to the end of the data.
func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
