package metadata

import (
	"slices"
	"unicode/utf8"

	"carom/internal/plaintext"
)

// State says how far a file was looked through.
type State int

const (
	// Unknown: the format is not known. Nothing was looked for.
	Unknown State = iota
	// Incomplete: a part could not be read. There may be more than was found.
	Incomplete
	// Searched: all of the file was read.
	Searched
)

// String returns the state's name.
func (s State) String() string {
	return [...]string{"unknown", "incomplete", "searched"}[s]
}

// Format is what a file is, by its content.
type Format string

const (
	JPEG     Format = "JPEG"
	PNG      Format = "PNG"
	GIF      Format = "GIF"
	WebP     Format = "WebP"
	TIFF     Format = "TIFF"
	PDF      Format = "PDF"
	OOXML    Format = "Office"
	ODF      Format = "OpenDocument"
	CFB      Format = "old Office" // before 2007, or with a password
	HEIF     Format = "HEIF"       // or AVIF
	Film     Format = "film"       // MP4, QuickTime and their kin
	NoFormat Format = ""           // none that is known
)

// Kind is what a finding tells.
type Kind string

// The kinds that are looked for. Their values are words for a program.
const (
	Author      Kind = "author"      // who made it, owns it, or is named in it
	Editor      Kind = "editor"      // who changed it last
	Company     Kind = "company"     // theirs, or their manager
	Position    Kind = "position"    // where it was made
	Device      Kind = "device"      // the camera, phone, lens, printer or computer
	Serial      Kind = "serial"      // the device's number
	Software    Kind = "software"    // that made or changed it
	Time        Kind = "time"        // when it was made, changed or printed
	Description Kind = "description" // title, subject, keywords, caption
	Comment     Kind = "comment"     // somebody's remark
	Changes     Kind = "changes"     // tracked, with what was there before
	History     Kind = "history"     // earlier versions, steps of editing
	Thumbnail   Kind = "thumbnail"   // a small picture, maybe of an earlier version
	Embedded    Kind = "embedded"    // another file in it
	Identifier  Kind = "identifier"  // a number of this file alone
	Path        Kind = "path"        // of a file or a template on the author's machine
	Opaque      Kind = "opaque"      // data of unknown meaning, such as a maker's notes
)

// Gap is why a part was not read.
type Gap string

const (
	Damaged   Gap = "damaged"   // it is not what its format says
	Encrypted Gap = "encrypted" // it takes a password
	TooLarge  Gap = "too large" // it is larger, deeper or more than is looked at
	Foreign   Gap = "foreign"   // it is of a format that is not known
)

// Finding is one thing that a file tells.
type Finding struct {
	Kind  Kind
	Where string // the part of the file: "EXIF", "docProps/core.xml"; safe to show
	Value string // what it says, as one line that is safe to show; may be empty
}

// Report is what Inspect found.
type Report struct {
	Format   Format
	State    State
	Findings []Finding // in the order of the file, each once
	Gaps     []Gap     // why it is Incomplete, each once
	CanStrip bool      // Strip is worth a try
}

// Has reports whether something of a kind was found.
func (r *Report) Has(k Kind) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == k })
}

const (
	// maxFindings is how many findings a report has. A person reads fewer; a
	// document may have a comment in each line.
	maxFindings = 200
	// maxValue is how long a value is, in bytes.
	maxValue = 200
)

func (r *Report) found(k Kind, where, value string) {
	f := Finding{Kind: k, Where: line(where), Value: line(value)}
	if slices.Contains(r.Findings, f) {
		return
	}
	if len(r.Findings) == maxFindings {
		r.missed(TooLarge)
		return
	}
	r.Findings = append(r.Findings, f)
}

func (r *Report) missed(g Gap) {
	r.State = Incomplete
	if !slices.Contains(r.Gaps, g) {
		r.Gaps = append(r.Gaps, g)
	}
}

// line makes a value safe to show, and short. What was cut off leaves a mark, also
// where nothing else can be seen.
func line(s string) string {
	head := s[:min(len(s), 4*maxValue)]
	shown := plaintext.Line(head)
	if len(head) == len(s) && len(shown) <= maxValue {
		return shown
	}
	end := min(len(shown), maxValue-len("…"))
	for end < len(shown) && !utf8.RuneStart(shown[end]) {
		end--
	}
	return shown[:end] + "…"
}
