package protocol

import (
	"strings"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/control"
	"carom/proto/ricochet/filetransfer"
)

// The im.ricochet.file-transfer channel (wire page). Files are declined: the
// channel is open, as both implementations in the field expect, and every
// header that is in order gets the answer of a user who does not want the file.

const (
	fileRejected = 1
)

// fileOpened: the peer wants to be able to offer files.
func (c *Conn) fileOpened(ch *channel) error {
	c.mu.Lock()
	allowed, second := c.state == contact, c.find(typeFile, true) != nil
	c.mu.Unlock()
	switch {
	case !allowed:
		c.refuse(ch, control.ChannelResult_UnauthorizedError.Enum())
	case second:
		c.refuse(ch, nil)
	default:
		c.grant(ch, nil)
	}
	return nil
}

func (c *Conn) filePacket(ch *channel, data []byte) error {
	var m filetransfer.Packet
	err := proto.Unmarshal(data, &m)
	if err != nil || fields(m.FileHeader != nil, m.FileHeaderAck != nil, m.FileHeaderResponse != nil, m.FileChunk != nil,
		m.FileChunkAck != nil, m.FileTransferCompleteNotification != nil) != 1 {
		return c.breach(ch, "not a file packet")
	}
	switch {
	case !ch.inbound:
		return c.breach(ch, "an answer about a file that was not offered")
	case m.FileHeader != nil:
		c.fileOffered(ch, m.FileHeader)
	case m.FileChunk != nil:
		c.send(prioBulk, ch.id, &filetransfer.Packet{
			FileTransferCompleteNotification: &filetransfer.FileTransferCompleteNotification{
				FileId: proto.Uint32(m.FileChunk.GetFileId()), Result: filetransfer.FileTransferResult_Cancelled.Enum(),
			},
		})
	case m.FileTransferCompleteNotification != nil: // of a file that was declined
	default:
		return c.breach(ch, "the other side's part of a file transfer")
	}
	return nil
}

// fileOffered answers a header. The answer always has the file's id: without
// one, Ricochet-Refresh 3.0 fails all its transfers.
func (c *Conn) fileOffered(ch *channel, h *filetransfer.FileHeader) {
	inOrder := h.FileId != nil && h.FileSize != nil && h.Name != nil && len(h.GetFileHash()) == fileHashSize &&
		!strings.Contains(h.GetName(), "..") && !strings.Contains(h.GetName(), "/")
	c.send(prioBulk, ch.id, &filetransfer.Packet{FileHeaderAck: &filetransfer.FileHeaderAck{
		FileId: proto.Uint32(h.GetFileId()), Accepted: proto.Bool(inOrder),
	}})
	if inOrder {
		c.send(prioBulk, ch.id, &filetransfer.Packet{FileHeaderResponse: &filetransfer.FileHeaderResponse{
			FileId: proto.Uint32(h.GetFileId()), Response: proto.Int32(fileRejected),
		}})
	}
}
