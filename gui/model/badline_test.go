package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"carom/gui/i18n"
	"carom/onion"
)

// reasons are those that package onion declares.
func reasons(t *testing.T) []onion.LineReason {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../onion/bridges.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []onion.LineReason
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, _ := spec.Type.(*ast.Ident)
		value, _ := spec.Values[0].(*ast.BasicLit)
		if kind != nil && value != nil && kind.Name == "LineReason" {
			text, _ := strconv.Unquote(value.Value)
			out = append(out, onion.LineReason(text))
		}
		return true
	})
	return out
}

func TestEveryReasonHasWords(t *testing.T) {
	fa, all := i18n.New("fa"), reasons(t)
	if len(all) == 0 {
		t.Fatal("onion has no reasons")
	}
	for _, reason := range all {
		e := onion.LineError{Line: 7, Reason: reason}
		if got := BadLine(fa, e); got == e.Error() || !strings.Contains(got, "۷") {
			t.Errorf("%s: %q", reason, got)
		}
	}
	if e := (onion.LineError{Line: 7, Reason: "new"}); BadLine(fa, e) != e.Error() {
		t.Error("a reason that is not known has other words")
	}
}
