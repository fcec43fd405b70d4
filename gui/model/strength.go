package model

import (
	"math"
	"strings"
	"time"
	"unicode"

	"github.com/ccojocar/zxcvbn-go"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/matching"

	"carom/gui/i18n"
)

const (
	// maxGuessed is how many characters of a passphrase are looked at: the
	// time grows with the square. More only make it stronger.
	maxGuessed = 64
	// guesses is how many passphrases somebody tries in a second who has the
	// profile: Argon2id takes half a second and 64 MiB or more for each
	// (docs/storage.md), here on some thousand machines.
	guesses = 10_000
	// wordBits is how much a word is taken for in a language of which there
	// is no dictionary here: one of some thousands.
	wordBits = 12
	// hanBits is how much a Chinese character is taken for inside of a
	// sentence: less than one of the common ones alone.
	hanBits = 6
	// markBits is how much a digit, a sign or an emoji is taken for.
	markBits = 3
	// maxReadings is in how many ways signs are read as letters at most: each
	// is looked up as a passphrase of its own, 4608 for a second.
	maxReadings = 64
)

// Strength is how hard a passphrase is to guess.
type Strength struct {
	// Level is 0 (none) to 4.
	Level int
	// Bits is the logarithm to the base 2 of the number of guesses.
	Bits float64
	// Time is how long guessing takes on average; it ends at 292 years.
	Time time.Duration
	// Message says it; {Time} in it is Time.
	Message *i18n.Message
}

// levels are the bits from which on a passphrase has a level, 1 to 4: 50 bits
// are some thousand years.
var levels = [...]float64{1, 40, 50, 65}

// Text says it in the printer's language.
func (s Strength) Text(p *i18n.Printer) string {
	return p.T(s.Message, i18n.Args{"Time": p.Duration(s.Time)})
}

// Measure estimates how hard a passphrase is to guess for somebody who knows
// how people choose them. known are words that they try first: the profile's
// name and the like. It is a hint: nobody can know what a guesser knows.
func Measure(passphrase string, known ...string) Strength {
	runes := []rune(passphrase)
	bits := entropy(string(runes[:min(len(runes), maxGuessed)]), known)
	s := Strength{Bits: bits, Time: lasting(bits)}
	for _, from := range levels {
		if bits >= from {
			s.Level++
		}
	}
	s.Message = [...]*i18n.Message{
		i18n.PassphraseAdvice, i18n.PassphraseTooWeak, i18n.PassphraseFair, i18n.PassphraseStrong, i18n.PassphraseVeryStrong,
	}[s.Level]
	if passphrase != "" && s.Level == 0 {
		s.Level, s.Message = 1, i18n.PassphraseTooWeak
	}
	return s
}

// lasting is how long half of all guesses take.
func lasting(bits float64) time.Duration {
	seconds := math.Exp2(bits-1) / guesses
	if seconds >= math.MaxInt64/float64(time.Second) {
		return math.MaxInt64
	}
	return time.Duration(seconds * float64(time.Second))
}

// entropy is the least of what two ways of guessing need.
func entropy(text string, known []string) (bits float64) {
	words := byWords(text)
	defer func() {
		if recover() != nil { // in the library
			bits = words
		}
	}()
	var without []func(match.Matcher) bool
	if readings(text) > maxReadings { // that is no word in disguise
		without = append(without, matching.FilterL33tMatcher)
	}
	return min(zxcvbn.PasswordStrength(text, known, without...).Entropy, words)
}

// readings is in how many ways the library reads a text's signs as letters: it
// takes one of the signs of each letter at a time, and those of two letters for
// either.
func readings(text string) int {
	n := 1
	for _, signs := range []string{"4@", "({[<", "69", "1!|", "1|7", "5$", "7+"} {
		there := 0
		for _, r := range signs {
			if strings.ContainsRune(text, r) {
				there++
			}
		}
		n *= max(1, there)
	}
	for _, r := range "1|7" {
		if strings.ContainsRune(text, r) {
			n *= 2
		}
	}
	return n
}

// byWords guesses a text word by word when not all of it is ASCII, which is all
// that the dictionaries have; otherwise it does not guess.
func byWords(text string) float64 {
	if !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		return math.Inf(1)
	}
	bits := 0.0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M) }) {
		han := 0
		for _, r := range word {
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
		bits += max(wordBits, float64(han*hanBits))
	}
	last := rune(0)
	for _, r := range text { // what is between the words
		if r != last && r != ' ' && !unicode.In(r, unicode.L, unicode.M) {
			bits += markBits
		}
		last = r
	}
	return bits
}
