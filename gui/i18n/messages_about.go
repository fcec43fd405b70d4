package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// About Carom, the shortcuts, Tor's log.
var (
	AboutTitle      = &i18n.Message{ID: "AboutTitle", Other: "About Carom"}
	AboutText       = &i18n.Message{ID: "AboutText", Other: "A messenger over Tor in which nobody but the two people talking knows that they talk."}
	AboutVersion    = &i18n.Message{ID: "AboutVersion", Other: "Carom {Version}"}
	AboutQt         = &i18n.Message{ID: "AboutQt", Other: "Qt {Version}"}
	AboutTor        = &i18n.Message{ID: "AboutTor", Other: "Tor {Version}"}
	AboutTorUnknown = &i18n.Message{ID: "AboutTorUnknown", Other: "Tor: not known yet"}
	AboutLicence    = &i18n.Message{ID: "AboutLicence", Other: "Free software, under the BSD licence."}
	AboutCopy       = &i18n.Message{ID: "AboutCopy", Other: "Cop&y the versions"}
	TorLogTitle     = &i18n.Message{ID: "TorLogTitle", Other: "Tor's log"}
	TorLogText      = &i18n.Message{ID: "TorLogText", Other: "Addresses and names are taken out, so that you can show this to somebody who helps."}
	TorLogEmpty     = &i18n.Message{ID: "TorLogEmpty", Other: "Tor has written nothing yet."}
	TorLogNone      = &i18n.Message{ID: "TorLogNone", Other: "This is the system's Tor. Its log is with the system's."}
	TorLogCopy      = &i18n.Message{ID: "TorLogCopy", Other: "Cop&y"}
	TorLogRefresh   = &i18n.Message{ID: "TorLogRefresh", Other: "&Read again"}
	KeysTitle       = &i18n.Message{ID: "KeysTitle", Other: "Keyboard shortcuts"}
)
