package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// The conversation.
var (
	ChatNothingOpen   = &i18n.Message{ID: "ChatNothingOpen", Other: "Choose a contact on the left"}
	ChatLabel         = &i18n.Message{ID: "ChatLabel", Description: "Accessible name of the conversation.", Other: "Conversation with {Name}"}
	ChatLoading       = &i18n.Message{ID: "ChatLoading", Other: "Loading…"}
	ChatBeginning     = &i18n.Message{ID: "ChatBeginning", Other: "The beginning of the conversation"}
	ChatNewest        = &i18n.Message{ID: "ChatNewest", Description: "Button that scrolls down.", Other: "To the newest message"}
	ChatUnreadLine    = &i18n.Message{ID: "ChatUnreadLine", Description: "Line between read and unread messages.", Other: "New messages"}
	ChatUnreadBelow   = &i18n.Message{ID: "ChatUnreadBelow", Description: "Button while scrolled up.", One: "{Count} new message below", Other: "{Count} new messages below"}
	ChatMessageOwn    = &i18n.Message{ID: "ChatMessageOwn", Description: "What a screen reader says of our own message; {State} such as “Delivered”.", Other: "You, {Time}: {Text}. {State}"}
	ChatMessageTheirs = &i18n.Message{ID: "ChatMessageTheirs", Description: "What a screen reader says of a contact's message.", Other: "{Name}, {Time}: {Text}"}
	ChatLinkCopied    = &i18n.Message{ID: "ChatLinkCopied", Other: "Copied. Carom never opens links: whoever made one can see who opens it."}
	ChatAskedBar      = &i18n.Message{ID: "ChatAskedBar", Description: "Bar in the conversation.", Other: "{Name} has not answered your request yet. It is repeated until they do."}
	ChatRejectedBar   = &i18n.Message{ID: "ChatRejectedBar", Description: "Bar in the conversation.", Other: "{Name} has declined. You can ask again."}
	ChatRemovedBar    = &i18n.Message{ID: "ChatRemovedBar", Description: "Bar in the conversation.", Other: "{Name} no longer has you as a contact. You can ask again."}
	ChatBlockedBar    = &i18n.Message{ID: "ChatBlockedBar", Description: "Bar in the conversation.", Other: "{Name} is blocked: nothing reaches you from them."}
	ChatAskAgain      = &i18n.Message{ID: "ChatAskAgain", Description: "Button in those bars.", Other: "As&k again…"}
)
