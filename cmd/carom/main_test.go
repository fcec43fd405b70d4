package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"carom/internal/testnet"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"carom": main})
}

// The scripts use the program as a person at a terminal does.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("CAROM_DATA_DIR", filepath.Join(env.WorkDir, "data"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"waitfor": waitFor},
	})
}

// The scripts that need Tor run over the private network.
func TestScriptsOverTor(t *testing.T) {
	network, err := testnet.Shared(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := network.Stop(); err != nil {
			t.Error(err)
		}
	})
	t.Run("scripts", func(t *testing.T) {
		testscript.Run(t, testscript.Params{
			Dir: "testdata/overtor",
			Setup: func(env *testscript.Env) error {
				env.Setenv("HOME", env.WorkDir)
				lines := strings.Join(network.Node(), "\n") + "\n"
				return os.WriteFile(filepath.Join(env.WorkDir, "torrc"), []byte(lines), 0o600)
			},
			Cmds: map[string]func(*testscript.TestScript, bool, []string){"waitfor": waitFor},
		})
	})
}
