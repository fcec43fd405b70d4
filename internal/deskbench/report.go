//go:build minimal

package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"
)

const (
	opens = 5
	// frames is how many steps of the wheel are scrolled, wheel how many pixels
	// each is.
	frames, wheel = 600, 120
	beat          = 2 * time.Millisecond
	// frame is how long a frame may take.
	frame = 16 * time.Millisecond
)

// What is measured, with the bound of each.
const (
	painted  = "first paint, warm, median"
	opening  = "open 100 000 messages, first / median"
	scrolled = "scroll, a frame, median / 99 % / worst"
	late     = "scroll, frames over 16 ms"
	opened   = "memory with it open"
	stalled  = "10 000 messages a second, longest stall"
	stalls   = "the same, turns of the loop over 16 ms"
	after    = "memory after that"
)

var bounds = map[string]string{
	painted: "under 400 ms", opening: "under 200 ms", scrolled: "under 16 ms", late: "none",
	opened: "under 120 MiB", stalled: "under 100 ms", after: "under 120 MiB",
}

// report prints what is measured, beside what was measured of bare Qt.
type report struct {
	baseline map[string]string
	// raw prints for another report's baseline.
	raw bool
}

func (r *report) row(what, measured string) {
	if r.raw {
		fmt.Printf("%s\t%s\n", what, measured)
		return
	}
	fmt.Printf("%-42s %24s %24s %s\n", what, measured, r.baseline[what], bounds[what])
}

// parse reads what a raw report has printed.
func parse(out string) map[string]string {
	baseline := make(map[string]string)
	for line := range strings.Lines(out) {
		what, measured, _ := strings.Cut(strings.TrimSpace(line), "\t")
		baseline[what] = measured
	}
	return baseline
}

func (r *report) open(times []time.Duration) {
	first := times[0]
	slices.Sort(times)
	r.row(opening, fmt.Sprintf("%s / %s", ms(first), ms(times[len(times)/2])))
}

// scroll turns the wheel upwards and times each frame: events, pages that are
// put in, painting.
func (r *report) scroll(list *widgets.QListView) {
	var times []time.Duration
	bar := list.VerticalScrollBar()
	for range frames {
		began := time.Now()
		bar.SetValue(bar.Value() - wheel)
		core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
		times = append(times, time.Since(began))
		time.Sleep(beat)
	}
	slices.Sort(times)
	r.row(scrolled, fmt.Sprintf("%s / %s / %s", ms(times[frames/2]), ms(times[frames*99/100]), ms(times[frames-1])))
	r.row(late, over(times))
}

// over says how many of the times are longer than a frame may be.
func over(times []time.Duration) string {
	n := 0
	for _, t := range times {
		if t > frame {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(times))
}

func (r *report) memory(what string) error {
	debug.FreeOSMemory()
	rss, err := residentMiB()
	if err != nil {
		return err
	}
	r.row(what, fmt.Sprintf("%d MiB", rss))
	return nil
}

// flood asks for a turn of the event loop every few milliseconds, and looks for
// the longest wait.
func (r *report) flood(parent core.QObject_ITF, end <-chan struct{}) error {
	last := time.Now()
	var waits []time.Duration
	turn := func() {
		waits = append(waits, time.Since(last))
		last = time.Now()
	}
	timer := core.NewQTimer(parent)
	timer.ConnectTimeout(turn)
	timer.Start(int(beat / time.Millisecond))
	ended := func() bool {
		select {
		case <-end:
			return true
		default:
			return false
		}
	}
	if err := until("the end of the flood", ended); err != nil {
		return err
	}
	timer.Stop()
	turn()
	slices.Sort(waits)
	r.row(stalled, ms(waits[len(waits)-1]))
	r.row(stalls, over(waits))
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// residentMiB is the memory of this process (proc(5), statm), in MiB.
func residentMiB() (int, error) {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0, errors.New("statm has another form")
	}
	pages, err := strconv.Atoi(fields[1])
	return pages * os.Getpagesize() >> 20, err
}
