package model

import (
	"carom/gui/i18n"
	"carom/onion"
)

// Trouble is what is wrong with the connection, in our user's language.
type Trouble struct {
	What, Meaning, Advice string
}

// problem is what is said of a kind of problems.
type problem struct{ what, meaning, advice *i18n.Message }

// offline is a problem that keeps us from being reached.
func offline(what, advice *i18n.Message) problem { return problem{what, i18n.ProblemOffline, advice} }

// problems says all kinds; those that depend on more are in wording.
func problems() map[onion.ProblemKind]problem {
	return map[onion.ProblemKind]problem{
		onion.ProblemOldTor:       {i18n.ProblemOldTor, i18n.ProblemOldTorMeaning, i18n.ProblemOldTorAdvice},
		onion.ProblemNoNetwork:    offline(i18n.ProblemNoNetwork, i18n.ProblemNoNetworkAdvice),
		onion.ProblemBlocked:      offline(i18n.ProblemBlocked, i18n.ProblemBlockedAdvice),
		onion.ProblemBridges:      offline(i18n.ProblemBridges, i18n.ProblemBridgesAdvice),
		onion.ProblemProxy:        offline(i18n.ProblemProxy, i18n.ProblemProxyAdvice),
		onion.ProblemProxyRefuses: offline(i18n.ProblemProxyRefused, i18n.ProblemProxyRefusedAdvice),
		onion.ProblemClock:        offline(i18n.ProblemClock, i18n.ProblemClockAdvice),
		onion.ProblemTransport:    offline(i18n.ProblemNoTransport, i18n.ProblemNoTransportAdvice),
		onion.ProblemRejected:     offline(i18n.ProblemBadSettings, i18n.ProblemBadSettingsAdvice),
		onion.ProblemNoTor:        offline(i18n.ProblemNoTor, i18n.ProblemNoTorAdvice),
		onion.ProblemSystem:       offline(i18n.ProblemSystemTor, i18n.ProblemSystemTorAdvice),
		onion.ProblemPermission:   offline(i18n.ProblemPermission, i18n.ProblemPermissionAdvice),
		onion.ProblemNoSOCKS:      offline(i18n.ProblemNoSOCKS, i18n.ProblemNoSOCKSAdvice),
		onion.ProblemLost:         offline(i18n.ProblemLost, i18n.ProblemLostAdvice),
		onion.ProblemEnded:        offline(i18n.ProblemEnded, i18n.ProblemEndedAdvice),
	}
}

// wording chooses the words for a problem; false when its kind is not known here.
func wording(p *onion.Problem) (problem, bool) {
	words, ok := problems()[p.Kind]
	switch {
	case p.Kind == onion.ProblemBlocked && p.System:
		words.advice = i18n.ProblemSystemBlockedAdvice
	case p.Kind == onion.ProblemTransport && p.Package == "":
		words.advice = i18n.ProblemNoTransportOther
	case p.Kind == onion.ProblemRejected && p.Line > 0:
		words.what, words.advice = i18n.ProblemBadLine, i18n.ProblemBadLineAdvice
	}
	return words, ok
}

// Explain says a problem in the printer's language; one of a kind that is not
// known here in its own English words. What tor or the system said of it is
// for tor's log, not for these words.
func Explain(p *onion.Problem, in *i18n.Printer) Trouble {
	words, ok := wording(p)
	if !ok {
		return Trouble{What: p.What, Meaning: p.Meaning, Advice: p.Advice}
	}
	args := i18n.Args{"Version": p.Version, "Program": p.Program, "Package": p.Package, "Line": p.Line}
	return Trouble{What: in.T(words.what, args), Meaning: in.T(words.meaning, args), Advice: in.T(words.advice, args)}
}

// BadLine says what is wrong with a line of bridges that was pasted.
func BadLine(e onion.LineError, in *i18n.Printer) string {
	m := map[onion.LineReason]*i18n.Message{
		onion.LineCharacters:  i18n.BridgeLineCharacters,
		onion.LineLength:      i18n.BridgeLineLength,
		onion.LineTransport:   i18n.BridgeLineTransport,
		onion.LineAddress:     i18n.BridgeLineAddress,
		onion.LineFingerprint: i18n.BridgeLineFingerprint,
		onion.LineArgument:    i18n.BridgeLineArgument,
		onion.LineCertificate: i18n.BridgeLineArgument,
		onion.LineTooMany:     i18n.BridgeLineTooMany,
	}[e.Reason]
	if m == nil {
		return e.Error()
	}
	return in.T(m, i18n.Args{"Line": e.Line})
}
