package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// The field in which a message is written.
var (
	ComposerLabel       = &i18n.Message{ID: "ComposerLabel", Description: "Accessible name of the field.", Other: "Message to {Name}"}
	ComposerPlaceholder = &i18n.Message{ID: "ComposerPlaceholder", Other: "Write a message"}
	ComposerSend        = &i18n.Message{ID: "ComposerSend", Description: "Button.", Other: "&Send"}
	ComposerSendHint    = &i18n.Message{ID: "ComposerSendHint", Description: "Tooltip.", Other: "Enter sends, Shift+Enter begins a new line"}
	ComposerCount       = &i18n.Message{ID: "ComposerCount", Description: "Below the field, near the limit of 2000.", One: "{Count} character left", Other: "{Count} characters left"}
	ComposerTooLong     = &i18n.Message{ID: "ComposerTooLong", Description: "Below the field, beyond the limit.", One: "{Count} character too long", Other: "{Count} characters too long"}
	ComposerTooLongHint = &i18n.Message{ID: "ComposerTooLongHint", Other: "Send it in parts, or as a file."}
)
