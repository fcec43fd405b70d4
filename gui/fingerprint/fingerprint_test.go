package fingerprint

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/sethvargo/go-diceware/diceware"

	"carom/contacts"
)

// The keys are those of RFC 8032, section 7.1, and the address of the README.
// The words were made by another implementation, in another language.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Address   string `json:"address"`
		PublicKey string `json:"public_key"`
		Words     string `json:"words"`
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) == 0 {
		t.Fatal("there are no vectors")
	}
	for _, v := range vectors {
		key, err := hex.DecodeString(v.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		id, err := contacts.ParseAddress(v.Address)
		if err != nil {
			t.Fatal(err)
		}
		if id != contacts.FromPublicKey(ed25519.PublicKey(key)) {
			t.Errorf("%s: not the address of its key", v.PublicKey)
		}
		if got := strings.Join(Words(id), " "); got != v.Words {
			t.Errorf("%s: %q, want %q", v.PublicKey, got, v.Words)
		}
	}
}

func TestZero(t *testing.T) {
	if got := Words(contacts.ServiceID{}); got != nil {
		t.Errorf("nobody has the words %q", got)
	}
}

// Every place has a word, no two are alike, and none begins another, so that
// words that are read without a pause can be told apart.
func TestList(t *testing.T) {
	list, plain := diceware.WordListEffLarge(), regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := make(map[string]bool)
	for place := range listSize {
		word := list.WordAt(throws(place))
		if !plain.MatchString(word) {
			t.Fatalf("the word at %d is %q", place, word)
		}
		if seen[word] {
			t.Errorf("%q is there twice", word)
		}
		seen[word] = true
	}
	for word := range seen {
		for i := range len(word) {
			if seen[word[:i]] {
				t.Errorf("%q begins %q", word[:i], word)
			}
		}
	}
}
