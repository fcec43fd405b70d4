package store

import (
	"io"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// blockSize is what the encryption works in.
const blockSize = 4096

// wholeBlocks is a file layer that does not show a block at a file's end that a
// power cut left unfinished. Without it SQLite takes such a journal for longer
// than what can be decrypted of it, and does not open the database.
type wholeBlocks struct{ vfs.VFS }

// Open implements vfs.VFS.
func (w wholeBlocks) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := w.VFS.Open(name, flags)
	return wrapWhole(f, flags, err)
}

// OpenFilename implements vfs.VFSFilename.
func (w wholeBlocks) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(w.VFS, name, flags)
	return wrapWhole(f, flags, err)
}

func wrapWhole(f vfs.File, flags vfs.OpenFlag, err error) (vfs.File, vfs.OpenFlag, error) {
	if err != nil {
		return nil, flags, err
	}
	return &wholeFile{f}, flags, nil
}

type wholeFile struct{ vfs.File }

// Size leaves out an unfinished block.
func (f *wholeFile) Size() (int64, error) {
	size, err := f.File.Size()
	return size &^ (blockSize - 1), err
}

// ReadAt reads nothing of an unfinished block.
func (f *wholeFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(p, off)
	if err == io.EOF {
		n = max(0, int((off+int64(n))&^(blockSize-1)-off))
	}
	return n, err
}

// DeviceCharacteristics leaves out what this layer does not hand on.
func (f *wholeFile) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return f.File.DeviceCharacteristics() &^ vfs.IOCAP_BATCH_ATOMIC
}

// HasMoved implements vfs.FileHasMoved: SQLite writes to no file that another
// one has taken the place of.
func (f *wholeFile) HasMoved() (bool, error) { return vfsutil.WrapHasMoved(f.File) }

// LockState implements vfs.FileLockState.
func (f *wholeFile) LockState() vfs.LockLevel { return vfsutil.WrapLockState(f.File) }

// SizeHint implements vfs.FileSizeHint.
func (f *wholeFile) SizeHint(size int64) error { return vfsutil.WrapSizeHint(f.File, size) }

// ChunkSize implements vfs.FileChunkSize.
func (f *wholeFile) ChunkSize(size int) { vfsutil.WrapChunkSize(f.File, size) }

// Overwrite implements vfs.FileOverwrite.
func (f *wholeFile) Overwrite() error { return vfsutil.WrapOverwrite(f.File) }

// SyncSuper implements vfs.FileSync.
func (f *wholeFile) SyncSuper(super string) error { return vfsutil.WrapSyncSuper(f.File, super) }

// CommitPhaseTwo implements vfs.FileCommitPhaseTwo.
func (f *wholeFile) CommitPhaseTwo() error { return vfsutil.WrapCommitPhaseTwo(f.File) }
