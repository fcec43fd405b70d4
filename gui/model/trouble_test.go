package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"carom/core"
	"carom/gui/i18n"
	"carom/onion"
)

var _ Source = core.API(nil)

// constants are the values of the constants of a type in a file of onion's.
func constants(t *testing.T, file, of string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../onion/"+file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, _ := spec.Type.(*ast.Ident)
		value, _ := spec.Values[0].(*ast.BasicLit)
		if kind != nil && value != nil && kind.Name == of {
			text, _ := strconv.Unquote(value.Value)
			out = append(out, text)
		}
		return true
	})
	if len(out) == 0 {
		t.Fatalf("%s has no %s", file, of)
	}
	return out
}

func TestEveryKindOfProblemHasWords(t *testing.T) {
	en, fa := i18n.New("en"), i18n.New("fa")
	for _, kind := range constants(t, "problem.go", "ProblemKind") {
		p := &onion.Problem{Kind: onion.ProblemKind(kind), Version: "0.4.7", Program: "obfs4proxy", Package: "obfs4proxy", Line: 3, What: "what tor says"}
		for _, printer := range []*i18n.Printer{en, fa} {
			got := Explain(p, printer)
			for _, text := range []string{got.What, got.Meaning, got.Advice} {
				if text == "" || strings.Contains(text, "{") || text == p.What {
					t.Errorf("%s in %s: %q", kind, printer.Language().Name, text)
				}
			}
		}
		if Explain(p, en) == Explain(p, fa) {
			t.Errorf("%s is not translated", kind)
		}
	}
	unknown := &onion.Problem{Kind: "new", What: "a", Meaning: "b", Advice: "c"}
	if got := Explain(unknown, fa); got != (Trouble{"a", "b", "c"}) {
		t.Errorf("a kind that is not known: %+v", got)
	}
}

func TestProblemsThatDependOnMore(t *testing.T) {
	p := i18n.New("en")
	for name, c := range map[string]struct {
		problem onion.Problem
		want    *i18n.Message
	}{
		"the system's Tor is blocked": {onion.Problem{Kind: onion.ProblemBlocked, System: true}, i18n.ProblemSystemBlockedAdvice},
		"no package":                  {onion.Problem{Kind: onion.ProblemTransport, Program: "x"}, i18n.ProblemNoTransportOther},
		"a line":                      {onion.Problem{Kind: onion.ProblemRejected, Line: 2}, i18n.ProblemBadLineAdvice},
		"no line":                     {onion.Problem{Kind: onion.ProblemRejected}, i18n.ProblemBadSettingsAdvice},
	} {
		if got := Explain(&c.problem, p).Advice; got != p.T(c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	fa := i18n.New("fa")
	for _, reason := range constants(t, "bridges.go", "LineReason") {
		e := onion.LineError{Line: 7, Reason: onion.LineReason(reason)}
		if got := BadLine(e, fa); got == e.Error() || !strings.Contains(got, "۷") {
			t.Errorf("%s: %q", reason, got)
		}
	}
	if e := (onion.LineError{Line: 7, Reason: "new"}); BadLine(e, fa) != e.Error() {
		t.Error("a reason that is not known has other words")
	}
}
