package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What can be done with one message.
var (
	MessageCopy         = &i18n.Message{ID: "MessageCopy", Other: "&Copy the text"}
	MessageCopyLink     = &i18n.Message{ID: "MessageCopyLink", Other: "Copy the &link"}
	MessageCopyThisLink = &i18n.Message{ID: "MessageCopyThisLink", Description: "In a menu, for each link of a message with several.", Other: "Copy {Link}"}
	MessageSelect       = &i18n.Message{ID: "MessageSelect", Description: "Opens one message, to copy a part of it.", Other: "Copy a &part…"}
	MessageSelectTitle  = &i18n.Message{ID: "MessageSelectTitle", Description: "Title of the window with one message.", Other: "Message"}
	MessageDelete       = &i18n.Message{ID: "MessageDelete", Other: "&Delete…"}
	MessageDeleteTitle  = &i18n.Message{ID: "MessageDeleteTitle", One: "Delete this message?", Other: "Delete {Count} messages?"}
	MessageDeleteText   = &i18n.Message{ID: "MessageDeleteText", One: "It is deleted here only. Your contact keeps theirs.", Other: "They are deleted here only. Your contact keeps theirs."}
	MessageDeleteQueued = &i18n.Message{ID: "MessageDeleteQueued", Description: "Instead of MessageDeleteText, when there is one that waits.", One: "It has not been sent yet, and will not be.", Other: "What has not been sent yet will not be. The others are deleted here only."}
	MessageDeleteButton = &i18n.Message{ID: "MessageDeleteButton", Other: "&Delete"}
)
