package onion

import "fmt"

// ProblemKind says what is wrong. The values are stable, for a user interface
// to translate: "no-network" and so on.
type ProblemKind string

// The kinds of problems; what each means is in its words below.
const (
	ProblemOldTor       ProblemKind = "old-tor"       // Version
	ProblemNoNetwork    ProblemKind = "no-network"    //
	ProblemBlocked      ProblemKind = "blocked"       // System
	ProblemBridges      ProblemKind = "bridges"       //
	ProblemProxy        ProblemKind = "proxy"         //
	ProblemProxyRefuses ProblemKind = "proxy-refuses" //
	ProblemClock        ProblemKind = "clock"         //
	ProblemTransport    ProblemKind = "transport"     // Program, Package
	ProblemRejected     ProblemKind = "rejected"      // Line
	ProblemNoTor        ProblemKind = "no-tor"        // Package
	ProblemSystem       ProblemKind = "system"        // Detail
	ProblemPermission   ProblemKind = "permission"    // Detail
	ProblemNoSOCKS      ProblemKind = "no-socks"      //
	ProblemLost         ProblemKind = "lost"          //
	ProblemEnded        ProblemKind = "ended"         // Detail
)

// Problem is what is wrong, for a person. Kind and the parameters say it for a
// program; which parameters a kind has is beside its name.
type Problem struct {
	Kind    ProblemKind
	What    string // what happened
	Meaning string // what it means for them
	Advice  string // what to do

	Version string // of tor
	Program string // that is missing
	Package string // of Debian, with that program; empty where there is none
	Line    int    // of the user's bridges, from 1; 0 when it is not one of them
	Detail  string // what tor, or the system, said
	System  bool   // the Tor that this system runs is used
}

// failure is the end of a run that has words of its own for a person.
type failure struct {
	problem *Problem
	err     error // for the log
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

const (
	youAreOffline = "You are offline: nobody can reach you, and what you write waits. Carom keeps trying."
	forTheMoment  = "You are offline for the moment. Carom tries again by itself."
)

func problemOldTor(version string) *Problem {
	return &Problem{
		Kind: ProblemOldTor, Version: shown(version),
		What:    fmt.Sprintf("The tor on this machine is version %s, which has known weaknesses.", shown(version)),
		Meaning: "Carom works, but somebody in the middle might do more than they should.",
		Advice:  "Update tor to version 0.4.9.11 or newer.",
	}
}

func problemNoNetwork() *Problem {
	return &Problem{
		Kind: ProblemNoNetwork, What: "This machine has no network.", Meaning: youAreOffline,
		Advice: "See that it is connected: the cable, the Wi-Fi, the flight mode.",
	}
}

func problemBlocked(system bool) *Problem {
	p := &Problem{
		Kind: ProblemBlocked, System: system, What: "Tor cannot reach its network from here.", Meaning: youAreOffline,
		Advice: "Perhaps the network is down or wants you to log in first. If it blocks Tor, use bridges.",
	}
	if system {
		p.Advice = "Perhaps the network is down or wants you to log in first. If it blocks Tor, give this system's Tor bridges."
	}
	return p
}

func problemBridges() *Problem {
	return &Problem{
		Kind: ProblemBridges, What: "The bridges do not answer.", Meaning: youAreOffline,
		Advice: "They may be gone, or blocked here. Try other ones, or see that this machine has a network.",
	}
}

func problemProxy() *Problem {
	return &Problem{
		Kind: ProblemProxy, What: "The proxy does not answer.", Meaning: youAreOffline,
		Advice: "Check its address and port, and that this machine is in the network that has it.",
	}
}

func problemProxyRefuses() *Problem {
	return &Problem{
		Kind: ProblemProxyRefuses, What: "The proxy lets Tor through to nowhere.", Meaning: youAreOffline,
		Advice: "Check its kind, your user name and the password. If it allows only some connections, add bridges to it.",
	}
}

func problemTransport(program, pkg string) *Problem {
	p := &Problem{
		Kind: ProblemTransport, Program: program, Package: pkg, Meaning: youAreOffline,
		What:   "These bridges need the program " + program + ", which does not run on this machine.",
		Advice: "Install it (on Debian: apt install " + pkg + "), or use other bridges.",
	}
	if pkg == "" {
		p.Advice = "Debian has no package with it. Use bridges of another kind, such as obfs4, or put the program into /usr/local/bin."
	}
	return p
}

func problemRejected(line int) *Problem {
	p := &Problem{
		Kind: ProblemRejected, Line: line, Meaning: youAreOffline,
		What: "Tor does not take the bridges or the proxy that you chose.", Advice: "Check them, or connect in another way.",
	}
	if line > 0 {
		p.What = fmt.Sprintf("Tor does not take bridge number %d of yours.", line)
		p.Advice = "Remove it, or copy it again from where you have it."
	}
	return p
}

func problemNoTor() *Problem {
	return &Problem{
		Kind: ProblemNoTor, Package: "tor", What: "There is no tor program on this machine.", Meaning: youAreOffline,
		Advice: "Install it (on Debian: apt install tor).",
	}
}

func problemNoSOCKS() *Problem {
	return &Problem{
		Kind: ProblemNoSOCKS, What: "This system's Tor has no SOCKS port that Carom can open.",
		Meaning: "You are offline: nothing can be sent through Tor. Carom keeps trying.",
		Advice:  "Name the port with TOR_SOCKS_HOST and TOR_SOCKS_PORT, or let this user use it.",
	}
}

func problemClock() *Problem {
	return &Problem{
		Kind: ProblemClock, What: "This machine's clock is wrong, and Tor refuses to work with it.", Meaning: youAreOffline,
		Advice: "Set the clock, the time zone included.",
	}
}

func problemLost() *Problem {
	return &Problem{
		Kind: ProblemLost, What: "Tor has lost its network.",
		Meaning: "You are offline for now: nobody can reach you, and what you write waits. Carom keeps trying.",
		Advice:  "Check that this machine has a network.",
	}
}

func problemEnded(err error) *Problem {
	return &Problem{
		Kind: ProblemEnded, Detail: err.Error(), What: "Tor ended: " + err.Error() + ".",
		Meaning: "You are offline for the moment. Carom starts it again by itself.",
		Advice:  "If this goes on, look at tor's log, at the lines that you gave with --torrc, and at the disk's free space.",
	}
}

func problemSystem(err error) *Problem {
	return &Problem{
		Kind: ProblemSystem, Detail: err.Error(), System: true, Meaning: forTheMoment,
		What:   "The Tor of this system cannot be used: " + err.Error() + ".",
		Advice: "See that Tor runs, and that it has a control port.",
	}
}

func problemPermission(err error) *Problem {
	return &Problem{
		Kind: ProblemPermission, Detail: err.Error(), System: true, Meaning: forTheMoment,
		What:   "The Tor of this system does not let Carom in: " + err.Error() + ".",
		Advice: "Let this user use its control port (on Debian: adduser YOU debian-tor, then log in again).",
	}
}
