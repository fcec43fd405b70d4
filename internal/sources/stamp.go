package sources

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// Stamp tells a file from what it becomes when it is changed. It can be stored.
type Stamp struct {
	Size    int64  // in bytes
	ModTime int64  // nanoseconds since 1970, UTC
	Inode   uint64 // 0 where the file system gives a file another one at any time
}

// Same reports whether both are of the same file, unchanged.
func (s Stamp) Same(t Stamp) bool {
	return s.Size == t.Size && s.ModTime == t.ModTime && (s.Inode == t.Inode || s.Inode == 0 || t.Inode == 0)
}

func stampOf(info fs.FileInfo, stable bool) Stamp {
	s := Stamp{Size: info.Size(), ModTime: info.ModTime().UnixNano()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stable {
		s.Inode = stat.Ino
	}
	return s
}

// stableInodes reports whether a file keeps its inode number on its file system.
// FAT has none and makes them up when it reads a folder, and what is behind FUSE
// may do so too.
func stableInodes(f *os.File) bool {
	var stat unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &stat); err != nil {
		return false
	}
	switch stat.Type {
	case unix.MSDOS_SUPER_MAGIC, unix.EXFAT_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC:
		return false
	}
	return true
}
