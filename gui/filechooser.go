//go:build minimal

package gui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/therecipe/qt/widgets"

	"carom/gui/i18n"
)

// filePurpose is what a file is chosen for.
type filePurpose uint8

const (
	fileToOpen filePurpose = iota
	fileToSave
	filesToOpen
	folderToOpen
)

// fileChooser is the only dialog in which files are chosen. There is one for the
// whole program, which is hidden and never destroyed: a QFileDialog that is
// destroyed writes the folders that it has shown into a file of Qt's
// (~/.config/QtProject.conf). It is Qt's own: that of a desktop would keep a
// list of what was chosen.
type fileChooser struct {
	box *widgets.QFileDialog
	// chosen gets what is chosen, once; it may hold what is secret.
	chosen func(paths []string)
}

func newFileChooser(d *Desktop) *fileChooser {
	f := &fileChooser{box: widgets.NewQFileDialog2(d.window.main, "", "", "")}
	f.box.SetObjectName("choosefile")
	f.box.SetOption(widgets.QFileDialog__DontUseNativeDialog, true)
	// Qt's own question would take the file's name for markup.
	f.box.SetOption(widgets.QFileDialog__DontConfirmOverwrite, true)
	f.box.ConnectFinished(func(result int) {
		// The list of names that complete what is typed can outlive the dialog,
		// and keep the keyboard from every other window.
		if list := widgets.QApplication_ActivePopupWidget(); list.Pointer() != nil {
			list.Close()
		}
		chosen := f.chosen
		f.chosen = nil
		if result == int(widgets.QDialog__Accepted) && chosen != nil {
			chosen(f.box.SelectedFiles())
		}
	})
	return f
}

// chooseFile lets a person choose a file, without blocking the event loop, and
// hands its path on. filter is as Qt has it, name what is proposed when saving.
func chooseFile(u *ui, purpose filePurpose, title, filter, name string, chosen func(path string)) {
	chooseFiles(u, purpose, title, filter, name, func(paths []string) {
		switch {
		case len(paths) != 1:
		case purpose == fileToSave:
			askToReplace(u, title, withEnding(paths[0], filepath.Ext(name)), chosen)
		default:
			chosen(paths[0])
		}
	})
}

// withEnding is a path with the ending that its kind of file has.
func withEnding(path, ending string) string {
	if strings.EqualFold(filepath.Ext(path), ending) {
		return path
	}
	return path + ending
}

// askToReplace hands on a path to save to, where another file is there only
// when our user wants it to be replaced.
func askToReplace(u *ui, title, path string, chosen func(path string)) {
	run(u, func(context.Context) (bool, error) {
		_, err := os.Lstat(path)
		return !errors.Is(err, os.ErrNotExist), nil
	}, func(there bool, _ error) {
		if !there {
			chosen(path)
			return
		}
		text := u.t.T(i18n.FileReplace, i18n.Args{"File": peerLine(filepath.Base(path))})
		confirm(u, u.desk.window.main, title, text, u.t.T(i18n.FileReplaceButton), func() { chosen(path) })
	})
}

// chooseFiles is chooseFile for several files.
func chooseFiles(u *ui, purpose filePurpose, title, filter, name string, chosen func(paths []string)) {
	if u.desk.files == nil {
		u.desk.files = newFileChooser(u.desk)
	}
	u.desk.files.chosen = chosen
	f := u.desk.files.box
	f.SetWindowTitle(title)
	f.SetNameFilter(filter)
	if home, err := os.UserHomeDir(); err == nil {
		f.SetDirectory(home)
	}
	accept := widgets.QFileDialog__AcceptOpen
	if purpose == fileToSave {
		accept = widgets.QFileDialog__AcceptSave
	}
	f.SetAcceptMode(accept)
	f.SetFileMode(purpose.mode())
	f.SetOption(widgets.QFileDialog__ShowDirsOnly, purpose == folderToOpen)
	f.SelectFile(name)
	f.QDialog.Open()
}

func (p filePurpose) mode() widgets.QFileDialog__FileMode {
	switch p {
	case fileToSave:
		return widgets.QFileDialog__AnyFile
	case filesToOpen:
		return widgets.QFileDialog__ExistingFiles
	case folderToOpen:
		return widgets.QFileDialog__Directory
	}
	return widgets.QFileDialog__ExistingFile
}
