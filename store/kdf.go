package store

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/crypto/argon2"
)

// Bounds of Argon2id's parameters (RFC 9106). The lower ones are what a profile
// is at least protected with; the upper ones what a file may demand of this
// machine before its passphrase has been checked.
const (
	minKDFMemory  = 64 << 10 // KiB
	maxKDFMemory  = 1 << 20  // KiB
	minKDFTime    = 3
	maxKDFTime    = 64
	maxKDFThreads = 16

	kdfThreads = 4
	// kdfTarget is how long a guess takes on the machine that made the profile.
	kdfTarget = 500 * time.Millisecond

	saltSize = 16
	keySize  = 32
)

// kdf are the parameters of Argon2id; memory is in KiB. The zero value is no
// passphrase at all.
type kdf struct {
	time, memory uint32
	threads      uint8
}

func (k kdf) none() bool { return k == kdf{} }

// check refuses what would be too weak, or would cost this machine too much.
func (k kdf) check() error {
	switch {
	case k.none():
		return nil
	case k.memory < minKDFMemory || k.time < minKDFTime || k.threads == 0:
		return errors.New("the passphrase is protected too weakly")
	case k.memory > maxKDFMemory || k.time > maxKDFTime || k.threads > maxKDFThreads:
		return fmt.Errorf("checking the passphrase would take %d MiB and %d passes", k.memory>>10, k.time)
	}
	return nil
}

// derive turns a passphrase into the key that wraps the data key. The memory
// that it took is given back.
func (k kdf) derive(passphrase, salt []byte) []byte {
	if k.none() {
		return make([]byte, keySize)
	}
	defer debug.FreeOSMemory()
	return argon2.IDKey(passphrase, salt, k.time, k.memory, k.threads, keySize)
}

// calibrate chooses so many passes that a guess takes about kdfTarget here. The
// first pass fetches the memory, so that it takes longer than the others.
func calibrate() kdf {
	k := kdf{time: minKDFTime, memory: minKDFMemory, threads: kdfThreads}
	measure := func(passes uint32) time.Duration {
		began := time.Now()
		argon2.IDKey([]byte("calibration"), make([]byte, saltSize), passes, k.memory, k.threads, keySize)
		return time.Since(began)
	}
	first, three := measure(1), measure(3)
	pass := max((three-first)/2, time.Millisecond)
	k.time = min(max(1+uint32(max(kdfTarget-first, 0)/pass), minKDFTime), maxKDFTime)
	return k
}
