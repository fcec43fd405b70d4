package transfer

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"carom/protocol"
)

var update = flag.Bool("update", false, "write the test vectors anew")

const vectorsFile = "testdata/streams.json"

// streamVector is a transfer for other implementers: of files whose byte i is i
// modulo 251.
type streamVector struct {
	Name   string
	Folder bool
	Files  []fileVector
	Salt   string
	List   string // the first bytes of the stream
	Length uint64 // of the stream
	Root   string
	// LastRequest is for what ends the stream, and LastProof comes with it.
	LastRequest [2]uint64 // offset, length
	LastProof   string
}

type fileVector struct {
	Path string
	Size int
}

func patterned(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i % 251)
	}
	return b
}

func streamVectors(t *testing.T) (list []streamVector) {
	t.Helper()
	var salt [32]byte
	for i := range salt {
		salt[i] = byte(i)
	}
	for _, v := range []streamVector{
		{Name: "empty.txt", Files: []fileVector{{"empty.txt", 0}}},
		{Name: "one.txt", Files: []fileVector{{"one.txt", 1}}},
		{Name: "three-pieces.bin", Files: []fileVector{{"three-pieces.bin", 150_000}}},
		{Name: "papers", Folder: true, Files: []fileVector{{"a", 3}, {"b/c", 70_000}, {"b/empty", 0}, {"z", 9}}},
	} {
		dir := filepath.Join(t.TempDir(), v.Name)
		for _, f := range v.Files {
			path := filepath.Join(filepath.Dir(dir), f.Path)
			if v.Folder {
				path = filepath.Join(dir, f.Path)
			}
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, patterned(f.Size), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		out, err := Prepare(t.Context(), dir, protocol.TransferID{}, salt)
		if err != nil {
			t.Fatal(err)
		}
		shape := out.tree.Shape()
		start, n := shape.Extent(shape.Pieces()-1, 1)
		parts, err := out.read(protocol.BulkRequest{Offset: uint64(start), Length: int(n)})
		if err != nil {
			t.Fatal(err)
		}
		v.Salt, v.List, v.Length, v.Root = hex.EncodeToString(salt[:]), hex.EncodeToString(out.list), out.size(), hex.EncodeToString(out.Offer.Root[:])
		v.LastRequest, v.LastProof = [2]uint64{uint64(start), uint64(n)}, hex.EncodeToString(parts[len(parts)-1].Proof)
		list = append(list, v)
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// The vectors that docs/protocol.md names are what this implementation sends.
func TestStreamVectors(t *testing.T) {
	data, err := json.MarshalIndent(streamVectors(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(vectorsFile, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, want) {
		t.Error("what is sent is not what testdata/streams.json says")
	}
}
