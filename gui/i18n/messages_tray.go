package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// The tray, notifications, and quitting.
var (
	TrayIdle          = &i18n.Message{ID: "TrayIdle", Description: "Tooltip of the tray icon.", Other: "Carom: no new messages"}
	TrayUnread        = &i18n.Message{ID: "TrayUnread", Description: "Tooltip of the tray icon.", One: "Carom: {Count} unread message", Other: "Carom: {Count} unread messages"}
	TrayOffline       = &i18n.Message{ID: "TrayOffline", Description: "Tooltip of the tray icon.", Other: "Carom: not connected"}
	TrayStays         = &i18n.Message{ID: "TrayStays", Description: "Shown the first time that the window is closed.", Other: "Carom goes on in the tray, so that you stay reachable. To end it, choose “Quit”."}
	NotifyMessage     = &i18n.Message{ID: "NotifyMessage", Description: "Notification, without name and text.", Other: "A new message"}
	NotifyMessageFrom = &i18n.Message{ID: "NotifyMessageFrom", Description: "Notification, when our user wants names.", Other: "New message from {Name}"}
	NotifyMessages    = &i18n.Message{ID: "NotifyMessages", Description: "Notification.", One: "{Count} new message", Other: "{Count} new messages"}
	NotifyRequest     = &i18n.Message{ID: "NotifyRequest", Description: "Notification.", Other: "Somebody wants to be a contact"}
	NotifyFile        = &i18n.Message{ID: "NotifyFile", Description: "Notification.", Other: "Somebody wants to send you a file"}
	NotifyFileDone    = &i18n.Message{ID: "NotifyFileDone", Description: "Notification.", Other: "A file has arrived"}
	NotifyProblem     = &i18n.Message{ID: "NotifyProblem", Description: "Notification.", Other: "Carom is not connected"}
	QuitTitle         = &i18n.Message{ID: "QuitTitle", Other: "Quit Carom?"}
	QuitQueued        = &i18n.Message{ID: "QuitQueued", One: "{Count} message has not been delivered. It stays here and is sent when Carom runs again.", Other: "{Count} messages have not been delivered. They stay here and are sent when Carom runs again."}
	QuitTransfers     = &i18n.Message{ID: "QuitTransfers", One: "{Count} transfer is not done. It goes on when Carom runs again.", Other: "{Count} transfers are not done. They go on when Carom runs again."}
	QuitButton        = &i18n.Message{ID: "QuitButton", Other: "&Quit"}
)
