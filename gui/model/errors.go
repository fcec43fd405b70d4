package model

import (
	"errors"

	"carom/core"
	"carom/gui/i18n"
)

// ErrorText is what a person is told of an error, in the printer's language. What
// the system said is in English and comes after it. An error whose kind is not known
// here, of a node of another version, is said in the engine's English: in other
// languages that comes after the class of the error.
func ErrorText(p *i18n.Printer, err error) string {
	var user *core.UserError
	if !errors.As(err, &user) {
		return p.T(i18n.ErrorNode)
	}
	if words := errorWords()[user.Kind]; words != nil {
		text := p.T(words, i18n.Args{"Name": user.Name, "Files": user.Detail, "Line": user.Line})
		if user.Detail == "" || words == i18n.ErrorNoFolder {
			return text
		}
		return withDetail(p, text, user.Detail)
	}
	if p.Language().Code == "en" {
		return user.Text
	}
	switch user.Code {
	case core.CodeNotFound:
		return p.T(i18n.ErrorNotFound)
	case core.CodeInvalid:
		return withDetail(p, p.T(i18n.ErrorInvalid), user.Text)
	case core.CodeConflict:
		return withDetail(p, p.T(i18n.ErrorConflict), user.Text)
	case core.CodeStorage:
		return withDetail(p, p.T(i18n.ErrorStorage), user.Text)
	case core.CodeUnavailable:
		return withDetail(p, p.T(i18n.ErrorUnavailable), user.Text)
	}
	return withDetail(p, p.T(i18n.ErrorTitle), user.Text)
}

func withDetail(p *i18n.Printer, text, english string) string {
	return text + "\n\n" + p.T(i18n.ErrorInEnglish, i18n.Args{"Text": english})
}
