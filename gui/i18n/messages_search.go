package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Searching messages.
var (
	SearchLabel       = &i18n.Message{ID: "SearchLabel", Other: "Search"}
	SearchPlaceholder = &i18n.Message{ID: "SearchPlaceholder", Other: "Words to look for"}
	SearchNone        = &i18n.Message{ID: "SearchNone", Other: "Nothing was found. Only messages that are kept can be found."}
	SearchCount       = &i18n.Message{ID: "SearchCount", One: "{Count} message found", Other: "{Count} messages found"}
	SearchMore        = &i18n.Message{ID: "SearchMore", Other: "&More results"}
	SearchNext        = &i18n.Message{ID: "SearchNext", Other: "&Next"}
	SearchPrevious    = &i18n.Message{ID: "SearchPrevious", Other: "&Previous"}
	SearchShow        = &i18n.Message{ID: "SearchShow", Other: "&Show in the conversation"}
	SearchInAll       = &i18n.Message{ID: "SearchInAll", Other: "In all conversations"}
	SearchInOne       = &i18n.Message{ID: "SearchInOne", Other: "In the conversation with {Name}"}
)
