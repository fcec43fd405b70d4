package contacts

import (
	"strconv"
	"strings"
	"time"
)

// Keep says how long the messages of a conversation stay on disk: KeepForever,
// KeepOff (in memory only, gone when the program ends), or a time from MinKeep
// to MaxKeep after which each is deleted.
type Keep time.Duration

// The values of Keep that are no time, and the bounds of those that are.
const (
	KeepForever Keep = 0
	KeepOff     Keep = -1

	day     = 24 * time.Hour
	MinKeep = Keep(time.Hour)
	MaxKeep = Keep(366 * day)
)

var keepUnits = []struct {
	letter string
	length time.Duration
}{{"y", 365 * day}, {"w", 7 * day}, {"d", day}, {"h", time.Hour}}

// ParseKeep parses "forever", "off", or a number with h, d, w or y after it.
func ParseKeep(s string) (Keep, error) {
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case "forever":
		return KeepForever, nil
	case "off":
		return KeepOff, nil
	}
	for _, unit := range keepUnits {
		number, ok := strings.CutSuffix(s, unit.letter)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(number, 10, 16)
		if k := Keep(time.Duration(n) * unit.length); err == nil && k.Validate() == nil && n > 0 {
			return k, nil
		}
	}
	return 0, invalidKeep()
}

func invalidKeep() error {
	return invalid(ReasonKeep, "A history is kept \"forever\", \"off\" (in memory only), or for a time from 1h to 1y, such as 12h, 30d or 2w.")
}

// Validate refuses what is out of bounds.
func (k Keep) Validate() error {
	if k != KeepForever && k != KeepOff && (k < MinKeep || k > MaxKeep) {
		return invalidKeep()
	}
	return nil
}

// String is what ParseKeep takes.
func (k Keep) String() string {
	switch k {
	case KeepForever:
		return "forever"
	case KeepOff:
		return "off"
	}
	for _, unit := range keepUnits {
		if time.Duration(k)%unit.length == 0 {
			return strconv.FormatInt(int64(time.Duration(k)/unit.length), 10) + unit.letter
		}
	}
	return time.Duration(k).String()
}
