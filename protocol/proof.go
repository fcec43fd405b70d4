package protocol

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"

	"carom/contacts"
)

// Sizes in bytes that the specification fixes (wire page,
// "im.ricochet.auth.hidden-service").
const (
	cookieSize    = 16
	signatureSize = ed25519.SignatureSize
)

// ProofMessage returns the 32 bytes that the dialling side signs to prove who it
// is: HMAC-SHA256 with both cookies as the key, over both service ids as text
// (wire page, "im.ricochet.auth.hidden-service"). The cookies have 16 bytes
// each.
func ProofMessage(clientCookie, serverCookie []byte, client, server contacts.ServiceID) []byte {
	key := make([]byte, 0, 2*cookieSize)
	key = append(key, clientCookie...)
	key = append(key, serverCookie...)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(client.Text()))
	mac.Write([]byte(server.Text()))
	return mac.Sum(nil)
}

// VerifyProof reports whether signature is client's over ProofMessage. Cookies or
// a signature of the wrong size, or a zero id, are no proof.
func VerifyProof(signature, clientCookie, serverCookie []byte, client, server contacts.ServiceID) bool {
	if len(signature) != signatureSize || len(clientCookie) != cookieSize || len(serverCookie) != cookieSize {
		return false
	}
	if client.IsZero() || server.IsZero() {
		return false
	}
	return ed25519.Verify(client.PublicKey(), ProofMessage(clientCookie, serverCookie, client, server), signature)
}
