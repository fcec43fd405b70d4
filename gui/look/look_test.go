package look

import (
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

func themes() map[string]Palette { return map[string]Palette{"light": Light(), "dark": Dark()} }

// contrast is the contrast ratio of WCAG 2.1, from 1 to 21.
func contrast(a, b Colour) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(c Colour) float64 {
	linear := func(part int) float64 {
		v := float64(part) / 255
		if v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	r, g, b := c.RGB()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestContrastOfKnownColours(t *testing.T) {
	for _, c := range []struct {
		a, b Colour
		want float64
	}{{0x000000, 0xFFFFFF, 21}, {0xFFFFFF, 0xFFFFFF, 1}, {0x777777, 0xFFFFFF, 4.478}, {0xFF0000, 0xFFFFFF, 3.998}} {
		if got := contrast(c.a, c.b); math.Abs(got-c.want) > 0.001 {
			t.Errorf("%v on %v: %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

func TestContrast(t *testing.T) {
	for theme, p := range themes() {
		for _, pair := range p.Pairs() {
			if got := contrast(pair.Upper, pair.Lower); got < pair.Least {
				t.Errorf("%s: %s: %.2f to 1, at least %.1f are needed", theme, pair.Name, got, pair.Least)
			}
		}
	}
}

// Every colour but those that only please the eye is in a pair.
func TestEveryColourIsPaired(t *testing.T) {
	for theme, p := range themes() {
		paired := map[Colour]bool{p.Separator: true}
		for _, pair := range p.Pairs() {
			paired[pair.Upper], paired[pair.Lower] = true, true
		}
		v := reflect.ValueOf(p)
		for i := range v.NumField() {
			if c, ok := v.Field(i).Interface().(Colour); ok && !paired[c] {
				t.Errorf("%s: %s is in no pair", theme, v.Type().Field(i).Name)
			}
		}
	}
}

func TestThemesAreWhatTheySay(t *testing.T) {
	for theme, p := range themes() {
		if dark := luminance(p.Background) < luminance(p.Text); dark != p.Dark {
			t.Errorf("%s: Dark is %v", theme, p.Dark)
		}
	}
}

func TestMetrics(t *testing.T) {
	small, large := reflect.ValueOf(NewMetrics(10, 1)), reflect.ValueOf(NewMetrics(10, 2))
	for i := range small.NumField() {
		name := small.Type().Field(i).Name
		s, l := small.Field(i), large.Field(i)
		if s.CanFloat() && (s.Float() <= 0 || l.Float() != 2*s.Float()) || s.CanInt() && s.Int() <= 0 {
			t.Errorf("%s is %v, and %v at twice the size", name, s, l)
		}
	}
	for _, points := range []float64{0, -1, math.Inf(1), math.Inf(-1), math.NaN()} {
		if font := NewMetrics(points, 1).Font; !(font >= minFont && font <= maxFont) {
			t.Errorf("%v points become %v", points, font)
		}
	}
}

func TestStyleSheet(t *testing.T) {
	declaration := regexp.MustCompile(`^[a-z-]+: [^:{}]+$`)
	for theme, p := range themes() {
		sheet := StyleSheet(p, NewMetrics(10, 1.5))
		for rule := range strings.SplitSeq(sheet, "\n") {
			if rule == "" || strings.HasPrefix(rule, "/*") {
				continue
			}
			_, body, ok := strings.Cut(rule, "{")
			body, closed := strings.CutSuffix(body, "}")
			if !ok || !closed {
				t.Errorf("%s: %q is no rule", theme, rule)
			}
			for d := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(body), ";"), ";") {
				if !declaration.MatchString(strings.TrimSpace(d)) {
					t.Errorf("%s: %q in %q", theme, d, rule)
				}
			}
		}
		if !strings.Contains(sheet, p.Accent.String()) || !strings.Contains(sheet, "15.0pt") {
			t.Errorf("%s: neither accent nor font are in the sheet", theme)
		}
		if strings.Contains(sheet, "url(") {
			t.Errorf("%s: the sheet loads something", theme)
		}
	}
}
