package transfer

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carom/internal/hashtree"
	"carom/internal/quarantine"
	"carom/internal/sources"
	"carom/protocol"
)

// What a sender changes is noticed, and only what is wrong comes again.
func TestWrongPieces(t *testing.T) {
	for _, tt := range []struct {
		name   string
		times  int
		change func(p *protocol.BulkPart)
		want   error
	}{
		{"a bit of one piece", 1, func(p *protocol.BulkPart) { p.Data[0] ^= 1 }, nil},
		{"twice", 2, func(p *protocol.BulkPart) { p.Data[0] ^= 1 }, nil},
		{"always", 1000, func(p *protocol.BulkPart) { p.Data[0] ^= 1 }, ErrDamaged},
		{"the proof", 1, func(p *protocol.BulkPart) { p.Proof = nil }, nil},
		{"the place", 1, func(p *protocol.BulkPart) { p.Offset++ }, errUnasked},
		{"the length", 1, func(p *protocol.BulkPart) { p.Data = append(p.Data, p.Data...) }, errUnasked},
		{"the transfer", 1, func(p *protocol.BulkPart) { p.ID[3] ^= 1 }, errUnasked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := offer(t, file(t, "x", random(3<<20, 1)), 1)
			c := connect(t)
			left := tt.times
			c.down.change = func(m protocol.BulkMessage) protocol.BulkMessage {
				p, ok := m.(protocol.BulkPart)
				if at := p.Offset / hashtree.MinPiece; !ok || left == 0 || at != 7 || len(p.Proof) == 0 {
					return m
				}
				left--
				p.Data = slices.Clone(p.Data)
				tt.change(&p)
				return p
			}
			c.sender.Send(o.Outgoing)
			c.receiver.Fetch(o.receive())
			c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] || c.got.failed[o.ID] != nil })
			c.stop()
			if tt.want == nil {
				same(t, o.land(), o.path)
				if c.down.bytes > 3<<20+tt.times*hashtree.MinPiece+100 {
					t.Errorf("%d bytes came for %d", c.down.bytes, 3<<20)
				}
				return
			}
			if !errors.Is(c.got.failed[o.ID], tt.want) && !errors.Is(c.reason, tt.want) {
				t.Errorf("it ended with %v and %v", c.got.failed[o.ID], c.reason)
			}
		})
	}
}

// A wrong salt, and lists that are not what was offered.
func TestLies(t *testing.T) {
	for name, lie := range map[string]func(o *protocol.TransferOffer){
		"the root":      func(o *protocol.TransferOffer) { o.Root[0] ^= 1 },
		"the size":      func(o *protocol.TransferOffer) { o.Size, o.ListSize = o.Size-1, o.ListSize+1 },
		"the list":      func(o *protocol.TransferOffer) { o.Size, o.ListSize = o.Size+1, o.ListSize-1 },
		"how many":      func(o *protocol.TransferOffer) { o.Files, o.Folder = 2, true },
		"a larger size": func(o *protocol.TransferOffer) { o.Size += 5 },
	} {
		t.Run(name, func(t *testing.T) {
			o := offer(t, file(t, "x", random(100_000, 1)), 1)
			lie(&o.Offer)
			c := connect(t)
			c.sender.Send(o.Outgoing)
			c.receiver.Fetch(o.receive())
			c.got.wait(t, c.down.closed, func() bool { return c.got.failed[o.ID] != nil })
			c.stop()
			if !errors.Is(c.got.failed[o.ID], ErrDamaged) && !errors.Is(c.reason, errUnasked) {
				t.Errorf("it ended with %v and %v", c.got.failed[o.ID], c.reason)
			}
		})
	}
}

// What a receiver may not ask.
func TestWrongQuestions(t *testing.T) {
	o := offer(t, file(t, "x", random(200_000, 1)), 1)
	for name, ask := range map[string]protocol.BulkRequest{
		"beyond the end": {ID: o.ID, Offset: 199_999, Length: 1000},
		"far away":       {ID: o.ID, Offset: 1 << 39, Length: 1},
		"two pieces":     {ID: o.ID, Offset: 32 << 10, Length: 64 << 10},
		"one byte":       {ID: o.ID, Offset: 64 << 10, Length: 1},
		"an odd place":   {ID: o.ID, Offset: 64<<10 + 1, Length: 64<<10 - 1},
		"half a block":   {ID: o.ID, Offset: 64 << 10, Length: 32 << 10},
	} {
		t.Run(name, func(t *testing.T) {
			c := connect(t)
			c.sender.Send(o.Outgoing)
			c.sender.Receive(protocol.BulkOpen{ID: o.ID})
			c.sender.Receive(ask)
			<-c.down.closed
			c.stop()
			if !errors.Is(c.reason, errUnasked) {
				t.Errorf("the connection ended with %v", c.reason)
			}
		})
	}
	t.Run("too much", func(t *testing.T) {
		c := connect(t)
		c.receiver.Stop() // nobody takes the answers
		c.sender.Send(o.Outgoing)
		c.sender.Receive(protocol.BulkOpen{ID: o.ID})
		for range 10 * maxAsked {
			c.sender.Receive(protocol.BulkRequest{ID: o.ID, Length: protocol.RequestSize})
		}
		<-c.down.closed
		c.stop()
		if !errors.Is(c.reason, errCrowded) {
			t.Errorf("the connection ended with %v", c.reason)
		}
	})
}

// A file that changes while it is sent stops at once; what was sent of it is not
// mixed with anything else.
func TestSourceChanges(t *testing.T) {
	o := offer(t, file(t, "x", random(8<<20, 1)), 1)
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.down.change = func(m protocol.BulkMessage) protocol.BulkMessage {
		if p, ok := m.(protocol.BulkPart); ok && p.Offset > 4<<20 && p.Offset < 5<<20 {
			if err := os.WriteFile(o.path, random(8<<20, 2), 0o600); err != nil {
				t.Error(err)
			}
		}
		return m
	}
	c.receiver.Fetch(o.receive())
	c.sent.wait(t, c.down.closed, func() bool { return c.sent.failed[o.ID] != nil })
	c.stop()
	if !errors.Is(c.sent.failed[o.ID], sources.ErrChanged) || c.got.complete[o.ID] {
		t.Errorf("it ended with %v", c.sent.failed[o.ID])
	}
	if err := o.in.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "photos")
	for name, data := range map[string][]byte{"a.jpg": random(10, 1), "deep/er/b.txt": random(300_000, 2), "deep/empty": nil, "z": random(65_536, 3)} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	o := offer(t, dir, 1)
	if o.Offer.Files != 4 || o.Skipped != 1 || !o.Offer.Folder {
		t.Errorf("offered: %+v, %d left out", o.Offer, o.Skipped)
	}
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	if !c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] }) {
		t.Fatal(c.reason)
	}
	c.stop()
	got := o.land()
	for _, name := range []string{"a.jpg", "deep/er/b.txt", "deep/empty", "z"} {
		same(t, filepath.Join(got, name), filepath.Join(dir, name))
		if info, err := os.Lstat(filepath.Join(got, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
	}
	if _, err := os.Lstat(filepath.Join(got, "link")); err == nil {
		t.Error("a link was sent")
	}
}

// What has come is noise on the disk, also when something of it was changed.
func TestPartialIsEncrypted(t *testing.T) {
	secret := strings.Repeat("the name of the source is Anna. ", 10_000)
	o := offer(t, file(t, "x", []byte(secret)), 1)
	c := connect(t)
	c.sender.Send(o.Outgoing)
	c.receiver.Fetch(o.receive())
	c.got.wait(t, c.down.closed, func() bool { return c.got.complete[o.ID] })
	c.stop()
	path := filepath.Join(o.dir, "partial", o.secret.Name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "Anna") || len(data) < len(secret) {
		t.Error("the partial file can be read")
	}
	data[100] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := quarantine.Open(filepath.Join(o.dir, "received"))
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if err := o.in.Fill(t.Context(), to, o.secret); !errors.Is(err, ErrMissing) {
		t.Errorf("a changed partial file was taken: %v", err)
	}
	if err := errors.Join(o.in.Close(), Forget(o.store, to, o.secret)); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Join(o.dir, "received")); err != nil || len(left) != 0 {
		t.Errorf("left in the quarantine: %v, %v", left, err)
	}
}
