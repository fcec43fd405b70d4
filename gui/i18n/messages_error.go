package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What went wrong. The engine's own words are core.UserError's.
var (
	ErrorTitle     = &i18n.Message{ID: "ErrorTitle", Other: "Something went wrong"}
	ErrorDisk      = &i18n.Message{ID: "ErrorDisk", Other: "This could not be saved, so nothing was changed. The disk may be full or write-protected."}
	ErrorRead      = &i18n.Message{ID: "ErrorRead", Other: "This could not be read from the disk. Nothing was changed. Try again."}
	ErrorNotFound  = &i18n.Message{ID: "ErrorNotFound", Other: "This is no longer there."}
	ErrorConflict  = &i18n.Message{ID: "ErrorConflict", Other: "This is not possible now."}
	ErrorInvalid   = &i18n.Message{ID: "ErrorInvalid", Other: "What was typed cannot be right."}
	ErrorNode      = &i18n.Message{ID: "ErrorNode", Other: "Carom's inner part has stopped. Nothing that was sent or received is lost. Quit, and start Carom again."}
	ErrorBusy      = &i18n.Message{ID: "ErrorBusy", Other: "This is still under way. Wait a moment."}
	ErrorClipboard = &i18n.Message{ID: "ErrorClipboard", Other: "There is no text in the clipboard."}
	ErrorDetails   = &i18n.Message{ID: "ErrorDetails", Other: "&Details"}
)
