// Package hostile holds what a peer might write to do harm: texts that look like
// markup, that fetch something, that change direction, that are huge or broken.
// Tests put them wherever a peer's words are shown.
package hostile

import (
	"strings"
	"unicode/utf8"

	"carom/contacts"
)

// Texts returns at least 200 texts. Some are no valid UTF-8, some far too long
// to be sent: a profile from elsewhere may hold them all the same.
func Texts() []string {
	all := append(markup(), directions()...)
	all = append(all, characters()...)
	return append(all, sizes()...)
}

// Sendable is the text as a peer can send it in a message: valid, and no longer
// than the protocol lets it be. Empty when nothing is left.
func Sendable(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	for contacts.UTF16Len(text) > contacts.MaxText {
		text = text[:len(text)/2]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	if contacts.ValidateText(text) != nil {
		return ""
	}
	return text
}

// places are what markup could fetch from or open.
func places() []string {
	return []string{
		"http://127.0.0.1:1/x.png", "https://example.org/a.gif", "file:///etc/passwd", "qrc:/icon.png", ":/icon.png",
		"data:image/png;base64,iVBORw0KGgo=", "ftp://example.org/", `\\example.org\share\x.png`, "javascript:alert(1)", "image://icon/x",
	}
}

// markup are texts that Qt, a notification server or a terminal could interpret.
func markup() []string {
	var all []string
	for _, place := range places() {
		all = append(all,
			`<img src="`+place+`">`, `<a href="`+place+`">click</a>`, `<html><body background="`+place+`">x`,
			`<style>*{background:url(`+place+`)}</style>x`, `<link rel="stylesheet" href="`+place+`">`,
			`<table><tr><td background='`+place+`'>x</td></tr></table>`, `![x](`+place+`)`, `[x](`+place+`)`, place,
		)
	}
	return append(all,
		"<b>bold</b>", "<!DOCTYPE html><p>x", "<h1>huge</h1>", "<br><br><br>", "&lt;b&gt;", "&amp;&nbsp;&#60;", "<qt>x</qt>", "<!-- x", "<",
		"<script>x</script>", "<font size=100 color=red>x</font>", "<u>a</u><s>b</s>", "<p style='font-size:400pt'>x</p>", "<center>x", "<pre>x",
		"<svg onload=x>", "<object data=x>", "<iframe src=x>", "<?xml version='1.0'?>", "<![CDATA[x]]>", "{{.Secret}}", "%s%n%d", "${HOME}", "$(reboot)", "`reboot`",
		"&File", "&&", "a\tCtrl+Q", "a\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]52;c;AAAA\x07", "\r\noverwritten", "\b\b\b\b", "\x7f\x7f",
	)
}

// directions change the order of what is around them (UAX #9).
func directions() []string {
	var all []string
	for _, c := range "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C" {
		all = append(all, string(c)+"gpj.exe", "a"+string(c)+"b", strings.Repeat(string(c), 300)+"x")
	}
	return append(all, "سلام hello שלום", "\u202Etxt.exe\u202C (safe)", "١٢٣ abc", "אבג\u2067abc")
}

// characters cannot be seen, are broken, or are more than one thinks.
func characters() []string {
	return []string{
		"\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\xf0\x9f\x98", "\uFFFE", "\uFFFF", "\U0010FFFF", "\U000E0001tag\U000E007F",
		"\u200B\u200B\u200B", "\u2060", "\u00AD\u00AD", "\u3164\u3164", "\u2800", "\u180E", "\u115F\u1160", "\uFEFFx", "\u2028", "\u2029", "\u0085", "\v\f",
		"e" + strings.Repeat("\u0301", 500), strings.Repeat("Z\u0351\u0323\u034A", 100), "\u0301\u0301", "\uE000\uF8FF",
		"👩\u200D👩\u200D👧\u200D👦", strings.Repeat("👩\u200D", 200), strings.Repeat("🏳️\u200D🌈", 50), "🇩🇪🇫🇷🇮", "👍🏿👍🏽", "1️⃣", "☠\uFE0E☠\uFE0F",
		strings.Repeat("\uFE0F", 100), "꧁꧂", "𒐫𒐫𒐫", "﷽﷽﷽", "ௌௌௌ", "ก็็็็็็็็็็็็็็", "జ్ఞ\u200Cా", "لُلُصّبُلُلصّبُررً ॣ ॣh ॣ ॣ冗",
	}
}

// sizes are long in one way or another.
func sizes() []string {
	return []string{
		strings.Repeat("a", 2000), strings.Repeat("W", 5000), strings.Repeat("a ", 1000), strings.Repeat("\n", 1999) + "x", strings.Repeat("<b>", 600),
		strings.Repeat("&", 2000), strings.Repeat("😀", 1000), strings.Repeat("ﷺ", 1500), strings.Repeat("\t", 1000) + "x", strings.Repeat("x\n", 900),
		strings.Repeat("é", 1<<19), strings.Repeat("x", 1<<20), strings.Repeat("\u0301", 1<<18), strings.Repeat(" ", 2000), strings.Repeat("-", 2000),
		strings.Repeat("漢", 2000), strings.Repeat("ा", 1000), strings.Repeat("/", 2000), strings.Repeat("\u202E", 2000), strings.Repeat("😀\u200D", 600),
	}
}
