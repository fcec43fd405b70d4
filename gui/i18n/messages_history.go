package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// How long messages are kept.
var (
	HistoryTitle         = &i18n.Message{ID: "HistoryTitle", Other: "How long to keep messages with {Name}"}
	HistoryForever       = &i18n.Message{ID: "HistoryForever", Other: "Until I &delete them"}
	HistoryDays          = &i18n.Message{ID: "HistoryDays", Description: "Choice: messages are deleted after this time.", One: "{Count} day", Other: "{Count} days"}
	HistoryWeeks         = &i18n.Message{ID: "HistoryWeeks", Description: "Choice.", One: "{Count} week", Other: "{Count} weeks"}
	HistoryMonths        = &i18n.Message{ID: "HistoryMonths", Description: "Choice.", One: "{Count} month", Other: "{Count} months"}
	HistoryOff           = &i18n.Message{ID: "HistoryOff", Other: "Not at all: in &memory only"}
	HistoryOffHint       = &i18n.Message{ID: "HistoryOffHint", Other: "Messages are gone when Carom ends or is locked. What has not been sent is lost then, too."}
	HistoryHint          = &i18n.Message{ID: "HistoryHint", Other: "Messages that are older are deleted here. Your contact decides what they keep."}
	HistoryHeaderForever = &i18n.Message{ID: "HistoryHeaderForever", Description: "Header of a conversation.", Other: "Kept until you delete them"}
	HistoryHeaderFor     = &i18n.Message{ID: "HistoryHeaderFor", Description: "Header of a conversation; {Time} such as “30 days”.", Other: "Kept for {Time}"}
	HistoryHeaderOff     = &i18n.Message{ID: "HistoryHeaderOff", Description: "Header of a conversation.", Other: "Nothing is kept"}
	HistoryDeletesNow    = &i18n.Message{ID: "HistoryDeletesNow", Other: "Messages that are older than that are deleted now. This cannot be undone."}
	HistoryApply         = &i18n.Message{ID: "HistoryApply", Other: "&Apply"}
	ClearTitle           = &i18n.Message{ID: "ClearTitle", Other: "Delete all messages with {Name}?"}
	ClearText            = &i18n.Message{ID: "ClearText", Other: "They are deleted here, and cannot be brought back. What has not been sent will not be. Your contact keeps theirs."}
	ClearButton          = &i18n.Message{ID: "ClearButton", Other: "&Delete all"}
)
