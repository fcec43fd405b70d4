package metadata

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// The container of Office before 2007 (.doc, .xls, .ppt), and of documents with a
// password since then: sectors in chains, as MS-CFB has it.

var cfbSignature = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

const (
	cfbHeader    = 512
	cfbInHeader  = 109        // how many sectors of the table the header names
	cfbLastChain = 0xfffffffa // what is larger is no sector
	cfbEntry     = 128        // bytes of an entry of the directory
	cfbStorage   = 1          // kinds of entries
	cfbStream    = 2
	cfbRoot      = 5
)

// cfb is an open container.
type cfb struct {
	l      *look
	s      *source
	shift  uint     // of a sector's size
	table  []uint32 // the sectors that hold the table of chains
	cutoff uint32   // streams that are smaller are in the small sectors
	small  []byte   // the stream with the small sectors
	chains []byte   // the table of their chains
}

// cfbItem is an entry of the directory.
type cfbItem struct {
	name  string
	kind  byte
	start uint32
	size  uint32
}

// cfb looks through the properties in a container. The rest of it is of formats
// that are private to its programs.
func (l *look) cfb(s *source) error {
	l.report.missed(Foreign)
	head := make([]byte, cfbHeader)
	if _, err := s.ReadAt(head, 0); err != nil {
		return cfbFault(err)
	}
	c := &cfb{l: l, s: s, shift: uint(binary.LittleEndian.Uint16(head[30:])), cutoff: binary.LittleEndian.Uint32(head[56:])}
	if c.shift != 9 && c.shift != 12 || binary.LittleEndian.Uint16(head[28:]) != 0xfffe || binary.LittleEndian.Uint16(head[32:]) != 6 {
		return errDamaged
	}
	if err := c.readTable(head); err != nil {
		return err
	}
	directory, err := c.chain(binary.LittleEndian.Uint32(head[48:]), maxPart)
	if err != nil {
		return err
	}
	items := cfbItems(directory)
	if len(items) == 0 || items[0].kind != cfbRoot {
		return errDamaged
	}
	if items[0].size > maxMedia {
		l.report.missed(TooLarge)
	}
	if c.small, err = c.chain(items[0].start, min(int64(items[0].size), maxMedia)); err != nil {
		return err
	}
	if c.chains, err = c.chain(binary.LittleEndian.Uint32(head[60:]), maxPart); err != nil {
		return err
	}
	for _, item := range items {
		switch err := c.item(item); {
		case errors.Is(err, errDamaged): // the others may be whole
			l.report.missed(Damaged)
		case err != nil:
			return err
		}
	}
	return nil
}

// cfbFault tells damage from what reading the file returned.
func cfbFault(err error) error {
	if ended(err) {
		return errDamaged
	}
	return err
}

// readTable learns where the table of chains is: no more sectors than the file has
// room for.
func (c *cfb) readTable(head []byte) error {
	most := int(c.s.size>>c.shift>>(c.shift-2)) + 1
	names, next := head[76:], binary.LittleEndian.Uint32(head[68:])
	for lists := 0; ; lists++ {
		for ; len(names) >= 4; names = names[4:] {
			if n := binary.LittleEndian.Uint32(names); n < cfbLastChain {
				c.table = append(c.table, n)
			}
		}
		switch {
		case len(c.table) > most, lists > most:
			return errDamaged
		case next >= cfbLastChain:
			return nil
		}
		b := make([]byte, 1<<c.shift)
		if !c.l.spend(int64(len(b))) {
			return nil
		}
		if _, err := c.s.ReadAt(b, c.at(next)); err != nil {
			return cfbFault(err)
		}
		names, next = b[:len(b)-4], binary.LittleEndian.Uint32(b[len(b)-4:])
	}
}

func (c *cfb) at(sector uint32) int64 { return (int64(sector) + 1) << c.shift }

// chain reads a chain of sectors to its end, or to so many bytes. One that is longer
// than the file is a loop.
func (c *cfb) chain(sector uint32, most int64) ([]byte, error) {
	var all []byte
	for sector < cfbLastChain && int64(len(all)) < most {
		size := 1 << c.shift
		if int64(len(all)) > c.s.size {
			return nil, errDamaged
		}
		if !c.l.spend(int64(size)) {
			return all, nil
		}
		all = append(all, make([]byte, size)...)
		n, err := c.s.ReadAt(all[len(all)-size:], c.at(sector))
		if err != nil && (n == 0 || !ended(err)) { // the last one may be short
			return nil, cfbFault(err)
		}
		if sector, err = c.next(sector); err != nil {
			return nil, err
		}
	}
	if most == maxPart && sector < cfbLastChain {
		c.l.report.missed(TooLarge)
	}
	return all[:min(int64(len(all)), most)], nil
}

// next is the sector that follows one in its chain.
func (c *cfb) next(sector uint32) (uint32, error) {
	each := uint32(1) << (c.shift - 2)
	if uint64(sector/each) >= uint64(len(c.table)) {
		return 0, errDamaged
	}
	var b [4]byte
	if _, err := c.s.ReadAt(b[:], c.at(c.table[sector/each])+4*int64(sector%each)); err != nil {
		return 0, cfbFault(err)
	}
	return binary.LittleEndian.Uint32(b[:]), nil
}

// stream reads a stream of at most maxPart bytes.
func (c *cfb) stream(item cfbItem) ([]byte, error) {
	if item.size > maxPart {
		c.l.report.missed(TooLarge)
		return nil, nil
	}
	if item.size >= c.cutoff {
		return c.chain(item.start, int64(item.size))
	}
	var all []byte
	for n := int64(item.start); len(all) < int(item.size); {
		if 64*(n+1) > int64(len(c.small)) || 4*(n+1) > int64(len(c.chains)) {
			return nil, errDamaged
		}
		all = append(all, c.small[64*n:64*(n+1)]...)
		n = int64(binary.LittleEndian.Uint32(c.chains[4*n:]))
	}
	return all[:item.size], nil
}

// cfbItems are the entries of a directory, in all its storages.
func cfbItems(b []byte) []cfbItem {
	var items []cfbItem
	for ; len(b) >= cfbEntry; b = b[cfbEntry:] {
		length := int(binary.LittleEndian.Uint16(b[64:]))
		if kind := b[66]; kind != 0 && length >= 2 && length <= 64 {
			items = append(items, cfbItem{
				utf16le(b[:length-2]), kind, binary.LittleEndian.Uint32(b[116:]), binary.LittleEndian.Uint32(b[120:]),
			})
		}
	}
	return items
}

// utf16le decodes to the first zero.
func utf16le(b []byte) string {
	var units []uint16
	for ; len(b) >= 2 && !bytes.HasPrefix(b, []byte{0, 0}); b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}

// item looks at one stream or storage.
func (c *cfb) item(item cfbItem) error {
	switch {
	case item.kind == cfbStorage && item.name == "ObjectPool":
		c.l.found(Embedded, "ObjectPool", "")
	case item.kind != cfbStream:
	case item.name == "EncryptedPackage":
		c.l.report.missed(Encrypted)
	case item.name == "\x05SummaryInformation", item.name == "\x05DocumentSummaryInformation":
		b, err := c.stream(item)
		if err != nil {
			return err
		}
		return c.l.properties(b, item.name[1:])
	}
	return nil
}
