package transfer

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"carom/internal/sources"
	"carom/protocol"
)

// half copies the first half of a file, in odd parts.
func half(dst io.Writer, src io.ReaderAt, size int64) error {
	_, err := io.CopyBuffer(struct{ io.Writer }{dst}, io.NewSectionReader(src, 0, size/2), make([]byte, 12_345))
	return err
}

func TestCopy(t *testing.T) {
	for _, size := range []int{0, 2, 128 << 10, 1_000_000} {
		data := random(size, 1)
		o := offer(t, file(t, "x", data), 1)
		secret := NewSecret()
		n, err := o.store.Copy(secret, o.path, half)
		if err != nil || n != uint64(size/2) {
			t.Fatalf("%d bytes of %d were copied, %v", n, size, err)
		}
		out, err := PrepareCopy(t.Context(), o.store, secret, "y", n, protocol.TransferID{2}, [32]byte{2})
		if err != nil {
			t.Fatal(err)
		}
		o.Outgoing, o.path = out, file(t, "y", data[:size/2])
		c := connect(t)
		c.sender.Send(out)
		c.receiver.Fetch(o.receive())
		c.got.wait(t, c.down.closed, func() bool { return c.got.complete[out.ID] })
		c.stop()
		same(t, o.land(), o.path)
		if err := errors.Join(out.Close(), o.store.Remove(secret)); err != nil {
			t.Fatal(err)
		}
	}
}

// A copy that cannot be made leaves nothing; one that was changed is not read.
func TestCopyFails(t *testing.T) {
	o := offer(t, file(t, "x", random(300_000, 1)), 1)
	calls := 0
	for name, f := range map[string]CopyFunc{
		"at once": func(io.Writer, io.ReaderAt, int64) error { return os.ErrInvalid },
		"on the way": func(dst io.Writer, src io.ReaderAt, size int64) error {
			return errors.Join(half(dst, src, size), os.ErrInvalid)
		},
		"longer": func(dst io.Writer, src io.ReaderAt, size int64) error {
			calls++
			return half(dst, src, size*int64(calls))
		},
		"shorter": func(dst io.Writer, src io.ReaderAt, size int64) error {
			calls++
			return half(dst, src, size/int64(calls))
		},
	} {
		calls = 0
		_, err := o.store.Copy(NewSecret(), o.path, f)
		if !errors.Is(err, os.ErrInvalid) && !errors.Is(err, sources.ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(o.dir + "/partial"); err != nil || len(left) != 0 {
			t.Errorf("%s: %d files are left, %v", name, len(left), err)
		}
	}
	secret := NewSecret()
	n, err := o.store.Copy(secret, o.path, half)
	if err != nil {
		t.Fatal(err)
	}
	path := o.dir + "/partial/" + secret.Name
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, random(300_000, 1)[1000:1100]) {
		t.Fatalf("the copy can be read, %v", err)
	}
	data[70_000] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := PrepareCopy(t.Context(), o.store, secret, "y", n, protocol.TransferID{2}, [32]byte{2}); !errors.Is(err, ErrMissing) {
		t.Errorf("a changed copy was read: %v", err)
	}
}
