package i18n

import (
	"slices"
	"strings"
	"time"

	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/ru"
	"github.com/go-playground/locales/zh"
	ptime "github.com/yaa110/go-persian-calendar"
)

// Language is one of those that the desktop speaks.
type Language struct {
	// Code is its ISO 639-1 code.
	Code string
	// Name is what those who speak it call it.
	Name string
	// RTL: it is written from right to left.
	RTL bool
}

// source is the language of the messages in the Go files.
const source = "en"

// Languages returns all of them: English first, then by their own names.
func Languages() []Language {
	return []Language{
		{Code: source, Name: "English"},
		{Code: "de", Name: "Deutsch"},
		{Code: "es", Name: "Español"},
		{Code: "fr", Name: "Français"},
		{Code: "ru", Name: "Русский"},
		{Code: "ar", Name: "العربية", RTL: true},
		{Code: "fa", Name: "فارسی", RTL: true},
		{Code: "zh", Name: "简体中文"},
	}
}

// find returns the language of this code, English when there is none.
func find(code string) Language {
	all := Languages()
	if i := slices.IndexFunc(all, func(l Language) bool { return l.Code == code }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// FromLocale returns the code of the first language in the values of the
// environment's variables that the desktop speaks, "en" when there is none.
// Each is the value of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, in the order of
// their rank, such as "fr:de" or "fa_IR.UTF-8" (locale(7)).
func FromLocale(values ...string) string {
	for _, value := range values {
		for locale := range strings.SplitSeq(value, ":") {
			code, _, _ := strings.Cut(strings.ToLower(locale), ".")
			code, _, _ = strings.Cut(code, "@")
			code, _, _ = strings.Cut(code, "_")
			code, _, _ = strings.Cut(code, "-")
			if code == "c" || code == "posix" {
				return source
			}
			if find(code).Code == code {
				return code
			}
		}
	}
	return source
}

// fullDate returns how the language writes a date out, with ASCII digits. The
// Persian one is of the calendar that those who speak it live by.
func fullDate(code string) func(time.Time) string {
	switch code {
	case "ar":
		return ar.New().FmtDateFull
	case "de":
		return de.New().FmtDateFull
	case "es":
		return es.New().FmtDateFull
	case "fa":
		return func(t time.Time) string { return ptime.New(t).Format("E d MMM yyyy") }
	case "fr":
		return fr.New().FmtDateFull
	case "ru":
		return ru.New().FmtDateFull
	case "zh":
		return zh.New().FmtDateFull
	}
	return en_GB.New().FmtDateFull
}

// shortDate returns how the language writes a date in figures, with ASCII
// digits.
func shortDate(code string) func(time.Time) string {
	switch code {
	case "ar":
		return ar.New().FmtDateShort
	case "de":
		return de.New().FmtDateShort
	case "es":
		return es.New().FmtDateShort
	case "fa":
		return func(t time.Time) string { return ptime.New(t).Format("yyyy/MM/dd") }
	case "fr":
		return fr.New().FmtDateShort
	case "ru":
		return ru.New().FmtDateShort
	case "zh":
		return zh.New().FmtDateShort
	}
	return en_GB.New().FmtDateShort
}
