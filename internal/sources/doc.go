// Package sources opens what the user sends.
//
// Only regular files are sent. A symbolic link is refused (ErrSymlink) and not
// followed, also when the user named it: what it points to may be elsewhere than
// they think, and may be changed to something else while the file waits to be
// sent. Links on the way to a file are the user's own and are followed. FIFOs,
// devices and sockets are refused without being opened; if one is put in a file's
// place in between, opening it does not wait.
//
// A folder is opened beneath an os.Root, so that no link in it leads outside, and
// is read as a stream of files in a fixed order, in memory that depends on its
// largest folder only. Empty folders are not sent.
//
// A file that waits to be sent may be changed meanwhile. Its Stamp tells: size,
// time of the last change, and inode. Every File.ReadAt looks at it after
// reading and fails with ErrChanged, so that a receiver does not get half of one
// file and half of another. A change that leaves all of them as they were, as a
// program can make it on purpose, is found by the hash tree only.
//
// No error has a path in it; the caller knows which it asked for. Nothing starts a
// goroutine. A File may be read by several at once.
package sources
