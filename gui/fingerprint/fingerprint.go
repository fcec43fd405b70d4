// Package fingerprint turns an address into eight English words that two people
// can read to each other, by telephone or when they meet: when the words are
// the same, the address is, and nobody has swapped it on the way.
//
// The words are made of the onion service's public key, which is all that an
// address holds besides its checksum:
//
//	d     = SHA-256("Carom fingerprint v1\x00" || key), as a big-endian number
//	n     = d mod 7776^8
//	words = the eight digits of n to the base 7776, the highest first, each the
//	        place, from 0, of a word in the EFF's large word list
//
// The list (eff.org, July 2016, through github.com/sethvargo/go-diceware) was
// made to be read and remembered: words of everyday English, none of which
// begins another one. They stay English in every language of the desktop, so
// that both sides see the same.
//
// # How hard it is to fool
//
// Eight words are 103 bits. Whoever wants to stand between two people needs a
// key with the same words as a given one: a second preimage, about 2^103 keys
// made and hashed, and 2^83 when any of a million people would do. Those who
// search for vanity addresses make some 2^27 keys a second on a graphics card;
// a million such cards need longer than 2^55 seconds, a thousand million years,
// and with 88 bits, the least that was thought enough, tens of thousands.
// That two keys collide (2^51) helps nobody, since nobody chooses both. Reading
// only the first four words, as people do, leaves 51 bits: too few against a
// state, so that all of them are shown with the same weight.
package fingerprint

import (
	"crypto/sha256"
	"math/big"

	"github.com/sethvargo/go-diceware/diceware"

	"carom/contacts"
)

const (
	// Count is how many words a fingerprint has.
	Count = 8
	// domain keeps these hashes apart from any other of the same key.
	domain = "Carom fingerprint v1\x00"
	// listSize is the length of the list: five throws of a die.
	listSize = 6 * 6 * 6 * 6 * 6
)

// Words returns the fingerprint of an address, nil for the zero ServiceID.
func Words(id contacts.ServiceID) []string {
	if id.IsZero() {
		return nil
	}
	sum := sha256.Sum256(append([]byte(domain), id.PublicKey()...))
	n, digit, base := new(big.Int).SetBytes(sum[:]), new(big.Int), big.NewInt(listSize)
	words := make([]string, Count)
	for i := Count - 1; i >= 0; i-- {
		n.DivMod(n, base, digit)
		words[i] = diceware.WordListEffLarge().WordAt(throws(int(digit.Int64())))
	}
	return words
}

// throws writes the place of a word as the list has it: five digits from 1 to
// 6, as decimal digits.
func throws(place int) int {
	out, unit := 0, 1
	for range 5 {
		out += (place%6 + 1) * unit
		place, unit = place/6, unit*10
	}
	return out
}
