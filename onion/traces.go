package onion

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// bridgeFiles are where tor keeps the descriptors of bridges; a client keeps no
// others there.
var bridgeFiles = []string{"cached-descriptors", "cached-descriptors.new", "cached-extrainfo", "cached-extrainfo.new"}

// forgetBridges takes the bridges out of tor's folder while tor does not run:
// which they are is nobody's business, and tor writes their addresses down
// whatever it is told. The next run knows them from the profile. Those of the
// user's own torrc, where everybody can read them, stay.
func (t *Tor) forgetBridges() {
	if t.theirs("Bridge") {
		return
	}
	var errs []error
	for _, name := range bridgeFiles {
		if err := os.Remove(filepath.Join(t.dataDir(), name)); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	errs = append(errs, cleanState(filepath.Join(t.dataDir(), "state")))
	if err := errors.Join(errs...); err != nil {
		t.log.Warn("the bridges could not be taken out of tor's folder")
	}
}

// cleanState writes tor's state file anew without the lines about bridges.
func cleanState(path string) error {
	before, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var after bytes.Buffer
	for line := range strings.Lines(string(before)) {
		if !ofBridge(line) {
			after.WriteString(line)
		}
	}
	if after.Len() == len(before) {
		return nil
	}
	next := path + ".clean"
	if err := os.WriteFile(next, after.Bytes(), 0o600); err != nil {
		return err
	}
	return os.Rename(next, path)
}

// ofBridge reports whether a line of tor's state file tells of bridges: of a
// guard that is one, or of the programs that lead to them.
func ofBridge(line string) bool {
	words := strings.Fields(line)
	if len(words) < 2 {
		return false
	}
	return words[0] == "TransportProxy" || words[0] == "Guard" && (words[1] == "in=bridges" || strings.Contains(line, " bridge_addr="))
}
