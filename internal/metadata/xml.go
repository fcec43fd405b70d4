package metadata

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// vocabulary is what the elements and attributes of a kind of XML tell, by their
// local names.
type vocabulary struct {
	text map[string]Kind // what they say is the finding
	mark map[string]Kind // that they are there is
	// special knows more, or is nil: of an element, with an attribute of no name,
	// or of an attribute.
	special func(e xml.StartElement, a xml.Attr) Kind
}

// kinds makes a table from lists of names.
func kinds(names map[Kind]string) map[string]Kind {
	table := map[string]Kind{}
	for kind, list := range names {
		for name := range strings.FieldsSeq(list) {
			table[name] = kind
		}
	}
	return table
}

// maxElements is how deep elements of XML may be in each other.
const maxElements = 256

// xml looks through XML. It is read as it comes; entities are not expanded.
func (l *look) xml(r io.Reader, where string, words vocabulary) {
	if err := l.scanXML(r, where, words); err != nil && l.ctx.Err() == nil {
		l.report.missed(Damaged)
	}
}

func (l *look) scanXML(r io.Reader, where string, words vocabulary) error {
	d := xml.NewDecoder(&limited{r: r, ctx: l.ctx})
	var within []Kind // of the text in each element that is open
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && len(within) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(within) == maxElements {
				l.report.missed(TooLarge)
				return nil
			}
			kind := l.element(token, where, words)
			if kind == none && len(within) > 0 {
				kind = within[len(within)-1]
			}
			within = append(within, kind)
		case xml.EndElement:
			if len(within) == 0 {
				return errDamaged
			}
			within = within[:len(within)-1]
		case xml.CharData:
			if len(within) > 0 && within[len(within)-1] != none {
				l.say(within[len(within)-1], where, string(token[:min(len(token), 4*maxValue)]))
			}
		}
	}
}

// element tells what an element and its attributes are about, and returns what the
// text in it is.
func (l *look) element(e xml.StartElement, where string, words vocabulary) Kind {
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		kind := words.text[a.Name.Local]
		if kind == none && words.special != nil {
			kind = words.special(e, a)
		}
		if kind != none {
			l.say(kind, where, a.Value)
		}
	}
	if kind := words.mark[e.Name.Local]; kind != none {
		l.found(kind, where, "")
		return none
	}
	kind := words.text[e.Name.Local]
	if kind == none && words.special != nil {
		kind = words.special(e, xml.Attr{})
	}
	return kind
}

func (l *look) say(kind Kind, where, value string) {
	if value = strings.TrimSpace(value); value != "" {
		l.found(kind, where, value)
	}
}
