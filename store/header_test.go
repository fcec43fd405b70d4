package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// cheap is Argon2id at its floor; tests have no time for more.
var cheap = kdf{time: minKDFTime, memory: minKDFMemory, threads: kdfThreads}

// memFile is a key file that can fail.
type memFile struct {
	data []byte
	// budget is how many bytes can still be written; then every write and
	// sync fails. Negative: no bound.
	budget int
}

var errDisk = errors.New("input/output error")

func (f *memFile) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(f.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memFile) WriteAt(p []byte, off int64) (int, error) {
	n := len(p)
	if f.budget >= 0 && n > f.budget {
		n = f.budget
	}
	if need := int(off) + n; need > len(f.data) {
		f.data = append(f.data, make([]byte, need-len(f.data))...)
	}
	copy(f.data[off:], p[:n])
	if f.budget >= 0 {
		f.budget -= n
	}
	if n < len(p) {
		return n, errDisk
	}
	return n, nil
}

func (f *memFile) Sync() error {
	if f.budget == 0 {
		return errDisk
	}
	return nil
}

// fast wraps without a passphrase's cost but with keys that differ: the zero
// kdf derives the same key for everybody, so slots are told apart by generation.
func fastSlot(t *testing.T, generation uint64, dataKey []byte) slot {
	t.Helper()
	s, err := newSlot(generation, kdf{}, nil, dataKey)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A write of the key file that stops at any byte leaves a profile that opens.
func TestTornHeader(t *testing.T) {
	dataKey := bytes.Repeat([]byte{7}, keySize)
	old := fastSlot(t, 1, dataKey)
	for budget := 0; budget <= headerSize; budget += 61 {
		f := &memFile{data: bytes.Repeat(old.raw, 2), budget: budget}
		h, err := readHeader(f)
		if err != nil {
			t.Fatal(err)
		}
		setErr := h.set(fastSlot(t, 2, dataKey))
		f.budget = -1
		again, err := readHeader(f)
		if err != nil {
			t.Fatalf("after %d bytes: %v", budget, err)
		}
		if key, err := again.open(nil); err != nil || !bytes.Equal(key, dataKey) {
			t.Fatalf("after %d bytes: %v", budget, err)
		}
		newest, other := again.newest()
		if setErr == nil && again.slots[newest].generation != 2 {
			t.Fatalf("after %d bytes: the change is lost", budget)
		}
		if !bytes.Equal(again.slots[newest].raw, again.slots[other].raw) {
			t.Fatalf("after %d bytes: opening did not make both slots the same", budget)
		}
	}
}

func TestBadSlots(t *testing.T) {
	dataKey := bytes.Repeat([]byte{7}, keySize)
	good := fastSlot(t, 1, dataKey)
	for i := range slotEnd {
		raw := slices.Clone(good.raw)
		raw[i] ^= 1
		if _, err := parseSlot(raw); err == nil {
			t.Errorf("a change of byte %d is not seen", i)
		}
	}
	resum := func(change func(raw []byte)) []byte {
		s, err := newSlot(1, cheap, []byte("x"), dataKey)
		if err != nil {
			t.Fatal(err)
		}
		change(s.raw)
		return rewritten(s.raw)
	}
	for name, test := range map[string]struct {
		raw  []byte
		want error
	}{
		"newer":      {resum(func(raw []byte) { raw[9] = 2 }), ErrNewer},
		"costly":     {resum(func(raw []byte) { raw[22] = 0xff }), ErrCorrupt},
		"long":       {resum(func(raw []byte) { raw[18] = 0xff }), ErrCorrupt},
		"weak":       {resum(func(raw []byte) { raw[21] = 1 }), ErrCorrupt},
		"no threads": {resum(func(raw []byte) { raw[26] = 0 }), ErrCorrupt},
		"empty":      {nil, errTorn},
	} {
		if _, err := parseSlot(test.raw); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Parameters that were changed within bounds unwrap nothing.
	s, err := parseSlot(resum(func(raw []byte) { raw[21]++ }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.open([]byte("x")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("changed parameters: %v", err)
	}
	for _, data := range [][]byte{nil, make([]byte, headerSize), bytes.Repeat([]byte("x"), 100)} {
		if _, err := readHeader(&memFile{data: data}); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%d bytes of nothing: %v", len(data), err)
		}
	}
}

// A change that stopped between the two slots opens with either passphrase,
// and afterwards with that one only.
func TestHalfChangedPassphrase(t *testing.T) {
	dataKey := make([]byte, keySize)
	rand.Read(dataKey)
	old, err := newSlot(1, cheap, []byte("old"), dataKey)
	if err != nil {
		t.Fatal(err)
	}
	next, err := newSlot(2, cheap, []byte("new"), dataKey)
	if err != nil {
		t.Fatal(err)
	}
	for first, second := range map[string]string{"old": "new", "new": "old"} {
		f := &memFile{data: slices.Concat(next.raw, old.raw), budget: -1}
		open := func(passphrase string) error {
			h, err := readHeader(f)
			if err != nil {
				t.Fatal(err)
			}
			key, err := h.open([]byte(passphrase))
			if err == nil && !bytes.Equal(key, dataKey) {
				t.Error("another key")
			}
			return err
		}
		if err := open(first); err != nil {
			t.Errorf("%s: %v", first, err)
		}
		if err := open(second); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s after %s: %v", second, first, err)
		}
	}
}

// A first passphrase that a crash cut short is not undone by whoever types
// anything.
func TestHalfSetPassphrase(t *testing.T) {
	dataKey := make([]byte, keySize)
	next, err := newSlot(2, cheap, []byte("new"), dataKey)
	if err != nil {
		t.Fatal(err)
	}
	f := &memFile{data: slices.Concat(next.raw, fastSlot(t, 1, dataKey).raw), budget: -1}
	h, err := readHeader(f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.open([]byte("a typo")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("opened with anything: %v", err)
	}
	if _, err := h.open([]byte("new")); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(f.data[:slotSize], f.data[slotSize:]) {
		t.Error("the slot without a passphrase is still there")
	}
}

func TestPassphrase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	right, other := NewPassphrase([]byte("right")), NewPassphrase([]byte("other"))
	if err := create(dir, right, cheap); err != nil {
		t.Fatal(err)
	}
	if needed, err := NeedsPassphrase(dir); err != nil || !needed {
		t.Errorf("%v %v", needed, err)
	}
	if err := Create(dir, other); !errors.Is(err, ErrExists) {
		t.Errorf("made twice: %v", err)
	}
	for _, wrong := range []Passphrase{{}, other} {
		if _, err := Open(dir, wrong); !errors.Is(err, ErrPassphrase) {
			t.Errorf("opened with %d characters: %v", wrong.Length(), err)
		}
	}
	if text := right.String() + right.GoString(); strings.Contains(text, "right") {
		t.Error("a passphrase can be printed")
	}
	if err := Destroy(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, right); !errors.Is(err, ErrNoProfile) {
		t.Errorf("after its destruction: %v", err)
	}
	if left, err := os.ReadDir(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left over: %v %v", left, err)
	}
}

// A passphrase can be checked while the profile is open, and is changed while it
// is not.
func TestPassphraseIsChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	right, other := NewPassphrase([]byte("right")), NewPassphrase([]byte("other"))
	if err := create(dir, right, cheap); err != nil {
		t.Fatal(err)
	}
	d, err := Open(dir, right)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, right); !errors.Is(err, ErrLocked) || !InUse(dir) {
		t.Errorf("opened twice: %v", err)
	}
	if err := CheckPassphrase(dir, right); err != nil {
		t.Errorf("checked while open: %v", err)
	}
	if err := CheckPassphrase(dir, other); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another one checked while open: %v", err)
	}
	if err := CheckPassphrase(t.TempDir(), right); !errors.Is(err, ErrNoProfile) {
		t.Errorf("checked where there is none: %v", err)
	}
	if err := ChangePassphrase(dir, right, other); !errors.Is(err, ErrLocked) {
		t.Errorf("changed while open: %v", err)
	}
	if err := errors.Join(d.Verify(), d.Close()); err != nil {
		t.Fatal(err)
	}
	if err := ChangePassphrase(dir, other, right); !errors.Is(err, ErrPassphrase) {
		t.Errorf("changed with the wrong one: %v", err)
	}
	if err := ChangePassphrase(dir, right, other); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, right); !errors.Is(err, ErrPassphrase) {
		t.Errorf("the old one: %v", err)
	}
	if d, err = Open(dir, other); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// rewritten gives a changed slot a right checksum.
func rewritten(raw []byte) []byte {
	sum := checksum(raw)
	copy(raw[wrappedEnd:], sum[:])
	return raw
}
