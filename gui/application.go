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

// Application is the QApplication. There is one in a process.
type Application struct {
	qt     *widgets.QApplication
	font   *gui.QFont
	window *gui.QColor
}

// theApplication is Qt's own singleton, seen from Go: Qt allows no second one.
var theApplication *Application

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
	a.window = gui.NewQColor3(a.systemColor())
	widgets.QApplication_SetStyle2("Fusion")
	theApplication = a
	return a
}

// systemColor is the desktop's colour of windows.
func (a *Application) systemColor() (r, g, b, alpha int) {
	c := gui.QGuiApplication_Palette().Color2(gui.QPalette__Window)
	return c.Red(), c.Green(), c.Blue(), c.Alpha()
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

func app() *widgets.QApplication { return theApplication.qt }

func baseFont() *gui.QFont { return theApplication.font }

func systemWindowColor() *gui.QColor { return theApplication.window }
