package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"carom/internal/harden"
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
	network := testnet.Join(t)
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

// Every help fits into a terminal of 80 columns.
func TestHelp(t *testing.T) {
	var look func(cmd *cobra.Command)
	look = func(cmd *cobra.Command) {
		var out strings.Builder
		cmd.SetOut(&out)
		if err := cmd.Help(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%s: %d columns: %s", cmd.CommandPath(), n, line)
			}
		}
		for _, c := range cmd.Commands() {
			look(c)
		}
	}
	look(new(app).command())
}

// Keys do not end in a core file, and other processes cannot read our memory.
func TestNoCoreDump(t *testing.T) {
	harden.NoCoreDump()
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || limit.Max != 0 {
		t.Errorf("a core file may have %d bytes, %v", limit.Max, err)
	}
	if dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || dumpable != 0 {
		t.Errorf("dumpable is %d, %v", dumpable, err)
	}
}
