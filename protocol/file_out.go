package protocol

import (
	"errors"
	"strings"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/filetransfer"
)

// bulkLimit bounds what waits to be written of our files, in bytes: enough for
// the writer to find the next packets there, and little that cannot be taken
// back.
const bulkLimit = 64 << 10

// ErrFile: what is wanted cannot be sent: a name with a path in it, or more
// bytes than were announced.
var ErrFile = errors.New("protocol: not a file that can be sent")

// OfferFile offers a file to the peer, numbered by us. FileAnswered or FileEnded
// follows. It works from FilesReady on; before, the error is ErrNotReady.
// ErrQueueFull: MaxFiles are offered already, or one with this number.
func (c *Conn) OfferFile(f FileOffer) error {
	if strings.Contains(f.Name, "/") || strings.Contains(f.Name, "..") || f.Name == "" {
		return ErrFile
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := c.find(typeFile, false)
	switch {
	case !c.open():
		return ErrClosed
	case ch == nil, !ch.open:
		return ErrNotReady
	case len(c.filesOut) >= MaxFiles, c.filesOut[f.ID] != nil:
		return ErrQueueFull
	}
	c.filesOut[f.ID] = &file{size: f.Size}
	return c.queue(ch.class(), ch.id, &filetransfer.Packet{FileHeader: &filetransfer.FileHeader{
		FileId: proto.Uint32(f.ID), FileSize: proto.Uint64(f.Size), Name: proto.String(f.Name), FileHash: f.Hash[:],
	}})
}

// SendChunk sends the next bytes of a file that the peer has accepted, at most
// MaxFileChunk. It waits until there is room for it, so it is for a goroutine of
// the caller's own, not for a method of the Handler. It returns ErrNotReady when
// the file is over, ErrClosed when the connection is.
func (c *Conn) SendChunk(id uint32, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.open() && len(c.out.queues[classBulk]) > bulkLimit {
		c.freed.Wait()
	}
	ch, f := c.find(typeFile, false), c.filesOut[id]
	switch {
	case !c.open():
		return ErrClosed
	case ch == nil, f == nil, !f.accepted:
		return ErrNotReady
	case len(data) > MaxFileChunk, uint64(len(data)) > f.size-f.moved:
		return ErrFile
	}
	f.moved += uint64(len(data))
	return c.queue(ch.class(), ch.id, &filetransfer.Packet{FileChunk: &filetransfer.FileChunk{
		FileId: proto.Uint32(id), ChunkData: data,
	}})
}

// headerAcknowledged: the peer's program found our header in order, or not. In
// the second case nobody is asked.
func (c *Conn) headerAcknowledged(ch *channel, m *filetransfer.FileHeaderAck) error {
	if m.FileId == nil {
		return c.breach(ch, "an answer to no header")
	}
	if !m.GetAccepted() {
		c.fileOver(ch, m.GetFileId(), FileFailed, false)
	}
	return nil
}

// fileResponded: the peer's user wants our file, or not.
func (c *Conn) fileResponded(ch *channel, m *filetransfer.FileHeaderResponse) error {
	if m.FileId == nil || m.Response == nil {
		return c.breach(ch, "an answer with a part missing")
	}
	id := m.GetFileId()
	if m.GetResponse() != fileAccepted {
		c.fileOver(ch, id, FileDeclined, false)
		return nil
	}
	c.mu.Lock()
	f := c.filesOut[id]
	first := f != nil && !f.accepted
	if first {
		f.accepted = true
	}
	c.mu.Unlock()
	if first {
		c.fileHandler.FileAnswered(c, id)
	}
	return nil
}

// chunkAcknowledged: the peer has stored more of our file. What it cannot have
// ends the file.
func (c *Conn) chunkAcknowledged(ch *channel, m *filetransfer.FileChunkAck) error {
	if m.FileId == nil || m.BytesReceived == nil {
		return c.breach(ch, "an acknowledgement with a part missing")
	}
	id, total := m.GetFileId(), m.GetBytesReceived()
	c.mu.Lock()
	f := c.filesOut[id]
	possible := f != nil && total >= f.acked && total <= f.moved
	if possible {
		f.acked = total
	}
	c.mu.Unlock()
	switch {
	case f == nil:
	case !possible:
		c.complain("file transfer: an acknowledgement of what was not sent")
		c.fileOver(ch, id, FileFailed, true)
	default:
		c.fileHandler.ChunkAcknowledged(c, id, total)
	}
	return nil
}
