package look

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed style.qss
var style string

// StyleSheet returns the Qt style sheet of a palette with these lengths. Widgets
// choose among the looks of their kind with the property "role": heading,
// muted, small, error, warning, words for labels; bar, alarm, card, line for
// frames; main, danger, flat for buttons. A field whose content is wrong has
// the property "wrong".
func StyleSheet(p Palette, m Metrics) string {
	t := template.Must(template.New("style").Funcs(template.FuncMap{
		"px": func(n int) string { return fmt.Sprintf("%dpx", n) },
		"pt": func(n float64) string { return fmt.Sprintf("%.1fpt", n) },
	}).Parse(style))
	var out strings.Builder
	if err := t.Execute(&out, struct {
		P Palette
		M Metrics
	}{p, m}); err != nil {
		panic("look: a broken style sheet was built in: " + err.Error())
	}
	return out.String()
}
