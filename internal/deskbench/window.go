//go:build minimal

package main

import (
	"context"
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

	"carom/gui"
	"carom/internal/desktop"
)

const (
	patience = 30 * time.Second
	// frames is how many steps of the wheel are scrolled, wheel how many pixels
	// each is.
	frames, wheel = 600, 120
	beat          = 2 * time.Millisecond
)

// bareChild shows a window with an empty list, and nothing of ours.
func bareChild() error {
	widgets.NewQApplication(len(os.Args), os.Args)
	w := widgets.NewQMainWindow(nil, 0)
	w.SetCentralWidget(widgets.NewQListView(nil))
	w.Resize2(980, 680)
	w.Show()
	w.Repaint()
	core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
	fmt.Println("painted")
	return nil
}

// paintChild shows the program's first screen, as carom-desktop does.
func paintChild(dir string) error {
	app := gui.NewApplication(os.Args)
	cfg := gui.Config{
		Desk:     desktop.New(desktop.Config{DataDir: dir}),
		Dark:     func(ctx context.Context) bool { return desktop.PrefersDark(ctx, os.Getenv) },
		Notifier: desktop.NewNotifier("carom", os.Getenv),
	}
	d := gui.New(app, cfg, func() { app.Exit(0) })
	d.Show()
	if err := until("the first screen", func() bool { return find("unlock") != nil }); err != nil {
		return err
	}
	find("window").Repaint()
	core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
	fmt.Println("painted")
	return nil
}

// find returns a widget by its name; nil when there is none.
func find(name string) *widgets.QWidget {
	for _, w := range widgets.QApplication_AllWidgets() {
		if w.ObjectName() == name {
			return w
		}
	}
	return nil
}

// until runs the event loop until a condition holds.
func until(what string, yes func() bool) error {
	for deadline := time.Now().Add(patience); !yes(); {
		if time.Now().After(deadline) {
			return errors.New("waited in vain: " + what)
		}
		core.QCoreApplication_ProcessEvents2(core.QEventLoop__AllEvents, 1)
	}
	return nil
}

// windowChild measures the main window with the long conversation.
func windowChild(dir string) error {
	api, stop, err := engine(dir)
	if err != nil {
		return err
	}
	flood := &flooded{API: api, flood: make(chan struct{}), ended: make(chan struct{})}
	app := gui.NewApplication(os.Args)
	d := gui.New(app, gui.Config{Desk: desktop.New(desktop.Config{DataDir: dir})}, func() { app.Exit(0) })
	d.Show()
	d.Use("default", desktop.NewSession(flood, stop))
	people, err := listOf("people.list", 2)
	if err != nil {
		return err
	}
	list := widgets.NewQListViewFromPointer(find("conversation.list").Pointer())
	if err := measureOpen(people, list); err != nil {
		return err
	}
	measureScroll(list)
	if err := measureMemory("memory with it open"); err != nil {
		return err
	}
	if err := measureFlood(flood, list); err != nil {
		return err
	}
	if err := measureMemory("memory after that"); err != nil {
		return err
	}
	d.Interrupt()
	app.Exec()
	return nil
}

// listOf waits for a list with so many rows.
func listOf(name string, n int) (list *widgets.QListView, err error) {
	err = until(name, func() bool {
		if w := find(name); w != nil {
			list = widgets.NewQListViewFromPointer(w.Pointer())
		}
		return list != nil && rows(list) == n
	})
	return list, err
}

// click clicks a contact.
func click(people *widgets.QListView, name string) error {
	for row := range rows(people) {
		index := people.Model().Index(row, 0, core.NewQModelIndex())
		if strings.Contains(index.Data(int(core.Qt__DisplayRole)).ToString(), name) {
			people.Clicked(index)
			return nil
		}
	}
	return errors.New("there is no " + name)
}

// measureOpen opens the long conversation, after one in which nothing was said.
func measureOpen(people, list *widgets.QListView) error {
	var times []time.Duration
	for range 5 {
		if err := click(people, silent); err != nil {
			return err
		}
		if err := until("nothing", func() bool { return rows(list) == 0 }); err != nil {
			return err
		}
		began := time.Now()
		if err := click(people, talker); err != nil {
			return err
		}
		if err := until("the conversation", func() bool { return rows(list) > 20 }); err != nil {
			return err
		}
		list.Viewport().Repaint()
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	row("open 100 000 messages, first / median", fmt.Sprintf("%s / %s", ms(times[len(times)-1]), ms(times[2])), "", "under 200 ms")
	return nil
}

func rows(list *widgets.QListView) int { return list.Model().RowCount(core.NewQModelIndex()) }

// measureScroll turns the wheel upwards and times each frame: events, pages
// that are put in, painting.
func measureScroll(list *widgets.QListView) {
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
	row("scroll, a frame, median / 99 % / worst", fmt.Sprintf("%s / %s / %s", ms(times[frames/2]), ms(times[frames*99/100]), ms(times[frames-1])), "", "under 16 ms")
}

func measureMemory(what string) error {
	debug.FreeOSMemory()
	rss, err := residentMiB()
	if err != nil {
		return err
	}
	row(what, fmt.Sprintf("%d MiB", rss), "", "under 120 MiB")
	return nil
}

// measureFlood asks for a turn of the event loop every few milliseconds, and
// looks for the longest wait.
func measureFlood(f *flooded, list *widgets.QListView) error {
	list.ScrollToBottom()
	core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
	last, worst := time.Now(), time.Duration(0)
	timer := core.NewQTimer(list)
	timer.ConnectTimeout(func() {
		worst = max(worst, time.Since(last))
		last = time.Now()
	})
	timer.Start(int(beat / time.Millisecond))
	close(f.flood)
	ended := func() bool {
		select {
		case <-f.ended:
			return true
		default:
			return false
		}
	}
	if err := until("the end of the flood", ended); err != nil {
		return err
	}
	timer.Stop()
	worst = max(worst, time.Since(last))
	row("10 000 messages a second, longest stall", ms(worst), "", "under 100 ms")
	return nil
}

func row(what, measured, bare, target string) {
	fmt.Printf("%-44s %14s %14s %s\n", what, measured, bare, target)
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
