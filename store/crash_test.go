package store

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"carom/contacts"
)

// crashPoints is how many faults TestCrash tries: a sample here, all of them
// for `make crash`.
func crashPoints() int {
	if n, err := strconv.Atoi(os.Getenv("CAROM_CRASH_POINTS")); err == nil {
		return n
	}
	return 150
}

func crashPerson(n int) contacts.ServiceID {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = byte(n + 1)
	return contacts.FromPublicKey(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

// crashDay is a day of use: commits, in groups that are given to the store at
// the same time.
func crashDay() [][][]Change {
	when := time.Unix(1_800_000_000, 0).UTC()
	a, b, c := crashPerson(0), crashPerson(1), crashPerson(2)
	in := func(id uint64, who contacts.ServiceID, text string) Change {
		return AddMessage{Message{ID: id, Contact: who, Text: text, WireID: 70000 + uint32(id), HasWireID: true, Written: when, Stored: when.Add(time.Duration(id) * time.Minute)}}
	}
	out := func(id uint64, who contacts.ServiceID, text string) Change {
		return AddMessage{Message{ID: id, Contact: who, Outgoing: true, Delivery: Queued, Text: text, WireID: uint32(id), HasWireID: true, Written: when, Stored: when.Add(time.Duration(id) * time.Minute)}}
	}
	put := func(who contacts.ServiceID, name string, s contacts.State) Change {
		return PutContact{contacts.Contact{ID: who, Nickname: name, State: s, Added: when, Greeting: "hello"}}
	}
	day := [][][]Change{
		{{SetIdentity{"ED25519-V3:x"}}},
		{{put(a, "anna", contacts.Requesting)}},
		{{put(a, "anna", contacts.Accepted)}, {put(b, "bo", contacts.Pending)}},
		{{out(1, a, "are you there")}, {out(2, a, "it is me")}},
		{{in(3, a, "yes I am")}, {SetDelivery{ID: 1, Delivery: Delivered}}, {SetDelivery{ID: 2, Delivery: Delivered}}},
		{{SetRead{a, 3}}},
		{{put(b, "bo", contacts.Accepted), in(4, b, "both in one")}},
	}
	var burst [][]Change
	for id := uint64(5); id < 25; id++ {
		burst = append(burst, []Change{in(id, b, fmt.Sprint("burst ", id, " of many words that make the page full ", id*id))})
	}
	day = append(
		day, burst,
		[][]Change{{DeleteMessage{6}}, {DeleteMessage{24}}},
		[][]Change{{put(c, "cy", contacts.Accepted)}, {out(25, c, "to be refused")}},
		[][]Change{{SetDelivery{ID: 25, Delivery: Failed}}},
		[][]Change{{SetDelivery{ID: 25, Delivery: Queued}}, {out(26, c, "waits")}},
		[][]Change{{Expire{b, when.Add(15 * time.Minute)}}},
		[][]Change{{DeleteHistory{c}}},
		[][]Change{{DeleteContact{a}}, {in(27, b, "after all")}},
		[][]Change{{put(a, "anna again", contacts.Blocked)}, {SetRead{b, 27}}},
	)
	return day
}

// contents is all that a store holds.
type contents struct {
	profile Profile
	history map[contacts.ServiceID][]Message
	found   []uint64
}

func contentsOf(t *testing.T, s Store) contents {
	t.Helper()
	p, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(p.Contacts, func(x, y contacts.Contact) int { return x.ID.Compare(y.ID) })
	c := contents{p, make(map[contacts.ServiceID][]Message), nil}
	for n := range 3 {
		list, err := s.History(crashPerson(n), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 {
			c.history[crashPerson(n)] = list
		}
	}
	found, err := s.Search("burst", contacts.ServiceID{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range found {
		c.found = append(c.found, m.ID)
	}
	return c
}

// crashKey is the data key of the profile that crashes.
var crashKey = []byte("0123456789abcdef0123456789abcdef")

// run plays the day on a disk. It returns how many commits were called durable
// and how many were begun, in order; an error in between says that the later
// ones were told so too.
func playDay(day [][][]Change, d *DB) (durable, begun int, refused []int) {
	for _, group := range day {
		results := make(chan error, len(group))
		for _, changes := range group {
			d.Commit(changes, func(err error) { results <- err })
		}
		first := begun
		begun += len(group)
		for i := range group {
			if err := <-results; err != nil {
				refused = append(refused, first+i)
			} else {
				durable = first + i + 1
			}
		}
	}
	return durable, begun, refused
}

// TestCrash lets each write, truncation, sync and deletion of a day fail, and
// the power go before, in and after it. Then the profile opens, everything that
// was called durable is there, nothing is there twice, and what was told to
// have failed did not happen.
func TestCrash(t *testing.T) {
	day := crashDay()
	total := countOps(t, day)
	points, tried := crashPoints(), 0
	seed := uint64(rand.Uint32())
	t.Logf("a day has %d operations; seed %d", total, seed)
	for tried < points {
		for kind := range faults {
			at := 1 + tried/int(faults)%total
			if points < total*int(faults) { // a sample
				at = 1 + rand.IntN(total)
			}
			crashOnce(t, day, seed+uint64(tried), at, kind)
			if t.Failed() {
				t.Fatalf("operation %d, fault %d, seed %d", at, kind, seed+uint64(tried))
			}
			tried++
		}
	}
	t.Logf("%d faults", tried)
}

func countOps(t *testing.T, day [][][]Change) int {
	t.Helper()
	disk := newFaultDisk(1)
	d, err := openDB("/p", crashKey, disk)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, refused := playDay(day, d); len(refused) > 0 {
		t.Fatal("a commit failed without a fault")
	}
	ops := disk.ops
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return ops
}

func crashOnce(t *testing.T, day [][][]Change, seed uint64, at int, kind fault) {
	t.Helper()
	disk := newFaultDisk(seed)
	disk.arm(at, kind)
	durable, begun := 0, 0
	var refused []int
	if d, err := openDB("/p", crashKey, disk); err == nil {
		durable, begun, refused = playDay(day, d)
		if kind >= faultError && len(refused) > 0 {
			// The machine goes on: what it holds now is what it said.
			disk.full = false
			checkContents(t, d, day, begun, begun, refused)
		}
		_ = d.Close() // the disk may be gone
	}
	if kind >= faultError {
		durable = begun
	} else {
		refused = nil // the power went: whether those happened is open
	}
	disk.reboot()
	d, err := openDB("/p", crashKey, disk)
	if err != nil {
		t.Errorf("the profile does not open: %v", err)
		return
	}
	defer d.Close()
	checkContents(t, d, day, durable, begun, refused)
	if err := d.Verify(); err != nil {
		t.Error(err)
	}
}

// checkContents: the store holds the first durable commits of the day without
// the refused ones, or more of them, up to all that were begun.
func checkContents(t *testing.T, d *DB, day [][][]Change, durable, begun int, refused []int) {
	t.Helper()
	got := contentsOf(t, d)
	model := NewMemory()
	defer model.Close()
	n := 0
	for _, group := range day {
		for _, changes := range group {
			if n >= durable && reflect.DeepEqual(contentsOf(t, model), got) {
				return
			}
			if n == begun {
				t.Errorf("after %d durable and %d begun commits, without %v, the store holds %+v\nwanted %+v", durable, begun, refused, got, contentsOf(t, model))
				return
			}
			if !slices.Contains(refused, n) {
				model.model.apply(changes)
			}
			n++
		}
	}
	if !reflect.DeepEqual(contentsOf(t, model), got) {
		t.Errorf("after the whole day, without %v, the store holds %+v\nwanted %+v", refused, got, contentsOf(t, model))
	}
}
