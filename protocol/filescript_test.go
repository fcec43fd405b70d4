package protocol

import (
	"io"
	"net"
	"testing"
	"testing/synctest"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/auth"
	"carom/proto/ricochet/filetransfer"
)

// porter is a script that takes files and transfers too.
type porter struct {
	script
	chunk func(c *Conn, id uint32, data []byte)
	part  func(c *Conn, m BulkMessage)
	moved uint64
}

func (p *porter) FilesReady(_ *Conn, carom bool)      { p.note("files ready %v", carom) }
func (p *porter) FileOffered(_ *Conn, f FileOffer)    { p.note("offered %d %d %q", f.ID, f.Size, f.Name) }
func (p *porter) FileAnswered(_ *Conn, id uint32)     { p.note("wanted %d", id) }
func (p *porter) TransferReady(*Conn)                 { p.note("transfers ready") }
func (p *porter) BulkReady(*Conn)                     { p.note("bulk ready") }
func (p *porter) BulkReceived(c *Conn, m BulkMessage) { p.note("%T", m); p.bulk(c, m) }

func (p *porter) bulk(c *Conn, m BulkMessage) {
	if p.part != nil {
		p.part(c, m)
	}
}

func (p *porter) TransferReceived(_ *Conn, m TransferMessage) { p.note("%T", m) }

func (p *porter) ChunkReceived(c *Conn, id uint32, data []byte) {
	p.note("chunk %d %d", id, len(data))
	p.moved += uint64(len(data))
	if p.chunk != nil {
		p.chunk(c, id, data)
	}
}

func (p *porter) ChunkAcknowledged(_ *Conn, id uint32, total uint64) {
	p.note("stored %d %d", id, total)
}

func (p *porter) FileEnded(_ *Conn, id uint32, ours bool, r FileResult) {
	p.note("ended %d %v %d", id, ours, r)
}

// porterAt brings bob, who listens and takes files, to a stage with a peer that
// dialled. The peer announces only what a plain Ricochet-Refresh would not mind.
func porterAt(t *testing.T, to stage, p *porter) (*served, *wire) {
	t.Helper()
	p.known = to == asContact
	left, right := net.Pipe()
	conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, p), &p.script)
	w := newWire(t, right)
	w.raw(lead(&clientSteps, to)...)
	p.take()
	t.Cleanup(func() { conn.Close(nil); <-conn.done })
	return conn, w
}

func chunkOf(id uint16, number uint32, size int) []byte {
	return packet(id, &filetransfer.Packet{FileChunk: &filetransfer.FileChunk{FileId: proto.Uint32(number), ChunkData: make([]byte, size)}})
}

func accepts(id uint16, number uint32) []byte { return packet(id, headerResponse(number, true)) }

func stored(id uint16, number uint32, total uint64) []byte {
	return packet(id, &filetransfer.Packet{FileChunkAck: &filetransfer.FileChunkAck{
		FileId: proto.Uint32(number), BytesReceived: proto.Uint64(total),
	}})
}

func completes(id uint16, number uint32, r FileResult) []byte {
	return packet(id, completion(number, r))
}

// porters connects two Caroms that take files.
func porters(t *testing.T, cfg Config, a, b *porter) (client, server *served) {
	t.Helper()
	left, right := net.Pipe()
	a.known, b.known = true, true
	cfg.Identity = alice
	client = serve(t.Context(), NewClient(left, bob.ServiceID(), cfg, a), &a.script)
	cfg.Identity = bob
	server = serve(t.Context(), NewServer(right, cfg, b), &b.script)
	t.Cleanup(func() { client.Close(nil); server.Close(nil); <-client.done; <-server.done })
	return client, server
}

// asksBulk is the begin of a bulk connection.
func asksBulk(id int32) []byte {
	m := opening(id, typeAuth)
	markBulk(m)
	setExtension(m, auth.E_ClientCookie, zeroCookie)
	return asks(m)
}

// stuckPorter brings bob to a contact with both of his channels open, whose peer
// then reads nothing by itself.
func stuckPorter(t *testing.T, p *porter) (*served, net.Conn, *PacketReader) {
	t.Helper()
	p.known = true
	left, right := net.Pipe()
	conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, p), &p.script)
	read := NewPacketReader(right)
	if _, err := right.Write(hello); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(right, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		send    []byte
		packets int
	}{{asksAuth(1, zeroCookie), 1}, {proves(1, alice, bob), 4}, {asksChat(3), 1}, {answers(opened(2)), 0}, {answers(opened(4)), 0}} {
		if _, err := right.Write(step.send); err != nil {
			t.Fatal(err)
		}
		for range step.packets {
			if _, _, err := read.Next(); err != nil {
				t.Fatal(err)
			}
		}
	}
	synctest.Wait()
	t.Cleanup(func() { conn.Close(nil); right.Close(); <-conn.done })
	return conn, right, read
}
