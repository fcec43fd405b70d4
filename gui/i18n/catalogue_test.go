package i18n

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// forms are the plural forms of each language (CLDR 42, cardinal numbers).
var forms = map[string][]string{
	"en": {"one", "other"},
	"de": {"one", "other"},
	"es": {"one", "many", "other"},
	"fr": {"one", "many", "other"},
	"ru": {"one", "few", "many", "other"},
	"ar": {"zero", "one", "two", "few", "many", "other"},
	"fa": {"one", "other"},
	"zh": {"other"},
}

// anywhere are the messages that may be the same as in English in any language:
// names, units, examples, and those that consist of arguments.
var anywhere = []string{
	"AppName", "WindowTitle", "WindowTitleUnread", "MenuCarom", "AboutVersion", "AboutQt", "AboutTor",
	"AddAddressPlaceholder", "ContactAccessible", "ChatMessageTheirs", "SearchSpoken",
	"ProgressPercent", "UnitKB", "UnitMB", "UnitGB", "UnitTB", "UnitRate", "OK",
}

// same are the other messages that are the same as in English, and the
// languages that have the same word.
var same = map[string]string{
	"PassphraseLabel":       "de",
	"ProxyPort":             "de",
	"FilePause":             "de fr",
	"StatusOnline":          "de",
	"StatusOffline":         "de",
	"PresenceOnline":        "de",
	"ContactOnline":         "de",
	"ContactOffline":        "de",
	"StatusInvisible":       "es fr",
	"PresenceInvisible":     "es fr",
	"No":                    "es",
	"UnitByte":              "es",
	"Minutes":               "fr",
	"ContactsLabel":         "fr",
	"SettingsNotifications": "fr",
	"MenuContact":           "fr",
	"MenuConversation":      "fr",
	"AboutVersions":         "fr",
}

var placeholder = regexp.MustCompile(`\{[A-Za-z]+\}`)

// load reads a catalogue as it is in the folder.
func load(t *testing.T, code string) map[string]*i18n.Message {
	t.Helper()
	path := "catalogue/active." + code + ".toml"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := i18n.ParseMessageFileBytes(data, path, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]*i18n.Message)
	for _, m := range file.Messages {
		out[m.ID] = m
	}
	return out
}

// written returns the forms that a message has.
func written(m *i18n.Message) map[string]string {
	out := make(map[string]string)
	for form, text := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other} {
		if text != "" {
			out[form] = text
		}
	}
	return out
}

func TestCatalogues(t *testing.T) {
	english := load(t, source)
	if len(english) < 300 {
		t.Fatalf("only %d messages", len(english))
	}
	for _, l := range Languages() {
		translated := load(t, l.Code)
		for id, m := range english {
			if translated[id] == nil {
				t.Errorf("%s: %s is not translated: see scripts/i18n", l.Code, id)
				continue
			}
			checkMessage(t, l.Code, m, translated[id])
		}
		for id := range translated {
			if english[id] == nil {
				t.Errorf("%s: there is no message %s: run make i18n", l.Code, id)
			}
		}
	}
}

func checkMessage(t *testing.T, code string, english, m *i18n.Message) {
	t.Helper()
	want := []string{"other"}
	if english.One != "" {
		want = forms[code]
	}
	texts := written(m)
	for _, form := range want {
		if texts[form] == "" {
			t.Errorf("%s: %s lacks the form %q", code, m.ID, form)
		}
	}
	if code != source && m.Hash == "" {
		t.Errorf("%s: %s has no hash: run make i18n", code, m.ID)
	}
	for form, text := range texts {
		if !slices.Contains(want, form) {
			t.Errorf("%s: %s has a form %q that there is not", code, m.ID, form)
		}
		checkText(t, code+": "+m.ID+" ("+form+")", english.Other, text, form)
		if code != source && Unmarked(text) == Unmarked(english.Other) && !slices.Contains(anywhere, m.ID) && !strings.Contains(same[m.ID], code) {
			t.Errorf("%s: %s is English, and nobody says why: %q", code, m.ID, text)
		}
	}
}

// checkText compares a text with the English one.
func checkText(t *testing.T, name, english, text, form string) {
	t.Helper()
	has, wants := placeholders(text), placeholders(english)
	if form == "zero" || form == "one" || form == "two" {
		// The number may be in the word: “one day”, Arabic “two days”.
		without := func(list []string) []string {
			return slices.DeleteFunc(list, func(p string) bool { return p == "{Count}" })
		}
		has, wants = without(has), without(wants)
	}
	if !slices.Equal(has, wants) {
		t.Errorf("%s has %v, the English text %v", name, has, wants)
	}
	if strings.Contains(text, "&") != strings.Contains(english, "&") {
		t.Errorf("%s: Alt key here or there only: %q", name, text)
	}
	if strings.Contains(text, "&") && (len(has) > 0 || mark(text) == 0) {
		t.Errorf("%s: a mark before no letter, or beside an argument: %q", name, text)
	}
	if strings.HasSuffix(text, "…") != strings.HasSuffix(english, "…") {
		t.Errorf("%s: an ellipsis here or there only: %q", name, text)
	}
	if !utf8.ValidString(text) || text != strings.TrimSpace(text) || strings.ContainsFunc(text, unseen) {
		t.Errorf("%s: unseen characters: %q", name, text)
	}
}

// unseen are characters that do not belong into a text, other than U+200C,
// which parts the letters of Persian words, and U+200F, which lets a text that
// begins with a Latin word run from right to left.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf) && r != '\u200c' && r != '\u200f'
}

func placeholders(text string) []string {
	list := placeholder.FindAllString(text, -1)
	slices.Sort(list)
	return slices.Compact(list)
}

// mark returns the letter that works together with Alt, 0 when there is none.
func mark(text string) rune {
	_, after, found := strings.Cut(text, "&")
	r, _ := utf8.DecodeRuneInString(after)
	if !found || !unicode.IsLetter(r) {
		return 0
	}
	return unicode.ToLower(r)
}

func TestNoTwoKeysAlike(t *testing.T) {
	for _, l := range Languages() {
		p := New(l.Code)
		for group, messages := range together {
			taken := make(map[rune]string)
			for _, m := range messages {
				key := mark(p.T(m))
				if key == 0 {
					t.Errorf("%s: %s has no Alt key", l.Code, m.ID)
					continue
				}
				if other := taken[key]; other != "" {
					t.Errorf("%s: %s: Alt+%c is of %s and of %s", l.Code, group, key, other, m.ID)
				}
				taken[key] = m.ID
			}
		}
	}
}

// Arabic and Persian letters join, and Qt parts them where it underlines one;
// Chinese has no letters. Their keys stand behind the words.
func TestKeysBehindWords(t *testing.T) {
	behind := map[string]*regexp.Regexp{
		"ar": regexp.MustCompile(`^[^&]+ \(&[A-Z]\)[…:]?$`),
		"fa": regexp.MustCompile(`^[^&]+ \(&[A-Z]\)[…:]?$`),
		"zh": regexp.MustCompile(`^[^&]+\(&[A-Z]\)[…：]?$`),
	}
	for code, form := range behind {
		for id, m := range load(t, code) {
			if strings.Contains(m.Other, "&") && !form.MatchString(m.Other) {
				t.Errorf("%s: %s: the key does not stand behind the words: %q", code, id, m.Other)
			}
		}
	}
}

// Every message with an Alt key is in a group.
func TestEveryKeyIsInAGroup(t *testing.T) {
	grouped := make(map[string]bool)
	for _, messages := range together {
		for _, m := range messages {
			grouped[m.ID] = true
		}
	}
	for id, m := range load(t, source) {
		if mark(m.Other) != 0 && !grouped[id] {
			t.Errorf("%s is in no group", id)
		}
	}
}

// The name of a message's variable is its id, and the English catalogue is
// that of the Go files.
func TestMessagesInGo(t *testing.T) {
	line := regexp.MustCompile(`(?m)^\t(\w+) += &i18n\.Message\{ID: "(\w+)", (?:Description: "(?:[^"\\]|\\.)*", )?(?:One: "(?:[^"\\]|\\.)*", )?Other: "((?:[^"\\]|\\.)*)"\}$`)
	files, err := filepath.Glob("messages_*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no messages: %v", err)
	}
	english, seen := load(t, source), 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(data), -1) {
			seen++
			if m[1] != m[2] {
				t.Errorf("%s has the id %s", m[1], m[2])
			}
			if e := english[m[2]]; e == nil || e.Other != strings.ReplaceAll(m[3], `\"`, `"`) {
				t.Errorf("%s is not in the catalogue as it is here: run make i18n", m[2])
			}
		}
	}
	if seen != len(english) {
		t.Errorf("%d messages in Go files, %d in the catalogue: run make i18n", seen, len(english))
	}
}
