//go:build minimal

package gui

import (
	"context"
	"time"

	"github.com/therecipe/qt/core"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
)

const keepDay = contacts.Keep(24 * time.Hour)

// keepChoice is one of the answers to how long messages are kept.
type keepChoice struct {
	keep contacts.Keep
	text string
}

// keepChoices are those that are offered; what is set now is among them.
func keepChoices(t *i18n.Printer, now contacts.Keep) []keepChoice {
	list := []keepChoice{
		{contacts.KeepForever, t.T(i18n.HistoryForever)},
		{keepDay * 90, t.N(i18n.HistoryMonths, 3)},
		{keepDay * 30, t.N(i18n.HistoryMonths, 1)},
		{keepDay * 7, t.N(i18n.HistoryWeeks, 1)},
		{keepDay, t.N(i18n.HistoryDays, 1)},
		{contacts.KeepOff, t.T(i18n.HistoryOff)},
	}
	for _, c := range list {
		if c.keep == now {
			return list
		}
	}
	return append(list, keepChoice{now, t.T(i18n.HistoryHeaderFor, i18n.Args{"Time": t.Duration(keepTime(now))})})
}

// openKeep asks how long messages with a contact are to be kept.
func openKeep(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	d := newDialog(m.ui, m.ui.desk.window.main, "keep", i18n.Unmarked(t.T(i18n.ActionHistory)))
	narrow(d.heading(t.T(i18n.HistoryTitle, i18n.Args{"Name": c.Nickname})))
	hint := plainLabel("")
	chosen := c.Keep
	choose := func(k contacts.Keep) {
		chosen = k
		text := keepHint(t, c.Keep, k)
		setLabel(hint, text)
		hint.SetVisible(text != "")
	}
	for _, choice := range keepChoices(t, c.Keep) {
		radio := newRadio("keep."+choice.keep.String(), choice.text)
		radio.SetChecked(choice.keep == c.Keep)
		radio.ConnectClicked(func(bool) { choose(choice.keep) })
		d.content.AddWidget(radio, 0, core.Qt__AlignLeft)
	}
	d.hint(t.T(i18n.HistoryHint))
	d.add(hint)
	choose(c.Keep)
	d.button("keep.cancel", t.T(i18n.Cancel), nil)
	d.primary("keep.ok", t.T(i18n.HistoryApply), func() {
		d.close()
		if chosen != c.Keep {
			m.try(func(ctx context.Context) error {
				_, err := m.api.SetKeep(ctx, c.ID, chosen)
				return err
			})
		}
	})
	d.open()
}

// keepHint says what a choice costs, "" when nothing is lost by it.
func keepHint(t *i18n.Printer, before, after contacts.Keep) string {
	switch {
	case after == before, after == contacts.KeepForever:
		return ""
	case after == contacts.KeepOff:
		return t.T(i18n.HistoryOffHint) + " " + t.T(i18n.ClearText)
	case before == contacts.KeepOff, before != contacts.KeepForever && before < after:
		return ""
	}
	return t.T(i18n.HistoryDeletesNow)
}

// keepTime is the length of a Keep that is one.
func keepTime(k contacts.Keep) time.Duration { return time.Duration(k) }

// openClear asks, then deletes all messages with a contact.
func openClear(m *mainScreen, c carom.Contact) {
	t := m.ui.t
	confirmPerson(m, "clear", t.T(i18n.ClearTitle, i18n.Args{"Name": c.Nickname}), t.T(i18n.ClearText), t.T(i18n.ClearButton), func() {
		m.try(func(ctx context.Context) error { return m.api.ClearHistory(ctx, c.ID) })
	})
}
