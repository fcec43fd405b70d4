package protocol

import (
	"strings"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/control"
	"carom/proto/ricochet/filetransfer"
)

// Fixed by the specification (wire page, "im.ricochet.file-transfer").
const (
	fileHashSize = 64        // bytes of SHA3-512
	maxFileChunk = 63 * 1024 // bytes
	fileRejected = 1         // FileHeaderResponse.response
)

// fileAsked: the peer wants to be able to offer files. The channel is opened,
// since Ricochet-Refresh 3.1 does not survive a no; each file is declined.
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

// filePacket handles a packet of either file channel. On ours there is nothing
// to be answered, since we offer no files.
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
	case ch.inbound && m.FileHeader != nil:
		return c.fileOffered(ch, m.FileHeader)
	case ch.inbound && m.FileChunk != nil:
		return c.chunkReceived(ch, m.FileChunk)
	case ch.inbound && m.FileTransferCompleteNotification != nil:
		return nil // of a file that was declined
	}
	return c.breach(ch, "nothing of ours could be answered with it")
}

// fileOffered declines a file, or refuses a header that is not in order. An
// answer always has an id: Ricochet-Refresh 3.0 fails all its transfers when it
// gets one without.
func (c *Conn) fileOffered(ch *channel, h *filetransfer.FileHeader) error {
	if h.FileId != nil && (h.FileSize == nil || h.Name == nil || h.FileHash == nil) {
		return c.breach(ch, "a header with a part missing")
	}
	inOrder := h.FileId != nil && len(h.GetFileHash()) == fileHashSize &&
		!strings.Contains(h.GetName(), "..") && !strings.Contains(h.GetName(), "/")
	c.answer(ch.class(), ch.id, &filetransfer.Packet{FileHeaderAck: &filetransfer.FileHeaderAck{
		FileId: proto.Uint32(h.GetFileId()), Accepted: proto.Bool(inOrder),
	}})
	if !inOrder {
		c.complain("file transfer: a header that is not in order")
		return nil
	}
	c.answer(ch.class(), ch.id, &filetransfer.Packet{FileHeaderResponse: &filetransfer.FileHeaderResponse{
		FileId: proto.Uint32(h.GetFileId()), Response: proto.Int32(fileRejected),
	}})
	return nil
}

// chunkReceived answers a part of a file, none of which was accepted.
func (c *Conn) chunkReceived(ch *channel, m *filetransfer.FileChunk) error {
	if m.FileId == nil || m.ChunkData == nil || len(m.ChunkData) > maxFileChunk {
		return c.breach(ch, "a chunk that is too large or has a part missing")
	}
	c.answer(ch.class(), ch.id, &filetransfer.Packet{
		FileTransferCompleteNotification: &filetransfer.FileTransferCompleteNotification{
			FileId: proto.Uint32(m.GetFileId()), Result: filetransfer.FileTransferResult_Cancelled.Enum(),
		},
	})
	return nil
}
