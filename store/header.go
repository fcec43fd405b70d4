package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// The key file holds the data key, wrapped under the passphrase, in two slots
// of one sector each. A new slot is written over the older one and made durable
// before the other one is touched: whichever write is torn, a whole slot is
// left. At rest both hold the newest generation, so that a passphrase that was
// changed opens nothing.
//
// A slot, big endian, zeros to the end:
//
//	0   8  "CAROMKEY"
//	8   2  format version, 1
//	10  8  generation, from 1
//	18  4  Argon2id passes; 0 for no passphrase
//	22  4  Argon2id memory in KiB
//	26  1  Argon2id threads
//	27 16  salt
//	43 24  nonce
//	67 48  data key under XChaCha20-Poly1305; the bytes before are authenticated
//	115 32 SHA-256 of the bytes before
const (
	slotSize      = 4096
	headerSize    = 2 * slotSize
	headerMagic   = "CAROMKEY"
	headerVersion = 1

	paramsEnd  = 27
	saltEnd    = paramsEnd + saltSize
	nonceEnd   = saltEnd + chacha20poly1305.NonceSizeX
	wrappedEnd = nonceEnd + keySize + chacha20poly1305.Overhead
	slotEnd    = wrappedEnd + sha256.Size
)

// headerFile is what the key file is written through.
type headerFile interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
}

// slot is one slot that is whole.
type slot struct {
	raw        []byte
	generation uint64
	kdf        kdf
}

// newSlot wraps a data key.
func newSlot(generation uint64, k kdf, passphrase, dataKey []byte) (slot, error) {
	raw := make([]byte, slotSize)
	copy(raw, headerMagic)
	binary.BigEndian.PutUint16(raw[8:], headerVersion)
	binary.BigEndian.PutUint64(raw[10:], generation)
	binary.BigEndian.PutUint32(raw[18:], k.time)
	binary.BigEndian.PutUint32(raw[22:], k.memory)
	raw[26] = k.threads
	rand.Read(raw[paramsEnd:nonceEnd])
	aead, err := chacha20poly1305.NewX(k.derive(passphrase, raw[paramsEnd:saltEnd]))
	if err != nil {
		return slot{}, err
	}
	aead.Seal(raw[nonceEnd:nonceEnd], raw[saltEnd:nonceEnd], dataKey, raw[:saltEnd])
	sum := checksum(raw)
	copy(raw[wrappedEnd:], sum[:])
	return slot{raw, generation, k}, nil
}

func checksum(raw []byte) [sha256.Size]byte { return sha256.Sum256(raw[:wrappedEnd]) }

// errTorn: a slot was not written to its end.
var errTorn = errors.New("torn")

// parseSlot checks a slot, its cost included.
func parseSlot(raw []byte) (slot, error) {
	if len(raw) < slotEnd || string(raw[:8]) != headerMagic {
		return slot{}, errTorn
	}
	if sum := checksum(raw); !bytes.Equal(sum[:], raw[wrappedEnd:slotEnd]) {
		return slot{}, errTorn
	}
	if binary.BigEndian.Uint16(raw[8:]) > headerVersion {
		return slot{}, ErrNewer
	}
	s := slot{raw, binary.BigEndian.Uint64(raw[10:]), kdf{
		time: binary.BigEndian.Uint32(raw[18:]), memory: binary.BigEndian.Uint32(raw[22:]), threads: raw[26],
	}}
	if err := s.kdf.check(); err != nil {
		return slot{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return s, nil
}

// open unwraps the data key.
func (s slot) open(passphrase []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(s.kdf.derive(passphrase, s.raw[paramsEnd:saltEnd]))
	if err != nil {
		return nil, err
	}
	key, err := aead.Open(nil, s.raw[saltEnd:nonceEnd], s.raw[nonceEnd:wrappedEnd], s.raw[:saltEnd])
	if err != nil {
		return nil, ErrPassphrase
	}
	return key, nil
}

// header is the key file.
type header struct {
	file  headerFile
	slots [2]slot // raw is nil for one that is torn
}

// readHeader reads both slots. It fails when neither is whole.
func readHeader(f headerFile) (*header, error) {
	h := &header{file: f}
	var first error
	for i := range h.slots {
		raw := make([]byte, slotSize)
		if _, err := f.ReadAt(raw, int64(i)*slotSize); err != nil && err != io.EOF {
			return nil, fmt.Errorf("reading the key file: %w", err)
		}
		s, err := parseSlot(raw)
		if err != nil && !errors.Is(err, errTorn) {
			return nil, err
		}
		if err != nil {
			first = err
			continue
		}
		h.slots[i] = s
	}
	if h.slots[0].raw == nil && h.slots[1].raw == nil {
		return nil, fmt.Errorf("%w: its key file is %w", ErrCorrupt, first)
	}
	return h, nil
}

// newest is the slot of the highest generation, and the other one.
func (h *header) newest() (newest, other int) {
	if h.slots[1].raw != nil && (h.slots[0].raw == nil || h.slots[1].generation > h.slots[0].generation) {
		return 1, 0
	}
	return 0, 1
}

// open returns the data key. After a passphrase change that a crash cut short
// either passphrase opens, and becomes the only one. Wrong ones take as long as
// right ones do.
func (h *header) open(passphrase []byte) ([]byte, error) {
	newest, other := h.newest()
	key, err := h.slots[newest].open(passphrase)
	// A slot without a passphrase opens for everybody, and counts only alone.
	if err != nil && h.slots[other].raw != nil && !h.slots[other].kdf.none() && !bytes.Equal(h.slots[other].raw, h.slots[newest].raw) {
		newest, other = other, newest
		key, err = h.slots[newest].open(passphrase)
	}
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(h.slots[other].raw, h.slots[newest].raw) {
		// A profile that cannot be written is opened all the same.
		_ = h.writeSlot(other, h.slots[newest])
	}
	return key, nil
}

// set makes s the only generation. It is durable when set returns nil; on an
// error either the old one or s opens the profile.
func (h *header) set(s slot) error {
	newest, other := h.newest()
	if err := h.writeSlot(other, s); err != nil {
		return err
	}
	return h.writeSlot(newest, s)
}

func (h *header) writeSlot(i int, s slot) error {
	if _, err := h.file.WriteAt(s.raw, int64(i)*slotSize); err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	if err := h.file.Sync(); err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	h.slots[i] = s
	return nil
}

// destroy overwrites both slots.
func (h *header) destroy() error {
	raw := make([]byte, headerSize)
	rand.Read(raw)
	_, err := h.file.WriteAt(raw, 0)
	return errors.Join(err, h.file.Sync())
}
