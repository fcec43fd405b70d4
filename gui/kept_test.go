//go:build minimal

package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What Qt reads stays alive while it does: the binding alone does not see to it.
func TestArgumentsAreKept(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "vendor", "github.com", "therecipe", "qt", "widgets", "widgets-minimal.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(source), "func (ptr *QAbstractItemView) ScrollTo(")
	body, _, _ := strings.Cut(after, "\n}\n")
	for _, kept := range []string{"ptr", "index"} {
		if !found || !strings.Contains(body, "runtime.KeepAlive("+kept+")") {
			t.Errorf("%s may be freed while Qt reads it: see scripts/desktop", kept)
		}
	}
}
