package testnet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	orPort        = 9001
	delayedORPort = 9002 // behind the delay line
	dirPort       = 9030
	controlPort   = 9051
	// votingInterval, in seconds, is far longer than any test: the one vote
	// that matters is started by hand.
	votingInterval = 300
	// voteDelay is the time for votes and for signatures, in seconds.
	voteDelay = 2
	// voteTimeout is how long a vote may take until another one is called.
	voteTimeout = 15 * time.Second
)

// node is one relay.
type node struct {
	index                int
	name, dir, ip        string
	authority            bool
	v3Ident, fingerprint string
	process              *process
}

func writeLines(path string, lines []string) error {
	return os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600)
}

func (n *Network) relayTorrc(nd *node) []string {
	lines := append(n.Node(),
		"DataDirectory "+nd.dir,
		"Log notice file "+filepath.Join(nd.dir, "notice.log"),
		"RunAsDaemon 0",
		"Nickname "+nd.name,
		"Address "+nd.ip,
		"OutboundBindAddress "+nd.ip,
		"SocksPort 0",
		"AssumeReachable 1",
		"ExitRelay 0",
		"ExitPolicy reject *:*",
		"ServerDNSDetectHijacking 0",
		"ExtraInfoStatistics 0",
		// Otherwise the relay that happened to move a few bytes first gets all
		// the weight, clients choose it for every place in a circuit, and
		// bootstrapping stays at 95 %.
		"TestingMinTimeToReportBandwidth 1 day",
		"NumCPUs 1",
	)
	if n.latency > 0 {
		lines = append(lines,
			fmt.Sprintf("ORPort %s:%d NoListen IPv4Only", nd.ip, orPort),
			fmt.Sprintf("ORPort %s:%d NoAdvertise IPv4Only", nd.ip, delayedORPort))
	} else {
		lines = append(lines, fmt.Sprintf("ORPort %s:%d IPv4Only", nd.ip, orPort))
	}
	if nd.authority {
		lines = append(lines, n.authorityTorrc(nd)...)
	}
	return lines
}

func (n *Network) authorityTorrc(nd *node) []string {
	var guards []string
	for _, a := range n.authorities() {
		guards = append(guards, a.fingerprint)
	}
	return []string{
		"AuthoritativeDirectory 1",
		"V3AuthoritativeDirectory 1",
		"ContactInfo none@example.invalid",
		fmt.Sprintf("DirPort %s:%d", nd.ip, dirPort),
		fmt.Sprintf("ControlPort %s:%d", nd.ip, controlPort),
		"CookieAuthentication 1",
		fmt.Sprintf("TestingV3AuthInitialVotingInterval %d", votingInterval),
		fmt.Sprintf("TestingV3AuthInitialVoteDelay %d", voteDelay),
		fmt.Sprintf("TestingV3AuthInitialDistDelay %d", voteDelay),
		"V3AuthVotingInterval 3600",
		fmt.Sprintf("V3AuthVoteDelay %d", voteDelay),
		fmt.Sprintf("V3AuthDistDelay %d", voteDelay),
		fmt.Sprintf("TestingV3AuthVotingStartOffset %d", n.offset),
		"TestingDirAuthVoteHSDir *",
		"AuthDirVoteStableGuaranteeMinUptime 0",
		"AuthDirVoteStableGuaranteeMTBF 0",
		"TestingMinExitFlagThreshold 0",
		// Only the authorities are guards: others may lack microdescriptors
		// yet, and a client that asks them loses ten seconds.
		"TestingDirAuthVoteGuard " + strings.Join(guards, ","),
		"TestingDirAuthVoteGuardIsStrict 1",
	}
}

// makeKeys gives an authority its keys: about a second of work.
func (nd *node) makeKeys(ctx context.Context) error {
	if err := nd.certify(ctx); err != nil {
		return err
	}
	return nd.readFingerprint(ctx)
}

func (nd *node) certify(ctx context.Context) error {
	keys := filepath.Join(nd.dir, "keys")
	certificate := filepath.Join(keys, "authority_certificate")
	cmd := exec.CommandContext(ctx, "tor-gencert", "--create-identity-key", "--passphrase-fd", "0", "-m", "12",
		"-i", filepath.Join(keys, "authority_identity_key"), "-s", filepath.Join(keys, "authority_signing_key"), "-c", certificate)
	cmd.Stdin = strings.NewReader("test\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("tor-gencert: %w: %s", err, out)
	}
	text, err := os.ReadFile(certificate)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		if ident, ok := strings.CutPrefix(line, "fingerprint "); ok {
			nd.v3Ident = strings.TrimSpace(ident)
			return nil
		}
	}
	return errors.New("tor-gencert wrote a certificate without a fingerprint")
}

func (nd *node) readFingerprint(ctx context.Context) error {
	nobody := strings.Repeat("A", 40)
	cmd := exec.CommandContext(ctx, "tor", "--quiet", "--ignore-missing-torrc", "-f", "/nonexistent", "--defaults-torrc", "/nonexistent",
		"--list-fingerprint", "--DataDirectory", nd.dir, "--ORPort", fmt.Sprintf("%s:%d", nd.ip, orPort), "--Nickname", nd.name,
		"--Address", nd.ip, "--DisableNetwork", "1", "--TestingTorNetwork", "1", "--SocksPort", "0",
		// Any authority will do: this command opens no socket.
		"--DirAuthority", "x orport=1 v3ident="+nobody+" 127.0.0.1:1 "+nobody)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("tor --list-fingerprint: %w: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(nd.dir, "fingerprint"))
	if err != nil {
		return err
	}
	words := strings.Fields(string(text))
	if len(words) == 0 || len(words[len(words)-1]) != 40 {
		return errors.New("tor wrote no fingerprint")
	}
	nd.fingerprint = words[len(words)-1]
	return nil
}
