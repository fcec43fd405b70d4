//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/widgets"
)

// waitScreen says what is going on while there is nothing to do.
type waitScreen struct{ w *widgets.QWidget }

func newWaitScreen(_ *ui, text string) *waitScreen {
	s := &waitScreen{w: widgets.NewQWidget(nil, 0)}
	s.w.SetObjectName("wait")
	box := widgets.NewQVBoxLayout2(s.w)
	l := plainLabel(text)
	l.SetAlignment(core.Qt__AlignCenter)
	box.AddWidget(l, 1, 0)
	return s
}

func (s *waitScreen) widget() *widgets.QWidget { return s.w }
func (s *waitScreen) focus()                   { s.w.SetFocus2() }
func (s *waitScreen) close()                   {}
