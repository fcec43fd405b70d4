//go:build minimal

package main

import (
	"fmt"
	"os"
	"time"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"
)

// bareChild shows a window with an empty list, and nothing of ours.
func bareChild() error {
	w, _ := bareWindow()
	w.Show()
	w.Repaint()
	core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
	fmt.Println("painted")
	return nil
}

func bareWindow() (*widgets.QMainWindow, *widgets.QListView) {
	widgets.NewQApplication(len(os.Args), os.Args)
	w, list := widgets.NewQMainWindow(nil, 0), widgets.NewQListView(nil)
	w.SetCentralWidget(list)
	w.Resize2(980, 680)
	return w, list
}

// plainRows is a list of texts, each a line, without a delegate of ours.
type plainRows struct {
	model *core.QAbstractListModel
	n     int
	text  *core.QVariant // Qt reads it after the callback
}

func newPlainRows(list *widgets.QListView) *plainRows {
	p := &plainRows{model: core.NewQAbstractListModel(list)}
	p.model.ConnectRowCount(func(*core.QModelIndex) int { return p.n })
	p.model.ConnectData(func(index *core.QModelIndex, role int) *core.QVariant {
		p.text = core.NewQVariant()
		if role == int(core.Qt__DisplayRole) {
			p.text = core.NewQVariant1(words(index.Row()))
		}
		return p.text
	})
	list.SetUniformItemSizes(true)
	list.SetVerticalScrollMode(widgets.QAbstractItemView__ScrollPerPixel)
	list.SetModel(p.model)
	return p
}

func (p *plainRows) set(n int) {
	p.model.BeginResetModel()
	p.n = n
	p.model.EndResetModel()
}

// add puts rows at the end.
func (p *plainRows) add(n int) {
	p.model.BeginInsertRows(core.NewQModelIndex(), p.n, p.n+n-1)
	p.n += n
	p.model.EndInsertRows()
}

// listChild measures what the window is measured for on a list of Qt's own,
// whose rows are lines of one height in memory.
func listChild(r *report) error {
	w, list := bareWindow()
	texts := newPlainRows(list)
	w.Show()
	var times []time.Duration
	for range opens {
		texts.set(0)
		core.QCoreApplication_ProcessEvents(core.QEventLoop__AllEvents)
		began := time.Now()
		texts.set(conversation)
		list.ScrollToBottom()
		list.Viewport().Repaint()
		times = append(times, time.Since(began))
	}
	r.open(times)
	r.scroll(list)
	if err := r.memory(opened); err != nil {
		return err
	}
	if err := r.flood(list, texts.flood(list)); err != nil {
		return err
	}
	return r.memory(after)
}

// flood adds rows at the flood's rate, and shows the last. The channel is closed
// when it is over.
func (p *plainRows) flood(list *widgets.QListView) <-chan struct{} {
	ended := make(chan struct{})
	began, sent := time.Now(), 0
	timer := core.NewQTimer(list)
	timer.ConnectTimeout(func() {
		since := time.Since(began)
		if since > floodTime {
			timer.Stop()
			close(ended)
			return
		}
		if n := int(since.Seconds()*floodRate) - sent; n > 0 {
			p.add(n)
			sent += n
			list.ScrollToBottom()
		}
	})
	timer.Start(int(floodStep / time.Millisecond))
	return ended
}
