package metadata

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

var docFindings = []string{
	"author|SummaryInformation|Anna", "editor|SummaryInformation|Bea Müller", "time|SummaryInformation|2001-09-09 01:46:40",
	"software|SummaryInformation|Microsoft Word 9.0",
	"company|DocumentSummaryInformation|ACME", "description|DocumentSummaryInformation|case 7",
}

// property is one of a set for a test.
type property struct {
	id, kind uint32
	value    []byte
}

func lpstr(id uint32, s string) property {
	return property{id, 0x1e, append(binary.LittleEndian.AppendUint32(nil, uint32(len(s)+1)), s+"\x00"...)}
}

func lpwstr(id uint32, s string) property {
	units := utf16.Encode([]rune(s + "\x00"))
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(units)))
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return property{id, 0x1f, b}
}

// propertyStream writes property sets.
func propertyStream(sets ...[]property) []byte {
	b := make([]byte, 28+20*len(sets))
	binary.LittleEndian.PutUint16(b, 0xfffe)
	binary.LittleEndian.PutUint32(b[24:], uint32(len(sets)))
	for i, set := range sets {
		binary.LittleEndian.PutUint32(b[28+20*i+16:], uint32(len(b)))
		head, values := make([]byte, 8+8*len(set)), []byte(nil)
		binary.LittleEndian.PutUint32(head[4:], uint32(len(set)))
		for j, p := range set {
			binary.LittleEndian.PutUint32(head[8+8*j:], p.id)
			binary.LittleEndian.PutUint32(head[12+8*j:], uint32(len(head)+len(values)))
			values = binary.LittleEndian.AppendUint32(values, p.kind)
			values = append(values, p.value...)
			for len(values)%4 != 0 {
				values = append(values, 0)
			}
		}
		binary.LittleEndian.PutUint32(head, uint32(len(head)+len(values)))
		b = append(append(b, head...), values...)
	}
	return b
}

func summary() []byte {
	moment := binary.LittleEndian.AppendUint64(nil, (1_000_000_000+11_644_473_600)*1e7)
	return propertyStream([]property{
		{1, 2, []byte{0xe4, 4, 0, 0}}, lpstr(4, "Anna"), lpstr(8, "Bea M\xfcller"), {12, 0x40, moment}, lpstr(18, "Microsoft Word 9.0"), lpstr(2, ""),
	})
}

func documentSummary() []byte {
	return propertyStream([]property{lpwstr(15, "ACME")}, []property{lpstr(2, "case 7")})
}

// fullDOC is a container with its table in sector 0, the directory in 1, the table
// of small sectors in 2, small sectors from 3 to 6, and a large stream from 7 on.
func fullDOC() []byte {
	const sector, small, end = 512, 64, 0xfffffffe
	b := make([]byte, 16*sector)
	u32 := func(at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	copy(b, cfbSignature)
	copy(b[24:], "\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00")
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: 2, 64: 1, 68: end, 76: 0} {
		u32(at, v)
	}
	for at := 80; at < sector; at += 4 {
		u32(at, 0xffffffff)
	}
	for i, next := range []uint32{0xfffffffd, end, end, 4, 5, 6, end, 8, 9, 10, 11, 12, 13, 14, end} {
		u32(sector+4*i, next)
	}
	entry := func(i int, name string, kind byte, start, size uint32) {
		at := 2*sector + cfbEntry*i
		for j, u := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(b[at+2*j:], u)
		}
		binary.LittleEndian.PutUint16(b[at+64:], uint16(2*len(name)+2))
		b[at+66] = kind
		u32(at+116, start)
		u32(at+120, size)
	}
	first, large := summary(), make([]byte, 4096)
	copy(large, documentSummary())
	entry(0, "Root Entry", cfbRoot, 3, 4*sector)
	entry(1, "\x05SummaryInformation", cfbStream, 0, uint32(len(first)))
	entry(2, "\x05DocumentSummaryInformation", cfbStream, 7, uint32(len(large)))
	for i := range (len(first) + small - 1) / small {
		u32(3*sector+4*i, uint32(i+1))
	}
	copy(b[4*sector:], first)
	copy(b[8*sector:], large)
	return b
}

// What is wrong with a container is a gap, and it ends.
func TestDamagedContainers(t *testing.T) {
	for _, c := range []struct {
		name string
		at   int
		to   uint32
		gap  Gap
	}{
		{"sectors of another size", 30, 0x00060003, Damaged},
		{"directory is a loop", 512 + 4, 1, Damaged},
		{"directory is behind the end", 48, 5000, Damaged},
		{"table is behind the end", 76, 5000, Damaged},
		{"list of the table is a loop", 68, 3, Damaged},
		{"small sectors are behind the end", 1024 + 128 + 116, 5000, Damaged},
		{"stream too large", 1024 + 128 + 120, maxPart + 1, TooLarge},
		{"sets behind the end", 4*512 + 44, 5000, Damaged},
		{"properties behind the end", 4*512 + 48 + 12 + 8, 5000, Damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := fullDOC()
			binary.LittleEndian.PutUint32(b[c.at:], c.to)
			r := inspect(t, b)
			check(t, r)
			for _, g := range r.Gaps {
				if g == c.gap {
					return
				}
			}
			t.Errorf("the gaps are %v", r.Gaps)
		})
	}
}

// A document with a password is one of these, whatever it is inside.
func TestEncryptedContainer(t *testing.T) {
	b := fullDOC()
	copy(b[1024+128:], make([]byte, 64))
	for j, u := range utf16.Encode([]rune("EncryptedPackage")) {
		binary.LittleEndian.PutUint16(b[1024+128+2*j:], u)
	}
	binary.LittleEndian.PutUint16(b[1024+128+64:], 2*17)
	if r := inspect(t, b); len(r.Gaps) != 2 || r.Gaps[1] != Encrypted {
		t.Errorf("the gaps are %v", r.Gaps)
	}
}
