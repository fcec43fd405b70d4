package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Days, sizes and lengths of time; for Printer's own methods.
var (
	Today           = &i18n.Message{ID: "Today", Other: "Today"}
	Yesterday       = &i18n.Message{ID: "Yesterday", Other: "Yesterday"}
	UnitByte        = &i18n.Message{ID: "UnitByte", Description: "A size below 1000 bytes.", One: "{Count} byte", Other: "{Count} bytes"}
	UnitKB          = &i18n.Message{ID: "UnitKB", Other: "{Value} kB"}
	UnitMB          = &i18n.Message{ID: "UnitMB", Other: "{Value} MB"}
	UnitGB          = &i18n.Message{ID: "UnitGB", Other: "{Value} GB"}
	UnitTB          = &i18n.Message{ID: "UnitTB", Other: "{Value} TB"}
	UnitRate        = &i18n.Message{ID: "UnitRate", Description: "{Size} such as “80 kB”.", Other: "{Size}/s"}
	Seconds         = &i18n.Message{ID: "Seconds", One: "{Count} second", Other: "{Count} seconds"}
	Minutes         = &i18n.Message{ID: "Minutes", One: "{Count} minute", Other: "{Count} minutes"}
	Hours           = &i18n.Message{ID: "Hours", One: "{Count} hour", Other: "{Count} hours"}
	Days            = &i18n.Message{ID: "Days", One: "{Count} day", Other: "{Count} days"}
	Months          = &i18n.Message{ID: "Months", One: "{Count} month", Other: "{Count} months"}
	Years           = &i18n.Message{ID: "Years", One: "{Count} year", Other: "{Count} years"}
	Centuries       = &i18n.Message{ID: "Centuries", Description: "A length of time that is very long.", Other: "centuries"}
	LessThanASecond = &i18n.Message{ID: "LessThanASecond", Other: "less than a second"}
)
