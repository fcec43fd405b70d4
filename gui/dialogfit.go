//go:build minimal

package gui

import (
	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"
)

const (
	// dialogWidth is the least width of a dialog, in device-independent pixels
	// for text of ordinary size.
	dialogWidth = 440
	// The margins around what is in a dialog, and the gap above its buttons.
	dialogMarginX, dialogMarginY, dialogGap = 24, 20, 16
	// dialogShare is how much of the screen a dialog may take, in percent.
	dialogShare = 90
)

// makeContent makes what scrolls when the dialog is too high for the screen.
func (d *dialog) makeContent() {
	d.scroll = widgets.NewQScrollArea(nil)
	d.scroll.SetFrameShape(widgets.QFrame__NoFrame)
	d.scroll.SetWidgetResizable(true)
	d.scroll.SetHorizontalScrollBarPolicy(core.Qt__ScrollBarAlwaysOff)
	d.scroll.SetFocusPolicy(core.Qt__NoFocus) // it follows what has the focus
	d.inner = widgets.NewQWidget(nil, 0)
	d.content = widgets.NewQVBoxLayout2(d.inner)
	d.content.SetContentsMargins(dialogMarginX, dialogMarginY, dialogMarginX, 0)
	d.content.SetSpacing(12)
	d.scroll.SetWidget(d.inner)
	d.inner.ConnectEvent(func(event *core.QEvent) bool {
		if event.Type() == core.QEvent__LayoutRequest {
			d.fitSoon()
		}
		return d.inner.EventDefault(event)
	})
}

// firstFit gives the dialog its size before it is shown. The style sheet counts
// for the contents only once they are polished, which would come too late.
func (d *dialog) firstFit() {
	for _, child := range d.box.FindChildren("", core.Qt__FindChildrenRecursively) {
		if child.Inherits("QWidget") {
			widgets.NewQWidgetFromPointer(child.Pointer()).EnsurePolished()
		}
	}
	d.content.Activate()
	width := dialogWidth * max(d.ui.desk.prefs.TextSize, 100) / 100
	width = max(width, d.inner.SizeHint().Width(), d.buttons.SizeHint().Width())
	width = max(min(width, share(screenSize().Width())), d.inner.MinimumSizeHint().Width())
	d.box.SetMinimumWidth(min(width, dialogWidth))
	if !d.box.TestAttribute(core.Qt__WA_Resized) {
		d.box.Resize2(width, d.heightFor(width))
	}
}

// heightFor is the height of the whole dialog where nothing has to scroll, as
// far as there is room on the screen.
func (d *dialog) heightFor(width int) int {
	height := d.inner.HeightForWidth(width)
	if height < 0 {
		height = d.inner.SizeHint().Height()
	}
	height += dialogGap + d.buttons.SizeHint().Height() + dialogMarginY
	return min(height, share(screenSize().Height()))
}

// fitSoon makes the dialog higher when its contents have grown. It does not
// shrink: that would move the buttons away from under the mouse.
func (d *dialog) fitSoon() {
	if d.fitting {
		return
	}
	d.fitting = true
	d.ui.disp.post(func() {
		d.fitting = false
		if !d.box.IsVisible() {
			return
		}
		if height := d.heightFor(d.box.Width()); height > d.box.Height() {
			d.box.Resize2(d.box.Width(), height)
		}
	})
}

func share(length int) int { return length * dialogShare / 100 }

func screenSize() *core.QSize { return gui.QGuiApplication_PrimaryScreen().AvailableSize() }
