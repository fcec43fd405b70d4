package model

import (
	"errors"

	"carom/core"
	"carom/gui/i18n"
)

// ErrorText is what a person is told of an error, in the printer's language. The
// engine says what happened in English: in other languages that comes after the
// class of the error, where it adds something; what is wrong with a file that was
// to be sent has words in every language.
func ErrorText(p *i18n.Printer, err error) string {
	var user *core.UserError
	if !errors.As(err, &user) {
		return p.T(i18n.ErrorNode)
	}
	if p.Language().Code == "en" {
		return user.Text
	}
	if words, ok := sourceProblems()[core.ProblemSaid(user.Text)]; ok {
		return p.T(words)
	}
	switch user.Code {
	case core.CodeNotFound:
		return p.T(i18n.ErrorNotFound)
	case core.CodeInvalid:
		return withDetail(p, i18n.ErrorInvalid, user.Text)
	case core.CodeConflict:
		return withDetail(p, i18n.ErrorConflict, user.Text)
	case core.CodeStorage:
		return withDetail(p, i18n.ErrorStorage, user.Text)
	case core.CodeUnavailable:
		return withDetail(p, i18n.ErrorUnavailable, user.Text)
	}
	return withDetail(p, i18n.ErrorTitle, user.Text)
}

func withDetail(p *i18n.Printer, class *i18n.Message, english string) string {
	return p.T(class) + "\n\n" + p.T(i18n.ErrorInEnglish, i18n.Args{"Text": english})
}

// sourceProblems are the words for what can be wrong with a file that is to be
// sent. They are about nobody.
func sourceProblems() map[core.TransferProblem]*i18n.Message {
	all, ours := transferProblems(), make(map[core.TransferProblem]*i18n.Message)
	for _, kind := range []core.TransferProblem{
		core.TransferProblemSource, core.TransferProblemChanged, core.TransferProblemSourceGone, core.TransferProblemSourceDenied,
		core.TransferProblemLink, core.TransferProblemEmptyFolder, core.TransferProblemTooMany,
	} {
		ours[kind] = all[kind]
	}
	return ours
}
