//go:build minimal

package gui

import (
	"context"
	"image/png"
	"os"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	"carom/gui/qr"
)

const (
	// codeSide is the least side of a code on the screen, in device-independent
	// pixels: what a telephone reads from a hand's width.
	codeSide = 220
	// codeScale is how many pixels a module of a saved code has.
	codeScale = 8
)

// newCode makes a widget with a QR code: black on white in the dark theme too,
// since not every program reads one on dark ground.
func newCode(name, spoken string, m qr.Matrix) *widgets.QWidget {
	w := widgets.NewQWidget(nil, 0)
	w.SetObjectName(name)
	w.SetAccessibleName(spoken)
	w.SetMinimumSize2(codeSide, codeSide)
	w.SetSizePolicy2(widgets.QSizePolicy__Expanding, widgets.QSizePolicy__Fixed)
	w.ConnectPaintEvent(func(*gui.QPaintEvent) {
		p := gui.NewQPainter2(w)
		paintCode(p, m, w.Width(), w.Height(), p.Device().DevicePixelRatioF())
		p.End()
		p.DestroyQPainter()
	})
	return w
}

// paintCode paints a code with its quiet zone, as large as there is room in
// whole pixels of the screen: a module that is half a pixel wider than the next
// one is what a camera stumbles over.
func paintCode(p *gui.QPainter, m qr.Matrix, width, height int, ratio float64) {
	modules := m.Size() + 2*qr.QuietZone
	pixels := max(1, int(float64(min(width, height))*ratio)/modules)
	side := modules * pixels
	p.SetRenderHint(gui.QPainter__Antialiasing, false)
	p.Scale(1/ratio, 1/ratio)
	p.Translate3(float64((int(float64(width)*ratio)-side)/2), float64((int(float64(height)*ratio)-side)/2))
	p.FillRect7(0, 0, side, side, core.Qt__white)
	for y := range m.Size() {
		for x := range m.Size() {
			if m.Dark(x, y) {
				p.FillRect7((x+qr.QuietZone)*pixels, (y+qr.QuietZone)*pixels, pixels, pixels, core.Qt__black)
			}
		}
	}
}

// saveCode writes a code to a file that our user chose.
func saveCode(_ context.Context, path string, m qr.Matrix) error {
	// Only our user may read it: an address says that they use Carom.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := png.Encode(f, m.Image(codeScale)); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
