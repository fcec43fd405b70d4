package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"google.golang.org/protobuf/proto"
)

var update = flag.Bool("update", false, "write the test vectors anew")

const vectorsFile = "testdata/transfer.json"

// vector is a message as it is on the wire, for other implementers.
type vector struct {
	Channel string // the type of the channel
	Message string // in words
	Hex     string // the data of the packet, without its header
}

func vectors(t *testing.T) []vector {
	t.Helper()
	var list []vector
	id := TransferID{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	var fill [32]byte
	for i := range fill {
		fill[i] = byte(i)
	}
	add := func(channel, words string, m proto.Message) {
		list = append(list, vector{channel, words, hex.EncodeToString(encoded(m))})
	}
	for _, c := range []struct {
		words string
		m     TransferMessage
	}{
		{"offer of the file a.txt, 5 bytes", TransferOffer{ID: id, Name: "a.txt", Files: 1, Size: 5, ListSize: 9, Root: fill}},
		{"offer of the folder b with 3 files, 2^39 bytes", TransferOffer{ID: id, Name: "b", Folder: true, Files: 3, Size: 1 << 39, ListSize: 60, Root: fill}},
		{"accept", TransferAccept{id}},
		{"hold", TransferHold{id, true}},
		{"go on", TransferHold{id, false}},
		{"end: done", TransferEnd{id, TransferDone}},
		{"end: rejected", TransferEnd{id, TransferRejected}},
		{"end: cancelled", TransferEnd{id, TransferCancelled}},
		{"end: source lost", TransferEnd{id, TransferSourceLost}},
		{"end: damaged", TransferEnd{id, TransferDamaged}},
		{"end: too large", TransferEnd{id, TransferTooLarge}},
		{"end: too large, because of a path", TransferEnd{id, TransferUnfit}},
		{"ended", TransferEnded{id}},
	} {
		add(typeTransfer, c.words, controlOf(c.m))
		if got := transferMessage(encoded(controlOf(c.m))); !reflect.DeepEqual(got, c.m) {
			t.Errorf("%s is read as %#v", c.words, got)
		}
	}
	for _, c := range []struct {
		words string
		m     BulkMessage
	}{
		{"open, 100 bytes are there", BulkOpen{id, 100}},
		{"opened, with the salt", BulkOpened{id, fill}},
		{"request of 65536 bytes from 131072 on", BulkRequest{id, 131072, 65536}},
		{"part, 5 bytes from 9 on", BulkPart{id, 9, []byte("hello"), nil}},
		{"part that ends a piece, with a proof of one hash", BulkPart{id, 9, []byte("hello"), fill[:]}},
		{"refused", BulkRefused{id}},
	} {
		add(typeBulk, c.words, bulkOf(c.m))
		if got := bulkMessage(encoded(bulkOf(c.m))); !reflect.DeepEqual(got, c.m) {
			t.Errorf("%s is read as %#v", c.words, got)
		}
	}
	return list
}

// The vectors that docs/protocol.md names are what this implementation sends.
func TestTransferVectors(t *testing.T) {
	data, err := json.MarshalIndent(vectors(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *update {
		if err := os.WriteFile(vectorsFile, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, want) {
		t.Error("what is sent is not what testdata/transfer.json says")
	}
}
