//go:build minimal

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"

	"carom/gui"
	"carom/internal/desktop"
)

const patience = 30 * time.Second

// paintChild shows the program's first screen, as carom-desktop does.
func paintChild(dir string) error {
	app := gui.NewApplication(os.Args)
	d := gui.New(app, config(dir), func() { app.Exit(0) })
	d.Show()
	if err := until("the first screen", func() bool { return find("unlock") != nil }); err != nil {
		return err
	}
	find("window").Repaint()
	core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
	fmt.Println("painted")
	return nil
}

// config is that of carom-desktop.
func config(dir string) gui.Config {
	return gui.Config{
		Desk:     desktop.New(desktop.Config{DataDir: dir}),
		Dark:     func(ctx context.Context) bool { return desktop.PrefersDark(ctx, os.Getenv) },
		Notifier: desktop.NewNotifier("carom", os.Getenv),
	}
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
func windowChild(dir string, r *report) error {
	api, stop, err := engine(dir)
	if err != nil {
		return err
	}
	flood := newFlooded(api)
	app := gui.NewApplication(os.Args)
	d := gui.New(app, config(dir), func() { app.Exit(0) })
	d.Show()
	d.Use("default", desktop.NewSession(flood, stop))
	people, err := listOf("people.list", 2+others)
	if err != nil {
		return err
	}
	list := widgets.NewQListViewFromPointer(find("conversation.list").Pointer())
	if err := measureOpen(people, list, r); err != nil {
		return err
	}
	r.scroll(list)
	if err := r.memory(opened); err != nil {
		return err
	}
	list.ScrollToBottom()
	core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
	close(flood.flood)
	if err := r.flood(list, flood.ended); err != nil {
		return err
	}
	if err := r.memory(after); err != nil {
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
func measureOpen(people, list *widgets.QListView, r *report) error {
	var times []time.Duration
	for range opens {
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
	r.open(times)
	return nil
}

func rows(list *widgets.QListView) int { return list.Model().RowCount(core.NewQModelIndex()) }
