package protocol

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/filetransfer"
)

// A file that is received: what each packet of its sender causes.
func TestFileReceived(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &porter{}
		conn, w := porterAt(t, asContact, p)
		w.want("offer", list(offersFile(5, 9, "a.txt", hash)), text(fileAcked(5, 9, true)))
		wantEvents(t, "bob", &p.script, `offered 9 5 "a.txt"`)
		w.want("the same number again", list(offersFile(5, 9, "b.txt", hash)), text(fileAcked(5, 9, false)))
		w.want("early chunk", list(chunkOf(5, 9, 1)), text(completes(5, 9, FileCancelled)))
		if err := conn.AnswerFile(9, true); err != nil {
			t.Fatal(err)
		}
		w.want("yes", nil, text(accepts(5, 9)))
		w.want("chunks are acknowledged by the handler alone", list(chunkOf(5, 9, 2), chunkOf(5, 9, 3)))
		wantEvents(t, "bob", &p.script, "chunk 9 2", "chunk 9 3")
		if err := conn.AcknowledgeChunk(9, 6); !errors.Is(err, ErrNotReady) {
			t.Errorf("more was acknowledged than came: %v", err)
		}
		for _, total := range []uint64{2, 5} {
			if err := conn.AcknowledgeChunk(9, total); err != nil {
				t.Fatal(err)
			}
		}
		w.want("acknowledged", nil, text(stored(5, 9, 2)), text(stored(5, 9, 5)))
		if err := conn.CompleteFile(9, false, FileSucceeded); err != nil {
			t.Fatal(err)
		}
		w.want("complete", nil, text(completes(5, 9, FileSucceeded)))
		if err := conn.CompleteFile(9, false, FileSucceeded); !errors.Is(err, ErrNotReady) {
			t.Errorf("a file ended twice: %v", err)
		}
		wantEvents(t, "bob", &p.script)
	})
}

// A name that is longer than a Carom may send is cut between two characters, also where
// it is no text.
func TestFileNameIsCut(t *testing.T) {
	long := strings.Repeat("x", MaxTransferName-1)
	for name, want := range map[string]string{
		long + "y":        long + "y",
		long + "yz":       long + "y",
		long + "€.pdf":    long,
		long + "\xff\xff": long,
	} {
		bubble(t, func(t *testing.T) {
			p := &porter{}
			_, w := porterAt(t, asContact, p)
			w.raw(offersFile(5, 9, name, hash)...)
			wantEvents(t, "bob", &p.script, fmt.Sprintf("offered 9 5 %q", want))
		})
	}
}

// What a sender does wrong stops its file at once, and nothing else.
func TestFileSenderMisbehaves(t *testing.T) {
	twice := append(chunkOf(5, 9, 4), chunkOf(5, 9, 4)...)
	for _, tt := range []struct {
		name string
		sent []byte
		back []string
		told []string
	}{
		{"overrun", twice, []string{text(completes(5, 9, FileFailed))}, []string{"chunk 9 4", "ended 9 false 1"}},
		{"overrun in one", chunkOf(5, 9, 6), []string{text(completes(5, 9, FileFailed))}, []string{"ended 9 false 1"}},
		{"its own success", completes(5, 9, FileSucceeded), nil, []string{"ended 9 false 1"}},
		{"taken back", completes(5, 9, FileCancelled), nil, []string{"ended 9 false 2"}},
		{"chunk too large", chunkOf(5, 9, MaxFileChunk+1), []string{text(bare(5))}, []string{"ended 9 false 4"}},
		{"channel closed", bare(5), []string{text(bare(5))}, []string{"ended 9 false 4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				p := &porter{}
				conn, w := porterAt(t, asContact, p)
				w.raw(offersFile(5, 9, "a", hash)...)
				if err := conn.AnswerFile(9, true); err != nil {
					t.Fatal(err)
				}
				w.raw()
				p.take()
				w.want(tt.name, list(tt.sent), tt.back...)
				wantEvents(t, "bob", &p.script, tt.told...)
				if conn.Conn.fileBytes != 0 {
					t.Errorf("%d bytes of the window are lost", conn.Conn.fileBytes)
				}
			})
		})
	}
}

// Open offers of a peer are bounded; one more is declined, in order.
func TestOffersAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &porter{}
		conn, w := porterAt(t, asContact, p)
		for i := range uint32(MaxFiles) {
			w.raw(offersFile(5, i, "x", hash)...)
		}
		w.want("one more", list(offersFile(5, MaxFiles, "x", hash)), text(fileAcked(5, MaxFiles, true)), text(fileAnswered(5, MaxFiles)))
		if err := conn.AnswerFile(3, false); err != nil {
			t.Fatal(err)
		}
		w.want("declined", nil, text(fileAnswered(5, 3)))
		w.want("room again", list(offersFile(5, 99, "x", hash)), text(fileAcked(5, 99, true)))
	})
}

// A file that is sent: what the peer says about it, and what it may not say.
func TestFileSent(t *testing.T) {
	for _, tt := range []struct {
		name string
		back [][]byte
		told []string
	}{
		{"taken", list(stored(4, 1, 3), stored(4, 1, 5), completes(4, 1, FileSucceeded)), []string{"stored 1 3", "stored 1 5", "ended 1 true 0"}},
		{"success without the bytes", list(stored(4, 1, 3), completes(4, 1, FileSucceeded)), []string{"stored 1 3", "ended 1 true 1"}},
		{"failed", list(completes(4, 1, FileFailed)), []string{"ended 1 true 1"}},
		{"stopped", list(completes(4, 1, FileCancelled)), []string{"ended 1 true 2"}},
		{"more than was sent", list(stored(4, 1, 6)), []string{"ended 1 true 1"}},
		{"less than before", list(stored(4, 1, 3), stored(4, 1, 2)), []string{"stored 1 3", "ended 1 true 1"}},
		{"accepted twice", list(accepts(4, 1)), nil},
		{"declined after all", list(fileAnswered(4, 1)), []string{"ended 1 true 3"}},
		{"another file", list(stored(4, 7, 1), accepts(4, 7), completes(4, 7, FileSucceeded), fileAcked(4, 7, false)), nil},
		{"channel closed", list(bare(4)), []string{"ended 1 true 4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				p := &porter{}
				conn, w := porterAt(t, asContact, p)
				if err := conn.OfferFile(FileOffer{ID: 1, Size: 5, Name: "a.txt"}); err != nil {
					t.Fatal(err)
				}
				w.want("offer", nil, text(offersFile(4, 1, "a.txt", hash)))
				if err := conn.SendChunk(1, []byte("hello")); !errors.Is(err, ErrNotReady) {
					t.Errorf("sent before it was wanted: %v", err)
				}
				w.raw(append(fileAcked(4, 1, true), accepts(4, 1)...)...)
				wantEvents(t, "bob", &p.script, "wanted 1")
				if err := conn.SendChunk(1, []byte("hello")); err != nil {
					t.Fatal(err)
				}
				if err := conn.SendChunk(1, []byte("!")); !errors.Is(err, ErrFile) {
					t.Errorf("sent more than was announced: %v", err)
				}
				w.raw()
				for _, b := range tt.back {
					w.raw(b...)
				}
				wantEvents(t, "bob", &p.script, tt.told...)
			})
		})
	}
}

func TestFileRefusedByProgram(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &porter{}
		conn, w := porterAt(t, asContact, p)
		for _, name := range []string{"", "a/b", ".."} {
			if err := conn.OfferFile(FileOffer{ID: 1, Name: name}); !errors.Is(err, ErrFile) {
				t.Errorf("%q was offered: %v", name, err)
			}
		}
		if err := conn.OfferFile(FileOffer{ID: 1, Name: "x"}); err != nil {
			t.Fatal(err)
		}
		w.raw(fileAcked(4, 1, false)...)
		wantEvents(t, "bob", &p.script, "ended 1 true 1")
		noID := packet(4, &filetransfer.Packet{FileHeaderAck: &filetransfer.FileHeaderAck{Accepted: proto.Bool(true)}})
		w.want("an answer to nothing", list(noID), text(bare(4)))
	})
}

// A peer's chunks are read no faster than they are acknowledged.
func TestFileWindow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &porter{}
		conn, w := porterAt(t, asContact, p)
		big := packet(5, &filetransfer.Packet{FileHeader: &filetransfer.FileHeader{
			FileId: proto.Uint32(9), FileSize: proto.Uint64(1 << 40), Name: proto.String("x"), FileHash: hash,
		}})
		w.raw(big...)
		if err := conn.AnswerFile(9, true); err != nil {
			t.Fatal(err)
		}
		for range 2 * fileWindow / MaxFileChunk {
			w.send <- chunkOf(5, 9, MaxFileChunk)
		}
		synctest.Wait()
		if p.moved > fileWindow || p.moved < fileWindow-2*MaxFileChunk {
			t.Errorf("%d bytes are held, want about %d", p.moved, fileWindow)
		}
		before := p.moved
		if err := conn.AcknowledgeChunk(9, 10*MaxFileChunk); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if p.moved != before+10*MaxFileChunk {
			t.Errorf("%d bytes were read for 10 chunks that were acknowledged", p.moved-before)
		}
	})
}

// Chat overtakes what waits of a file, and the queue of a file stays short.
func TestChatBeforeFiles(t *testing.T) {
	bubble(t, func(t *testing.T) {
		conn, nc, read := stuckPorter(t, &porter{})
		if err := conn.OfferFile(FileOffer{ID: 1, Size: 1 << 30, Name: "x"}); err != nil {
			t.Fatal(err)
		}
		if _, err := nc.Write(accepts(4, 1)); err != nil {
			t.Fatal(err)
		}
		sending := make(chan struct{})
		go func() {
			defer close(sending)
			for conn.SendChunk(1, make([]byte, MaxFileChunk)) == nil {
			}
		}()
		synctest.Wait()
		conn.Conn.mu.Lock()
		if n := len(conn.out.queues[classBulk]); n > bulkLimit+2*MaxPacket {
			t.Errorf("%d bytes of a file are queued", n)
		}
		conn.Conn.mu.Unlock()
		if err := conn.SendMessage(1, "hello", 0); err != nil {
			t.Fatal(err)
		}
		for chunks := 0; ; chunks++ {
			id, _, err := read.Next()
			if err != nil {
				t.Fatal(err)
			}
			if id == 2 {
				break
			}
			if chunks > 4 {
				t.Fatal("a message waits behind a file")
			}
		}
		conn.Close(nil)
		nc.Close()
		<-sending
	})
}

// Two Caroms find out about each other before files are ready.
func TestFilesReady(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a, b := &porter{}, &porter{}
		porters(t, Config{}, a, b)
		wantEvents(t, "alice", &a.script, "authenticated true", "established", "announced keepalive,transfer", "chat ready", "files ready true", "transfers ready")
		wantEvents(t, "bob", &b.script, "established", "announced keepalive,transfer", "chat ready", "transfers ready", "files ready true")
	})
	bubble(t, func(t *testing.T) {
		a, b := &porter{}, &porter{}
		porters(t, Config{DisableExtensions: true}, a, b)
		wantEvents(t, "alice", &a.script, "authenticated true", "established", "chat ready", "files ready false")
		wantEvents(t, "bob", &b.script, "established", "chat ready", "files ready false")
	})
}
