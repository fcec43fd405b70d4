package quarantine

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var long = strings.Repeat("a", 300)

// hostile are names that a peer may send, and what they must become.
var hostile = []struct{ name, in, want string }{
	{"plain", "report.pdf", "report.pdf"},
	{"words", "Lettre à Zoë (2).odt", "Lettre à Zoë (2).odt"},
	{"Japanese", "報告書.pdf", "報告書.pdf"},
	{"Arabic", "تقرير.pdf", "تقرير.pdf"},
	{"emoji", "😀.png", "😀.png"},
	{"empty", "", "unnamed"},
	{"space", "   ", "unnamed"},
	{"dot", ".", "unnamed"},
	{"dots", "..", "unnamed"},
	{"many dots", "......", "unnamed"},
	{"dots and spaces", ". . .", "unnamed"},
	{"parent", "../x", "_._x"},
	{"parents", "../../../../etc/passwd", "_._.._.._.._etc_passwd"},
	{"absolute", "/etc/passwd", "_etc_passwd"},
	{"slash", "/", "_"},
	{"backslashes", `..\..\boot.ini`, "_._.._boot.ini"},
	{"drive", `C:\Windows\win.ini`, "C__Windows_win.ini"},
	{"UNC", `\\server\share\x`, "__server_share_x"},
	{"device path", `\\?\C:\x`, "____C__x"},
	{"stream", "a.txt:evil.exe", "a.txt_evil.exe"},
	{"NUL byte", "a.pdf\x00.exe", "a.pdf_.exe"},
	{"hidden", ".bashrc", "_bashrc"},
	{"hidden folder", ".ssh/authorized_keys", "_ssh_authorized_keys"},
	{"hidden after a space", " .profile", "_profile"},
	{"hidden after an invisible", "\u200b.profile", "_profile"},
	{"ours", ".carom-0123456789abcdef", "_carom-0123456789abcdef"},
	{"option", "-rf", "_rf"},
	{"long option", "--help", "_-help"},
	{"home", "~root", "_root"},
	{"line feed", "a\nb", "a b"},
	{"carriage return", "a\r\nb", "a b"},
	{"tab", "a\tb", "a b"},
	{"escape", "\x1b[2Ja", "_[2Ja"},
	{"C1", "a\u009bb", "a_b"},
	{"delete", "a\x7fb", "a_b"},
	{"line separator", "a\u2028b", "a b"},
	{"override", "photo\u202egnp.exe", "photognp.exe"},
	{"embedding", "a\u202ab\u202cc", "abc"},
	{"isolate", "a\u2066b\u2069c", "abc"},
	{"marks of direction", "a\u200eb\u200fc\u061cd", "abcd"},
	{"zero width space", "pass\u200bword.txt", "password.txt"},
	{"joiner", "a\u200db\u200cc", "abc"},
	{"joined emoji", "👨\u200d👩.png", "👨👩.png"},
	{"variation", "❤\ufe0f.txt", "❤.txt"},
	{"byte order mark", "\ufeffa", "a"},
	{"soft hyphen", "a\u00adb", "ab"},
	{"filler", "a\u3164b\u115fc\u2800d", "abcd"},
	{"tag", "a\U000e0041b", "ab"},
	{"private", "a\ue000b", "a_b"},
	{"non-character", "a\uffffb", "a_b"},
	{"bad UTF-8", "a\xff\xfeb", "a__b"},
	{"overlong slash", "a\xc0\xafb", "a__b"},
	{"surrogate", "a\xed\xa0\x80b", "a___b"},
	{"half a character", "a\xe2\x82", "a__"},
	{"decomposed", "e\u0301.txt", "é.txt"},
	{"singleton", "\u212b.txt", "Å.txt"},
	{"zalgo", "a" + strings.Repeat("\u0336", 40), "a" + strings.Repeat("\u0336", 4)},
	{"mark first", "\u0301a", "a"},
	{"wide space", "a\u3000\u2003b", "a b"},
	{"spaces before the end", "a.pdf" + strings.Repeat(" ", 100) + ".exe", "a.pdf .exe"},
	{"trailing dot", "a.exe.", "a.exe"},
	{"trailing space", "a.exe ", "a.exe"},
	{"trailing both", "a.exe. . ", "a.exe"},
	{"wildcards", `a*b?c"d<e>f|g`, "a_b_c_d_e_f_g"},
	{"CON", "CON", "_CON"},
	{"con.txt", "con.txt", "_con.txt"},
	{"nul with spaces", "nul  .tar.gz", "_nul .tar.gz"},
	{"AUX", "AuX.", "_AuX"},
	{"PRN", "prn.pdf.docx", "_prn.pdf.docx"},
	{"COM1", "COM1", "_COM1"},
	{"COM superscript", "com²", "_com²"},
	{"LPT9", "lpt9.log", "_lpt9.log"},
	{"CONIN$", "CONIN$", "_CONIN$"},
	{"no device", "console.txt", "console.txt"},
	{"no port", "COM10", "COM10"},
	{"device after an invisible", "c\u200bon", "_con"},
	{"long", long, long[:MaxName]},
	{"long with extension", long + ".pdf", long[:MaxName-4] + ".pdf"},
	{"long with two", long + ".tar.gz", long[:MaxName-7] + ".tar.gz"},
	{"long extension", "a." + long, "a." + long[:MaxName-2]},
	{"long wide", strings.Repeat("報", 100) + ".pdf", strings.Repeat("報", 65) + ".pdf"},
	{"long with dots", strings.Repeat(".", 300) + "pdf", ""},
	{"long with a space at the cut", long[:MaxName-5] + " b" + long + ".pdf", long[:MaxName-5] + ".pdf"},
	{"markup", "<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"},
	{"shell", "$(reboot);`id`&.txt", "$(reboot);`id`&.txt"},
	{"percent", "%2e%2e%2fx", "%2e%2e%2fx"},
}

func TestSafeName(t *testing.T) {
	if len(hostile) < 60 {
		t.Fatalf("there are %d names", len(hostile))
	}
	for _, test := range hostile {
		got := SafeName(test.in)
		checkName(t, test.in, got)
		if got != test.want && test.want != "" {
			t.Errorf("%s: %q becomes %q, want %q", test.name, test.in, got, test.want)
		}
		for unique := range alternatives(got) {
			if len(unique) > 255 || filepath.Base(unique) != unique {
				t.Errorf("%q becomes %q, then %q", test.in, got, unique)
			}
		}
	}
}

// checkName holds what the comment of SafeName promises.
func checkName(t *testing.T, in, got string) {
	t.Helper()
	bad := ""
	switch {
	case got == "" || len(got) > MaxName:
		bad = "its length"
	case !utf8.ValidString(got) || !norm.NFC.IsNormalString(got):
		bad = "not normal"
	case !filepath.IsLocal(got) || filepath.Base(got) != got:
		bad = "no component"
	case strings.ContainsAny(got, `/\<>:"|?*`) || strings.ContainsAny(got[:1], ".-~ ") || strings.ContainsAny(got[len(got)-1:], ". "):
		bad = "a reserved character"
	case device(got):
		bad = "a device"
	case SafeName(got) != got:
		bad = "it changes to " + SafeName(got)
	case strings.ContainsFunc(got, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.C, unicode.Bidi_Control, unicode.Variation_Selector, unicode.Zl, unicode.Zp) || unicode.IsSpace(r) && r != ' '
	}):
		bad = "an invisible character"
	}
	if bad != "" {
		t.Errorf("%q becomes %q: %s", in, got, bad)
	}
}

func TestSafePath(t *testing.T) {
	for _, test := range []struct {
		in   []string
		want string
	}{
		{[]string{"a"}, "a"},
		{[]string{"photos", "2024", "a.jpg"}, "photos/2024/a.jpg"},
		{[]string{"..", "..", "etc"}, "unnamed/unnamed/etc"},
		{[]string{"a/b", ".git", "con"}, "a_b/_git/_con"},
		{[]string{""}, "unnamed"},
		{nil, ""},
		{strings.Split(strings.Repeat("a/", MaxDepth)+"a", "/"), ""},
		{strings.Split(strings.Repeat(long+"/", 11), "/"), ""},
	} {
		got, err := SafePath(test.in)
		if got != test.want || (err == nil) != (test.want != "") || err != nil && !errors.Is(err, ErrPath) {
			t.Errorf("%q becomes %q, %v, want %q", test.in, got, err, test.want)
		}
	}
}

func FuzzSafeName(f *testing.F) {
	for _, test := range hostile {
		f.Add(test.in)
	}
	f.Fuzz(func(t *testing.T, in string) { checkName(t, in, SafeName(in)) })
}

func FuzzSafePath(f *testing.F) {
	f.Add("a/b/c")
	f.Add("../../x")
	f.Add(strings.Repeat("a/", 100))
	f.Fuzz(func(t *testing.T, in string) {
		got, err := SafePath(strings.Split(in, "/"))
		if err != nil {
			return
		}
		if !filepath.IsLocal(got) || filepath.Clean(got) != got || len(got) > MaxPath {
			t.Fatalf("%q becomes %q", in, got)
		}
		if again, err := SafePath(strings.Split(got, "/")); err != nil || again != got {
			t.Fatalf("%q becomes %q, then %q (%v)", in, got, again, err)
		}
	})
}
