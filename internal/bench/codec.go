package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	chatpb "carom/proto/ricochet/chat"
	"carom/protocol"
)

// codecBytes is the size of the packet, header included.
const codecBytes = 200

// endless reads the same packet again and again.
type endless struct {
	packet []byte
	at     int
}

func (e *endless) Read(b []byte) (int, error) {
	n := copy(b, e.packet[e.at:])
	e.at = (e.at + n) % len(e.packet)
	return n, nil
}

var _ io.Reader = (*endless)(nil)

// codec times a chat packet from message to bytes and back, and, as the
// baseline, the protobuf library's part of that alone.
func codec(context.Context, config) ([]row, error) {
	msg := chatPacket()
	var failed error
	both := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		failed = encodeDecode(b, msg)
	})
	frame := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		failed = frameOnly(b)
	})
	library := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		buf := make([]byte, 0, codecBytes)
		for range b.N {
			data, err := proto.MarshalOptions{}.MarshalAppend(buf[:0], msg)
			if err == nil {
				err = proto.Unmarshal(data, &chatpb.Packet{})
			}
			failed = err
		}
	})
	perSecond := func(r testing.BenchmarkResult) string {
		return fmt.Sprintf("%.2f M/s", float64(r.N)/r.T.Seconds()/1e6)
	}
	return []row{
		{"codec: encode + decode, 200-byte chat packet", perSecond(both), perSecond(library) + " pb", ">= 1 M/s"},
		{"codec: the frame alone", perSecond(frame), "", ""},
		{"codec: allocations of the frame", fmt.Sprint(frame.AllocsPerOp()), fmt.Sprintf("%d pb", library.AllocsPerOp()), "0"},
	}, failed
}

// chatPacket is a message whose packet has codecBytes bytes.
func chatPacket() *chatpb.Packet {
	msg := &chatpb.Packet{ChatMessage: &chatpb.ChatMessage{MessageId: proto.Uint32(1 << 30)}}
	for n := 1; ; n++ {
		msg.ChatMessage.MessageText = proto.String(strings.Repeat("x", n))
		if proto.Size(msg) >= codecBytes-4 {
			return msg
		}
	}
}

func encodeDecode(b *testing.B, msg *chatpb.Packet) error {
	data, err := proto.Marshal(msg)
	if err != nil {
		return err
	}
	packet, err := protocol.AppendPacket(nil, 5, data)
	if err != nil {
		return err
	}
	r := protocol.NewPacketReader(&endless{packet: packet})
	body, out := make([]byte, 0, codecBytes), make([]byte, 0, codecBytes)
	for range b.N {
		if body, err = (proto.MarshalOptions{}).MarshalAppend(body[:0], msg); err != nil {
			return err
		}
		if out, err = protocol.AppendPacket(out[:0], 5, body); err != nil {
			return err
		}
		_, data, err := r.Next()
		if err != nil {
			return err
		}
		if err := proto.Unmarshal(data, &chatpb.Packet{}); err != nil {
			return err
		}
	}
	return nil
}

func frameOnly(b *testing.B) error {
	body := make([]byte, codecBytes-4)
	packet, err := protocol.AppendPacket(nil, 5, body)
	if err != nil {
		return err
	}
	r := protocol.NewPacketReader(&endless{packet: packet})
	out := make([]byte, 0, codecBytes)
	for range b.N {
		if out, err = protocol.AppendPacket(out[:0], 5, body); err != nil {
			return err
		}
		if _, _, err := r.Next(); err != nil {
			return err
		}
	}
	return nil
}
