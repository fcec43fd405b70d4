//go:build minimal

package gui

import (
	"path/filepath"

	"github.com/therecipe/qt/core"

	"carom/contacts"
	"carom/gui/i18n"
)

// chooseToSend lets our user choose files, or a folder, to send to a contact.
func chooseToSend(m *mainScreen, id contacts.ServiceID, folder bool) {
	t := m.ui.t
	purpose, title := filesToOpen, t.T(i18n.FileChooseTitle)
	if folder {
		purpose, title = folderToOpen, t.T(i18n.FileChooseFolderTitle)
	}
	chooseFiles(m.ui, purpose, title, "", "", func(paths []string) {
		if !chosenIn(m.ui.desk.files.box.Directory().Path(), paths) {
			m.ui.desk.window.fail(t.T(i18n.FileNameStrange))
			return
		}
		m.ui.later(func() { openSend(m, id, paths) })
	})
}

// chosenIn reports whether these are the paths that were chosen. The binding
// joins texts by a separator that can be in a file's name: then there are several,
// some of which are not of the folder that the dialog shows.
func chosenIn(folder string, paths []string) bool {
	if len(paths) == 1 {
		return filepath.IsAbs(paths[0])
	}
	for _, path := range paths {
		if filepath.Dir(path) != folder {
			return false
		}
	}
	return len(paths) > 0
}

// localFiles are the files of this machine that are dragged or pasted; nil when
// there is anything else among them.
func localFiles(data *core.QMimeData) []string {
	if !data.HasUrls() {
		return nil
	}
	var paths []string
	for _, u := range data.Urls() {
		path := u.ToLocalFile()
		if !u.IsLocalFile() || u.Host(core.QUrl__FullyDecoded) != "" || !filepath.IsAbs(path) {
			return nil
		}
		paths = append(paths, filepath.Clean(path))
	}
	return paths
}
