package desktop

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	// askWithin is how long gsettings may take, which reads a file or two.
	askWithin = 500 * time.Millisecond
	// leaveWithin is how long what it has started may keep its output open.
	leaveWithin = 100 * time.Millisecond
)

// PrefersDark reports whether the desktop is told to be dark in a way that Qt
// does not see. What counts is, in this order: $GTK_THEME; what GNOME and
// those like it are set to; the settings of GTK 3. getenv is os.Getenv.
//
// It reads files and runs gsettings, where there is one, which has ended when
// it returns. When ctx is done before, the answer is worth nothing.
func PrefersDark(ctx context.Context, getenv func(string) string) bool {
	if theme := getenv("GTK_THEME"); theme != "" {
		return darkTheme(theme)
	}
	switch setting(ctx, getenv, "color-scheme") {
	case "prefer-dark":
		return true
	case "prefer-light":
		return false
	case "default":
		if darkTheme(setting(ctx, getenv, "gtk-theme")) {
			return true
		}
	}
	return gtkPrefersDark(getenv)
}

// setting asks for a setting of GNOME's; it is empty when there is none. Nothing
// is asked outside of a session of the desktop's: gsettings would leave a folder
// in ~/.cache. It is kept from the session's bus, which it does not need, and
// starts one where there is none.
func setting(ctx context.Context, getenv func(string) string, key string) string {
	if getenv("XDG_RUNTIME_DIR") == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, "gsettings", "get", "org.gnome.desktop.interface", key)
	cmd.Env = append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS=disabled:")
	cmd.WaitDelay = leaveWithin
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.Trim(string(out), "'\n")
}

// gtkPrefersDark reads the settings of GTK 3.
func gtkPrefersDark(getenv func(string) string) bool {
	dir := getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(getenv("HOME"), ".config")
	}
	f, err := os.Open(filepath.Join(dir, "gtk-3.0", "settings.ini"))
	if err != nil {
		return false
	}
	defer f.Close()
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		key, value, _ := strings.Cut(scanner.Text(), "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if key == "gtk-application-prefer-dark-theme" && (value == "1" || value == "true") || key == "gtk-theme-name" && darkTheme(value) {
			return true
		}
	}
	return false
}

// darkTheme goes by how themes are called: Adwaita:dark, Adwaita-dark.
func darkTheme(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ":dark") || strings.HasSuffix(name, "-dark")
}
