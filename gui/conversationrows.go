//go:build minimal

package gui

import (
	carom "carom/core"
	"carom/gui/i18n"
	"carom/gui/model"
)

// rows are what the window holds, in words, with at most so many cards that are
// not there yet.
func (c *conversation) rows(newCards int) []bubbleRow {
	rows := c.withTransfers(newCards)
	out := make([]bubbleRow, 0, len(rows)+1)
	if c.window.AtBeginning() && len(rows) > 0 {
		out = append(out, c.lineRow(rowKey{rowBeginning, 0}, c.ui.t.T(i18n.ChatBeginning)))
	}
	now, before := c.main.now(), c.list.byKey()
	for i := range rows {
		switch r := &rows[i]; r.Key.Kind {
		case model.DayRow:
			out = append(out, c.lineRow(rowKey{rowDay, r.Key.ID}, c.ui.t.Day(r.Day, now)))
		case model.UnreadRow:
			out = append(out, c.lineRow(rowKey{rowUnread, r.Key.ID}, c.ui.t.T(i18n.ChatUnreadLine)))
		case model.TransferRow:
			out = append(out, c.transferRow(r.Transfer, before))
		default:
			out = append(out, c.messageRow(r, before))
		}
	}
	return out
}

func (c *conversation) lineRow(key rowKey, text string) bubbleRow {
	return bubbleRow{key: key, kind: key.kind, text: text}
}

// messageRow is a message in words. Most rows stay as they were: then nothing is
// worked out again.
func (c *conversation) messageRow(r *model.Row, before map[rowKey]*bubbleRow) bubbleRow {
	m := &r.Bubble.Message
	key := rowKey{rowMessage, m.ID}
	if was := before[key]; was != nil && was.text == r.Bubble.Shown {
		row := *was
		if mark := markOf(m.Delivery); mark != row.mark {
			row.mark, row.measured = mark, 0
		}
		row.first, row.last, row.delivery = r.First, r.Last, m.Delivery
		return row
	}
	return bubbleRow{
		key: key, kind: rowMessage, text: r.Bubble.Shown, original: m.Text,
		own: m.Outgoing, first: r.First, last: r.Last, clock: c.ui.t.Clock(m.Written), mark: markOf(m.Delivery), delivery: m.Delivery,
	}
}

// spoken is what a screen reader says of a row.
func (c *conversation) spoken(r *bubbleRow) string {
	switch {
	case r.kind == rowTransfer:
		return c.spokenTransfer(r.transfer)
	case r.kind != rowMessage:
		return r.text
	case !r.own:
		return c.ui.t.T(i18n.ChatMessageTheirs, i18n.Args{"Name": c.contact.Nickname, "Time": r.clock, "Text": r.text})
	}
	name, _ := model.Delivered(r.delivery)
	return c.ui.t.T(i18n.ChatMessageOwn, i18n.Args{"Time": r.clock, "Text": r.text, "State": c.ui.t.T(name)})
}

func markOf(d carom.Delivery) bubbleMark {
	switch d {
	case carom.Queued:
		return markQueued
	case carom.Sent:
		return markSent
	case carom.Delivered:
		return markDelivered
	case carom.Failed:
		return markFailed
	}
	return markNone
}
