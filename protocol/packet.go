package protocol

import (
	"encoding/binary"
	"errors"
	"io"
)

// Fixed by the specification (wire page, "Packets"), in bytes.
const (
	headerSize = 4
	// MaxPacket is the size of the largest packet, header included.
	MaxPacket = 65535
	// MaxPacketData is the most data that a packet can carry.
	MaxPacketData = MaxPacket - headerSize
)

// readBuffer is what a PacketReader begins with, in bytes: enough for many of
// the usual packets, and little for a stranger who sends none.
const readBuffer = 4 << 10

// Errors of the codec.
var (
	// ErrPacketTooLarge: more data than a packet can carry.
	ErrPacketTooLarge = errors.New("protocol: more data than fits in a packet")
	// ErrPacketSize: a packet says that it is shorter than its own header.
	ErrPacketSize = errors.New("protocol: a packet shorter than its header")
)

// AppendPacket appends a packet with data to dst and returns the extended slice,
// as append does. No data makes the packet that closes the channel. When data is
// longer than MaxPacketData it returns dst and ErrPacketTooLarge.
func AppendPacket(dst []byte, channel uint16, data []byte) ([]byte, error) {
	if len(data) > MaxPacketData {
		return dst, ErrPacketTooLarge
	}
	dst = appendHeader(dst, channel, len(data))
	return append(dst, data...), nil
}

func appendHeader(dst []byte, channel uint16, size int) []byte {
	dst = binary.BigEndian.AppendUint16(dst, uint16(headerSize+size))
	return binary.BigEndian.AppendUint16(dst, channel)
}

// PacketReader cuts a stream into packets. It has one buffer, which begins at
// 4 KiB and grows only as bytes really arrive: a header that promises much costs
// nothing. It is not for use by several goroutines.
type PacketReader struct {
	r   io.Reader
	buf []byte // buf[from:to] is read and not yet handed out
	from,
	to int
}

// NewPacketReader returns a PacketReader that reads from r.
func NewPacketReader(r io.Reader) *PacketReader {
	return &PacketReader{r: r, buf: make([]byte, readBuffer)}
}

// Next returns the channel and the data of the next packet; empty data closes
// the channel. data is valid until the next call. At the end of the stream the
// error is io.EOF between packets and io.ErrUnexpectedEOF within one. After an
// error of the stream that passes, such as a timeout, Next can be called again:
// nothing is lost. ErrPacketSize does not pass.
func (p *PacketReader) Next() (channel uint16, data []byte, err error) {
	for {
		if have := p.buf[p.from:p.to]; len(have) >= headerSize {
			size := int(binary.BigEndian.Uint16(have))
			if size < headerSize {
				return 0, nil, ErrPacketSize
			}
			if len(have) >= size {
				p.from += size
				return binary.BigEndian.Uint16(have[2:]), have[headerSize:size:size], nil
			}
		}
		if err := p.fill(); err != nil {
			return 0, nil, err
		}
	}
}

// maxEmptyReads is how often in a row a reader may return nothing at all.
const maxEmptyReads = 100

// fill reads once, after making room: what is left of the last read moves to
// the front, and a buffer that is full doubles.
func (p *PacketReader) fill() error {
	if p.from > 0 {
		p.to = copy(p.buf, p.buf[p.from:p.to])
		p.from = 0
	}
	if p.to == len(p.buf) {
		bigger := make([]byte, min(2*len(p.buf), MaxPacket))
		copy(bigger, p.buf)
		p.buf = bigger
	}
	for range maxEmptyReads {
		n, err := p.r.Read(p.buf[p.to:])
		p.to += n
		if n > 0 {
			return nil // an error comes again with the next read
		}
		if err == io.EOF && p.to > 0 {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}
