package store

import (
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// fault is what happens at the chosen write, truncation, sync or deletion.
type fault int

const (
	// faultCut: the power goes before it.
	faultCut fault = iota
	// faultTorn: the power goes in the middle of it.
	faultTorn
	// faultAfter: the power goes after it.
	faultAfter
	// faultError: it fails, once; the machine goes on.
	faultError
	// faultFull: it and all writes after it fail, until the script ends; reads
	// and truncations work.
	faultFull
	faults
)

var errPowerCut = errors.New("the power is gone")

// faultDisk is a disk in memory beneath SQLite. What was written and not synced
// is lost, kept or torn at a power cut, write by write, as the dice say.
type faultDisk struct {
	mu    sync.Mutex
	files map[string]*faultFile
	dice  *rand.Rand

	ops   int // writes, truncations, syncs and deletions so far
	at    int // the one that the fault hits; 0: none
	kind  fault
	off   bool // the power is gone
	full  bool
	fired bool
}

// faultFile is a file: what is sure to be there, and what was done since.
type faultFile struct {
	disk    *faultDisk
	durable []byte
	current []byte
	since   []faultWrite
	synced  bool // ever: a new file that was not may vanish
}

type faultWrite struct {
	off      int64
	data     []byte
	truncate bool
}

func newFaultDisk(seed uint64) *faultDisk {
	return &faultDisk{files: make(map[string]*faultFile), dice: rand.New(rand.NewPCG(seed, 1))}
}

// arm has the next fault come at an operation from now on.
func (d *faultDisk) arm(at int, kind fault) { d.at, d.kind, d.ops, d.fired = at, kind, 0, false }

// step counts an operation: whether it is done, and what is returned. Torn
// means done in part.
func (d *faultDisk) step(write bool) (do, torn bool, err error) {
	if d.off {
		return false, false, sqlite3.IOERR
	}
	d.ops++
	if d.full && write {
		return false, false, sqlite3.FULL
	}
	if d.ops != d.at {
		return true, false, nil
	}
	d.fired = true
	switch d.kind {
	case faultTorn:
		d.off = true
		return true, true, sqlite3.IOERR
	case faultAfter:
		d.off = true
		return true, false, sqlite3.IOERR
	case faultError:
		return false, false, sqlite3.IOERR
	case faultFull:
		d.full = true
		return !write, false, map[bool]error{true: sqlite3.FULL}[write]
	case faultCut:
		d.off = true
	}
	return false, false, sqlite3.IOERR
}

// reboot is the machine's next start.
func (d *faultDisk) reboot() {
	for name, f := range d.files {
		luck := d.dice.IntN(3) // all lost, all kept, or each by the dice
		if !f.synced && luck == 0 {
			delete(d.files, name)
			continue
		}
		f.current = slices.Clone(f.durable)
		for _, w := range f.since {
			switch {
			case luck == 0:
			case luck == 1:
				f.apply(w)
			case d.dice.IntN(2) == 0:
				if !w.truncate && d.dice.IntN(2) == 0 {
					w.data = w.data[:d.dice.IntN(len(w.data)+1)&^511]
				}
				f.apply(w)
			}
		}
		f.durable, f.since, f.synced = slices.Clone(f.current), nil, true
	}
	d.off, d.full, d.at = false, false, 0
}

func (f *faultFile) apply(w faultWrite) {
	if w.truncate {
		if int(w.off) < len(f.current) {
			f.current = f.current[:w.off]
		}
		return
	}
	if need := int(w.off) + len(w.data); need > len(f.current) {
		f.current = append(f.current, make([]byte, need-len(f.current))...)
	}
	copy(f.current[w.off:], w.data)
}

// Open implements vfs.VFS.
func (d *faultDisk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil, flags, sqlite3.CANTOPEN
	}
	f := d.files[name]
	if f == nil {
		if flags&vfs.OPEN_CREATE == 0 {
			return nil, flags, sqlite3.CANTOPEN
		}
		f = &faultFile{disk: d}
		d.files[name] = f
	}
	return f, flags, nil
}

// Delete implements vfs.VFS.
func (d *faultDisk) Delete(name string, _ bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	do, _, err := d.step(false)
	if do {
		delete(d.files, name)
	}
	return err
}

// Access implements vfs.VFS.
func (d *faultDisk) Access(name string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[name] != nil, nil
}

// FullPathname implements vfs.VFS.
func (d *faultDisk) FullPathname(name string) (string, error) { return name, nil }

func (f *faultFile) ReadAt(p []byte, off int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.disk.off {
		return 0, errPowerCut
	}
	if off >= int64(len(f.current)) {
		return 0, io.EOF
	}
	n := copy(p, f.current[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *faultFile) WriteAt(p []byte, off int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	do, torn, err := f.disk.step(true)
	if do {
		w := faultWrite{off: off, data: slices.Clone(p)}
		if torn {
			w.data = w.data[:f.disk.dice.IntN(len(p)+1)&^511]
		}
		f.since = append(f.since, w)
		f.apply(w)
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

func (f *faultFile) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	do, torn, err := f.disk.step(false)
	if do && !torn {
		w := faultWrite{off: size, truncate: true}
		f.since = append(f.since, w)
		f.apply(w)
	}
	return err
}

func (f *faultFile) Sync(vfs.SyncFlag) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	do, torn, err := f.disk.step(false)
	if do && !torn {
		f.durable, f.since, f.synced = slices.Clone(f.current), nil, true
	}
	return err
}

func (f *faultFile) Size() (int64, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return int64(len(f.current)), nil
}

func (f *faultFile) Close() error                                    { return nil }
func (f *faultFile) Lock(vfs.LockLevel) error                        { return nil }
func (f *faultFile) Unlock(vfs.LockLevel) error                      { return nil }
func (f *faultFile) CheckReservedLock() (bool, error)                { return false, nil }
func (f *faultFile) SectorSize() int                                 { return 512 }
func (f *faultFile) DeviceCharacteristics() vfs.DeviceCharacteristic { return 0 }
