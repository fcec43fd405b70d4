package protocol

import (
	"bytes"
	"net"
	"strings"
	"testing"

	"carom/proto/ricochet/chat"
)

// chatPacket200 is a chat packet of 200 bytes, header included.
func chatPacket200(t testing.TB) []byte {
	t.Helper()
	p := says(5, 2985742408, strings.Repeat("x", 184))
	if len(p) != 200 {
		t.Fatalf("the packet has %d bytes", len(p))
	}
	return p
}

// BenchmarkCodec encodes and decodes the frame of a 200-byte chat packet. The
// target is a million in a second on one core, without an allocation.
func BenchmarkCodec(b *testing.B) {
	stream := chatPacket200(b)
	data := bytes.Clone(stream[headerSize:])
	source := bytes.NewReader(nil)
	r := NewPacketReader(source)
	b.ReportAllocs()
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		stream, _ = AppendPacket(stream[:0], 5, data)
		source.Reset(stream)
		if _, _, err := r.Next(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMessage is the same with the protobuf message inside, as Conn does it.
func BenchmarkMessage(b *testing.B) {
	stream := chatPacket200(b)
	var m chat.Packet
	if !decode(stream[headerSize:], &m) {
		b.Fatal("it cannot be decoded")
	}
	source := bytes.NewReader(nil)
	r := NewPacketReader(source)
	b.ReportAllocs()
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		var err error
		if stream, err = appendMessage(stream[:0], 5, &m); err != nil {
			b.Fatal(err)
		}
		source.Reset(stream)
		_, data, err := r.Next()
		if err != nil || !decode(data, &m) {
			b.Fatal("it cannot be decoded")
		}
	}
}

// BenchmarkRoundTrip sends a message from one Conn to another and waits for the
// acknowledgement.
func BenchmarkRoundTrip(b *testing.B) {
	ready, acked := make(chan struct{}), make(chan struct{})
	a := &quick{ready: ready, acked: acked}
	left, right := net.Pipe()
	client := NewClient(left, bob.ServiceID(), Config{Identity: alice}, a)
	server := NewServer(right, Config{Identity: bob}, &quick{script: script{known: true}, ready: make(chan struct{}, 1)})
	done := make(chan struct{}, 2)
	for _, c := range []*Conn{client, server} {
		go func() { _ = c.Serve(b.Context()); done <- struct{}{} }()
	}
	<-ready
	b.ReportAllocs()
	for b.Loop() {
		if err := client.SendMessage(1, "hello", 0); err != nil {
			b.Fatal(err)
		}
		<-acked
	}
	client.Close(nil)
	<-done
	<-done
}

// quick is a Handler that knows everybody and acknowledges everything.
type quick struct {
	script
	ready, acked chan struct{}
}

func (q *quick) ChatReady(*Conn)                         { q.ready <- struct{}{} }
func (q *quick) MessageAcknowledged(*Conn, uint32, bool) { q.acked <- struct{}{} }
func (q *quick) MessageReceived(c *Conn, m Message)      { accept(c, m) }
