package onion

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// What tor may say of people, places and files is taken out of its log, and what
// helps stays.
func TestScrub(t *testing.T) {
	const id = "fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid"
	const stamp = "Nov 25 18:45:00.000 [notice] "
	for line, want := range map[string]string{
		stamp + "Bootstrapped 45% (requesting_descriptors): Asking for relay descriptors":                                          stamp + "Bootstrapped 45% (requesting_descriptors): Asking for relay descriptors",
		stamp + "Tried for 120 seconds to get a connection to [scrubbed]:9878. Giving up.":                                         stamp + "Tried for 120 seconds to get a connection to [scrubbed]:9878. Giving up.",
		stamp + "Unknown option 'NoSuchOption'.  Failing.":                                                                         stamp + "Unknown option 'NoSuchOption'.  Failing.",
		"Connecting to " + id + ".onion:9878":                                                                                      "Connecting to [onion]:9878",
		"service " + strings.ToUpper(id) + " is new":                                                                               "service [onion] is new",
		"old style expyuzz4wqqyqhjn.onion failed":                                                                                  "old style [onion] failed",
		"Your Guard anna ($" + somePrint + "~anna) is failing":                                                                     "Your Guard [relay] is failing",
		"new bridge descriptor 'anna' (fresh): $" + somePrint + "~anna [Kc8tGwjqHjlFXN0uCeKSDMO2R2Wsjbl3wWL2LZRHhkM] at 192.0.2.1": "new bridge descriptor [relay] (fresh): [relay] [[key]] at [address]",
		"Proxy Client: unable to connect OR connection with 192.0.2.77:443 ID=<none> RSA_ID=" + somePrint:                          "Proxy Client: unable to connect OR connection with [address] [argument] [argument]",
		"of2001:db8:1::5 and x2001:db8::":                                                                                          "of[address] and x[address]",
		"to [2001:db8::5]:443 and 2001:db8:0:1::77 and ::1":                                                                        "to [address] and [address] and [address]",
		`Bridge line "obfs4 192.0.2.1:443 cert=abc" is bad`:                                                                        `Bridge line "[scrubbed]" is bad`,
		"obfs4 192.0.2.1:443 " + somePrint + " cert=" + someCert + " iat-mode=0":                                                   "obfs4 [address] [relay] [argument] [argument]",
		"url https://secret.example/path?q=1 failed":                                                                               "url [address] failed",
		"looking up secret.example.org:443 failed":                                                                                 "looking up [name] failed",
		"Opening Socks listener on /home/anna/.local/share/carom/tor/sockets/socks":                                                "Opening Socks listener on [path]",
		`Opening log file "/home/anna b/tor log"`:                                                                                  `Opening log file "[scrubbed]"`,
		"in ~/secret/torrc and (/etc/tor/torrc)":                                                                                   "in [path] and ([path])",
		"key ED25519-V3:" + strings.Repeat("aB3/", 21) + "aa==":                                                                    "key ED25519-V3:[key]",
		"digest " + strings.Repeat("ab", 32):                                                                                       "digest [key]",
		"bell \x07, \x1b[31mred, \u202eturned, \xff broken":                                                                        "bell  ,  [31mred,  turned,   broken",
	} {
		if got := scrub(line); got != want {
			t.Errorf("%q\n  is %q\nwanted %q", line, got, want)
		}
	}
	if got := scrub(strings.Repeat("ä ", 10_000)); len(got) > keptLine+len("…") || !utf8.ValidString(got) {
		t.Errorf("a long line keeps %d bytes", len(got))
	}
}

func TestLogRing(t *testing.T) {
	var l logRing
	for i := range keptLines + 7 {
		l.add(fmt.Sprint(i))
	}
	if all := l.all(); len(all) != keptLines || all[0] != "7" || all[keptLines-1] != fmt.Sprint(keptLines+6) {
		t.Errorf("%d lines, from %q to %q", len(all), all[0], all[len(all)-1])
	}
}

// None of an address, an id, a fingerprint or a path comes through, whatever
// stands around it.
func FuzzScrub(f *testing.F) {
	f.Add("to ", " at ")
	f.Add(`"`, `"`)
	f.Add("x=", ":")
	f.Add("of192.0.2.77", "192.0.2.777")
	f.Fuzz(func(t *testing.T, before, after string) {
		if !utf8.ValidString(before) || !utf8.ValidString(after) {
			return // tor writes its log in UTF-8
		}
		for _, secret := range []string{"192.0.2.77", "fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid", "$" + somePrint} {
			if got := scrub(before + " " + secret + " " + after); strings.Contains(got, secret) {
				t.Errorf("%q before and %q after: %q", before, after, got)
			}
		}
	})
}
