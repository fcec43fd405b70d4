//go:build minimal

package gui

import (
	"context"

	"github.com/therecipe/qt/widgets"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/internal/desktop"
)

// maxListed is how many of the files to be sent are listed one by one.
const maxListed = 100

// sendDialog shows what is about to be sent, and what is hidden in it, before it
// is sent.
type sendDialog struct {
	*dialog
	main    *mainScreen
	contact contacts.ServiceID
	list    *widgets.QVBoxLayout
	count   *widgets.QLabel
	// not sends nothing, asIs what was chosen, clean copies without what is
	// hidden in the originals.
	not, asIs, clean *widgets.QPushButton
	chosen           []desktop.Chosen
	// queued: the copies are queued, though the originals could not be. They are
	// not queued again.
	queued bool
	// stripped: all that something was found in goes as a copy without it.
	stripped bool
}

// openSend asks whether to send files or folders to a contact. Nothing happens
// where nothing can be sent.
func openSend(m *mainScreen, id contacts.ServiceID, paths []string) {
	c, ok := m.contact(id)
	if !ok || c.State != contacts.Accepted || len(paths) == 0 || m.ui.ctx.Err() != nil {
		return
	}
	t := m.ui.t
	title := t.T(i18n.FileSendTitle, i18n.Args{"Name": c.Nickname})
	// A window's title is read by other programs: the name is not in it.
	d := &sendDialog{dialog: newDialog(m.ui, m.ui.desk.window.main, "send", i18n.Unmarked(t.T(i18n.FileSendButton))), main: m, contact: id}
	narrow(d.heading(title))
	d.count = d.text(t.T(i18n.ChatLoading))
	d.count.SetObjectName("send.count")
	d.list = widgets.NewQVBoxLayout()
	d.list.SetSpacing(8)
	d.content.AddLayout(d.list, 0)
	column := widgets.NewQVBoxLayout() // their words are long
	column.SetSpacing(8)
	d.buttons.AddLayout(column, 0)
	d.clean = d.choice(column, "send.clean", i18n.FileSendStripped, func() { d.submit(true) })
	d.clean.Hide()
	d.asIs = d.choice(column, "send.send", i18n.FileSendButton, func() { d.submit(false) })
	d.asIs.SetEnabled(false)
	d.not = d.choice(column, "send.cancel", i18n.FileSendNot, d.close)
	d.prefer(d.not)
	d.open()
	d.look(paths)
}

// choice adds one of the things to do, below the ones before.
func (d *sendDialog) choice(column *widgets.QVBoxLayout, name string, text *i18n.Message, click func()) *widgets.QPushButton {
	b := newButton(name, d.ui.t.T(text))
	b.SetAutoDefault(false)
	b.ConnectClicked(func(bool) { click() })
	column.AddWidget(b, 0, 0)
	return b
}

// look looks into the files, as long as the dialog is open.
func (d *sendDialog) look(paths []string) {
	ctx, cancel := context.WithCancel(d.ui.ctx)
	d.box.ConnectFinished(func(int) { cancel() })
	run(d.ui, func(context.Context) ([]desktop.Chosen, error) { return desktop.Look(ctx, d.main.api, paths) },
		func(chosen []desktop.Chosen, err error) {
			if ctx.Err() == nil && err == nil {
				d.show(chosen)
			}
		})
}

// show says what was found. What cannot be sent is named, and left out.
func (d *sendDialog) show(chosen []desktop.Chosen) {
	t := d.ui.t
	files, size := 0, int64(0)
	for i, c := range chosen {
		if i < maxListed {
			d.list.AddWidget(d.card(c), 0, 0)
		}
		if c.Refused == desktop.NotRefused {
			d.chosen = append(d.chosen, c)
			files += c.Files
			size += c.Size
		}
	}
	if more := len(chosen) - maxListed; more > 0 {
		d.list.AddWidget(plainLabel("… +"+t.Number(more)), 0, 0)
	}
	d.count.SetText(t.N(i18n.FileSendCount, files, i18n.Args{"Size": t.Bytes(size)}))
	d.offer()
}

// offer shows the buttons that what was found asks for. Enter sends only what
// nothing was found in, or copies without it.
func (d *sendDialog) offer() {
	telling, cleanable := 0, 0
	for _, c := range d.chosen {
		if tells(c) {
			telling++
		}
		if tells(c) && c.Report.CanStrip {
			cleanable++
		}
	}
	d.asIs.SetEnabled(len(d.chosen) > 0)
	d.clean.SetVisible(telling > 0 && cleanable == telling)
	if telling > 0 {
		d.asIs.SetText(d.ui.t.T(i18n.FileSendAnyway))
		d.asIs.SetAccessibleName(i18n.Unmarked(d.asIs.Text()))
	}
	d.widen()
	switch {
	case len(d.chosen) == 0 || telling > cleanable:
		d.prefer(d.not)
	case telling > 0:
		d.prefer(d.clean)
	default:
		d.prefer(d.asIs)
	}
}

// widen makes room for the words of the buttons.
func (d *sendDialog) widen() {
	d.buttons.Activate()
	if width := min(d.buttons.SizeHint().Width(), share(screenSize().Width())); width > d.box.Width() {
		d.box.Resize2(width, d.heightFor(width))
	}
}

// prefer makes a button the one that Enter presses.
func (d *sendDialog) prefer(button *widgets.QPushButton) {
	for _, b := range []*widgets.QPushButton{d.not, d.asIs, d.clean} {
		setRole(b, "")
	}
	if button.Pointer() != d.not.Pointer() {
		setRole(button, "main")
	}
	button.SetDefault(true)
	button.SetFocus2()
}

// submit queues the files, once it is clear what becomes of those that cannot be
// cleaned.
func (d *sendDialog) submit(clean bool) {
	if rest, more := d.rest(); clean && len(rest) > 0 {
		d.askAboutRest(rest, more)
		return
	}
	d.queue(clean, carom.RestRefuse)
}

// queue queues the files. The dialog stays when that fails.
func (d *sendDialog) queue(clean bool, rest carom.Rest) {
	d.asIs.SetEnabled(false)
	d.clean.SetEnabled(false)
	var copies, originals []string
	for _, c := range d.chosen {
		switch {
		case !tells(c) || !clean && !d.queued:
			originals = append(originals, c.Path)
		case !d.queued:
			copies = append(copies, c.Path)
		}
	}
	if !d.queued {
		d.stripped = len(copies) > 0 && rest != carom.RestAsIs
	}
	run(d.ui, func(ctx context.Context) (bool, error) { return d.send(ctx, copies, originals, rest) }, d.sent)
}

// send queues the copies first: where none can be made, nothing is sent. It says
// whether they are queued.
func (d *sendDialog) send(ctx context.Context, copies, originals []string, rest carom.Rest) (bool, error) {
	if len(copies) > 0 {
		if _, err := d.main.api.SendFiles(ctx, d.contact, copies, carom.SendOptions{Strip: true, Rest: rest}); err != nil {
			return false, err
		}
	}
	if len(originals) == 0 {
		return len(copies) > 0, nil
	}
	_, err := d.main.api.SendFiles(ctx, d.contact, originals, carom.SendOptions{})
	return len(copies) > 0, err
}

func (d *sendDialog) sent(copies bool, err error) {
	d.queued = d.queued || copies
	if err != nil {
		d.asIs.SetEnabled(true)
		d.clean.SetEnabled(true)
		d.ui.desk.window.fail(d.ui.errorText(err))
		return
	}
	if d.stripped {
		d.main.notices.say(d.ui.t.T(i18n.FileStripped))
	}
	d.close()
	if d.main.conversation.showing(d.contact) {
		d.main.conversation.goToNewest()
	}
}
