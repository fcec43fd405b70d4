package i18n

import (
	"time"

	"golang.org/x/text/number"
)

// Lengths of time, as people count them.
const (
	day   = 24 * time.Hour
	month = 30 * day
	year  = 365 * day
)

// Date writes a date out, with the day of the week, in local time.
func (p *Printer) Date(t time.Time) string { return p.digits.Replace(p.date(t.Local())) }

// Day is Date, or "Today" or "Yesterday" as seen from now.
func (p *Printer) Day(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case sameDay(t, now):
		return p.T(Today)
	case sameDay(t, now.AddDate(0, 0, -1)):
		return p.T(Yesterday)
	}
	return p.Date(t)
}

// Recent is when something was, in a word that fits a narrow column: the time
// of day, "Yesterday", or a date in figures.
func (p *Printer) Recent(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case sameDay(t, now):
		return p.Clock(t)
	case sameDay(t, now.AddDate(0, 0, -1)):
		return p.T(Yesterday)
	}
	return p.digits.Replace(p.figures(t))
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// Clock writes the time of a day as 24 hours and minutes, in local time.
func (p *Printer) Clock(t time.Time) string { return p.digits.Replace(t.Local().Format("15:04")) }

// Number writes a number with the digits and separators of the language.
func (p *Printer) Number(n int) string { return p.numbers.Sprint(number.Decimal(n)) }

// Percent writes a percentage, 0 to 100.
func (p *Printer) Percent(n int) string { return p.T(ProgressPercent, Args{"Percent": n}) }

// Bytes writes a size with the largest decimal unit that fits, to two digits
// at least: "980 bytes", "2.5 MB".
func (p *Printer) Bytes(n int64) string {
	n = max(n, 0)
	if n < 1000 {
		return p.N(UnitByte, int(n))
	}
	units := []*Message{UnitKB, UnitMB, UnitGB, UnitTB}
	value, at := float64(n)/1000, 0
	for value >= 999.5 && at < len(units)-1 { // what would be written as 1000
		value, at = value/1000, at+1
	}
	decimals := 0
	if value < 9.95 {
		decimals = 1
	}
	written := p.numbers.Sprint(number.Decimal(value, number.MaxFractionDigits(decimals)))
	return p.T(units[at], Args{"Value": written})
}

// Rate writes how many bytes go in a second.
func (p *Printer) Rate(bytesPerSecond int64) string {
	return p.T(UnitRate, Args{"Size": p.Bytes(bytesPerSecond)})
}

// Duration writes a length of time roughly: one unit, the largest of which
// there are two, or one in the case of seconds.
func (p *Printer) Duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return p.T(LessThanASecond)
	case d < 2*time.Minute:
		return p.N(Seconds, int(d/time.Second))
	case d < 2*time.Hour:
		return p.N(Minutes, int(d/time.Minute))
	case d < 2*day:
		return p.N(Hours, int(d/time.Hour))
	case d < 2*month:
		return p.N(Days, int(d/day))
	case d < 2*year:
		return p.N(Months, int(d/month))
	case d < 200*year:
		return p.N(Years, int(d/year))
	}
	return p.T(Centuries)
}
