// Package look says how the desktop looks, as plain values: the colours of the
// light and the dark theme, lengths, and the Qt style sheet made of both. It
// knows nothing of Qt.
//
// The colours are calm on purpose, and no meaning is carried by colour alone. A
// test computes the contrast of every pair of colours that meet on the screen
// (WCAG 2.1, level AA: 4.5 to 1 for text, 3 to 1 for what has to be seen to use
// the program); a new pair belongs into Pairs.
package look

import "fmt"

// Colour is 0xRRGGBB.
type Colour uint32

// String is what style sheets and QColor take: #rrggbb.
func (c Colour) String() string { return fmt.Sprintf("#%06x", uint32(c)) }

// RGB returns the parts, 0 to 255.
func (c Colour) RGB() (red, green, blue int) {
	return int(c >> 16 & 0xFF), int(c >> 8 & 0xFF), int(c & 0xFF)
}

// Palette is the colours of a theme.
type Palette struct {
	// Dark: the theme is light on dark.
	Dark bool

	// Background is behind the conversation, Surface behind lists, dialogs
	// and fields; Text and Muted are on both.
	Background, Surface, Text, Muted Colour
	// Separator parts things for the eye only; Outline is the edge of a field.
	Separator, Outline Colour
	// Accent is the main button and the number of unread messages, with
	// OnAccent on it; AccentHover the button under the mouse. Accent is also
	// the colour of links and headings on Background and Surface.
	Accent, AccentHover, OnAccent Colour
	// The bubbles of a conversation, with what is written on them.
	OwnBubble, OwnText, OwnMuted    Colour
	PeerBubble, PeerText, PeerMuted Colour
	// Selection is behind what is selected, in lists and in texts; Hover
	// behind a row under the mouse.
	Selection, SelectionText, SelectionMuted, Hover Colour
	// Focus is the ring around what the keyboard acts on.
	Focus Colour
	// Warning and Danger are written on their grounds, on Background and on
	// Surface; DangerButton is a button with OnDanger on it.
	Warning, WarningGround, Danger, DangerGround Colour
	DangerButton, OnDanger                       Colour
	// Online and Offline are the marks beside a contact.
	Online, Offline Colour
}

// Light returns the theme that is dark on light.
func Light() Palette {
	return Palette{
		Background: 0xF3F5F8, Surface: 0xFFFFFF, Text: 0x1B2026, Muted: 0x545D69,
		Separator: 0xDDE2E9, Outline: 0x7D8794,
		Accent: 0x2458A6, AccentHover: 0x1D4A8D, OnAccent: 0xFFFFFF,
		OwnBubble: 0xDAE7FA, OwnText: 0x14233B, OwnMuted: 0x44556F,
		PeerBubble: 0xFFFFFF, PeerText: 0x1B2026, PeerMuted: 0x545D69,
		Selection: 0xD3E2F8, SelectionText: 0x14233B, SelectionMuted: 0x44556F, Hover: 0xEDF1F6,
		Focus:   0x2458A6,
		Warning: 0x6F4600, WarningGround: 0xFFF3D9, Danger: 0xA8231B, DangerGround: 0xFDEBE9,
		DangerButton: 0xB3261E, OnDanger: 0xFFFFFF,
		Online: 0x1F7A3D, Offline: 0x76808C,
	}
}

// Dark returns the theme that is light on dark.
func Dark() Palette {
	return Palette{
		Dark:       true,
		Background: 0x14171C, Surface: 0x1C2027, Text: 0xE5E9EE, Muted: 0xA3ACB8,
		Separator: 0x2E343D, Outline: 0x76808D,
		Accent: 0x8DB5F5, AccentHover: 0xA8C7F8, OnAccent: 0x0F2140,
		OwnBubble: 0x25406A, OwnText: 0xEDF3FE, OwnMuted: 0xB7C8E4,
		PeerBubble: 0x282E37, PeerText: 0xE5E9EE, PeerMuted: 0xABB4BF,
		Selection: 0x2C4266, SelectionText: 0xEDF3FE, SelectionMuted: 0xB7C8E4, Hover: 0x252A32,
		Focus:   0x8DB5F5,
		Warning: 0xF2C06A, WarningGround: 0x382C13, Danger: 0xFF9A91, DangerGround: 0x42211F,
		DangerButton: 0xF28B82, OnDanger: 0x3B0F0B,
		Online: 0x5ACB7E, Offline: 0x8A93A0,
	}
}

// The least contrasts of WCAG 2.1, level AA.
const (
	// ForText is that of text of ordinary size (1.4.3).
	ForText = 4.5
	// ForParts is that of what has to be seen to use the program (1.4.11).
	ForParts = 3
)

// Pair is two colours that meet on the screen.
type Pair struct {
	Name         string
	Upper, Lower Colour
	// Least is the contrast that they must have.
	Least float64
}

// Pairs returns all that meet.
func (p Palette) Pairs() []Pair {
	return append(p.texts(), p.parts()...)
}

func (p Palette) texts() []Pair {
	return []Pair{
		{"text on background", p.Text, p.Background, ForText},
		{"text on surface", p.Text, p.Surface, ForText},
		{"text on a row under the mouse", p.Text, p.Hover, ForText},
		{"muted on background", p.Muted, p.Background, ForText},
		{"muted on surface", p.Muted, p.Surface, ForText},
		{"muted on a row under the mouse", p.Muted, p.Hover, ForText},
		{"accent on background", p.Accent, p.Background, ForText},
		{"accent on surface", p.Accent, p.Surface, ForText},
		{"text on an accent button", p.OnAccent, p.Accent, ForText},
		{"text on an accent button under the mouse", p.OnAccent, p.AccentHover, ForText},
		{"text in an own bubble", p.OwnText, p.OwnBubble, ForText},
		{"time in an own bubble", p.OwnMuted, p.OwnBubble, ForText},
		{"failed mark in an own bubble", p.Danger, p.OwnBubble, ForText},
		{"text in a peer's bubble", p.PeerText, p.PeerBubble, ForText},
		{"time in a peer's bubble", p.PeerMuted, p.PeerBubble, ForText},
		{"selected text", p.SelectionText, p.Selection, ForText},
		{"last line of a selected row", p.SelectionMuted, p.Selection, ForText},
		{"warning on its ground", p.Warning, p.WarningGround, ForText},
		{"warning on background", p.Warning, p.Background, ForText},
		{"warning on surface", p.Warning, p.Surface, ForText},
		{"danger on its ground", p.Danger, p.DangerGround, ForText},
		{"danger on background", p.Danger, p.Background, ForText},
		{"danger on surface", p.Danger, p.Surface, ForText},
		{"text on a danger button", p.OnDanger, p.DangerButton, ForText},
	}
}

func (p Palette) parts() []Pair {
	return []Pair{
		{"edge of a field on surface", p.Outline, p.Surface, ForParts},
		{"edge of a field on background", p.Outline, p.Background, ForParts},
		{"accent button on surface", p.Accent, p.Surface, ForParts},
		{"accent button on background", p.Accent, p.Background, ForParts},
		{"unread count on a selected row", p.Accent, p.Selection, ForParts},
		{"danger button on surface", p.DangerButton, p.Surface, ForParts},
		{"focus ring on surface", p.Focus, p.Surface, ForParts},
		{"focus ring on background", p.Focus, p.Background, ForParts},
		{"focus ring on a selected row", p.Focus, p.Selection, ForParts},
		{"focus ring around an own bubble", p.Focus, p.OwnBubble, ForParts},
		{"focus ring around a peer's bubble", p.Focus, p.PeerBubble, ForParts},
		{"online mark on surface", p.Online, p.Surface, ForParts},
		{"online mark on a selected row", p.Online, p.Selection, ForParts},
		{"offline mark on surface", p.Offline, p.Surface, ForParts},
		{"offline mark on a selected row", p.Offline, p.Selection, ForParts},
	}
}
