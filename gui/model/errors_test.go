package model

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"carom/contacts"
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

// An error whose kind is known is said in our user's language, with what belongs to
// it; only what the system said follows in English, once.
func TestErrorTextOfKinds(t *testing.T) {
	for _, c := range []struct {
		language string
		err      core.UserError
		want     string
	}{
		{"de", core.UserError{Kind: core.ErrorKind(contacts.ReasonExists)}, "Das ist schon ein Kontakt von Ihnen."},
		{"fr", core.UserError{Kind: core.ErrorKind(contacts.ReasonExists)}, "C'est déjà un de vos contacts."},
		{"en", core.UserError{Kind: core.ErrorKind(contacts.ReasonExists)}, "This is a contact of yours already."},
		{"de", core.UserError{Kind: core.KindCopyThere, Name: "a.age"}, "a.age gibt es schon und wurde nicht geändert. Wählen Sie einen anderen Namen."},
		{"de", core.UserError{Kind: "bridge-address", Line: 3}, "In Zeile 3 fehlen Adresse und Port. Kopieren Sie sie noch einmal."},
		{"de", core.UserError{Kind: core.KindCopyFailed, Detail: "it said no"}, "Das ist misslungen. Nichts wurde geändert.\n\nNäheres, auf Englisch: it said no"},
		{"en", core.UserError{Kind: core.KindCopyFailed, Detail: "it said no"}, "That did not work. Nothing was changed.\n\nDetails: it said no"},
		{"fr", core.UserError{Kind: "file-source-gone"}, i18n.New("fr").T(i18n.FileProblemSourceGone)},
		{"es", core.UserError{Kind: core.KindNoFolder, Name: "fotos", Detail: `"a", "b", …`}, "En fotos hay archivos de los que no se puede hacer una copia que con seguridad no tenga información oculta: \"a\", \"b\", …. " +
			"No se envió nada. Déjalos fuera, envíalos tal como están o límpialos con otro programa."},
	} {
		c.err.Code, c.err.Text = core.CodeConflict, "own words"
		if said := plainWords(ErrorText(i18n.New(c.language), &c.err)); said != c.want {
			t.Errorf("%s, %s: %q", c.language, c.err.Kind, said)
		}
	}
}
