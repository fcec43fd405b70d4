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
// frames; main, danger, flat, quiet, state for buttons; conversation for the list of
// bubbles. A field whose content is wrong has the property "wrong".
func StyleSheet(p Palette, m Metrics) string {
	t := template.Must(template.New("style").Funcs(template.FuncMap{
		// The ring of the focus is thicker than the line that it takes the place
		// of; the margin makes up for it, or what is inside would be cut.
		"thinner": func(ring int) int { return ring - 1 },
		// The radius of a circle with this inside and this line around it.
		"round": func(inside, line int) int { return inside/2 + line },
		"px":    func(n int) string { return fmt.Sprintf("%dpx", n) },
		"pt":    func(n float64) string { return fmt.Sprintf("%.1fpt", n) },
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
