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
		{{SetSetting{"presence", "invisible"}}, {SetSetting{"preference.theme", "dark"}}},
		{{SetDraft{a, Draft{"what I wanted to say", when}}}, {SetDraft{b, Draft{"one", when}}}},
		{{SetSetting{"presence", ""}, SetSetting{"preference.theme", "light"}}, {SetDraft{b, Draft{"two", when}}}},
		{{put(b, "bo", contacts.Accepted), in(4, b, "both in one")}},
	}
	var burst [][]Change
	for id := uint64(5); id < 25; id++ {
		burst = append(burst, []Change{in(id, b, fmt.Sprint("burst ", id, " of many words that make the page full ", id*id))})
	}
	day = append(
		day, burst,
		[][]Change{{DeleteMessage{6}}, {DeleteMessage{24}}},
		[][]Change{{SetDraft{c, Draft{"gone with the rest", when}}}},
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

// playDay gives a day's commits to a store. It returns which were told to have
// failed, by their number in the order of the day.
func playDay(day [][][]Change, d *DB) (refused []int) {
	begun := 0
	for _, group := range day {
		results := make(chan error, len(group))
		for _, changes := range group {
			d.Commit(changes, func(err error) { results <- err })
		}
		for range group {
			if err := <-results; err != nil {
				refused = append(refused, begun)
			}
			begun++
		}
	}
	return refused
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
	if refused := playDay(day, d); len(refused) > 0 {
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
	// A profile that was never made holds nothing of the day.
	var refused []int
	broken := false
	for i := range commitsOf(day) {
		refused = append(refused, i)
	}
	if d, err := openDB("/p", crashKey, disk); err == nil {
		d.pause = 0
		refused = playDay(day, d)
		if kind >= faultError {
			// The machine goes on: what it holds now is what it said.
			disk.full = false
			if d.broken && kind == faultError {
				t.Error("one error breaks the store")
			}
			checkContents(t, d, day, refused, d.broken)
		}
		broken = d.broken
		_ = d.Close() // the disk may be gone
	}
	disk.reboot()
	d, err := openDB("/p", crashKey, disk)
	if err != nil {
		t.Errorf("the profile does not open: %v", err)
		return
	}
	defer d.Close()
	checkContents(t, d, day, refused, broken || kind < faultError)
	if err := d.Verify(); err != nil {
		t.Error(err)
	}
}

// commitsOf are a day's commits, one after the other.
func commitsOf(day [][][]Change) [][]Change { return slices.Concat(day...) }

// checkContents: the store holds the day without the refused commits. Where the
// power went, those that were under way then may have happened, in order.
func checkContents(t *testing.T, d *DB, day [][][]Change, refused []int, powerCut bool) {
	t.Helper()
	got := contentsOf(t, d)
	var want contents
	for open := 0; open <= len(refused); open++ {
		model := NewMemory()
		for i, changes := range commitsOf(day) {
			if !slices.Contains(refused[open:], i) {
				model.model.apply(changes)
			}
		}
		has := contentsOf(t, model)
		model.Close()
		if reflect.DeepEqual(has, got) {
			return
		}
		if open == 0 {
			want = has
		}
		if !powerCut {
			break
		}
	}
	t.Errorf("without %v the store holds %.600s\nwanted %.600s", refused, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
}
