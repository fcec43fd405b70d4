package contacts

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"filippo.io/edwards25519"
)

// The two throw-away identities of the recorded session.
const (
	recordedC = "fptcuzkj4wsgiuiaqeaovfykhifcjs5i3tnsoucznqczdgbk372nscid"
	recordedS = "jlb655uyxnjraz5jt77mnnrt5foodwwxm7xflngsla26l4owq5x4myyd"
)

func id(t testing.TB, s string) ServiceID {
	t.Helper()
	sid, err := ParseServiceID(s)
	if err != nil {
		t.Fatal(err)
	}
	return sid
}

// somebody returns the n-th of as many people as a test needs.
func somebody(n int) ServiceID {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, fmt.Sprint(n))
	return FromPublicKey(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

func TestParseAddress(t *testing.T) {
	c := id(t, recordedC)
	wrong := "a" + recordedC[1:]
	for _, test := range []struct {
		name, typed string
		want        AddressProblem // 0: it is c
	}{
		{"whole", "ricochet:" + recordedC, 0},
		{"bare", recordedC, 0},
		{"onion", recordedC + ".onion", 0},
		{"upper case", "RICOCHET:" + strings.ToUpper(recordedC), 0},
		{"white space", " \t\nricochet: " + recordedC + "\r\n", 0},
		{"invisible", "\u200bricochet:" + recordedC + "\ufeff\u200e", 0},
		{"link", "ricochet://" + recordedC, 0},
		{"empty", "", AddressEmpty},
		{"prefix alone", "ricochet:", AddressEmpty},
		{"too short", recordedC[:55], AddressTooShort},
		{"too long", recordedC + "a", AddressTooLong},
		{"digit 1", "1" + recordedC[1:], AddressBadCharacter},
		{"inner space", recordedC[:20] + " " + recordedC[20:], AddressBadCharacter},
		{"look-alike", "\u0430" + recordedC[1:], AddressBadCharacter},
		{"name", "bob@example", AddressBadCharacter},
		{"wrong checksum", wrong, AddressBadChecksum},
		{"v2", "facebookcorewwwi", AddressV2},
		{"version 4", recordedC[:55] + "e", AddressBadVersion},
		{"own", recordedS, AddressOwn},
	} {
		got, err := ParseContactAddress(test.typed, id(t, recordedS))
		if test.want == 0 {
			if err != nil || got != c {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		var ae *AddressError
		if !errors.As(err, &ae) || ae.Problem != test.want || !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: got %v, want problem %d", test.name, err, test.want)
		} else if len(test.typed) > 10 && strings.Contains(err.Error(), test.typed) {
			t.Errorf("%s: the error repeats the address", test.name)
		}
	}
}

// Keys that nobody can own, or that many could sign for.
func TestUnusableKeys(t *testing.T) {
	good := id(t, recordedC).PublicKey()
	point, err := new(edwards25519.Point).SetBytes(good)
	if err != nil {
		t.Fatal(err)
	}
	// The point of order two: (0, -1).
	two := make([]byte, 32)
	two[0], two[31] = 0xec, 0x7f
	for i := 1; i < 31; i++ {
		two[i] = 0xff
	}
	torsion, err := new(edwards25519.Point).SetBytes(two)
	if err != nil {
		t.Fatal(err)
	}
	nonCanonical := make([]byte, 32)
	nonCanonical[0], nonCanonical[31] = 0xee, 0x7f // y = p+1, the identity
	for i := 1; i < 31; i++ {
		nonCanonical[i] = 0xff
	}
	notOnCurve := make([]byte, 32)
	notOnCurve[0] = 2
	for name, key := range map[string][]byte{
		"identity":      edwards25519.NewIdentityPoint().Bytes(),
		"order two":     two,
		"with torsion":  new(edwards25519.Point).Add(point, torsion).Bytes(),
		"not canonical": nonCanonical,
		"off the curve": notOnCurve,
	} {
		text := FromPublicKey(key).Text()
		if _, err := ParseServiceID(text); !errors.Is(err, errKey) {
			t.Errorf("%s: %v", name, err)
		}
		var ae *AddressError
		if _, err := ParseAddress(text); !errors.As(err, &ae) || ae.Problem != AddressBadKey {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestServiceIDForms(t *testing.T) {
	c := id(t, recordedC)
	if FromPublicKey(c.PublicKey()) != c || c.Address() != "ricochet:"+recordedC || c.Onion() != recordedC+".onion" {
		t.Error("the forms of an id do not agree")
	}
	for _, s := range []string{strings.ToUpper(recordedC), recordedC + " ", "", recordedC[1:]} {
		if _, err := ParseServiceID(s); err == nil {
			t.Errorf("%q is taken for the wire's form", s)
		}
	}
	data, err := json.Marshal(map[ServiceID]ServiceID{c: c})
	if err != nil {
		t.Fatal(err)
	}
	var back map[ServiceID]ServiceID
	if err := json.Unmarshal(data, &back); err != nil || back[c] != c {
		t.Errorf("%s: %v %v", data, back, err)
	}
	if err := json.Unmarshal([]byte(`"`+recordedC[1:]+`"`), new(ServiceID)); err == nil {
		t.Error("a bad id was read from JSON")
	}
}

// An id cannot slip into a log or an error.
func TestIDsAreHidden(t *testing.T) {
	c := id(t, recordedC)
	var log strings.Builder
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("x", "id", c, "ids", slog.GroupValue(slog.Any("id", c)))
	}
	fmt.Fprintf(&log, "%v %s %+v %#v %q", c, c, c, c, c)
	if strings.Contains(log.String(), recordedC[:8]) {
		t.Errorf("an id was printed: %s", &log)
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{recordedC, "ricochet:" + recordedS, "facebookcorewwwi", "", "\u200b", "ricochet://x.onion"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseAddress(s)
		if err != nil {
			var ae *AddressError
			if !errors.As(err, &ae) || len(err.Error()) < 30 {
				t.Fatalf("%v", err)
			}
			return
		}
		if again, err := ParseServiceID(got.Text()); err != nil || again != got {
			t.Fatal("an address was taken that is not one")
		}
	})
}

// A line end inside of an id is skipped by the base32 decoder, and must not be.
func TestLineEndInID(t *testing.T) {
	for i := range recordedC {
		for _, end := range []string{"\r", "\n"} {
			if _, err := ParseServiceID(recordedC[:i] + end + recordedC[i+1:]); err == nil {
				t.Errorf("an id with %q at %d is taken", end, i)
			}
		}
	}
}

// Every problem of an address has words, and a reason of its own.
func TestAddressReasons(t *testing.T) {
	seen := make(map[Reason]bool)
	for p := AddressEmpty; p <= AddressOwn; p++ {
		err := &AddressError{p}
		if why := err.Reason(); why == "" || seen[why] || err.Error() == (&AddressError{}).Error() {
			t.Errorf("problem %d: reason %q, %q", p, why, err.Error())
		} else {
			seen[why] = true
		}
	}
}
