package transfer

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"

	"carom/internal/hashtree"
	"carom/internal/sources"
	"carom/protocol"
)

// ChooseFunc says how a file of a folder is copied; with nil it is left out. path
// is beneath the folder, with slashes, safe for a peer.
type ChooseFunc func(src io.ReaderAt, size int64, path string) (CopyFunc, error)

// FolderCopy is a copy of the files in a folder. They are one after the other in
// one encrypted file, their list behind them, and behind that folderEnd.
type FolderCopy struct {
	Size  uint64 // of all that
	Files []CopiedFile
}

// CopiedFile is a file in a FolderCopy, at Start.
type CopiedFile struct {
	Path        string // as ChooseFunc has it
	Start, Size uint64
}

// folderEnd is how many bytes the length of the list and how many files could not
// be sent have, at the end of the copy of a folder.
const folderEnd = 16

// copying is a file of a folder that is about to be copied.
type copying struct {
	entry sources.Entry
	copy  CopyFunc
	size  uint64
}

// CopyFolder is Copy for the files in a folder. An error leaves nothing behind.
// ErrNothing: no file is left.
func (s *Store) CopyFolder(ctx context.Context, secret Secret, path string, choose ChooseFunc) (_ FolderCopy, err error) {
	folder, err := sources.OpenFolder(path)
	if err != nil {
		return FolderCopy{}, err
	}
	defer folder.Close()
	files, skipped, err := chooseIn(ctx, folder, choose)
	if err != nil {
		return FolderCopy{}, err
	}
	done, end, err := layOut(files, skipped)
	if err != nil {
		return FolderCopy{}, err
	}
	shape, err := hashtree.ShapeOf(int64(done.Size))
	if err != nil {
		return FolderCopy{}, ErrTooLarge
	}
	part, err := s.open(secret, shape)
	if err != nil {
		return FolderCopy{}, err
	}
	err = writeAll(part, folder, files, end)
	if err = errors.Join(err, part.close()); err != nil {
		return FolderCopy{}, errors.Join(err, s.Remove(secret))
	}
	return done, nil
}

// chooseIn goes through a folder and says how large each copy will be.
func chooseIn(ctx context.Context, folder *sources.Folder, choose ChooseFunc) (files []copying, skipped int, err error) {
	for e, err := range folder.Files(ctx) {
		if err != nil && e.Path == "" {
			return nil, 0, err
		}
		if err != nil || !takable(parts(e)) {
			skipped++
			continue
		}
		f, err := folder.Open(e.Path)
		if err != nil {
			skipped++
			continue
		}
		c := copying{entry: e}
		if c.copy, err = choose(f, f.Size(), e.WirePath()); err == nil && c.copy != nil {
			var n counter
			err = c.copy(&n, f, f.Size())
			c.size = uint64(n)
		}
		f.Close()
		if err != nil {
			return nil, 0, err
		}
		if c.copy != nil {
			files = append(files, c)
		}
	}
	if len(files) == 0 {
		return nil, 0, ErrNothing
	}
	return files, skipped, nil
}

func parts(e sources.Entry) []string { return strings.Split(e.WirePath(), "/") }

// takable reports whether a receiver can take a file with this path in a folder:
// docs/protocol.md, "The list".
func takable(names []string) bool {
	_, err := landing(names)
	return err == nil && !slices.ContainsFunc(names, func(n string) bool { return len(n) > protocol.MaxTransferName })
}

// layOut says where what will be in a copy, and returns what is behind the files.
func layOut(files []copying, skipped int) (done FolderCopy, end []byte, err error) {
	list := make([]protocol.ListFile, len(files))
	for i, c := range files {
		list[i] = protocol.ListFile{Path: parts(c.entry), Size: c.size}
		done.Files = append(done.Files, CopiedFile{c.entry.WirePath(), done.Size, c.size})
		if done.Size += c.size; done.Size > protocol.MaxTransferSize {
			return done, nil, ErrTooLarge
		}
	}
	if end, err = protocol.EncodeList(list); err != nil {
		return done, nil, sources.ErrTooMany
	}
	length := uint64(len(end))
	end = binary.BigEndian.AppendUint64(end, length)
	end = binary.BigEndian.AppendUint64(end, uint64(skipped))
	done.Size += uint64(len(end))
	return done, end, nil
}

// writeAll writes the copies, and waits until they are on the disk.
func writeAll(part *partial, folder *sources.Folder, files []copying, end []byte) error {
	w := &copyWriter{part: part}
	for _, c := range files {
		if err := c.write(w, folder); err != nil {
			return err
		}
	}
	if _, err := w.Write(end); err != nil {
		return err
	}
	return part.sync()
}

func (c copying) write(w *copyWriter, folder *sources.Folder) error {
	f, err := folder.Open(c.entry.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	before := w.written
	if err := f.Check(c.entry.Stamp); err != nil {
		return err
	}
	if err := c.copy(w, f, f.Size()); err != nil {
		return err
	}
	if w.written-before != c.size {
		return sources.ErrChanged
	}
	return nil
}

// PrepareFolderCopy is PrepareCopy for a FolderCopy of so many bytes.
func PrepareFolderCopy(ctx context.Context, store *Store, secret Secret, name string, size uint64, id protocol.TransferID, salt [32]byte) (*Outgoing, error) {
	return prepare(ctx, name, id, salt, func(out *Outgoing) ([]protocol.ListFile, error) {
		f, err := store.OpenCopy(secret, size)
		if err != nil {
			return nil, err
		}
		out.file = f
		list, content, err := out.readEnd(f, size)
		if err != nil {
			return nil, err
		}
		out.files = []span{{stamp: sources.Stamp{Size: int64(content)}}} // they are one run of bytes
		out.Offer.Size, out.Offer.Folder = content, true
		return list, nil
	})
}

// readEnd reads what is behind the files of a copy of so many bytes, and returns
// how many bytes the files have. ErrMissing: it is not what CopyFolder has written.
func (out *Outgoing) readEnd(f io.ReaderAt, size uint64) (list []protocol.ListFile, content uint64, err error) {
	var end [folderEnd]byte
	if size < folderEnd {
		return nil, 0, ErrMissing
	}
	if _, err := f.ReadAt(end[:], int64(size-folderEnd)); err != nil {
		return nil, 0, err
	}
	length := binary.BigEndian.Uint64(end[:8])
	if length > min(size-folderEnd, protocol.MaxListSize) {
		return nil, 0, ErrMissing
	}
	out.Skipped = int(binary.BigEndian.Uint64(end[8:]))
	content = size - folderEnd - length
	data := make([]byte, length)
	if _, err := f.ReadAt(data, int64(content)); err != nil {
		return nil, 0, err
	}
	if list, err = protocol.DecodeList(data); err != nil {
		return nil, 0, ErrMissing
	}
	return list, content, nil
}
