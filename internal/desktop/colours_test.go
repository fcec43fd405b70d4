package desktop

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// desktopOf makes an environment: GTK's settings, and a gsettings that is this
// shell script; no script, no gsettings.
func desktopOf(t *testing.T, theme, settings, script string) func(string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(path, content string, mode os.FileMode) {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
	}
	if settings != "" {
		write("gtk-3.0/settings.ini", settings, 0o600)
	}
	if script != "" {
		write("bin/gsettings", "#!/bin/sh\n"+script+"\n", 0o700)
	}
	t.Setenv("PATH", filepath.Join(dir, "bin"))
	env := map[string]string{"GTK_THEME": theme, "XDG_CONFIG_HOME": dir, "XDG_RUNTIME_DIR": dir}
	return func(v string) string { return env[v] }
}

// says is a gsettings with these settings, which refuses all that it is not to
// be asked.
func says(scheme, theme string) string {
	return `[ "$1 $2 $#" = "get org.gnome.desktop.interface 3" ] || exit 2
[ "$DBUS_SESSION_BUS_ADDRESS" = disabled: ] || exit 2
case $3 in
color-scheme) echo "'` + scheme + `'" ;;
gtk-theme) echo "'` + theme + `'" ;;
*) exit 2 ;;
esac`
}

func TestPrefersDark(t *testing.T) {
	for name, c := range map[string]struct {
		theme, settings, script string
		want                    bool
	}{
		"nothing":                   {"", "", "", false},
		"variable":                  {"Adwaita:dark", "", "", true},
		"variable decides":          {"Adwaita", "gtk-application-prefer-dark-theme=1", says("prefer-dark", ""), false},
		"preference":                {"", "[Settings]\ngtk-application-prefer-dark-theme = true\n", "", true},
		"not preferred":             {"", "gtk-application-prefer-dark-theme=0", "", false},
		"theme":                     {"", "gtk-theme-name=Arc-Dark", "", true},
		"light theme":               {"", "gtk-theme-name=Adwaita", "", false},
		"GNOME is dark":             {"", "", says("prefer-dark", "Adwaita"), true},
		"GNOME is light":            {"", "gtk-theme-name=Arc-Dark", says("prefer-light", "Adwaita-dark"), false},
		"GNOME does not care":       {"", "", says("default", "Adwaita"), false},
		"GNOME's theme":             {"", "", says("default", "Adwaita-dark"), true},
		"GNOME does not care, GTK":  {"", "gtk-theme-name=Arc-Dark", says("default", "Adwaita"), true},
		"GNOME before 42":           {"", "gtk-theme-name=Arc-Dark", "exit 1", true},
		"another thing":             {"", "", "echo prefer-dark and more", false},
		"gsettings does not answer": {"", "gtk-theme-name=Arc-Dark", "while :; do :; done", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := PrefersDark(t.Context(), desktopOf(t, c.theme, c.settings, c.script)); got != c.want {
				t.Error(got)
			}
		})
	}
}

// Outside of a session nothing is asked.
func TestNoSession(t *testing.T) {
	env := desktopOf(t, "", "", says("prefer-dark", ""))
	if PrefersDark(t.Context(), func(v string) string {
		if v == "XDG_RUNTIME_DIR" {
			return ""
		}
		return env(v)
	}) {
		t.Error("gsettings was run")
	}
}

// A gsettings that does not answer is ended.
func TestPrefersDarkEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pid")
	env := desktopOf(t, "", "", "echo $$ >"+path+"\nwhile :; do :; done")
	var pid []byte
	for len(pid) == 0 { // on a busy machine it may not have come so far
		if PrefersDark(t.Context(), env) {
			t.Fatal("it is dark")
		}
		pid, _ = os.ReadFile(path)
	}
	if _, err := os.Stat("/proc/" + strings.TrimSpace(string(pid))); !os.IsNotExist(err) {
		t.Errorf("it runs still: %v", err)
	}
}

// Nobody waits for one when there is no time.
func TestPrefersDarkWhenDone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if PrefersDark(ctx, desktopOf(t, "", "", says("prefer-dark", ""))) {
		t.Error("gsettings was run")
	}
}
