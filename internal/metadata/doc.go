// Package metadata finds in a file what tells about its author, their place and
// their machine, and makes a copy without it where that can be done surely.
//
// Inspect looks into pictures (JPEG, PNG, GIF, WebP, TIFF), PDF, and the formats of
// offices that are zip archives (docx, xlsx, pptx, odt and their kin), and into the
// pictures and documents in those. In the older formats of Office (doc, xls, ppt) it
// reads the properties, and in phones' pictures (HEIF, AVIF) and films (MP4,
// QuickTime) it finds what is easily found. It never says that a file is clean:
//
//   - Unknown: a format that it does not know. Nothing was looked for.
//   - Incomplete: there is a part that it cannot read, and Gaps says why.
//   - Searched: all parts were read. If nothing was found, none of the kinds that
//     are looked for is there; what a picture shows, what a text says, a watermark
//     or something that was hidden on purpose may still tell.
//
// What a part contains whose format is private to a program or a camera is not
// known: it is found as Opaque.
//
// Strip copies JPEG, PNG, GIF and WebP, and keeps only the parts that are needed to
// show the picture; those it copies as they are, without coding the picture again.
// Colour profiles go, since those of a monitor name it: wide colours may look a
// little different. That a picture is turned is kept. For everything else there is
// ErrCannotStrip: what is hidden in a document cannot be told from what it says.
//
// The libraries that there are for EXIF take a directory that is cut off or too
// long for one that is read, which a warning must not do; those for PDF take as
// much memory as the file says. So the formats are read here. Files are hostile,
// also those that the user sends, which may come from somebody else: everything
// is bounded in bytes, in depth and in number, and nothing is computed from pixels.
// There is no I/O but reading the file, no goroutine, and no error with contents.
package metadata
