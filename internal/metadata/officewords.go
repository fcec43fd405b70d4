package metadata

import (
	"encoding/xml"
	"path"
	"strings"
)

// wordsOf are the words that matter in a part of a document.
func wordsOf(name string, format Format) vocabulary {
	base := path.Base(name)
	switch {
	case strings.ToLower(path.Ext(name)) == ".svg":
		return xmpWords
	case strings.HasPrefix(name, "docProps/"):
		return propertyWords
	case path.Ext(name) == ".rels":
		return vocabulary{special: relation}
	case format == OOXML && base == "commentAuthors.xml", format == OOXML && base == "authors.xml":
		return vocabulary{text: kinds(map[Kind]string{Author: "name userId"})}
	case format == OOXML:
		return ooxmlWords
	case base == "meta.xml":
		return metaWords
	}
	return odfWords
}

// propertyWords are of Office's properties (ECMA-376 part 2, 11, and part 1,
// 15.2.12).
var propertyWords = vocabulary{
	text: kinds(map[Kind]string{
		Author:      "creator",
		Editor:      "lastModifiedBy",
		Company:     "Company Manager",
		Time:        "created modified lastPrinted filetime date",
		Software:    "Application AppVersion",
		Description: "title subject description keywords category contentStatus lpwstr lpstr bstr",
		History:     "revision TotalTime",
		Path:        "Template HyperlinkBase",
		Identifier:  "identifier",
	}),
}

// ooxmlWords are of the other parts of Office's documents: who commented, what is
// tracked, and where the author's files are.
var ooxmlWords = vocabulary{
	text: kinds(map[Kind]string{
		Author:      "author userName displayName providerId creator X509SubjectName",
		Editor:      "lastModifiedBy",
		Description: "descr",
	}),
	mark: kinds(map[Kind]string{
		Changes: `ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange numberingChange
			cellIns cellDel cellMerge rcc rrc rfmt`,
		Comment:    "comment cm threadedComment",
		Identifier: "rsids",
	}),
	special: func(e xml.StartElement, a xml.Attr) Kind {
		if e.Name.Local == "absPath" && a.Name.Local == "url" {
			return Path
		}
		return none
	},
}

// relation finds what a part leads to on the author's machine or network: the
// template of a letter, a linked sheet.
func relation(e xml.StartElement, a xml.Attr) Kind {
	if a.Name.Local != "Target" {
		return none
	}
	target := strings.ToLower(a.Value)
	if strings.HasPrefix(target, "file:") || strings.HasPrefix(target, `\\`) || strings.Contains(target, `:\`) || strings.Contains(target, "/users/") || strings.Contains(target, "/home/") {
		return Path
	}
	return none
}

// metaWords are of OpenDocument's meta.xml (OASIS OpenDocument 1.3, part 3, 4.3).
var metaWords = vocabulary{
	text: kinds(map[Kind]string{
		Author:      "initial-creator printed-by",
		Editor:      "creator",
		Time:        "creation-date date print-date",
		Software:    "generator",
		Description: "title subject description keyword user-defined",
		History:     "editing-cycles editing-duration",
	}),
	special: func(e xml.StartElement, a xml.Attr) Kind {
		if e.Name.Local == "template" && (a.Name.Local == "href" || a.Name.Local == "title") {
			return Path
		}
		return none
	},
}

// odfWords are of its other parts. A printer's name is in settings.xml.
var odfWords = vocabulary{
	text: kinds(map[Kind]string{
		Author: `creator initial-creator author-name author-initials sender-firstname sender-lastname sender-initials sender-title
			sender-email sender-phone-private sender-phone-work sender-company sender-street sender-city printed-by X509SubjectName`,
		Path: "file-name",
	}),
	mark: kinds(map[Kind]string{
		Changes: "tracked-changes changed-region cell-content-change insertion deletion",
		Comment: "annotation",
		History: "version-entry",
	}),
	special: func(e xml.StartElement, a xml.Attr) Kind {
		if e.Name.Local != "config-item" || a.Name.Local != "" {
			return none
		}
		for _, other := range e.Attr {
			if other.Value == "PrinterName" || other.Value == "PrinterSetup" {
				return Device
			}
		}
		return none
	},
}
