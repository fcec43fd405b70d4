package protocol

import (
	"encoding/binary"
	"fmt"
	"io"
)

// A packet is a header of two big-endian 16-bit numbers, the size of all of it
// and the channel, and the data (wire page, "Packets"). No data closes the
// channel.

// AppendPacket appends a packet to dst. It fails when data is longer than
// MaxPacketData.
func AppendPacket(dst []byte, channel uint16, data []byte) ([]byte, error) {
	if len(data) > MaxPacketData {
		return dst, fmt.Errorf("%d bytes do not fit into a packet", len(data))
	}
	dst = binary.BigEndian.AppendUint16(dst, uint16(headerSize+len(data)))
	dst = binary.BigEndian.AppendUint16(dst, channel)
	return append(dst, data...), nil
}

// PacketReader reads packets. It uses one buffer for all of them, which grows
// only as bytes arrive: a header that claims 64 KiB costs nothing by itself.
type PacketReader struct {
	r   io.Reader
	buf []byte
	// buf[start:end] was read and not yet returned.
	start, end int
}

// NewPacketReader returns a PacketReader on r.
func NewPacketReader(r io.Reader) *PacketReader {
	return &PacketReader{r: r, buf: make([]byte, firstBuffer)}
}

// Next returns the next packet. data is valid until the next call. The error is
// io.EOF at the end of a packet, io.ErrUnexpectedEOF inside one, or ErrProtocol
// for a size that cannot be.
func (p *PacketReader) Next() (channel uint16, data []byte, err error) {
	if err := p.fill(headerSize); err != nil {
		return 0, nil, err
	}
	size := int(binary.BigEndian.Uint16(p.buf[p.start:]))
	if size < headerSize {
		return 0, nil, violation("packet", "a size below that of the header")
	}
	if err := p.fill(size); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	packet := p.buf[p.start : p.start+size]
	p.start += size
	return binary.BigEndian.Uint16(packet[2:]), packet[headerSize:], nil
}

// bytes returns the next n bytes, which are no packet: the introduction's.
func (p *PacketReader) bytes(n int) ([]byte, error) {
	if err := p.fill(n); err != nil {
		return nil, err
	}
	b := p.buf[p.start : p.start+n]
	p.start += n
	return b, nil
}

// fill reads until n bytes are there.
func (p *PacketReader) fill(n int) error {
	for p.end-p.start < n {
		if err := p.more(); err != nil {
			if err == io.EOF && p.end > p.start {
				return io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

// more reads once, making room first.
func (p *PacketReader) more() error {
	if p.start > 0 {
		copy(p.buf, p.buf[p.start:p.end])
		p.start, p.end = 0, p.end-p.start
	}
	if p.end == len(p.buf) {
		grown := make([]byte, min(2*len(p.buf), maxPacketSize+1))
		copy(grown, p.buf[:p.end])
		p.buf = grown
	}
	for range 100 {
		n, err := p.r.Read(p.buf[p.end:])
		p.end += n
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}
