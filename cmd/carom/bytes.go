package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// byteUnits are the units of sizes, each 1000 times the one before.
var byteUnits = []string{"B", "kB", "MB", "GB", "TB"}

// bytesText is a size for a person: three digits that count.
func bytesText(n uint64) string {
	value, unit := float64(n), 0
	for value >= 999.5 && unit < len(byteUnits)-1 {
		value /= 1000
		unit++
	}
	if unit == 0 || value >= 99.95 {
		return fmt.Sprintf("%.0f %s", value, byteUnits[unit])
	}
	return fmt.Sprintf("%.1f %s", value, byteUnits[unit])
}

// parseBytes reads a size such as 5MB, 500 kB or 1000. "off" is 0.
func parseBytes(text string) (uint64, error) {
	typed := text
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	if text == "off" {
		return 0, nil
	}
	factor := 1.0
	for i := len(byteUnits) - 1; i >= 0; i-- {
		if number, ok := strings.CutSuffix(text, strings.ToLower(byteUnits[i])); ok {
			text, factor = number, math.Pow(1000, float64(i))
			break
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n*factor > 1<<50 || math.IsNaN(n) {
		return 0, invalidInput("%q is not a size. Write it like 5MB or 500kB, or off.", typed)
	}
	return uint64(n * factor), nil
}

// timeText is how long something still takes, for a person.
func timeText(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(math.Ceil(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(math.Ceil(d.Minutes())))
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}
