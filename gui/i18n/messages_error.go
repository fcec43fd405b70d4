package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What went wrong. The engine's own words are core.UserError's.
var (
	ErrorTitle       = &i18n.Message{ID: "ErrorTitle", Other: "Something went wrong"}
	ErrorStorage     = &i18n.Message{ID: "ErrorStorage", Other: "This could not be saved or read. The disk may be full or write-protected: make room on it, then try again."}
	ErrorUnavailable = &i18n.Message{ID: "ErrorUnavailable", Other: "This did not work: something that Carom needs is not running or not there."}
	ErrorInEnglish   = &i18n.Message{ID: "ErrorInEnglish", Description: "{Text} says more about an error, in English: say that it is.", Other: "Details: {Text}"}
	ErrorNotFound    = &i18n.Message{ID: "ErrorNotFound", Other: "This is no longer there."}
	ErrorConflict    = &i18n.Message{ID: "ErrorConflict", Other: "This is not possible now."}
	ErrorInvalid     = &i18n.Message{ID: "ErrorInvalid", Other: "What was typed cannot be right."}
	ErrorPreferences = &i18n.Message{ID: "ErrorPreferences", Other: "This was not saved: a profile keeps at most 64 settings, and this one has as many. A program that keeps some in it has to delete one first."}
	ErrorNode        = &i18n.Message{ID: "ErrorNode", Other: "Carom's inner part has stopped. Nothing that was sent or received is lost. Quit, and start Carom again."}
	ErrorClipboard   = &i18n.Message{ID: "ErrorClipboard", Other: "There is no text in the clipboard."}
	ErrorDetails     = &i18n.Message{ID: "ErrorDetails", Other: "&Details"}
)
