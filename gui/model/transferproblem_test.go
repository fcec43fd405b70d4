package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"carom/core"
	"carom/gui/i18n"
)

// transferKinds are the kinds of problems that package core declares.
func transferKinds(t *testing.T) (kinds []core.TransferProblem) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../core/transfer_words.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "TransferProblem" {
				kinds = append(kinds, core.TransferProblem(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)))
			}
		}
		return true
	})
	return kinds
}

// Every kind is said in every language, and none like another.
func TestEveryTransferProblemHasWords(t *testing.T) {
	all := transferKinds(t)
	if len(all) < 20 {
		t.Fatalf("found %d kinds of problems in core", len(all))
	}
	english := i18n.New("en")
	for _, language := range i18n.Languages() {
		p, seen := i18n.New(language.Code), make(map[string]bool)
		for _, kind := range all {
			for _, state := range []core.TransferState{core.TransferStalled, core.TransferFailed} {
				tr := transfer(anna, 1)
				tr.State, tr.ProblemKind, tr.Problem = state, kind, "own words"
				said := TransferState(p, tr, "Anna", true)
				if said == "" || said == "own words" || strings.Contains(said, "{") {
					t.Errorf("%s, %s: %q", language.Code, kind, said)
				}
				if language.Code != "en" && said == TransferState(english, tr, "Anna", true) {
					t.Errorf("%s, %s: it is said in English", language.Code, kind)
				}
				if state == core.TransferFailed && seen[said] {
					t.Errorf("%s: %s is said like another", language.Code, kind)
				}
				seen[said] = state == core.TransferFailed
			}
		}
	}
}

func TestTransferProblemOfANewerNode(t *testing.T) {
	p := i18n.New("en")
	tr := transfer(anna, 1)
	tr.State, tr.ProblemKind, tr.Problem = core.TransferFailed, "to-come", "It was too late."
	if said := TransferState(p, tr, "Anna", true); said != "It was too late." {
		t.Errorf("with words: %q", said)
	}
	tr.Problem = ""
	if said := TransferState(p, tr, "Anna", true); said != p.T(i18n.FileReceiveFailed) {
		t.Errorf("without words: %q", said)
	}
}

func TestWhoCancelled(t *testing.T) {
	p := i18n.New("en")
	tr := transfer(anna, 1)
	tr.State = core.TransferCancelled
	for by, want := range map[core.Canceller]string{
		core.CancelledByUs: "You cancelled it", core.CancelledByPeer: "Anna cancelled it", core.CancellerUnknown: "Cancelled",
	} {
		tr.CancelledBy = by
		if said := plainWords(TransferState(p, tr, "Anna", true)); said != want {
			t.Errorf("%q: %q", by, said)
		}
	}
}

// plainWords takes the marks out that keep an argument apart.
func plainWords(text string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text)
}
