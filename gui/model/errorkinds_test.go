package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carom/core"
	"carom/gui/i18n"
)

// parsed are the Go files of a folder, without tests.
func parsed(t *testing.T, folder string) (files []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// declared are the constants of a type that a folder declares.
func declared(t *testing.T, folder, kind string) (values []core.ErrorKind) {
	t.Helper()
	for _, file := range parsed(t, folder) {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				if name, ok := spec.Type.(*ast.Ident); ok && name.Name == kind {
					values = append(values, core.ErrorKind(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)))
				}
			}
			return true
		})
	}
	if len(values) < 8 {
		t.Fatalf("found %d of %s in %s", len(values), kind, folder)
	}
	return values
}

// errorKinds are all the kinds that an error can have.
func errorKinds(t *testing.T) (all []core.ErrorKind) {
	t.Helper()
	for _, kind := range declared(t, "core", "ErrorKind") {
		if kind != core.KindBridge && kind != core.KindFile {
			all = append(all, kind)
		}
	}
	all = append(all, declared(t, "contacts", "Reason")...)
	all = append(all, declared(t, "onion", "SettingsReason")...)
	for _, reason := range declared(t, "onion", "LineReason") {
		all = append(all, core.KindBridge+reason)
	}
	for _, problem := range core.SourceProblems() {
		all = append(all, core.KindFile+core.ErrorKind(problem))
	}
	return all
}

// Every kind is said in every language, none in English where that is another one.
func TestEveryErrorKindHasWords(t *testing.T) {
	all, english := errorKinds(t), i18n.New("en")
	if len(all) < 100 {
		t.Fatalf("found %d kinds", len(all))
	}
	for _, language := range i18n.Languages() {
		p := i18n.New(language.Code)
		for _, kind := range all {
			err := &core.UserError{Code: core.CodeConflict, Kind: kind, Text: "own words", Name: "a.jpg", Line: 3}
			said := ErrorText(p, err)
			if said == "" || strings.Contains(said, "own words") || strings.Contains(said, "{") {
				t.Errorf("%s, %s: %q", language.Code, kind, said)
			}
			if language.Code != "en" && said == ErrorText(english, err) {
				t.Errorf("%s, %s: it is said in English", language.Code, kind)
			}
		}
	}
	for kind := range errorWords() {
		if !slices.Contains(all, kind) {
			t.Errorf("there are words for %s, which nothing says", kind)
		}
	}
	slices.Sort(all)
	if n := len(all); len(slices.Compact(all)) != n {
		t.Error("two kinds are the same word")
	}
}

// Whatever makes an error for a person gives its kind. The terminal's own errors,
// which no window shows, need none.
func TestEveryUserErrorHasAKind(t *testing.T) {
	for folder, rule := range map[string]struct {
		literal, field string
		least          int
	}{
		"core":              {"UserError", "Kind", 15},
		"control":           {"UserError", "Kind", 5},
		"internal/noderun":  {"UserError", "Kind", 10},
		"internal/profiles": {"UserError", "Kind", 7},
		"internal/desktop":  {"UserError", "Kind", 1},
		"onion":             {"SettingsError", "Reason", 12},
	} {
		found := 0
		for _, file := range parsed(t, folder) {
			ast.Inspect(file, func(n ast.Node) bool {
				literal, ok := n.(*ast.CompositeLit)
				if !ok || !isNamed(literal.Type, rule.literal) {
					return true
				}
				found++
				if !gives(literal, rule.field) {
					t.Errorf("%s: a %s without a %s, at character %d of a file", folder, rule.literal, rule.field, literal.Pos())
				}
				return true
			})
		}
		if found < rule.least {
			t.Errorf("%s: found %d of %s", folder, found, rule.literal)
		}
	}
}

// isNamed reports whether a type is this one, of its own package or of core.
func isNamed(expr ast.Expr, name string) bool {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name == name
	case *ast.SelectorExpr:
		of, ok := e.X.(*ast.Ident)
		return ok && of.Name == "core" && e.Sel.Name == name
	}
	return false
}

// gives reports whether a literal sets a field, to something that is not empty.
func gives(literal *ast.CompositeLit, field string) bool {
	return slices.ContainsFunc(literal.Elts, func(e ast.Expr) bool {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok || !isNamed(pair.Key, field) {
			return false
		}
		value, constant := pair.Value.(*ast.BasicLit)
		return !constant || value.Value != `""`
	})
}
