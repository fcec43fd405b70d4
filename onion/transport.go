package onion

import (
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// transport is a kind of bridge: how a connection to it is made to look like
// something else, by a program that tor runs.
type transport struct {
	// programs that can do it, the better one first.
	programs []string
	// pkg is Debian's package with the last of them; "" where there is none.
	pkg string
	// needs are the arguments without which it does not work, alternatives
	// with | between them.
	needs []string
}

var transports = map[string]transport{
	"obfs4":     {[]string{"lyrebird", "obfs4proxy"}, "obfs4proxy", []string{"cert", "iat-mode"}},
	"meek_lite": {[]string{"lyrebird", "obfs4proxy"}, "obfs4proxy", []string{"url"}},
	"webtunnel": {[]string{"webtunnel-client", "lyrebird"}, "", []string{"url"}},
	"snowflake": {[]string{"snowflake-client"}, "snowflake-client", []string{"url|ampcache|sqsqueue"}},
}

// programFolders are looked in besides $PATH.
var programFolders = []string{"/usr/bin", "/usr/local/bin", "/usr/sbin"}

// findProgram returns the absolute path of one of some programs.
func findProgram(names []string) (string, bool) {
	for _, name := range names {
		candidates := []string{name}
		for _, dir := range programFolders {
			candidates = append(candidates, filepath.Join(dir, name))
		}
		for _, c := range candidates {
			path, err := exec.LookPath(c)
			if err != nil || !filepath.IsAbs(path) || strings.ContainsFunc(path, awkward) {
				continue // tor's configuration cannot name one with a space in it
			}
			return path, true
		}
	}
	return "", false
}

// plugins are the values of ClientTransportPlugin for some bridge lines: a
// program may do several kinds.
func plugins(s Settings, find func([]string) (string, bool)) ([]string, error) {
	kinds := make(map[string][]string) // by program
	var programs []string
	for _, line := range s.lines() {
		kind, _, _ := strings.Cut(line, " ")
		tr, ok := transports[kind]
		if !ok {
			continue // a plain bridge
		}
		program, ok := find(tr.programs)
		if !ok {
			return nil, &failure{problem: problemTransport(tr.programs[len(tr.programs)-1], tr.pkg), err: errors.New("a program for the bridges is missing")}
		}
		if !slices.Contains(programs, program) {
			programs = append(programs, program)
		}
		if !slices.Contains(kinds[program], kind) {
			kinds[program] = append(kinds[program], kind)
		}
	}
	for i, program := range programs {
		programs[i] = strings.Join(kinds[program], ",") + " exec " + program
		if s.BuiltIn == BridgesSnowflake && filepath.Base(program) == "snowflake-client" {
			programs[i] += " -front " + snowflakeFront
		}
	}
	return programs, nil
}
