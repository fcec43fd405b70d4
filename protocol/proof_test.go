package protocol

import (
	"bytes"
	"testing"

	"carom/contacts"
)

func TestProof(t *testing.T) {
	client, server := bytes.Repeat([]byte{1}, cookieSize), bytes.Repeat([]byte{2}, cookieSize)
	a, b := alice.ServiceID(), bob.ServiceID()
	good, _ := alice.Sign(ProofMessage(client, server, a, b))
	if !VerifyProof(good, client, server, a, b) {
		t.Fatal("a good proof does not verify")
	}
	flipped := bytes.Clone(good)
	flipped[5] ^= 1
	// The same signature with S + L in place of S: the same equation holds.
	malleable := bytes.Clone(good)
	order := []byte{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14}
	for i, carry := 0, 0; i < 32; i++ {
		sum := int(malleable[32+i]) + carry
		if i < len(order) {
			sum += int(order[i])
		} else if i == 31 {
			sum += 0x10
		}
		malleable[32+i], carry = byte(sum), sum>>8
	}
	bad := map[string]func() bool{
		"a bit flipped":       func() bool { return VerifyProof(flipped, client, server, a, b) },
		"another form of it":  func() bool { return VerifyProof(malleable, client, server, a, b) },
		"63 bytes":            func() bool { return VerifyProof(good[:63], client, server, a, b) },
		"nothing":             func() bool { return VerifyProof(nil, client, server, a, b) },
		"cookies swapped":     func() bool { return VerifyProof(good, server, client, a, b) },
		"cookie too short":    func() bool { return VerifyProof(good, client[1:], server, a, b) },
		"somebody else's":     func() bool { return VerifyProof(good, client, server, b, a) },
		"for somebody else":   func() bool { return VerifyProof(good, client, server, a, a) },
		"nobody's":            func() bool { return VerifyProof(good, client, server, contacts.ServiceID{}, b) },
		"for nobody":          func() bool { return VerifyProof(good, client, server, a, contacts.ServiceID{}) },
		"32 bytes in cookies": func() bool { return VerifyProof(good, append(client[:16:16], server[0]), server[1:], a, b) },
	}
	for name, verify := range bad {
		if verify() {
			t.Errorf("%s: verifies", name)
		}
	}
}
