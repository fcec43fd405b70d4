package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What is wrong with the connection, and what to do.
var (
	ProblemNoNetwork           = &i18n.Message{ID: "ProblemNoNetwork", Other: "This computer has no network."}
	ProblemNoNetworkAdvice     = &i18n.Message{ID: "ProblemNoNetworkAdvice", Other: "Check the cable or the wireless connection. Carom goes on by itself when there is a network."}
	ProblemBlocked             = &i18n.Message{ID: "ProblemBlocked", Other: "Tor cannot be reached, though there is a network. It may be blocked here."}
	ProblemBlockedAdvice       = &i18n.Message{ID: "ProblemBlockedAdvice", Other: "Try bridges: they are made for this."}
	ProblemBridges             = &i18n.Message{ID: "ProblemBridges", Other: "None of the bridges answers."}
	ProblemBridgesAdvice       = &i18n.Message{ID: "ProblemBridgesAdvice", Other: "They may be blocked or gone. Try another kind, or ask for new ones."}
	ProblemProxy               = &i18n.Message{ID: "ProblemProxy", Other: "The proxy does not answer."}
	ProblemProxyAdvice         = &i18n.Message{ID: "ProblemProxyAdvice", Other: "Check its address and port, and whether you need it at all."}
	ProblemProxyRefused        = &i18n.Message{ID: "ProblemProxyRefused", Other: "The proxy refuses to let Tor through."}
	ProblemProxyRefusedAdvice  = &i18n.Message{ID: "ProblemProxyRefusedAdvice", Other: "Check the user name and password. Some proxies let only the web through: try bridges of the kind meek as well."}
	ProblemClock               = &i18n.Message{ID: "ProblemClock", Other: "This computer's clock is wrong. Tor cannot work with it."}
	ProblemClockAdvice         = &i18n.Message{ID: "ProblemClockAdvice", Other: "Set the date, the time and the time zone, then quit Carom and start it again."}
	ProblemNoTransport         = &i18n.Message{ID: "ProblemNoTransport", Description: "{Program} is the name of a program.", Other: "The program {Program} that these bridges need is not on this computer."}
	ProblemNoTransportAdvice   = &i18n.Message{ID: "ProblemNoTransportAdvice", Description: "{Package} is the name of a Debian package.", Other: "Install the package {Package}, or choose another kind of bridge."}
	ProblemNoTransportElse     = &i18n.Message{ID: "ProblemNoTransportElse", Description: "Where no package is known.", Other: "Choose another kind of bridge, such as obfs4."}
	ProblemBadLine             = &i18n.Message{ID: "ProblemBadLine", Description: "{Line} is a number.", Other: "Tor does not accept line {Line} of your bridges."}
	ProblemBadLineAdvice       = &i18n.Message{ID: "ProblemBadLineAdvice", Other: "Take it out, or copy it again from where you have it."}
	ProblemSystemBlockedAdvice = &i18n.Message{ID: "ProblemSystemBlockedAdvice", Description: "When the Tor of the system, not our own, is blocked.", Other: "The network may want you to log in first. If it blocks Tor, give this system's Tor bridges."}
	ProblemNoTor               = &i18n.Message{ID: "ProblemNoTor", Other: "Tor is not on this computer."}
	ProblemNoTorAdvice         = &i18n.Message{ID: "ProblemNoTorAdvice", Other: "On Debian, run “sudo systemctl mask tor” first: otherwise the package connects to Tor at once, without your bridges. Then install the package tor: Carom finds it within a minute."}
	ProblemSystemTor           = &i18n.Message{ID: "ProblemSystemTor", Other: "This system's Tor does not answer."}
	ProblemSystemTorAdvice     = &i18n.Message{ID: "ProblemSystemTorAdvice", Other: "Wait until Tor of this system is ready. On Tails, connect with Tor Connection first."}
	ProblemPermission          = &i18n.Message{ID: "ProblemPermission", Other: "This system's Tor does not let Carom in."}
	ProblemPermissionAdvice    = &i18n.Message{ID: "ProblemPermissionAdvice", Other: "Your user needs permission for Tor's control port. On Debian: add it to the group debian-tor, then log in again."}
	ProblemNoSOCKS             = &i18n.Message{ID: "ProblemNoSOCKS", Other: "This system's Tor has no port that Carom may use."}
	ProblemNoSOCKSAdvice       = &i18n.Message{ID: "ProblemNoSOCKSAdvice", Other: "Let Carom run its own Tor, or ask who looks after this computer."}
	ProblemOldTor              = &i18n.Message{ID: "ProblemOldTor", Description: "{Version} such as 0.4.7.1.", Other: "Tor on this computer is old (version {Version}) and has known weaknesses."}
	ProblemOldTorMeaning       = &i18n.Message{ID: "ProblemOldTorMeaning", Other: "You can talk, but somebody in the middle might do more than they should."}
	ProblemOldTorAdvice        = &i18n.Message{ID: "ProblemOldTorAdvice", Other: "Update Tor."}
	ProblemEnded               = &i18n.Message{ID: "ProblemEnded", Other: "Tor stopped unexpectedly."}
	ProblemEndedAdvice         = &i18n.Message{ID: "ProblemEndedAdvice", Other: "Carom starts it again. If this goes on, look at Tor's log."}
	ProblemLost                = &i18n.Message{ID: "ProblemLost", Other: "The connection to Tor was lost."}
	ProblemLostAdvice          = &i18n.Message{ID: "ProblemLostAdvice", Other: "Check the network. Carom goes on by itself."}
	ProblemBadSettings         = &i18n.Message{ID: "ProblemBadSettings", Other: "Tor does not accept these connection settings."}
	ProblemBadSettingsAdvice   = &i18n.Message{ID: "ProblemBadSettingsAdvice", Other: "Look at what you changed last, or connect directly."}
	ProblemOffline             = &i18n.Message{ID: "ProblemOffline", Description: "What the problems above mean.", Other: "You are offline: nobody can reach you, and what you write waits. Nothing is lost."}
)
