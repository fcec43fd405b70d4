package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Searching messages.
var (
	SearchTitle       = &i18n.Message{ID: "SearchTitle", Description: "Title of the window.", Other: "Search messages"}
	SearchResults     = &i18n.Message{ID: "SearchResults", Description: "Accessible name of the list of what was found.", Other: "What was found"}
	SearchMany        = &i18n.Message{ID: "SearchMany", Description: "There are more than those shown.", One: "{Count} message found; there may be more", Other: "{Count} messages found; there may be more"}
	SearchSpoken      = &i18n.Message{ID: "SearchSpoken", Description: "What a screen reader says of a message that was found.", Other: "{Name}, {Time}: {Text}"}
	SearchOwn         = &i18n.Message{ID: "SearchOwn", Description: "Who wrote a message that was found: our user, to {Name}.", Other: "You to {Name}"}
	SearchLabel       = &i18n.Message{ID: "SearchLabel", Other: "Search &for:"}
	SearchPlaceholder = &i18n.Message{ID: "SearchPlaceholder", Other: "Words to look for"}
	SearchNone        = &i18n.Message{ID: "SearchNone", Other: "Nothing was found. Only messages that are kept can be found."}
	SearchCount       = &i18n.Message{ID: "SearchCount", One: "{Count} message found", Other: "{Count} messages found"}
	SearchMore        = &i18n.Message{ID: "SearchMore", Other: "&More results"}
	SearchShow        = &i18n.Message{ID: "SearchShow", Other: "&Show in the conversation"}
	SearchInAll       = &i18n.Message{ID: "SearchInAll", Other: "In all conversations"}
	SearchInOne       = &i18n.Message{ID: "SearchInOne", Other: "In the conversation with {Name}"}
)
