//go:build minimal

package gui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"github.com/therecipe/qt/core"
	"github.com/therecipe/qt/gui"

	"carom/contacts"
	"carom/gui/i18n"
	"carom/gui/qr"
)

// choosePicture lets our user choose a picture with a QR code.
func (a *addContact) choosePicture() {
	t := a.ui.t
	chooseFile(a.ui, fileToOpen, t.T(i18n.AddScanTitle), "PNG, JPEG, GIF (*.png *.jpg *.jpeg *.gif)", "", a.readFile)
}

// acceptDrops takes a picture, or an address, that is dropped on the dialog.
func (a *addContact) acceptDrops() {
	a.d.box.SetAcceptDrops(true)
	a.d.box.ConnectDragEnterEvent(func(event *gui.QDragEnterEvent) {
		if m := event.MimeData(); m.HasUrls() || m.HasText() || pictureFormat(m) != "" {
			event.AcceptProposedAction()
		}
	})
	a.d.box.ConnectDropEvent(func(event *gui.QDropEvent) {
		event.AcceptProposedAction()
		a.paste(event.MimeData())
	})
}

// pictureFormat is the one in which there is a picture, "" when there is none.
func pictureFormat(m *core.QMimeData) string {
	for _, format := range []string{"image/png", "image/jpeg"} {
		if m.HasFormat(format) {
			return format
		}
	}
	return ""
}

// paste takes an address from text, or from a picture with its QR code.
func (a *addContact) paste(m *core.QMimeData) {
	urls := m.Urls()
	switch format := pictureFormat(m); {
	case len(urls) > 0 && urls[0].IsLocalFile():
		a.readFile(urls[0].ToLocalFile())
	case format != "":
		data := []byte(m.Data(format).Data())
		a.read(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
	case m.HasText():
		a.set(m.Text())
	default:
		a.complain(a.ui.t.T(i18n.ErrorClipboard))
	}
}

// set puts a whole address into the field.
func (a *addContact) set(text string) {
	a.finished = true
	a.address.SetText(peerLine(text))
	a.check()
	a.name.SetFocus2()
}

func (a *addContact) readFile(path string) {
	a.read(func() (io.ReadCloser, error) { return openPicture(path) })
}

// openPicture opens a file that our user chose; nothing but a plain file is
// opened, since reading another one may never end.
func openPicture(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, qr.ErrNotPicture
	}
	return os.Open(path)
}

// read looks for an address in a picture, away from the GUI thread.
func (a *addContact) read(open func() (io.ReadCloser, error)) {
	if a.reading {
		return // one picture at a time: each may take much memory
	}
	a.reading = true
	setLabel(a.addressState, a.ui.t.T(i18n.AddScanWorking))
	setRole(a.addressState, "small")
	a.addressState.Show()
	run(a.ui, func(context.Context) (contacts.ServiceID, error) {
		f, err := open()
		if err != nil {
			return contacts.ServiceID{}, qr.ErrNotPicture
		}
		defer f.Close()
		return qr.DecodeAddress(f)
	}, func(id contacts.ServiceID, err error) {
		a.reading = false
		if err != nil {
			a.complain(a.pictureError(err))
			return
		}
		a.set(id.Address())
	})
}

// pictureError says why there is no address in a picture.
func (a *addContact) pictureError(err error) string {
	t := a.ui.t
	switch {
	case errors.Is(err, qr.ErrTooBig):
		return t.N(i18n.AddScanTooBig, qr.MaxPixels/1_000_000)
	case errors.Is(err, qr.ErrNoCode):
		return t.T(i18n.AddScanNothing)
	case errors.Is(err, qr.ErrNotAddress):
		return t.T(i18n.AddScanOther)
	}
	return t.T(i18n.AddScanBad)
}

// complain says below the address what was wrong with what was to be one.
func (a *addContact) complain(text string) {
	setLabel(a.addressState, text)
	setRole(a.addressState, "error")
	a.addressState.Show()
}
