package model

import (
	"time"

	"carom/core"
)

// transferDay marks the key of a day's row above a transfer, to tell it from
// that above a message of the same number.
const transferDay = 1 << 63

// WithTransfers puts transfers among the rows of a conversation by their times.
// Those before the first row are left out unless the rows begin with the
// conversation, those after the last unless they reach its end: they belong to
// a part that is not in memory.
func WithTransfers(rows []Row, list []core.Transfer, beginning, end bool) []Row {
	list = within(rows, list, beginning, end)
	if len(list) == 0 {
		return rows
	}
	m := merger{out: make([]Row, 0, len(rows)+len(list)+4)}
	for _, r := range rows {
		switch r.Key.Kind {
		case DayRow:
			continue // made anew
		case UnreadRow:
			m.unread = &r
			continue
		}
		for len(list) > 0 && list[0].Created.Before(r.Bubble.Written) {
			m.transfer(list[0])
			list = list[1:]
		}
		m.bubble(r)
	}
	for _, t := range list {
		m.transfer(t)
	}
	return m.out
}

// within leaves out what is of a part that is not in memory.
func within(rows []Row, list []core.Transfer, beginning, end bool) []core.Transfer {
	first, last := bounds(rows)
	if first.IsZero() {
		if beginning && end {
			return list
		}
		return nil
	}
	for !beginning && len(list) > 0 && list[0].Created.Before(first) {
		list = list[1:]
	}
	for !end && len(list) > 0 && list[len(list)-1].Created.After(last) {
		list = list[:len(list)-1]
	}
	return list
}

// bounds are the times of the first and the last message; zero when there is none.
func bounds(rows []Row) (first, last time.Time) {
	for _, r := range rows {
		if r.Key.Kind != BubbleRow {
			continue
		}
		if first.IsZero() {
			first = r.Bubble.Written
		}
		last = r.Bubble.Written
	}
	return first, last
}

// merger makes rows of messages and transfers.
type merger struct {
	out    []Row
	unread *Row // stands above the next message
	last   time.Time
}

// day begins another day when it is one.
func (m *merger) day(at time.Time, id uint64) (began bool) {
	began = len(m.out) == 0 || !SameDay(m.last, at)
	if began {
		m.out = append(m.out, Row{Key: RowKey{DayRow, id}, Day: at})
	}
	m.last = at
	return began
}

func (m *merger) transfer(t core.Transfer) {
	m.day(t.Created, t.ID|transferDay)
	if n := len(m.out); n > 0 && m.out[n-1].Key.Kind == BubbleRow {
		m.out[n-1].Last = true
	}
	m.out = append(m.out, Row{Key: RowKey{TransferRow, t.ID}, Transfer: t})
}

func (m *merger) bubble(r Row) {
	if n := len(m.out); m.day(r.Bubble.Written, r.Key.ID) || n > 0 && m.out[n-1].Key.Kind == TransferRow {
		r.First = true
	}
	if m.unread != nil {
		m.out = append(m.out, *m.unread)
		m.unread = nil
	}
	m.out = append(m.out, r)
}
