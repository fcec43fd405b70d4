package noderun

import (
	"bufio"
	"os"

	"carom/core"
	"carom/onion"
)

// TorOptions are what flags and the environment say about Tor: the lines of the
// file torrc, "" for none, and a Tor that runs already. torPath is the tor
// program that was named, getenv is os.Getenv.
func TorOptions(torrc, torPath string, getenv func(string) string) (lines []string, environ onion.Environment, err error) {
	environ, err = onion.ParseEnvironment(getenv)
	if err != nil {
		return nil, onion.Environment{}, &core.UserError{Code: core.CodeInvalid, Kind: core.KindTorOptions, Detail: err.Error(), Text: err.Error() + "."}
	}
	if lines, err = torrcLines(torrc); err != nil {
		return nil, onion.Environment{}, err
	}
	if environ.Attach && (len(lines) > 0 || torPath != "") {
		const both = "This system's Tor is used ($TOR_… says so), so --torrc and --tor would do nothing. Leave them out, or unset those variables."
		return nil, onion.Environment{}, &core.UserError{Code: core.CodeInvalid, Kind: core.KindTorOptions, Detail: both, Text: both}
	}
	return lines, environ, nil
}

func torrcLines(path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, torrcError(err)
	}
	defer f.Close()
	var lines []string
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		return nil, torrcError(err)
	}
	return lines, nil
}

func torrcError(err error) error {
	text := "The file given with --torrc cannot be read: " + err.Error() + "."
	return &core.UserError{Code: core.CodeInvalid, Kind: core.KindTorOptions, Detail: text, Text: text}
}
