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
	AboutVersions   = &i18n.Message{ID: "AboutVersions", Description: "Accessible name of the list of versions.", Other: "Versions"}
	TorLogTitle     = &i18n.Message{ID: "TorLogTitle", Other: "Tor's log"}
	TorLogText      = &i18n.Message{ID: "TorLogText", Other: "Addresses and names are taken out, so that you can show this to somebody who helps."}
	TorLogEmpty     = &i18n.Message{ID: "TorLogEmpty", Other: "Tor has written nothing yet."}
	TorLogNone      = &i18n.Message{ID: "TorLogNone", Other: "This is the system's Tor. Its log is with the system's."}
	TorLogCopy      = &i18n.Message{ID: "TorLogCopy", Other: "Cop&y"}
	TorLogRefresh   = &i18n.Message{ID: "TorLogRefresh", Other: "&Read again"}
	KeysEither      = &i18n.Message{ID: "KeysEither", Description: "Two shortcuts that do the same.", Other: "{First} or {Second}"}
	KeysTitle       = &i18n.Message{ID: "KeysTitle", Other: "Keyboard shortcuts and marks"}
	KeysSend        = &i18n.Message{ID: "KeysSend", Description: "In the list of shortcuts.", Other: "Send the message"}
	KeysNewLine     = &i18n.Message{ID: "KeysNewLine", Description: "In the list of shortcuts.", Other: "Begin a new line"}
	KeysMenu        = &i18n.Message{ID: "KeysMenu", Description: "In the list of shortcuts.", Other: "Menu of a contact or a message"}
	KeysCopy        = &i18n.Message{ID: "KeysCopy", Description: "In the list of shortcuts.", Other: "Copy the chosen messages"}
	KeysDelete      = &i18n.Message{ID: "KeysDelete", Description: "In the list of shortcuts.", Other: "Delete the chosen messages"}
	KeysRetry       = &i18n.Message{ID: "KeysRetry", Description: "In the list of shortcuts.", Other: "Send the chosen message again, if it was not delivered"}
	KeysMarks       = &i18n.Message{ID: "KeysMarks", Description: "Heading below the list of shortcuts: the marks in the corner of bubbles.", Other: "Marks of your messages"}
	KeysClose       = &i18n.Message{ID: "KeysClose", Description: "In the list of shortcuts.", Other: "Close a dialog"}
)
