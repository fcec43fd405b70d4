package protocol

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/filetransfer"
)

// fileOffered passes an offer on, or refuses a header that is not in order. An
// answer always has an id: Ricochet-Refresh 3.0 fails all its transfers when it
// gets one without.
func (c *Conn) fileOffered(ch *channel, h *filetransfer.FileHeader) error {
	if h.FileId != nil && (h.FileSize == nil || h.Name == nil || h.FileHash == nil) {
		return c.breach(ch, "a header with a part missing")
	}
	id := h.GetFileId()
	c.mu.Lock()
	inOrder := h.FileId != nil && len(h.GetFileHash()) == FileHashSize && c.filesIn[id] == nil &&
		!strings.Contains(h.GetName(), "..") && !strings.Contains(h.GetName(), "/")
	wanted := inOrder && c.fileHandler != nil && len(c.filesIn) < MaxFiles
	if wanted {
		c.filesIn[id] = &file{size: h.GetFileSize()}
	}
	_ = c.queue(ch.class(), ch.id, &filetransfer.Packet{FileHeaderAck: &filetransfer.FileHeaderAck{
		FileId: proto.Uint32(id), Accepted: proto.Bool(inOrder),
	}})
	if inOrder && !wanted {
		_ = c.queue(ch.class(), ch.id, headerResponse(id, false))
	}
	c.mu.Unlock()
	switch {
	case !inOrder:
		c.complain("file transfer: a header that is not in order")
	case wanted:
		c.fileHandler.FileOffered(c, FileOffer{
			ID: id, Size: h.GetFileSize(), Name: cut(repair(h.GetName())), Hash: [FileHashSize]byte(h.GetFileHash()),
		})
	}
	return nil
}

// cut leaves as many whole characters of a name as another Carom may send. Beyond that
// it names no file anywhere.
func cut(name string) string {
	if len(name) <= MaxTransferName {
		return name
	}
	end := MaxTransferName
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end]
}

func headerResponse(id uint32, accept bool) *filetransfer.Packet {
	answer := int32(fileRejected)
	if accept {
		answer = fileAccepted
	}
	return &filetransfer.Packet{FileHeaderResponse: &filetransfer.FileHeaderResponse{
		FileId: proto.Uint32(id), Response: proto.Int32(answer),
	}}
}

// AnswerFile answers an offer of the peer. After a yes its chunks come; after a
// no the file is forgotten. ErrNotReady: there is no such offer.
func (c *Conn) AnswerFile(id uint32, accept bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch, f := c.find(typeFile, true), c.filesIn[id]
	switch {
	case !c.open():
		return ErrClosed
	case ch == nil, f == nil, f.accepted:
		return ErrNotReady
	}
	f.accepted = accept
	if !accept {
		c.dropFile(ch, id)
	}
	return c.queue(ch.class(), ch.id, headerResponse(id, accept))
}

// chunkReceived passes a part of a file on. One of a file that was not accepted
// is answered as Ricochet-Refresh does; a file that gets larger than it was
// announced is stopped, which Ricochet-Refresh 3.0 does not do.
func (c *Conn) chunkReceived(ch *channel, m *filetransfer.FileChunk) error {
	if m.FileId == nil || m.ChunkData == nil || len(m.ChunkData) > MaxFileChunk {
		return c.breach(ch, "a chunk that is too large or has a part missing")
	}
	id, size := m.GetFileId(), len(m.ChunkData)
	c.mu.Lock()
	f := c.filesIn[id]
	if f == nil || !f.accepted {
		_ = c.queue(ch.class(), ch.id, completion(id, FileCancelled))
		c.mu.Unlock()
		return nil
	}
	over := uint64(size) > f.size-f.moved
	for !over && c.fileBytes > 0 && c.fileBytes+size > fileWindow && c.open() {
		c.freed.Wait()
	}
	if !c.open() {
		c.mu.Unlock()
		return errEnding
	}
	gone := c.filesIn[id] != f // ended by us, while this waited
	if !over && !gone {
		f.moved += uint64(size)
		c.fileBytes += size
	}
	c.mu.Unlock()
	switch {
	case gone:
	case over:
		c.complain("file transfer: more bytes than were announced")
		c.fileOver(ch, id, FileFailed, true)
	default:
		c.fileHandler.ChunkReceived(c, id, bytes.Clone(m.ChunkData))
	}
	return nil
}

// AcknowledgeChunk tells the peer that total bytes of its file are stored. It is
// to be called for each chunk, in order: Ricochet-Refresh 3.0 gives up when an
// acknowledgement is not for exactly what it has sent. ErrNotReady: there is no
// such file, or it has no such number of bytes.
func (c *Conn) AcknowledgeChunk(id uint32, total uint64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch, f := c.find(typeFile, true), c.filesIn[id]
	switch {
	case !c.open():
		return ErrClosed
	case ch == nil, f == nil, total < f.acked, total > f.moved:
		return ErrNotReady
	}
	c.fileBytes -= int(total - f.acked)
	f.acked = total
	c.freed.Broadcast()
	return c.queue(ch.class(), ch.id, &filetransfer.Packet{FileChunkAck: &filetransfer.FileChunkAck{
		FileId: proto.Uint32(id), BytesReceived: proto.Uint64(total),
	}})
}
