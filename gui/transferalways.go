//go:build minimal

package gui

import (
	"context"
	"slices"

	carom "carom/core"
	"carom/gui/i18n"
)

// alwaysSizes are the sizes up to which files may be taken without asking, in
// bytes; 0 is never.
func alwaysSizes() []uint64 {
	return []uint64{0, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000}
}

// openAlways asks up to which size everything that a contact sends is taken
// without asking.
func openAlways(m *mainScreen, c carom.Contact) {
	p := m.ui.t
	text := p.T(i18n.FileAlways, i18n.Args{"Name": c.Nickname})
	d := newDialog(m.ui, m.ui.desk.window.main, "always", i18n.Unmarked(p.T(i18n.FileAlwaysAction)))
	narrow(d.text(text))
	sizes := alwaysSizes()
	if !slices.Contains(sizes, c.AutoAccept) { // set from elsewhere
		sizes = append(sizes, c.AutoAccept)
		slices.Sort(sizes)
	}
	box := newComboBox(m.ui, "always.size")
	box.SetAccessibleName(text)
	for _, size := range sizes {
		box.AddItems([]string{alwaysText(p, size)})
	}
	box.SetCurrentIndex(slices.Index(sizes, c.AutoAccept))
	d.add(box)
	setRole(d.text(p.T(i18n.FileOfferWarning)), "warning")
	d.button("always.cancel", p.T(i18n.Cancel), nil)
	d.primary("always.save", p.T(i18n.OK), func() {
		size := sizes[box.CurrentIndex()]
		m.then(func(ctx context.Context) error {
			_, err := m.api.SetAutoAccept(ctx, c.ID, size)
			return err
		}, d.close)
	})
	d.open()
	box.SetFocus2()
}

func alwaysText(p *i18n.Printer, size uint64) string {
	if size == 0 {
		return p.T(i18n.FileAlwaysNever)
	}
	return p.Bytes(int64(min(size, 1<<62)))
}
