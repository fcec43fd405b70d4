package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/protobuf/proto"

	"carom/proto/carom/transfer"
)

var (
	anID      = TransferID{1, 2, 3}
	anOffer   = TransferOffer{ID: anID, Name: "a.txt", Files: 1, Size: 5, ListSize: 9, Root: [32]byte{7}}
	allOfThem = []TransferMessage{
		anOffer,
		TransferAccept{anID},
		TransferHold{anID, true},
		TransferHold{anID, false},
		TransferEnd{anID, TransferDamaged},
		TransferEnd{anID, TransferDone},
		TransferEnded{anID},
	}
	allOfBulk = []BulkMessage{
		BulkOpen{anID, 7},
		BulkOpened{anID, [32]byte{3}},
		BulkRequest{anID, RequestSize, RequestSize},
		BulkPart{anID, 1, []byte("x"), nil},
		BulkPart{anID, 1, []byte("x"), make([]byte, 64)},
		BulkRefused{anID},
	}
)

func encoded(m proto.Message) []byte {
	b, err := proto.Marshal(m)
	if err != nil {
		panic(err)
	}
	return b
}

func TestTransferMessages(t *testing.T) {
	for _, m := range allOfThem {
		if got := transferMessage(encoded(controlOf(m))); !reflect.DeepEqual(got, m) {
			t.Errorf("%#v became %#v", m, got)
		}
	}
	for _, m := range allOfBulk {
		if got := bulkMessage(encoded(bulkOf(m))); !reflect.DeepEqual(got, m) {
			t.Errorf("%#v became %#v", m, got)
		}
	}
}

// Who does not know the mark of an end because of a path takes it for one that is too
// large; with any other end it means nothing.
func TestEndBecauseOfAPath(t *testing.T) {
	end := controlOf(TransferEnd{anID, TransferUnfit}).End
	if end.GetOutcome() != transfer.Outcome_TooLarge {
		t.Errorf("who does not know it reads %v", end.GetOutcome())
	}
	end.Outcome = transfer.Outcome_Damaged.Enum()
	if got := transferMessage(encoded(&transfer.Control{End: end})); got != (TransferEnd{anID, TransferDamaged}) {
		t.Errorf("with another outcome it is read as %#v", got)
	}
}

// What a peer may not say.
func TestTransferMessagesRefused(t *testing.T) {
	offer := func(change func(*transfer.Offer)) []byte {
		m := controlOf(anOffer)
		change(m.Offer)
		return encoded(m)
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "rubbish": {0xff}, "short id": encoded(&transfer.Control{Accept: &transfer.Accept{Transfer: []byte{1}}}),
		"no id":         encoded(&transfer.Control{Ended: &transfer.Ended{}}),
		"two":           encoded(&transfer.Control{Accept: &transfer.Accept{Transfer: anID[:]}, Ended: &transfer.Ended{Transfer: anID[:]}}),
		"hold of what":  encoded(&transfer.Control{Hold: &transfer.Hold{Transfer: anID[:]}}),
		"no such end":   encoded(&transfer.Control{End: &transfer.End{Transfer: anID[:], Outcome: transfer.Outcome(99).Enum()}}),
		"no name":       offer(func(m *transfer.Offer) { m.Name = nil }),
		"long name":     offer(func(m *transfer.Offer) { m.Name = proto.String(strings.Repeat("x", MaxTransferName+1)) }),
		"no files":      offer(func(m *transfer.Offer) { m.Files = proto.Uint32(0) }),
		"two files":     offer(func(m *transfer.Offer) { m.Files = proto.Uint32(2) }),
		"many files":    offer(func(m *transfer.Offer) { m.Folder, m.Files = proto.Bool(true), proto.Uint32(MaxListFiles+1) }),
		"no list":       offer(func(m *transfer.Offer) { m.ListSize = nil }),
		"long list":     offer(func(m *transfer.Offer) { m.ListSize = proto.Uint32(MaxListSize + 1) }),
		"a huge size":   offer(func(m *transfer.Offer) { m.Size = proto.Uint64(1 << 61) }),
		"a short root":  offer(func(m *transfer.Offer) { m.Root = m.Root[1:] }),
		"too long root": offer(func(m *transfer.Offer) { m.Root = append(m.Root, 1) }),
	} {
		if m := transferMessage(data); m != nil {
			t.Errorf("%s was taken for %#v", name, m)
		}
	}
	part := func(change func(*transfer.Part)) []byte {
		m := &transfer.Part{Transfer: anID[:], Offset: proto.Uint64(0), Data: []byte("x")}
		change(m)
		return encoded(&transfer.Bulk{Part: m})
	}
	request := func(at uint64, n uint32) []byte {
		return encoded(&transfer.Bulk{Request: &transfer.Request{Transfer: anID[:], Offset: proto.Uint64(at), Length: proto.Uint32(n)}})
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "rubbish": {0xff}, "empty part": part(func(m *transfer.Part) { m.Data = nil }),
		"large part":    part(func(m *transfer.Part) { m.Data = make([]byte, PartSize+1) }),
		"odd proof":     part(func(m *transfer.Part) { m.Proof = make([]byte, 33) }),
		"long proof":    part(func(m *transfer.Part) { m.Proof = make([]byte, maxProofSize+32) }),
		"far away":      part(func(m *transfer.Part) { m.Offset = proto.Uint64(1 << 63) }),
		"no length":     request(0, 0),
		"long request":  request(0, RequestSize+1),
		"the far end":   request(1<<64-1, 2),
		"short salt":    encoded(&transfer.Bulk{Opened: &transfer.Opened{Transfer: anID[:], Salt: []byte{1}}}),
		"impossible":    encoded(&transfer.Bulk{Open: &transfer.Open{Transfer: anID[:], Have: proto.Uint64(1 << 63)}}),
		"refused whom?": encoded(&transfer.Bulk{Refused: &transfer.Refused{}}),
	} {
		if m := bulkMessage(data); m != nil {
			t.Errorf("%s was taken for %#v", name, m)
		}
	}
}

func TestLists(t *testing.T) {
	good := []ListFile{{[]string{"a"}, 0}, {[]string{"b", "c"}, 1 << 40}}
	data, err := EncodeList(good)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := DecodeList(data); err != nil || !reflect.DeepEqual(got, good) {
		t.Errorf("%v became %v, %v", good, got, err)
	}
	for name, list := range map[string][]ListFile{
		"nothing": {}, "no path": {{nil, 1}}, "empty name": {{[]string{""}, 1}}, "not text": {{[]string{"\xff"}, 1}},
		"deep": {{make([]string, MaxListDepth+1), 1}}, "long": {{[]string{strings.Repeat("x", MaxTransferName+1)}, 1}},
		"large": {{[]string{"a"}, MaxTransferSize + 1}}, "large together": {{[]string{"a"}, MaxTransferSize}, {[]string{"b"}, 1}},
	} {
		if _, err := EncodeList(list); !errors.Is(err, ErrList) {
			t.Errorf("%s: encoded, %v", name, err)
		}
		m := &transfer.List{}
		for _, f := range list {
			m.File = append(m.File, &transfer.File{Path: f.Path, Size: proto.Uint64(f.Size)})
		}
		raw, err := proto.Marshal(m)
		if err != nil {
			continue // not text: protobuf refuses it too
		}
		if _, err := DecodeList(raw); !errors.Is(err, ErrList) {
			t.Errorf("%s: decoded, %v", name, err)
		}
	}
}

// Both sides say what they like on the channel of the contact connection.
func TestTransferChannel(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a, b := &porter{}, &porter{}
		client, server := porters(t, Config{}, a, b)
		if err := client.SendTransfer(anOffer); !errors.Is(err, ErrNotReady) {
			t.Errorf("said too early: %v", err)
		}
		synctest.Wait()
		a.take()
		b.take()
		for _, m := range allOfThem {
			if err := errors.Join(client.SendTransfer(m), server.SendTransfer(m)); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		want := "protocol.TransferOffer; protocol.TransferAccept; protocol.TransferHold; protocol.TransferHold; " +
			"protocol.TransferEnd; protocol.TransferEnd; protocol.TransferEnded"
		if got := a.take(); got != want {
			t.Errorf("alice heard %s", got)
		}
		if got := b.take(); got != want {
			t.Errorf("bob heard %s", got)
		}
	})
}

// To a peer that has not announced transfers their channels do not exist, and it
// is never asked for one.
func TestTransferChannelUnannounced(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &porter{}
		conn, w := porterAt(t, asContact, p)
		for i, kind := range []string{typeTransfer, typeBulk} {
			id := int32(7 + 2*i)
			w.want(kind, list(asks(opening(id, kind))), text(refused(id, unknownType)))
		}
		if err := conn.SendTransfer(anOffer); !errors.Is(err, ErrNotReady) {
			t.Errorf("said to a peer that does not know of it: %v", err)
		}
		if err := conn.SendBulk(BulkRefused{anID}); !errors.Is(err, ErrNotReady) {
			t.Errorf("sent on a contact connection: %v", err)
		}
	})
}

// bulkPair connects two Caroms with a bulk connection.
func bulkPair(t *testing.T, a, b *porter) (client, server *served) {
	t.Helper()
	left, right := net.Pipe()
	a.known, b.known = true, true
	client = serve(t.Context(), NewBulkClient(left, bob.ServiceID(), Config{Identity: alice}, a), &a.script)
	server = serve(t.Context(), NewServer(right, Config{Identity: bob}, b), &b.script)
	t.Cleanup(func() { client.Close(nil); server.Close(nil); <-client.done; <-server.done })
	return client, server
}

func TestBulkConnection(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a, b := &porter{}, &porter{}
		client, server := bulkPair(t, a, b)
		wantEvents(t, "alice", &a.script, "authenticated true", "bulk ready")
		wantEvents(t, "bob", &b.script, "bulk ready")
		if !server.Bulk() || !client.Bulk() {
			t.Error("a bulk connection does not say that it is one")
		}
		for _, m := range allOfBulk {
			if err := errors.Join(client.SendBulk(m), server.SendBulk(m)); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		for _, p := range []*porter{a, b} {
			if got := p.take(); strings.Count(got, "protocol.Bulk") != len(allOfBulk) {
				t.Errorf("arrived: %s", got)
			}
		}
		// It stays, with nothing to do, and says nothing about chat.
		time.Sleep(time.Hour)
		if client.over() || server.over() {
			t.Error("an idle bulk connection ended")
		}
		if err := client.SendMessage(1, "x", 0); !errors.Is(err, ErrNotReady) {
			t.Errorf("a message on a bulk connection: %v", err)
		}
	})
}

// deaf is a connection whose reader stops when it is told to.
type deaf struct {
	net.Conn
	stopped atomic.Bool
	closed  chan struct{}
	once    sync.Once
}

func (d *deaf) Read(b []byte) (int, error) {
	if d.stopped.Load() {
		<-d.closed
		return 0, net.ErrClosed
	}
	return d.Conn.Read(b)
}

func (d *deaf) Close() error {
	d.once.Do(func() { close(d.closed) })
	return d.Conn.Close()
}

// Who asks and does not read the answers makes nothing grow: the one who answers
// waits, whatever the answer is.
func TestBulkAnswersWait(t *testing.T) {
	for _, answer := range []BulkMessage{BulkRefused{anID}, BulkOpened{ID: anID, Salt: [32]byte{1}}, BulkPart{ID: anID, Data: make([]byte, 100)}} {
		t.Run(fmt.Sprintf("%T", answer), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				left, right := net.Pipe()
				a, b := &porter{}, &porter{}
				a.known, b.known = true, true
				asks := &deaf{Conn: left, closed: make(chan struct{})}
				client := serve(t.Context(), NewBulkClient(asks, bob.ServiceID(), Config{Identity: alice}, a), &a.script)
				server := serve(t.Context(), NewServer(right, Config{Identity: bob}, b), &b.script)
				wantEvents(t, "bob", &b.script, "bulk ready")
				asks.stopped.Store(true)
				answering := make(chan error)
				go func() {
					for {
						if err := server.SendBulk(answer); err != nil {
							answering <- err
							return
						}
					}
				}()
				synctest.Wait()
				server.Conn.mu.Lock()
				if n := len(server.out.queues[classBulk]); n > bulkLimit+MaxPacket {
					t.Errorf("%d bytes wait", n)
				}
				server.Conn.mu.Unlock()
				client.Close(nil)
				server.Close(nil)
				if err := <-answering; !errors.Is(err, ErrClosed) {
					t.Errorf("it ended with %v", err)
				}
				asks.Close()
				<-client.done
				<-server.done
			})
		})
	}
}

// A peer that has gone is noticed on a bulk connection too.
func TestBulkKeepAlive(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &porter{}
		p.known = true
		left, right := net.Pipe()
		conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, p), &p.script)
		w := newWire(t, right)
		w.raw(join(hello, asksBulk(1), proves(1, alice, bob), asks(opening(3, typeBulk)))...)
		wantEvents(t, "bob", &p.script, "bulk ready")
		w.want("chat on it", list(asksChat(5)), text(refused(5, unauthorized)))
		w.want("files on it", list(asksFile(7)), text(refused(7, unauthorized)))
		w.want("a second channel", list(asks(opening(9, typeBulk))), text(refused(9, unknownType)))
		time.Sleep(keepAliveDead + time.Second)
		wantEnd(t, conn, FaultNetwork, ErrPeerSilent)
	})
}

// A handler that knows of no transfers sees a marked connection as any other.
func TestBulkMarkIgnored(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := &script{known: true}
		left, right := net.Pipe()
		conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, s), s)
		w := newWire(t, right)
		w.raw(join(hello, asksBulk(1), proves(1, alice, bob))...)
		wantEvents(t, "bob", s, "established")
		conn.Close(nil)
	})
}

func TestBulkBreach(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a, b := &porter{}, &porter{}
		client, server := bulkPair(t, a, b)
		synctest.Wait()
		client.Conn.mu.Lock()
		client.out.queues[classBulk] = append(client.out.queues[classBulk], bare(3, 0xff)...)
		client.wakeWriter()
		client.Conn.mu.Unlock()
		wantEnd(t, server, FaultPeer, ErrProtocol)
		synctest.Wait()
		if !client.over() {
			t.Error("the other side did not end")
		}
	})
}

// A List of more files than there may be is refused before anything is made of it: two
// bytes would make a hundred each.
func TestListOfNothing(t *testing.T) {
	data := bytes.Repeat([]byte{0x0a, 0}, MaxListSize/2)
	names := append([]byte{0x0a, 0x80, 0x80, 0x80, 0x02}, bytes.Repeat([]byte{0x0a, 0}, 2<<20)...) // one file of 4 MiB of names
	for name, data := range map[string][]byte{"files": data, "names": names} {
		took := allocated(func() {
			if _, err := DecodeList(data); err != ErrList {
				t.Errorf("%s: %v", name, err)
			}
		})
		if took > 1<<20 {
			t.Errorf("%s: it took %d bytes", name, took)
		}
	}
}

// The largest List that is allowed is read without more memory than it has itself.
func TestLargestList(t *testing.T) {
	path := slices.Repeat([]string{"a"}, 26)
	data, err := EncodeList(slices.Repeat([]ListFile{{path, 1}}, MaxListFiles))
	if err != nil || len(data) < MaxListSize*9/10 {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	files, size := 0, uint64(0)
	var l List
	took := allocated(func() { l, err = ParseList(data) })
	if err != nil || l.Files != MaxListFiles || l.Size != MaxListFiles {
		t.Errorf("%d files with %d bytes, %v", l.Files, l.Size, err)
	}
	for f := range l.All() {
		if files++; !slices.Equal(f.Path, path) {
			t.Fatalf("a path is %q", f.Path)
		}
		size += f.Size
	}
	if files != MaxListFiles || size != MaxListFiles || took > 1<<20 {
		t.Errorf("read were %d files with %d bytes; it took %d", files, size, took)
	}
}

// allocated is how many bytes a function allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
