package protocol

import (
	"bytes"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carom/proto/carom/transfer"
)

// hostileFiles is a porter that looks whether what it is told can be true. It
// answers all: the connection reads no further than what may be unanswered.
type hostileFiles struct {
	porter
	t     testing.TB
	sizes map[uint32]uint64 // what is still to come of each file
	moved map[uint32]uint64 // what came
	over  bool
}

func (h *hostileFiles) check(ok bool, what string) {
	if !ok || h.over {
		h.t.Errorf("the handler was told out of turn: %s", what)
	}
}

func (h *hostileFiles) MessageReceived(c *Conn, m Message) { _ = c.Acknowledge(m.Receipt, true) }

func (h *hostileFiles) FileOffered(c *Conn, f FileOffer) {
	_, twice := h.sizes[f.ID]
	h.check(!twice && len(h.sizes) < MaxFiles, "an offer")
	h.sizes[f.ID], h.moved[f.ID] = f.Size, 0
	if err := c.AnswerFile(f.ID, f.ID%4 != 3); err != nil && err != ErrClosed {
		h.t.Error(err)
	}
	if f.ID%4 == 3 {
		delete(h.sizes, f.ID)
	}
}

func (h *hostileFiles) ChunkReceived(c *Conn, id uint32, data []byte) {
	left, there := h.sizes[id]
	h.check(there && uint64(len(data)) <= left && len(data) <= MaxFileChunk, "a chunk")
	h.sizes[id] = left - uint64(len(data))
	h.moved[id] += uint64(len(data))
	if err := c.AcknowledgeChunk(id, h.moved[id]); err != nil && err != ErrClosed {
		h.t.Error(err)
	}
}

func (h *hostileFiles) FileAnswered(c *Conn, id uint32) {
	h.check(id == 1, "an answer")
}

func (h *hostileFiles) ChunkAcknowledged(_ *Conn, id uint32, total uint64) {
	h.check(id == 1 && total <= 5, "an acknowledgement")
}

func (h *hostileFiles) FileEnded(_ *Conn, id uint32, ours bool, r FileResult) {
	if ours {
		h.check(id == 1 && (r != FileSucceeded), "an end of ours")
		return
	}
	_, there := h.sizes[id]
	h.check(there && r != FileSucceeded, "an end")
	delete(h.sizes, id)
}

func (h *hostileFiles) TransferReceived(_ *Conn, m TransferMessage) {
	h.check(transferMessage(encoded(controlOf(m))) != nil, "something about a transfer")
}

func (h *hostileFiles) BulkReceived(c *Conn, m BulkMessage) {
	h.check(c.Bulk() && bulkMessage(encoded(bulkOf(m))) != nil, "a bulk packet")
}

// fuzzFiles plays bytes to a connection with files under way in both
// directions, with a Carom as the peer, or on a bulk connection.
func fuzzFiles(t *testing.T, at uint8, input []byte) {
	synctest.Test(t, func(t *testing.T) {
		left, right := net.Pipe()
		h := &hostileFiles{t: t, sizes: make(map[uint32]uint64), moved: make(map[uint32]uint64)}
		h.known = true
		conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, h), &h.script)
		output := make(chan int, 1)
		go func() {
			n, _ := io.Copy(io.Discard, right)
			output <- int(n)
		}()
		head := lead(&clientSteps, asContact)
		switch at % 3 {
		case 1:
			head = join(hello, asksAuth(1, zeroCookie), proves(1, alice, bob), asksChat(3, FeatureTransfer), asksFile(5),
				answers(opened(2)), answers(opened(4)), asks(opening(7, typeTransfer)))
		case 2:
			head = join(hello, asksBulk(1), proves(1, alice, bob), asks(opening(3, typeBulk)))
		}
		if _, err := right.Write(head); err != nil {
			t.Fatalf("the stage was not reached: %v", err)
		}
		synctest.Wait()
		if at%3 != 2 {
			if err := conn.OfferFile(FileOffer{ID: 1, Size: 5, Name: "x"}); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = right.Write(input) // fails when the connection has ended on the way
		synctest.Wait()
		time.Sleep(time.Second)
		right.Close()
		<-conn.done
		h.over = true
		if n := <-output; n > 2000+20*len(input) {
			t.Errorf("%d bytes came back for %d", n, len(input))
		}
	})
}

// FuzzFiles is a peer with a file under way, another Carom, or a bulk
// connection: every message of im.ricochet.file-transfer, carom.transfer and
// carom.bulk, from every state.
func FuzzFiles(f *testing.F) {
	for at := range uint8(3) {
		f.Add(at, join(offersFile(5, 9, "x", hash), chunkOf(5, 9, 3), chunkOf(5, 9, 2), completes(5, 9, FileCancelled)))
		f.Add(at, join(offersFile(5, 2, "x", hash), chunkOf(5, 2, 6), bare(5), bare(4)))
		f.Add(at, join(fileAcked(4, 1, true), accepts(4, 1), stored(4, 1, 0), stored(4, 1, 1), completes(4, 1, FileSucceeded)))
		f.Add(at, join(accepts(4, 1), accepts(4, 1), fileAnswered(4, 1), fileAcked(4, 1, false)))
		for _, m := range allOfThem {
			f.Add(at, packet(7, controlOf(m)))
		}
		for _, m := range allOfBulk {
			f.Add(at, packet(3, bulkOf(m)))
		}
	}
	f.Add(uint8(0), bytes.Repeat(says(3, 1, "x"), InboundWindow+1))                                 // more than may be unanswered
	grows := TransferOffer{Name: strings.Repeat("a\xff", MaxTransferName/2), Files: 1, ListSize: 1} // to be text
	f.Add(uint8(1), packet(7, controlOf(grows)))
	f.Fuzz(fuzzFiles)
}

// FuzzLists: a list that is taken is one that could have been sent, and holds what
// protobuf finds in it.
func FuzzLists(f *testing.F) {
	data, err := EncodeList([]ListFile{{[]string{"a"}, 1}, {[]string{"b", "c"}, 2}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("\n\x05\n\x01000\xa8\xa8\xa8\xa800")) // a field with a number that there cannot be
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := DecodeList(data)
		if err != nil {
			return
		}
		var m transfer.List
		if !decode(data, &m) || !slices.EqualFunc(list, m.GetFile(), func(f ListFile, g *transfer.File) bool {
			return slices.Equal(f.Path, g.GetPath()) && f.Size == g.GetSize()
		}) {
			t.Fatalf("%v was taken for %v", &m, list)
		}
		again, err := EncodeList(list)
		if err != nil && len(data)+2*len(list) > MaxListSize {
			return // sizes of nothing may be left out, and are written
		}
		if err != nil {
			t.Fatalf("a list that was taken cannot be sent: %v", err)
		}
		if got, err := DecodeList(again); err != nil || len(got) != len(list) {
			t.Fatalf("it is another list when it is sent on: %v", err)
		}
	})
}
