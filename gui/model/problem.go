package model

import (
	"carom/gui/i18n"
	"carom/onion"
)

// Explanation is a problem with the connection in our user's language.
type Explanation struct {
	// What happened, what it means, and what to do.
	What, Meaning, Advice string
	// Bridges: other bridges may help. Settings: the connection settings are
	// where it can be mended.
	Bridges, Settings bool
	// Minor: people can be reached all the same.
	Minor bool
}

// Explain says a problem in the printer's language. One that is newer than this
// program is said in onion's own words.
func Explain(p *i18n.Printer, problem onion.Problem) Explanation {
	words, ok := explain(problem)
	if !ok {
		return Explanation{What: problem.What, Meaning: problem.Meaning, Advice: problem.Advice}
	}
	args := i18n.Args{"Version": problem.Version, "Program": problem.Program, "Package": problem.Package, "Line": problem.Line}
	return Explanation{
		What: p.T(words.what, args), Meaning: p.T(words.meaning, args), Advice: p.T(words.advice, args),
		Bridges: words.bridges, Settings: words.settings || words.bridges, Minor: words.minor,
	}
}

type explanation struct {
	what, meaning, advice    *i18n.Message
	bridges, settings, minor bool
}

// explain chooses the words, which may depend on more than the kind; false when
// the kind is not known here.
func explain(problem onion.Problem) (explanation, bool) {
	words, ok := explanations()[problem.Kind]
	switch {
	case problem.Kind == onion.ProblemBlocked && problem.System:
		words.advice, words.bridges = i18n.ProblemSystemBlockedAdvice, false
		words.settings = true
	case problem.Kind == onion.ProblemTransport && problem.Package == "":
		words.advice = i18n.ProblemNoTransportElse
	case problem.Kind == onion.ProblemRejected && problem.Line > 0:
		words.what, words.advice = i18n.ProblemBadLine, i18n.ProblemBadLineAdvice
	}
	return words, ok
}

// explanations are the words of each kind.
func explanations() map[onion.ProblemKind]explanation {
	offline := i18n.ProblemOffline
	return map[onion.ProblemKind]explanation{
		onion.ProblemOldTor: {what: i18n.ProblemOldTor, meaning: i18n.ProblemOldTorMeaning, advice: i18n.ProblemOldTorAdvice, minor: true},

		onion.ProblemNoNetwork:    {what: i18n.ProblemNoNetwork, meaning: offline, advice: i18n.ProblemNoNetworkAdvice},
		onion.ProblemBlocked:      {what: i18n.ProblemBlocked, meaning: offline, advice: i18n.ProblemBlockedAdvice, bridges: true},
		onion.ProblemBridges:      {what: i18n.ProblemBridges, meaning: offline, advice: i18n.ProblemBridgesAdvice, bridges: true},
		onion.ProblemProxy:        {what: i18n.ProblemProxy, meaning: offline, advice: i18n.ProblemProxyAdvice, settings: true},
		onion.ProblemProxyRefuses: {what: i18n.ProblemProxyRefused, meaning: offline, advice: i18n.ProblemProxyRefusedAdvice, settings: true},
		onion.ProblemClock:        {what: i18n.ProblemClock, meaning: offline, advice: i18n.ProblemClockAdvice},
		onion.ProblemTransport:    {what: i18n.ProblemNoTransport, meaning: offline, advice: i18n.ProblemNoTransportAdvice, bridges: true},
		onion.ProblemRejected:     {what: i18n.ProblemBadSettings, meaning: offline, advice: i18n.ProblemBadSettingsAdvice, settings: true},
		onion.ProblemNoTor:        {what: i18n.ProblemNoTor, meaning: offline, advice: i18n.ProblemNoTorAdvice},
		onion.ProblemSystem:       {what: i18n.ProblemSystemTor, meaning: offline, advice: i18n.ProblemSystemTorAdvice, settings: true},
		onion.ProblemPermission:   {what: i18n.ProblemPermission, meaning: offline, advice: i18n.ProblemPermissionAdvice, settings: true},
		onion.ProblemNoSOCKS:      {what: i18n.ProblemNoSOCKS, meaning: offline, advice: i18n.ProblemNoSOCKSAdvice, settings: true},
		onion.ProblemLost:         {what: i18n.ProblemLost, meaning: offline, advice: i18n.ProblemLostAdvice},
		onion.ProblemEnded:        {what: i18n.ProblemEnded, meaning: offline, advice: i18n.ProblemEndedAdvice},
	}
}
