package protocol

import "carom/proto/ricochet/filetransfer"

// Fixed by the specification (wire page, "im.ricochet.file-transfer").
const (
	// FileHashSize is the size of a file's hash, SHA3-512, in bytes.
	FileHashSize = 64
	// MaxFileChunk is the most of a file that one packet carries, in bytes.
	MaxFileChunk = 63 * 1024
)

// Chosen by us.
const (
	// MaxFiles is how many files may be offered or under way in one direction
	// of a connection. More from the peer are declined.
	MaxFiles = 32
	// fileWindow is how many bytes of chunks the peer may have under way before
	// the first is acknowledged here; with more, nothing is read from it.
	// Ricochet-Refresh 3.0 sends one chunk at a time, another Carom of old up to
	// as much as a slow circuit holds.
	fileWindow = 4 << 20
)

// FileHandler is a Handler that takes and sends files over im.ricochet.file-transfer.
// A connection whose Handler is none declines what it is offered. Its methods are
// called as those of Handler.
//
// Files that we send and files that we receive are numbered apart, each by its
// sender.
type FileHandler interface {
	Handler
	// FilesReady: the peer takes offers from now on. better tells that both
	// sides have announced FeatureTransfer: then files go that way.
	FilesReady(c *Conn, better bool)
	// FileOffered: the peer wants to send a file. The answer is given with
	// Conn.AnswerFile, from any goroutine, at any time.
	FileOffered(c *Conn, f FileOffer)
	// FileAnswered: the peer takes a file that we offered; SendChunk may follow.
	FileAnswered(c *Conn, id uint32)
	// ChunkReceived: the next part of a file that we take. data is ours to
	// keep. Every chunk is answered with Conn.AcknowledgeChunk.
	ChunkReceived(c *Conn, id uint32, data []byte)
	// ChunkAcknowledged: the peer has this many bytes of our file.
	ChunkAcknowledged(c *Conn, id uint32, total uint64)
	// FileEnded: it is over, by the peer's word or by its fault; nothing more
	// comes about this file. Not called for what CompleteFile has ended.
	FileEnded(c *Conn, id uint32, ours bool, result FileResult)
}

// FileOffer describes a file.
type FileOffer struct {
	ID   uint32
	Size uint64 // bytes
	// Name has no "/" and no ".." in it. What else it has is the sender's.
	Name string
	Hash [FileHashSize]byte // SHA3-512 of the content
}

// FileResult is how a file ended.
type FileResult uint8

// The results.
const (
	// FileSucceeded: the receiver says that it has the file.
	FileSucceeded FileResult = iota
	// FileFailed: the receiver says that it could not be stored, or has another
	// hash; or the other side broke a rule.
	FileFailed
	// FileCancelled: the other side does not want to go on.
	FileCancelled
	// FileDeclined: the receiver's user does not want it.
	FileDeclined
	// FileLost: the channel was closed.
	FileLost
)

func (r FileResult) wire() *filetransfer.FileTransferResult {
	switch r {
	case FileSucceeded:
		return filetransfer.FileTransferResult_Success.Enum()
	case FileCancelled, FileDeclined:
		return filetransfer.FileTransferResult_Cancelled.Enum()
	}
	return filetransfer.FileTransferResult_Failure.Enum()
}

func fileResult(r filetransfer.FileTransferResult) FileResult {
	switch r {
	case filetransfer.FileTransferResult_Success:
		return FileSucceeded
	case filetransfer.FileTransferResult_Cancelled:
		return FileCancelled
	}
	return FileFailed
}

// file is one that is offered or under way. The connection's lock guards it.
type file struct {
	size     uint64
	accepted bool
	// moved is how many bytes were sent or received, acked how many of them
	// were acknowledged.
	moved, acked uint64
}

// files are those of one direction, by their number.
type files map[uint32]*file
