package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"carom/gui/i18n"
	"carom/onion"
)

// kinds are the kinds of problems that package onion declares.
func kinds(t *testing.T) []onion.ProblemKind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../onion/problem.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []onion.ProblemKind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "ProblemKind" {
			out = append(out, onion.ProblemKind(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)))
		}
		return true
	})
	return out
}

func TestEveryProblemHasWords(t *testing.T) {
	p, seen := i18n.New("en"), make(map[string]bool)
	all := kinds(t)
	if len(all) < 10 {
		t.Fatalf("found %d kinds of problems in onion", len(all))
	}
	for _, kind := range all {
		e := Explain(p, onion.Problem{Kind: kind, What: "own words"})
		if e.What == "own words" || e.What == "" || e.Meaning == "" || e.Advice == "" {
			t.Errorf("%s is explained as %+v", kind, e)
		}
		if seen[e.What] {
			t.Errorf("%s is explained like another", kind)
		}
		seen[e.What] = true
	}
}

func TestProblemsThatDependOnMore(t *testing.T) {
	p := i18n.New("fa")
	for name, c := range map[string]struct {
		problem onion.Problem
		want    *i18n.Message
	}{
		"the system's Tor is blocked": {onion.Problem{Kind: onion.ProblemBlocked, System: true}, i18n.ProblemSystemBlockedAdvice},
		"our Tor is blocked":          {onion.Problem{Kind: onion.ProblemBlocked}, i18n.ProblemBlockedAdvice},
		"a line is wrong":             {onion.Problem{Kind: onion.ProblemRejected, Line: 2}, i18n.ProblemBadLineAdvice},
		"something is wrong":          {onion.Problem{Kind: onion.ProblemRejected}, i18n.ProblemBadSettingsAdvice},
	} {
		if got := Explain(p, c.problem).Advice; got != p.T(c.want) {
			t.Errorf("%s: the advice is %q", name, got)
		}
	}
	if e := Explain(p, onion.Problem{Kind: onion.ProblemBlocked, System: true}); e.Bridges || !e.Settings {
		t.Errorf("a blocked Tor of the system is explained as %+v", e)
	}
}

func TestProblemParameters(t *testing.T) {
	p := i18n.New("en")
	e := Explain(p, onion.Problem{Kind: onion.ProblemTransport, Program: "obfs4proxy", Package: "obfs4proxy"})
	if !strings.Contains(e.What, "obfs4proxy") || !strings.Contains(e.Advice, "obfs4proxy") || !e.Bridges || !e.Settings {
		t.Errorf("a missing program is explained as %+v", e)
	}
	if e = Explain(p, onion.Problem{Kind: onion.ProblemTransport, Program: "lyrebird"}); e.Advice != p.T(i18n.ProblemNoTransportElse) {
		t.Errorf("without a package, the advice is %q", e.Advice)
	}
	if e = Explain(p, onion.Problem{Kind: onion.ProblemOldTor, Version: "0.4.1.1"}); !strings.Contains(e.What, "0.4.1.1") || !e.Minor {
		t.Errorf("an old tor is explained as %+v", e)
	}
	if e = Explain(p, onion.Problem{Kind: "to-come", What: "a", Meaning: "b", Advice: "c"}); e.What != "a" || e.Meaning != "b" || e.Advice != "c" {
		t.Errorf("an unknown problem is explained as %+v", e)
	}
}
