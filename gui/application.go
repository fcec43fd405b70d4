//go:build minimal

package gui

import (
	"os"

	"github.com/therecipe/qt/gui"
	"github.com/therecipe/qt/widgets"

	qtcore "github.com/therecipe/qt/core"
)

// roundingPolicy is Qt's variable for screens of which a pixel of ours is not a
// whole number of theirs.
const roundingPolicy = "QT_SCALE_FACTOR_ROUNDING_POLICY"

// darkBelow is the lightness, of 255, below which a background is dark.
const darkBelow = 128

// Application is the QApplication, with what the desktop asked for before
// colours and a size of ours were applied. Qt allows one in a process.
type Application struct {
	qt   *widgets.QApplication
	font *gui.QFont
	dark bool // the desktop's own colours are
}

// NewApplication makes it, on the thread that will run Exec, and from then on
// is the GUI thread.
func NewApplication(args []string) *Application {
	qtcore.QCoreApplication_SetAttribute(qtcore.Qt__AA_EnableHighDpiScaling, true)
	if os.Getenv(roundingPolicy) == "" {
		// 150 % stays 150 %. The binding does not have the function for this.
		os.Setenv(roundingPolicy, "PassThrough")
	}
	qtcore.QCoreApplication_SetAttribute(qtcore.Qt__AA_UseHighDpiPixmaps, true)
	a := &Application{qt: widgets.NewQApplication(len(args), args)}
	qtcore.QCoreApplication_SetApplicationName("carom")
	gui.QGuiApplication_SetApplicationDisplayName("")
	gui.QGuiApplication_SetDesktopFileName("carom")
	gui.QGuiApplication_SetQuitOnLastWindowClosed(false)
	a.font = gui.NewQFont5(widgets.QApplication_Font())
	a.dark = gui.QGuiApplication_Palette().Color2(gui.QPalette__Window).Lightness() < darkBelow
	widgets.QApplication_SetStyle2("Fusion")
	return a
}

// OnSessionEnd has d keep what was typed when the desktop's session is about to
// end. Qt's own way, which closes the windows, would be refused where closing
// means the tray, and the session would not end.
func (a *Application) OnSessionEnd(d *Desktop) {
	gui.QGuiApplication_SetFallbackSessionManagementEnabled(false)
	a.qt.ConnectCommitDataRequest(func(*gui.QSessionManager) { d.keepAll() })
}

// Exec runs the event loop until Exit.
func (a *Application) Exec() int { return widgets.QApplication_Exec() }

// Exit ends the event loop.
func (a *Application) Exit(code int) { qtcore.QCoreApplication_Exit(code) }
