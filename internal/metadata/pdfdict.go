package metadata

import (
	"maps"
	"slices"
)

// pdfInfo is what the entries of a PDF's information dictionary tell (ISO 32000-2,
// table 349). Others may be anything that a program puts there.
var pdfInfo = map[string]Kind{
	"Author": Author, "Creator": Software, "Producer": Software, "CreationDate": Time, "ModDate": Time,
	"Title": Description, "Subject": Description, "Keywords": Description, "Company": Company, "Manager": Company,
}

// pdfRemarks are the kinds of annotations that are somebody's remarks.
var pdfRemarks = map[string]bool{
	"Text": true, "FreeText": true, "Highlight": true, "Underline": true, "Squiggly": true, "StrikeOut": true,
	"Stamp": true, "Ink": true, "Popup": true, "Line": true, "Square": true, "Circle": true, "Polygon": true,
	"PolyLine": true, "Caret": true, "FileAttachment": true, "Redact": true, "Sound": true,
}

// dict tells what a dictionary is about, wherever it stands.
func (p *pdf) dict(d map[string]pdfValue) {
	if e := d["Encrypt"]; e.kind == pdfPointer || e.kind == pdfDict {
		p.encrypted = true
	}
	if _, ok := d["Linearized"]; ok {
		p.linear = true
	}
	if _, ok := d["PieceInfo"]; ok {
		p.found(Opaque, "PDF", "PieceInfo")
	}
	if _, ok := d["Thumb"]; ok {
		p.found(Thumbnail, "PDF", "")
	}
	_, placed := d["Rect"]
	kind, subtype := d["Type"].text, d["Subtype"].text
	switch {
	case (kind == "Annot" || placed) && pdfRemarks[subtype]:
		p.remark(d, subtype)
	case kind == "Sig" || kind == "DocTimeStamp":
		p.tell(d, map[string]Kind{"Name": Author, "ContactInfo": Author, "Location": Position, "Reason": Comment, "M": Time})
	case kind == "Filespec" || kind == "F":
		p.tell(d, map[string]Kind{"F": Path, "UF": Path, "Desc": Description})
	case p.informs(d):
		p.information(d)
	}
}

// informs reports whether a dictionary is one that informs about the document, or
// about a part of it.
func (p *pdf) informs(d map[string]pdfValue) bool {
	for _, key := range []string{"Author", "Creator", "Producer", "CreationDate", "ModDate"} {
		if v, ok := d[key]; ok && (v.kind == pdfString || v.kind == pdfPointer) {
			return true
		}
	}
	return len(d) > 0 && !slices.ContainsFunc(slices.Collect(maps.Keys(d)), func(key string) bool {
		// A bookmark has a title too, but says where it leads.
		return !slices.Contains([]string{"Title", "Subject", "Keywords", "Trapped"}, key)
	})
}

func (p *pdf) information(d map[string]pdfValue) {
	p.tell(d, pdfInfo)
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if v := d[key]; pdfInfo[key] == none && v.kind == pdfString && key != "CheckSum" {
			p.say(Description, "PDF", key+": "+pdfText(v.text))
		}
	}
}

// remark tells who remarked what.
func (p *pdf) remark(d map[string]pdfValue, subtype string) {
	p.found(Comment, "PDF", pdfText(d["Contents"].text))
	p.tell(d, map[string]Kind{"T": Author, "M": Time, "CreationDate": Time})
	if subtype == "FileAttachment" {
		p.found(Embedded, "PDF", "")
	}
}

// tell finds the entries that say something. What one says that points to another
// object is not looked up; that it is there is known.
func (p *pdf) tell(d map[string]pdfValue, table map[string]Kind) {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		switch v := d[key]; v.kind {
		case pdfString:
			p.say(table[key], "PDF", pdfText(v.text))
		case pdfPointer:
			p.found(table[key], "PDF", "")
		}
	}
}
