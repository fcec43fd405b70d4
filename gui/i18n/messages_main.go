package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// The main window and its menus.
var (
	WindowTitle       = &i18n.Message{ID: "WindowTitle", Description: "Title of the main window. It never holds a name.", Other: "Carom"}
	WindowTitleUnread = &i18n.Message{ID: "WindowTitleUnread", Description: "Title of the main window when {Count} messages are unread.", Other: "Carom ({Count})"}
	MenuCarom         = &i18n.Message{ID: "MenuCarom", Description: "Menu.", Other: "&Carom"}
	MenuContact       = &i18n.Message{ID: "MenuContact", Description: "Menu.", Other: "Con&tact"}
	MenuConversation  = &i18n.Message{ID: "MenuConversation", Description: "Menu.", Other: "Con&versation"}
	MenuView          = &i18n.Message{ID: "MenuView", Description: "Menu.", Other: "V&iew"}
	MenuHelp          = &i18n.Message{ID: "MenuHelp", Description: "Menu.", Other: "&Help"}
	ActionAddContact  = &i18n.Message{ID: "ActionAddContact", Description: "Menu and button.", Other: "&Add a contact…"}
	ActionMyAddress   = &i18n.Message{ID: "ActionMyAddress", Description: "Menu and button.", Other: "&My address…"}
	ActionSettings    = &i18n.Message{ID: "ActionSettings", Description: "Menu.", Other: "&Settings…"}
	ActionLock        = &i18n.Message{ID: "ActionLock", Description: "Menu: back to the passphrase.", Other: "&Lock"}
	ActionPanic       = &i18n.Message{ID: "ActionPanic", Description: "Menu: locks or wipes at once.", Other: "&Panic"}
	ActionQuit        = &i18n.Message{ID: "ActionQuit", Description: "Menu: ends the program.", Other: "&Quit"}
	ActionRename      = &i18n.Message{ID: "ActionRename", Description: "Menu of a contact.", Other: "&Rename…"}
	ActionRemove      = &i18n.Message{ID: "ActionRemove", Description: "Menu of a contact.", Other: "R&emove…"}
	ActionBlock       = &i18n.Message{ID: "ActionBlock", Description: "Menu of a contact.", Other: "&Block…"}
	ActionUnblock     = &i18n.Message{ID: "ActionUnblock", Description: "Menu of a contact.", Other: "&Unblock"}
	ActionBlockList   = &i18n.Message{ID: "ActionBlockList", Description: "Menu.", Other: "&Blocked people…"}
	ActionFingerprint = &i18n.Message{ID: "ActionFingerprint", Description: "Menu of a contact: opens the fingerprint in words.", Other: "&Compare addresses…"}
	ActionCopyAddress = &i18n.Message{ID: "ActionCopyAddress", Description: "Menu of a contact.", Other: "C&opy the address"}
	ActionHistory     = &i18n.Message{ID: "ActionHistory", Description: "Menu of a conversation.", Other: "How long to &keep messages…"}
	ActionClear       = &i18n.Message{ID: "ActionClear", Description: "Menu of a conversation.", Other: "&Delete all messages…"}
	ActionSearch      = &i18n.Message{ID: "ActionSearch", Description: "Menu.", Other: "&Search in this conversation…"}
	ActionSearchAll   = &i18n.Message{ID: "ActionSearchAll", Description: "Menu.", Other: "Search &everywhere…"}
	ActionSendFile    = &i18n.Message{ID: "ActionSendFile", Description: "Menu and button.", Other: "Send a &file…"}
	ActionSendFolder  = &i18n.Message{ID: "ActionSendFolder", Description: "Menu.", Other: "Se&nd a folder…"}
	ActionTransfers   = &i18n.Message{ID: "ActionTransfers", Description: "Menu: list of file transfers.", Other: "&Transfers…"}
	ActionLarger      = &i18n.Message{ID: "ActionLarger", Description: "Menu.", Other: "&Larger text"}
	ActionSmaller     = &i18n.Message{ID: "ActionSmaller", Description: "Menu.", Other: "&Smaller text"}
	ActionNormalSize  = &i18n.Message{ID: "ActionNormalSize", Description: "Menu.", Other: "&Normal text size"}
	ActionTorLog      = &i18n.Message{ID: "ActionTorLog", Description: "Menu.", Other: "Tor's &log…"}
	ActionAbout       = &i18n.Message{ID: "ActionAbout", Description: "Menu.", Other: "&About Carom…"}
	ActionKeys        = &i18n.Message{ID: "ActionKeys", Description: "Menu.", Other: "&Keyboard shortcuts and marks…"}
	ActionNextUnread  = &i18n.Message{ID: "ActionNextUnread", Description: "Menu.", Other: "Ne&xt unread conversation"}
	ActionShowWindow  = &i18n.Message{ID: "ActionShowWindow", Description: "Tray menu.", Other: "&Show Carom"}
	StatusOnline      = &i18n.Message{ID: "StatusOnline", Description: "Our own state, and a contact's.", Other: "Online"}
	StatusOffline     = &i18n.Message{ID: "StatusOffline", Description: "Our own state, and a contact's.", Other: "Offline"}
	StatusConnecting  = &i18n.Message{ID: "StatusConnecting", Description: "Our own state; {Percent} is a number.", Other: "Connecting… {Percent} %"}
	StatusPublishing  = &i18n.Message{ID: "StatusPublishing", Other: "Online; others can reach you in a moment"}
	StatusInvisible   = &i18n.Message{ID: "StatusInvisible", Description: "Our own state.", Other: "Invisible"}
	StatusNoRequests  = &i18n.Message{ID: "StatusNoRequests", Description: "Our own state.", Other: "Online, no requests"}
	StatusProblem     = &i18n.Message{ID: "StatusProblem", Description: "Status button.", Other: "Not connected. Click to see why."}
)
