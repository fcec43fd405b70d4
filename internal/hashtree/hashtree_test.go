package hashtree

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// content is what the test vectors are of: byte i is i modulo 251.
func content(n int) []byte {
	period := make([]byte, 251)
	for i := range period {
		period[i] = byte(i)
	}
	return bytes.Repeat(period, n/len(period)+1)[:n]
}

func testSalt() (s Salt) {
	for i := range s {
		s[i] = byte(i)
	}
	return s
}

func shapeOf(t testing.TB, length int64) Shape {
	t.Helper()
	s, err := ShapeOf(length)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// cut is a shape with small pieces, for many levels at little cost.
func cut(length, piece int) Shape { return Shape{length: int64(length), piece: piece} }

// plain is the definition in the package's comment, word for word.
func plain(salt Salt, s Shape, data []byte) Hash {
	var top func(pieces [][]byte) []byte
	sum := func(parts ...[]byte) []byte {
		h := sha256.Sum256(bytes.Join(parts, nil))
		return h[:]
	}
	top = func(pieces [][]byte) []byte {
		if len(pieces) == 1 {
			return sum([]byte{0}, salt[:], pieces[0])
		}
		left := 1
		for left*2 < len(pieces) {
			left *= 2
		}
		return sum([]byte{1}, salt[:], top(pieces[:left]), top(pieces[left:]))
	}
	pieces := [][]byte{}
	for rest := data; len(rest) > 0 || len(pieces) == 0; {
		n := min(s.piece, len(rest))
		pieces = append(pieces, rest[:n])
		rest = rest[n:]
	}
	var length [12]byte
	for i := range 8 {
		length[i] = byte(s.length >> (56 - 8*i))
	}
	for i := range 4 {
		length[8+i] = byte(s.piece >> (24 - 8*i))
	}
	return Hash(sum([]byte{2}, salt[:], length[:], top(pieces)))
}

func TestRootIsTheDefinitions(t *testing.T) {
	for length := range 300 {
		for _, piece := range []int{1, 4, 7, 64} {
			s, data := cut(length, piece), content(length)
			tree, err := Build(iotest.OneByteReader(bytes.NewReader(data)), testSalt(), s)
			if err != nil {
				t.Fatal(err)
			}
			b := NewBuilder(testSalt(), s, nil)
			b.Write(data)
			root, err := b.Root()
			if want := plain(testSalt(), s, data); err != nil || root != want || tree.Root() != want {
				t.Fatalf("%d bytes in pieces of %d: %x and %x, want %x (%v)", length, piece, root, tree.Root(), want, err)
			}
		}
	}
}

func TestEveryRange(t *testing.T) {
	for _, length := range []int{0, 1, 4, 5, 8, 33, 64, 65, 127} {
		s, data := cut(length, 4), content(length)
		tree, err := Build(bytes.NewReader(data), testSalt(), s)
		if err != nil {
			t.Fatal(err)
		}
		for first := range s.Pieces() {
			for count := 1; first+count <= s.Pieces(); count++ {
				everyChange(t, tree, data, first, count)
			}
		}
	}
}

// everyChange verifies one range, and that no change of it passes.
func everyChange(t *testing.T, tree *Tree, file []byte, first, count int) {
	t.Helper()
	s, root := tree.Shape(), tree.Root()
	proof, err := tree.Proof(first, count)
	if err != nil {
		t.Fatal(err)
	}
	offset, n := s.Extent(first, count)
	data := bytes.Clone(file[offset : offset+n])
	check := func(what string, want bool, root Hash, salt Salt, s Shape, first, count int, data, proof []byte) {
		t.Helper()
		if err := Verify(root, salt, s, first, count, data, proof); (err == nil) != want || err != nil && !errors.Is(err, ErrMismatch) {
			t.Fatalf("%s: pieces %d+%d of %d bytes: %v", what, first, count, len(file), err)
		}
	}
	check("right", true, root, testSalt(), s, first, count, data, proof)
	check("root", false, Hash{1}, testSalt(), s, first, count, data, proof)
	check("salt", false, root, Salt{1}, s, first, count, data, proof)
	check("length", false, root, testSalt(), cut(len(file)+1, 4), first, count, data, proof)
	check("long data", false, root, testSalt(), s, first, count, append(bytes.Clone(data), 0), proof)
	check("long proof", false, root, testSalt(), s, first, count, data, append(bytes.Clone(proof), make([]byte, HashSize)...))
	check("odd proof", false, root, testSalt(), s, first, count, data, append(bytes.Clone(proof), 0))
	if s.Pieces() > count {
		check("short proof", false, root, testSalt(), s, first, count, data, proof[:len(proof)-HashSize])
		check("other place", false, root, testSalt(), s, (first+1)%s.Pieces(), count, data, proof)
		check("other proof", false, root, testSalt(), s, first, count, data, flip(proof, rand.IntN(len(proof))))
	}
	if len(data) > 0 {
		check("other data", false, root, testSalt(), s, first, count, flip(data, rand.IntN(len(data))), proof)
		check("short data", false, root, testSalt(), s, first, count, data[1:], proof)
	}
}

func flip(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 1
	return b
}

func TestRangesThatAreNone(t *testing.T) {
	s := cut(33, 4)
	tree, err := Build(bytes.NewReader(content(33)), testSalt(), s)
	if err != nil {
		t.Fatal(err)
	}
	const most = int(^uint(0) >> 1)
	for _, r := range [][2]int{{0, 0}, {-1, 1}, {0, -1}, {9, 1}, {8, 2}, {1, most}, {most, 1}, {most, most}, {-most, most}} {
		if _, err := tree.Proof(r[0], r[1]); !errors.Is(err, ErrMismatch) {
			t.Errorf("a proof of %d: %v", r, err)
		}
		if err := Verify(tree.Root(), testSalt(), s, r[0], r[1], nil, nil); !errors.Is(err, ErrMismatch) {
			t.Errorf("%d verifies: %v", r, err)
		}
		if offset, n := s.Extent(r[0], r[1]); offset != 0 || n != 0 {
			t.Errorf("%d lies at %d, %d bytes", r, offset, n)
		}
	}
	if tree.Check(9, nil) == nil || tree.Check(-1, nil) == nil {
		t.Error("a piece that there is not is right")
	}
}

// A node's two hashes, offered as the bytes of a piece, must not pass in a tree
// with fewer pieces.
func TestNodeIsNoPiece(t *testing.T) {
	tree, err := Build(bytes.NewReader(content(2*64)), testSalt(), cut(2*64, 64))
	if err != nil {
		t.Fatal(err)
	}
	if Verify(tree.Root(), testSalt(), cut(64, 64), 0, 1, tree.Pieces(), nil) == nil {
		t.Error("two hashes pass as a piece")
	}
}

func TestLengthIsHeld(t *testing.T) {
	for _, test := range []struct {
		name       string
		announced  int
		is         int
		wantsError bool
	}{{"none", 0, 0, false}, {"one too many for none", 0, 1, true}, {"whole", 128, 128, false}, {"short", 128, 127, true}, {"long", 128, 129, true}, {"none of some", 128, 0, true}} {
		_, err := Build(bytes.NewReader(content(test.is)), testSalt(), cut(test.announced, 64))
		if errors.Is(err, ErrLength) != test.wantsError || !test.wantsError && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := Build(iotest.ErrReader(io.ErrClosedPipe), testSalt(), cut(9, 4)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a failing reader: %v", err)
	}
	for _, length := range []int64{-1, MaxLength + 1, -1 << 63, 1<<63 - 1} {
		if _, err := ShapeOf(length); !errors.Is(err, ErrLength) {
			t.Errorf("%d bytes: %v", length, err)
		}
	}
}

func TestShape(t *testing.T) {
	for _, test := range []struct {
		length int64
		piece  int
		pieces int
	}{
		{0, 64 << 10, 1},
		{1, 64 << 10, 1},
		{64 << 10, 64 << 10, 1},
		{64<<10 + 1, 64 << 10, 2},
		{100e6, 64 << 10, 1526},
		{256 << 20, 64 << 10, 4096},
		{256<<20 + 1, 128 << 10, 2049},
		{4 << 30, 1 << 20, 4096},
		{10e9, 1 << 20, 9537},
		{MaxLength, 1 << 20, 1 << 20},
	} {
		s := shapeOf(t, test.length)
		if s.PieceSize() != test.piece || s.Pieces() != test.pieces {
			t.Errorf("%d bytes: %d pieces of %d, want %d of %d", test.length, s.Pieces(), s.PieceSize(), test.pieces, test.piece)
		}
		if offset, n := s.Extent(s.Pieces()-1, 1); offset+n != test.length {
			t.Errorf("%d bytes: the last piece ends at %d", test.length, offset+n)
		}
	}
}

func TestStoredPieces(t *testing.T) {
	s, data := cut(1000, 7), content(1000)
	tree, err := Build(bytes.NewReader(data), testSalt(), s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadVerified(testSalt(), s, tree.Root(), tree.Pieces())
	if err != nil || again.Root() != tree.Root() {
		t.Fatalf("the tree is another: %v", err)
	}
	if again.Check(1, data[7:14]) != nil || again.Check(1, data[:7]) == nil || again.Check(1, data[7:13]) == nil {
		t.Error("pieces are not told apart")
	}
	for _, bad := range [][]byte{nil, tree.Pieces()[1:], flip(tree.Pieces(), 40), append(tree.Pieces(), make([]byte, 32)...)} {
		if _, err := LoadVerified(testSalt(), s, tree.Root(), bad); !errors.Is(err, ErrMismatch) {
			t.Errorf("other hashes: %v", err)
		}
	}
}

// The longest file's proofs keep what MaxProof says. How long they are depends on
// the shape only, so the hashes need not be computed.
func TestMaxProof(t *testing.T) {
	s := shapeOf(t, MaxLength-1)
	tree := &Tree{shape: s}
	for n := s.Pieces(); n > 0; n /= 2 {
		tree.levels = append(tree.levels, make([]Hash, n))
	}
	longest := 0
	for range 1000 {
		first := rand.IntN(s.Pieces())
		proof, err := tree.Proof(first, 1+rand.IntN(s.Pieces()-first))
		if err != nil {
			t.Fatal(err)
		}
		longest = max(longest, len(proof))
	}
	if longest > MaxProof || longest < MaxProof/2 {
		t.Errorf("the longest of 1000 proofs has %d bytes, MaxProof is %d", longest, MaxProof)
	}
}

func FuzzVerify(f *testing.F) {
	tree, err := Build(bytes.NewReader(content(133)), testSalt(), cut(133, 4))
	if err != nil {
		f.Fatal(err)
	}
	proof, _ := tree.Proof(3, 2)
	f.Add(3, 2, content(133)[12:20], proof)
	f.Add(0, 34, content(133), []byte{})
	f.Add(0, 0, []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, first, count int, data, proof []byte) {
		err := Verify(tree.Root(), testSalt(), tree.Shape(), first, count, data, proof)
		offset, n := tree.Shape().Extent(first, count)
		right := n > 0 && bytes.Equal(data, content(133)[offset:offset+n])
		if err == nil && !right {
			t.Fatalf("wrong bytes pass as pieces %d+%d", first, count)
		}
		if want, _ := tree.Proof(first, count); right && bytes.Equal(proof, want) && err != nil {
			t.Fatalf("right bytes do not pass: %v", err)
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add(int64(133), make([]byte, 32))
	f.Add(int64(-1), []byte{})
	f.Fuzz(func(t *testing.T, length int64, pieces []byte) {
		s, err := ShapeOf(length)
		if err != nil {
			return
		}
		tree, err := Load(Salt{}, s, pieces)
		if (err == nil) != (len(pieces) == s.Pieces()*HashSize) {
			t.Fatalf("%d hashes for %d pieces: %v", len(pieces)/HashSize, s.Pieces(), err)
		}
		if err == nil && !bytes.Equal(tree.Pieces(), pieces) {
			t.Fatal("the hashes are others")
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	data := content(64 << 20)
	s := shapeOf(b, int64(len(data)))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Build(bytes.NewReader(data), testSalt(), s); err != nil {
			b.Fatal(err)
		}
	}
}
