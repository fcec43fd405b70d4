package desktop

import (
	"os"
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
