package protocol

import (
	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/control"
	"carom/proto/ricochet/filetransfer"
)

// The answers of FileHeaderResponse (wire page, "im.ricochet.file-transfer").
const (
	fileAccepted = 0
	fileRejected = 1
)

// fileAsked: the peer wants to be able to offer files. The channel is opened
// even where none are taken, since Ricochet-Refresh 3.1 does not survive a no.
func (c *Conn) fileAsked(ch *channel) error {
	c.mu.Lock()
	allowed, second := c.state == contact, c.find(typeFile, true) != nil
	if allowed && !second {
		c.grant(ch, nil)
	}
	c.mu.Unlock()
	switch {
	case !allowed:
		return c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	case second:
		return c.refuse(ch, nil)
	}
	return nil
}

// filesReady tells the handler that files can be offered, once both are known:
// that the peer takes them, and whether there is a better way.
func (c *Conn) filesReady() {
	if c.fileHandler == nil {
		return
	}
	c.mu.Lock()
	ch := c.find(typeFile, false)
	ready := ch != nil && ch.open && c.find(typeChat, true) != nil && !c.in.filesReady
	better := c.transfers
	c.mu.Unlock()
	if ready {
		c.in.filesReady = true
		c.fileHandler.FilesReady(c, better)
	}
}

// filePacket handles a packet of either file channel.
func (c *Conn) filePacket(ch *channel, data []byte) error {
	var m filetransfer.Packet
	if !decode(data, &m) {
		return c.breach(ch, "it cannot be decoded")
	}
	if !onlyOne(m.FileHeader != nil, m.FileHeaderAck != nil, m.FileHeaderResponse != nil,
		m.FileChunk != nil, m.FileChunkAck != nil, m.FileTransferCompleteNotification != nil) {
		return c.breach(ch, "it does not have exactly one field")
	}
	switch {
	case !ch.inbound && c.fileHandler == nil: // nothing was ever offered
	case m.FileTransferCompleteNotification != nil:
		return c.fileCompleted(ch, m.FileTransferCompleteNotification)
	case ch.inbound && m.FileHeader != nil:
		return c.fileOffered(ch, m.FileHeader)
	case ch.inbound && m.FileChunk != nil:
		return c.chunkReceived(ch, m.FileChunk)
	case !ch.inbound && m.FileHeaderAck != nil:
		return c.headerAcknowledged(ch, m.FileHeaderAck)
	case !ch.inbound && m.FileHeaderResponse != nil:
		return c.fileResponded(ch, m.FileHeaderResponse)
	case !ch.inbound && m.FileChunkAck != nil:
		return c.chunkAcknowledged(ch, m.FileChunkAck)
	}
	return c.breach(ch, "nothing that was said could be answered with it")
}

// filesOf are the files of a channel. The caller holds mu.
func (c *Conn) filesOf(ch *channel) files {
	if ch.inbound {
		return c.filesIn
	}
	return c.filesOut
}

// fileCompleted: the other side says that a file is over.
func (c *Conn) fileCompleted(ch *channel, m *filetransfer.FileTransferCompleteNotification) error {
	if m.FileId == nil || m.Result == nil {
		return c.breach(ch, "an end with a part missing")
	}
	result := fileResult(m.GetResult())
	if ch.inbound && result == FileSucceeded {
		result = FileFailed // only who receives can say so
	}
	c.fileOver(ch, m.GetFileId(), result, false)
	return nil
}

// fileOver ends a file, if there is such a one, and tells the handler; answer
// tells the peer too.
func (c *Conn) fileOver(ch *channel, id uint32, result FileResult, answer bool) {
	c.mu.Lock()
	f := c.filesOf(ch)[id]
	if f != nil && result == FileSucceeded && f.acked != f.size {
		result = FileFailed // it cannot have what it has not acknowledged
	}
	if f != nil {
		c.dropFile(ch, id)
	}
	if answer {
		_ = c.queue(ch.class(), ch.id, completion(id, result))
	}
	c.mu.Unlock()
	if f != nil {
		c.fileHandler.FileEnded(c, id, !ch.inbound, result)
	}
}

// dropFile forgets a file; what it still holds of the window is free again. The
// caller holds mu.
func (c *Conn) dropFile(ch *channel, id uint32) {
	list := c.filesOf(ch)
	if f := list[id]; ch.inbound && f != nil {
		c.fileBytes -= int(f.moved - f.acked)
		c.freed.Broadcast()
	}
	delete(list, id)
}

// loseFiles ends all files of a channel that is gone.
func (c *Conn) loseFiles(ch *channel) {
	c.mu.Lock()
	var ids []uint32
	for id := range c.filesOf(ch) {
		ids = append(ids, id)
		c.dropFile(ch, id)
	}
	c.mu.Unlock()
	for _, id := range ids {
		c.fileHandler.FileEnded(c, id, !ch.inbound, FileLost)
	}
}

func completion(id uint32, result FileResult) *filetransfer.Packet {
	return &filetransfer.Packet{
		FileTransferCompleteNotification: &filetransfer.FileTransferCompleteNotification{
			FileId: proto.Uint32(id), Result: result.wire(),
		},
	}
}

// CompleteFile ends a file, ours or the peer's: a receiver says what came of
// it, and either side can cancel. The peer is told. ErrNotReady: there is no such
// file.
func (c *Conn) CompleteFile(id uint32, ours bool, result FileResult) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := c.find(typeFile, !ours)
	switch {
	case !c.open():
		return ErrClosed
	case ch == nil, c.filesOf(ch)[id] == nil:
		return ErrNotReady
	}
	c.dropFile(ch, id)
	return c.queue(ch.class(), ch.id, completion(id, result))
}
