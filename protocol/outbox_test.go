package protocol

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
)

// A batch has all that is urgent, and a slice of whole packets of the rest.
func TestTake(t *testing.T) {
	var o outbox
	put := func(to class, id uint16, size, times int) {
		for range times {
			o.queues[to] = append(o.queues[to], bare(id, make([]byte, size)...)...)
		}
	}
	put(classBulk, 3, 10_000, 3)
	put(classChat, 2, 50_000, 2)
	put(classControl, 1, 60_000, 2)
	o.acks = 2
	counts := func(b []byte) (n [4]int) {
		for _, p := range describe(t, b) {
			n[p[0]-'0']++
		}
		return n
	}
	for i, want := range []struct {
		packets [4]int
		acks    int
	}{
		{[4]int{0, 2, 1, 1}, 2},
		{[4]int{0, 0, 1, 1}, 0},
		{[4]int{0, 0, 0, 1}, 0},
		{[4]int{}, 0},
	} {
		batch, acks := o.take(nil)
		if counts(batch) != want.packets || acks != want.acks {
			t.Errorf("batch %d: %v packets, %d acks, want %v", i, counts(batch), acks, want)
		}
	}
	for to, q := range o.queues {
		if cap(q) > keepBuffer {
			t.Errorf("queue %d keeps %d bytes", to, cap(q))
		}
	}
}

func TestAppendMessage(t *testing.T) {
	before := []byte("x")
	long := acknowledgement(1, true)
	long.ProtoReflect().SetUnknown(bytes.Repeat([]byte{0x08, 0x01}, MaxPacket/2))
	if b, err := appendMessage(before, 1, long); !errors.Is(err, ErrPacketTooLarge) || string(b) != "x" {
		t.Errorf("%q, %v", b, err)
	}
	// A required field is not there.
	if b, err := appendMessage(before, 1, opening(1, "")); err != nil || string(b[:1]) != "x" {
		t.Errorf("%v", err)
	}
	if b, err := appendMessage(before, 1, noType()); err == nil || string(b) != "x" {
		t.Errorf("%q, %v", b, err)
	}
}

func noType() proto.Message {
	m := opening(1, "")
	m.ChannelType = nil
	return m
}

// What waits to be written is encoded in place: the frame costs nothing.
func TestMessageAllocations(t *testing.T) {
	m := acknowledgement(1, true)
	buf := make([]byte, 0, 1000)
	if n := testing.AllocsPerRun(100, func() {
		var err error
		if buf, err = appendMessage(buf[:0], 5, m); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestWholePackets(t *testing.T) {
	q := slices.Concat(bare(1, 1), bare(1, []byte(strings.Repeat("x", 100))...), bare(1))
	for limit, want := range map[int]int{0: 5, 5: 5, 6: 5, 108: 5, 109: 109, 112: 109, 113: 113, 1000: 113} {
		if got := wholePackets(q, limit); got != want {
			t.Errorf("up to %d bytes: %d, want %d", limit, got, want)
		}
	}
}
