package onion

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// The two throw-away identities of the recorded session.
var recorded = map[string]string{
	"fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid": "ED25519-V3:4P+FLdzF2fUXYBQfPGVHYKX7Nr6GJw0xptg6Yt7Oc3vIL047Qs5dQiI4f4nFRdk4yfX+BGi1aBJBz0vWsAAzHQ==",
	"jlb655uyxnjraz5jt77mnnrt5foodwwxm7xflngsla26l4owq5x4myyd": "ED25519-V3:iFiYKzSxcOeA09zhBPtLtUp8DAqTFHwHSl6xrh0thHdBKbGnDwqzjuR9OhRbQ5qlf0jKu6aZooL6uV4Vma4AFw==",
}

func TestRecordedKeys(t *testing.T) {
	for id, blob := range recorded {
		k, err := ParseKey(blob)
		if err != nil {
			t.Fatal(err)
		}
		if k.Blob() != blob || serviceID(k) != id {
			t.Error("a key's blob or service id came out different")
		}
		signature, err := k.Sign([]byte("message"))
		if err != nil || !ed25519.Verify(k.PublicKey(), []byte("message"), signature) {
			t.Errorf("the signature does not verify: %v", err)
		}
	}
}

func TestGenerateKey(t *testing.T) {
	k, err := GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseKey(k.Blob())
	if err != nil || again != k || k.IsZero() {
		t.Errorf("a new key does not parse: %v", err)
	}
	if _, err := GenerateKey(strings.NewReader("short")); err == nil {
		t.Error("a key from too little randomness")
	}
	k.Destroy()
	if !k.IsZero() {
		t.Error("a destroyed key is still there")
	}
	if _, err := k.Sign(nil); err == nil {
		t.Error("no key signs")
	}
}

func TestBadKeys(t *testing.T) {
	good := recorded["fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid"]
	for name, blob := range map[string]string{
		"empty": "", "other type": "RSA1024:" + good[11:], "no type": good[11:], "short": good[:50], "not base64": good[:20] + "!" + good[21:],
		"not clamped": "ED25519-V3:/" + good[12:],
	} {
		if _, err := ParseKey(blob); !errors.Is(err, ErrBadKey) {
			t.Errorf("%s: %v", name, err)
		} else if len(blob) > 40 && strings.Contains(err.Error(), blob[20:30]) {
			t.Errorf("%s: the error repeats the key", name)
		}
	}
}

func TestKeysAreHidden(t *testing.T) {
	k, err := GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%v %+v %#v %s %q %x %d", k, k, k, k, k, k, k)
	fmt.Fprintf(&out, "%v %x", struct{ K Key }{k}, []Key{k})
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("x", "key", k, "in", struct{ K Key }{k})
	}
	data, _ := json.Marshal(map[string]any{"k": k})
	out.Write(data)
	text := out.String()
	secret := fmt.Sprintf("%x", k.expanded[:4])
	if strings.Contains(text, k.Blob()[15:25]) || strings.Contains(text, secret) || strings.Contains(text, fmt.Sprint(k.expanded[:3])[1:6]) {
		t.Errorf("a key was printed: %s", text)
	}
}

func TestEnvironment(t *testing.T) {
	for _, test := range []struct {
		name string
		vars map[string]string
		want Environment
		bad  bool
	}{
		{"nothing", nil, Environment{}, false},
		{
			"Tails",
			map[string]string{"TOR_CONTROL_HOST": "127.0.0.1", "TOR_CONTROL_PORT": "951", "TOR_CONTROL_PASSWD": "x", "TOR_SOCKS_HOST": "127.0.0.1", "TOR_SOCKS_PORT": "9050"},
			Environment{true, Endpoint{"tcp4", "127.0.0.1:951"}, Endpoint{"tcp4", "127.0.0.1:9050"}, "x"},
			false,
		},
		{
			"Whonix",
			map[string]string{"TOR_CONTROL_IPC_PATH": "/run/tor/control", "TOR_SOCKS_IPC_PATH": "/run/tor/socks", "TOR_SKIP_LAUNCH": "1"},
			Environment{true, Endpoint{"unix", "/run/tor/control"}, Endpoint{"unix", "/run/tor/socks"}, ""},
			false,
		},
		{"skip alone", map[string]string{"TOR_SKIP_LAUNCH": "1"}, Environment{Attach: true, Control: loopback(9051)}, false},
		{"launch all the same", map[string]string{"TOR_SKIP_LAUNCH": "0", "TOR_CONTROL_PORT": "9051"}, Environment{Control: loopback(9051)}, false},
		{"a name", map[string]string{"TOR_CONTROL_HOST": "localhost"}, Environment{}, true},
		{"IPv6", map[string]string{"TOR_SOCKS_HOST": "::1"}, Environment{}, true},
		{"port 0", map[string]string{"TOR_CONTROL_PORT": "0"}, Environment{}, true},
		{"no port", map[string]string{"TOR_SOCKS_PORT": "x"}, Environment{}, true},
		{"relative", map[string]string{"TOR_CONTROL_IPC_PATH": "control"}, Environment{}, true},
		{"skip yes", map[string]string{"TOR_SKIP_LAUNCH": "yes"}, Environment{}, true},
	} {
		got, err := ParseEnvironment(func(name string) string { return test.vars[name] })
		if (err != nil) != test.bad || got != test.want {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
}

func TestVersions(t *testing.T) {
	for version, want := range map[string]bool{
		"0.4.9.11": false, "0.4.9.10": true, "0.4.8.99 (git-x)": true, "0.5.0.1-alpha": false, "0.4.9.11-dev": false, "1.0.0.0": false, "": false, "?": false,
	} {
		if older(version, fixedVersion) != want {
			t.Errorf("%q older than 0.4.9.11: %v", version, !want)
		}
	}
}

func TestBootstrapLines(t *testing.T) {
	for line, want := range map[string]progress{
		`NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done"`:                  {percent: 100, tag: "done", summary: "Done"},
		`STATUS_CLIENT WARN BOOTSTRAP PROGRESS=5 TAG=conn SUMMARY="a b" COUNT=1`: {percent: 5, tag: "conn", summary: "a b"},
		`STATUS_CLIENT WARN BOOTSTRAP PROGRESS=3 TAG=conn_proxy SUMMARY="x" WARNING="Connection refused" REASON=CONNECTREFUSED COUNT=10 RECOMMENDATION=warn HOSTID="A"`: {
			percent: 3, tag: "conn_proxy", summary: "x", reason: "CONNECTREFUSED", serious: true,
		},
	} {
		if got, ok := bootstrap(line); !ok || got != want {
			t.Errorf("%q: %+v, want %+v", line, got, want)
		}
	}
	for _, line := range []string{"", `STATUS_CLIENT NOTICE CIRCUIT_ESTABLISHED`, `NOTICE BOOTSTRAP PROGRESS=x`, `NOTICE BOOTSTRAP PROGRESS=101`} {
		if got, ok := bootstrap(line); ok {
			t.Errorf("%q: %+v", line, got)
		}
	}
	if got := field(`X SUMMARY="a b" C=1`, "SUMMARY"); got != "a b" {
		t.Errorf("a quoted field is %q", got)
	}
}
