package model

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"carom/core"
	"carom/gui/i18n"
)

func TestErrorText(t *testing.T) {
	const detail = "The disk said no."
	for _, c := range []struct {
		name   string
		err    error
		class  *i18n.Message
		detail bool
	}{
		{"unknown", errors.New("a path"), i18n.ErrorNode, false},
		{"not found", &core.UserError{Code: core.CodeNotFound, Text: detail}, i18n.ErrorNotFound, false},
		{"invalid", &core.UserError{Code: core.CodeInvalid, Text: detail}, i18n.ErrorInvalid, true},
		{"conflict", &core.UserError{Code: core.CodeConflict, Text: detail}, i18n.ErrorConflict, true},
		{"storage", fmt.Errorf("wrapped: %w", &core.UserError{Code: core.CodeStorage, Text: detail}), i18n.ErrorStorage, true},
		{"unavailable", &core.UserError{Code: core.CodeUnavailable, Text: detail}, i18n.ErrorUnavailable, true},
		{"newer", &core.UserError{Code: 99, Text: detail}, i18n.ErrorTitle, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, l := range i18n.Languages() {
				p := i18n.New(l.Code)
				text := ErrorText(p, c.err)
				if l.Code == "en" {
					var user *core.UserError
					if errors.As(c.err, &user) && text != user.Text {
						t.Errorf("in English: %q", text)
					}
					continue
				}
				if !strings.HasPrefix(text, p.T(c.class)) {
					t.Errorf("%s: %q", l.Code, text)
				}
				if strings.Contains(text, detail) != c.detail {
					t.Errorf("%s, detail wanted %v: %q", l.Code, c.detail, text)
				}
			}
		})
	}
}

// What is wrong with a file that was to be sent is said in our user's language,
// without a word of English, and without a name that nobody put in.
func TestErrorTextOfSources(t *testing.T) {
	const gone = "The file is not there any more, so it was not sent. If it was moved, send it again from where it is."
	if core.ProblemSaid(gone) != core.TransferProblemSourceGone || core.ProblemSaid("") != "" {
		t.Fatal("the engine does not know its own words")
	}
	p := i18n.New("de")
	if text := ErrorText(p, &core.UserError{Code: core.CodeInvalid, Text: gone}); text != p.T(i18n.FileProblemSourceGone) {
		t.Errorf("it says %q", text)
	}
	for kind, words := range sourceProblems() {
		if words == nil || strings.Contains(words.Other, "{") {
			t.Errorf("the words for %s are about somebody", kind)
		}
	}
}
