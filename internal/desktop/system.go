package desktop

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
)

// osRelease names the system (os-release(5)).
const osRelease = "/etc/os-release"

// DiskEncrypted reports whether this system keeps nothing that is not
// encrypted: on Tails what is not in the encrypted Persistent Storage is in
// memory only.
func DiskEncrypted() bool {
	data, err := os.ReadFile(osRelease)
	return err == nil && isTails(string(data))
}

// isTails reads an os-release. Releases of Tails have called themselves by ID,
// or left Debian's and added names of their own.
func isTails(release string) bool {
	for line := range strings.Lines(release) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if strings.HasPrefix(key, "TAILS_") || key == "ID" && strings.Trim(value, `"'`) == "tails" {
			return true
		}
	}
	return false
}

// PrefersDark reports whether GTK is told to be dark, which Qt does not see:
// by $GTK_THEME, or in the settings of GTK 3. getenv is os.Getenv.
func PrefersDark(getenv func(string) string) bool {
	if theme := getenv("GTK_THEME"); theme != "" {
		return darkTheme(theme)
	}
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
