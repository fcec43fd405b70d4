package protocol

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

func TestPackets(t *testing.T) {
	long := strings.Repeat("x", MaxPacketData)
	tests := []struct {
		name, stream string
		want         []string
		err          error
	}{
		{"nothing", "", nil, io.EOF},
		{"a close", "\x00\x04\x00\x05", []string{""}, io.EOF},
		{"two at once", "\x00\x05\x00\x05a\x00\x06\x00\x05bc", []string{"a", "bc"}, io.EOF},
		{"the largest", "\xff\xff\x00\x05" + long, []string{long}, io.EOF},
		{"half a header", "\x00\x05", nil, io.ErrUnexpectedEOF},
		{"a header alone", "\x00\x05\x00\x05", nil, io.ErrUnexpectedEOF},
		{"half the data", "\x00\x06\x00\x05a", nil, io.ErrUnexpectedEOF},
		{"length 3", "\x00\x03\x00\x05", nil, ErrPacketSize},
		{"length 0 after another", "\x00\x05\x00\x05a\x00\x00\x00\x05", []string{"a"}, ErrPacketSize},
	}
	for _, tt := range tests {
		for how, reader := range map[string]io.Reader{
			"at once": strings.NewReader(tt.stream), "by bytes": iotest.OneByteReader(strings.NewReader(tt.stream)),
			"with the error": iotest.DataErrReader(strings.NewReader(tt.stream)),
		} {
			t.Run(tt.name+" "+how, func(t *testing.T) {
				r := NewPacketReader(reader)
				for i := 0; ; i++ {
					id, data, err := r.Next()
					if err != nil {
						if !errors.Is(err, tt.err) || i != len(tt.want) {
							t.Fatalf("%v after %d packets, want %v after %d", err, i, tt.err, len(tt.want))
						}
						return
					}
					if id != 5 || string(data) != tt.want[i] {
						t.Fatalf("packet %d is for channel %d with %d bytes", i, id, len(data))
					}
				}
			})
		}
	}
}

func TestAppendPacket(t *testing.T) {
	b, err := AppendPacket([]byte("x"), 0x0102, []byte("abc"))
	if err != nil || string(b) != "x\x00\x07\x01\x02abc" {
		t.Errorf("%q, %v", b, err)
	}
	if b, err := AppendPacket(nil, 1, make([]byte, MaxPacketData)); err != nil || len(b) != MaxPacket {
		t.Errorf("the largest packet has %d bytes, %v", len(b), err)
	}
	b, err = AppendPacket([]byte("x"), 1, make([]byte, MaxPacketData+1))
	if !errors.Is(err, ErrPacketTooLarge) || string(b) != "x" {
		t.Errorf("one byte too many: %q, %v", b, err)
	}
}

// After an error that passes nothing is lost.
func TestPacketReaderGoesOn(t *testing.T) {
	r := NewPacketReader(io.MultiReader(
		strings.NewReader("\x00\x06\x00"), iotest.ErrReader(os.ErrDeadlineExceeded)))
	if _, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	r.r = strings.NewReader("\x05ab")
	if id, data, err := r.Next(); err != nil || id != 5 || string(data) != "ab" {
		t.Fatalf("%d %q %v", id, data, err)
	}
}

// A header that promises much costs nothing by itself.
func TestPacketReaderBuffer(t *testing.T) {
	r := NewPacketReader(strings.NewReader("\xff\xff\x00\x05" + strings.Repeat("x", 1000)))
	if _, _, err := r.Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	if len(r.buf) != readBuffer {
		t.Errorf("the buffer has grown to %d bytes", len(r.buf))
	}
}

type idleReader struct{}

func (idleReader) Read([]byte) (int, error) { return 0, nil }

func TestPacketReaderNoProgress(t *testing.T) {
	if _, _, err := NewPacketReader(idleReader{}).Next(); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
}

// TestPacketAllocations holds what the benchmark shows: no allocation.
func TestPacketAllocations(t *testing.T) {
	stream, err := AppendPacket(nil, 5, make([]byte, 196))
	if err != nil {
		t.Fatal(err)
	}
	source := bytes.NewReader(stream)
	r := NewPacketReader(source)
	if n := testing.AllocsPerRun(100, func() {
		source.Reset(stream)
		if _, _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		stream, _ = AppendPacket(stream[:0], 5, stream[headerSize:])
	}); n != 0 {
		t.Errorf("%v allocations for a packet", n)
	}
}
