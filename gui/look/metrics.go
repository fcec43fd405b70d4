package look

import "math"

// Metrics are lengths: fonts in points, the rest in device-independent pixels,
// which Qt multiplies on a screen of high resolution.
type Metrics struct {
	// Font is that of text, Small of times and last lines, Heading of titles.
	Font, Small, Heading float64
	// Space is between things that belong together, Gap between those that
	// do not, Margin around a page.
	Space, Gap, Margin int
	// Radius is of bubbles' corners, Corner of buttons' and fields'.
	Radius, Corner int
	// BubblePadding is between a bubble's edge and its text. A bubble takes
	// at most BubbleShare per cent of the conversation's width, and is no
	// wider than BubbleWidth, so that lines stay readable.
	BubblePadding, BubbleShare, BubbleWidth int
	// Row is the least height of a row of the list of contacts.
	Row int
	// Target is the least height of what is clicked.
	Target int
	// Box is the side of a check box, without its edge.
	Box int
	// Pill is the radius by which a box of that side, with its edge, is a disc.
	Pill int
	// Focus is how thick the ring around what has the focus is.
	Focus int
}

// Bounds of the font that NewMetrics takes, in points.
const (
	minFont = 6
	maxFont = 48
)

// NewMetrics returns the lengths for the desktop's font, in points, times
// scale, which is 1 unless the user wants larger or smaller text. What holds
// text grows with it.
func NewMetrics(points, scale float64) Metrics {
	font := points * scale
	if math.IsNaN(font) {
		font = minFont
	}
	font = min(max(font, minFont), maxFont)
	dp := func(at10 float64) int { return int(math.Round(at10 * font / 10)) }
	return Metrics{
		Font: font, Small: font * 0.88, Heading: font * 1.5,
		Space: dp(6), Gap: dp(12), Margin: dp(20),
		Radius: dp(14), Corner: dp(6),
		BubblePadding: dp(10), BubbleShare: 78, BubbleWidth: dp(560),
		Row: dp(56), Target: dp(32), Box: dp(14), Pill: dp(14)/2 + 1, Focus: max(2, dp(2)),
	}
}
