package hashtree

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var write = flag.Bool("write", false, "write testdata/vectors.json anew")

// vectors is for other implementers. Bytes are in hexadecimal.
type vectors struct {
	Comment string   `json:"comment"`
	Salt    string   `json:"salt"`
	Files   []vector `json:"files"`
}

type vector struct {
	Length    int64   `json:"length"`
	PieceSize int     `json:"piece_size"`
	Pieces    int     `json:"pieces"`
	Root      string  `json:"root"`
	Proofs    []proof `json:"proofs"`
}

type proof struct {
	First int      `json:"first"`
	Count int      `json:"count"`
	Proof []string `json:"proof"`
}

const vectorsFile = "testdata/vectors.json"

// TestVectors holds that the tree is the one that others have been told of.
func TestVectors(t *testing.T) {
	made := vectors{
		Comment: "Byte i of each file is i modulo 251. A proof is the concatenation of its hashes.",
		Salt:    hex.EncodeToString(salt0()),
	}
	for _, length := range []int{0, 1, 65535, 65536, 65537, 131072, 131073, 458752, 1 << 20, 1<<20 + 1, 256<<20 + 1} {
		made.Files = append(made.Files, makeVector(t, length))
	}
	encoded, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	encoded = append(encoded, '\n')
	if *write {
		if err := os.WriteFile(vectorsFile, encoded, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, encoded) {
		t.Error("the vectors are not the committed ones; if that is meant, others have to be told, and -write writes them")
	}
}

func salt0() []byte {
	s := testSalt()
	return s[:]
}

func makeVector(t *testing.T, length int) vector {
	data, s := content(length), shapeOf(t, int64(length))
	tree, err := Build(bytes.NewReader(data), testSalt(), s)
	if err != nil {
		t.Fatal(err)
	}
	root := tree.Root()
	v := vector{Length: s.Length(), PieceSize: s.PieceSize(), Pieces: s.Pieces(), Root: hex.EncodeToString(root[:]), Proofs: []proof{}}
	if root != plain(testSalt(), s, data) {
		t.Errorf("the root of %d bytes is not the definition's", length)
	}
	n := s.Pieces()
	for _, r := range [][2]int{{0, 1}, {n - 1, 1}, {n / 3, max(1, n/4)}, {0, n}} {
		b, err := tree.Proof(r[0], r[1])
		if err != nil {
			t.Fatal(err)
		}
		p := proof{First: r[0], Count: r[1], Proof: []string{}}
		for ; len(b) > 0; b = b[HashSize:] {
			p.Proof = append(p.Proof, hex.EncodeToString(b[:HashSize]))
		}
		v.Proofs = append(v.Proofs, p)
	}
	return v
}
