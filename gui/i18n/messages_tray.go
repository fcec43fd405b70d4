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
	NotifyRequest     = &i18n.Message{ID: "NotifyRequest", Description: "Notification.", Other: "Somebody wants to be a contact"}
	NotifyFile        = &i18n.Message{ID: "NotifyFile", Description: "Notification.", Other: "Somebody wants to send you a file"}
	NotifyFileDone    = &i18n.Message{ID: "NotifyFileDone", Description: "Notification.", Other: "A file has arrived"}
)
