package i18n

import (
	"embed"
	"fmt"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed catalogue/active.*.toml
var catalogue embed.FS

// Message is something that the desktop says.
type Message = i18n.Message

// Printer says things in one language. Its methods may be called from any
// goroutine.
type Printer struct {
	language Language
	// texts are the messages that depend on no count, by id.
	texts   map[string]string
	plurals *i18n.Localizer
	numbers *message.Printer
	date    func(time.Time) string // written out
	figures func(time.Time) string // in figures
	digits  *strings.Replacer
}

// New returns the printer of the language of this code, the English one when
// there is no such language. It parses the catalogue of the language: some
// milliseconds.
func New(code string) *Printer {
	l := find(code)
	tag := language.MustParse(l.Code)
	p := &Printer{language: l, texts: make(map[string]string), numbers: message.NewPrinter(tag), date: fullDate(l.Code), figures: shortDate(l.Code)}
	p.digits = digits(p.numbers)
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	if l.Code != source {
		file, err := bundle.LoadMessageFileFS(catalogue, "catalogue/active."+l.Code+".toml")
		if err != nil {
			panic("i18n: a broken catalogue was built in: " + err.Error())
		}
		for _, m := range file.Messages {
			p.texts[m.ID] = m.Other
		}
	}
	p.plurals = i18n.NewLocalizer(bundle, l.Code)
	return p
}

// digits replaces ASCII digits by those of the language.
func digits(numbers *message.Printer) *strings.Replacer {
	var pairs []string
	for i := range 10 {
		pairs = append(pairs, fmt.Sprint(i), numbers.Sprint(i))
	}
	return strings.NewReplacer(pairs...)
}

// Language returns the printer's language.
func (p *Printer) Language() Language { return p.language }

// RTL reports whether the language is written from right to left.
func (p *Printer) RTL() bool { return p.language.RTL }

// T returns a message with its arguments put in. A message that is not
// translated is said in English.
func (p *Printer) T(m *Message, args ...Args) string {
	text, ok := p.texts[m.ID]
	if !ok {
		text = m.Other
	}
	return p.insert(text, args)
}

// N returns a message in the form that goes with so many: {Count} in it is the
// number.
func (p *Printer) N(m *Message, count int, args ...Args) string {
	// A message without a translation comes in English, and with an error.
	text, _ := p.plurals.Localize(&i18n.LocalizeConfig{
		DefaultMessage: m, PluralCount: count, TemplateParser: template.IdentityParser{},
	})
	if text == "" {
		text = m.Other
	}
	return p.insert(text, append([]Args{{"Count": count}}, args...))
}
