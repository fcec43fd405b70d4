package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Renaming, removing, blocking.
var (
	RenameTitle    = &i18n.Message{ID: "RenameTitle", Other: "Rename a contact"}
	RenameLabel    = &i18n.Message{ID: "RenameLabel", Other: "Your &name for them:"}
	RenameButton   = &i18n.Message{ID: "RenameButton", Other: "&Rename"}
	RemoveTitle    = &i18n.Message{ID: "RemoveTitle", Other: "Remove {Name}?"}
	RemoveText     = &i18n.Message{ID: "RemoveText", Other: "The contact and all messages with them are deleted here. They can ask again. For some seconds you can undo it."}
	RemoveButton   = &i18n.Message{ID: "RemoveButton", Other: "&Remove"}
	RemoveDone     = &i18n.Message{ID: "RemoveDone", Other: "{Name} was removed."}
	BlockTitle     = &i18n.Message{ID: "BlockTitle", Other: "Block {Name}?"}
	BlockText      = &i18n.Message{ID: "BlockText", Other: "Nothing reaches you from them any more, and they see you as offline. Your messages stay."}
	BlockButton    = &i18n.Message{ID: "BlockButton", Other: "&Block"}
	BlockDone      = &i18n.Message{ID: "BlockDone", Other: "{Name} is blocked."}
	UnblockDone    = &i18n.Message{ID: "UnblockDone", Other: "{Name} is no longer blocked. To talk, one of you has to ask the other."}
	BlockListTitle = &i18n.Message{ID: "BlockListTitle", Other: "Blocked people"}
	BlockListEmpty = &i18n.Message{ID: "BlockListEmpty", Other: "You have blocked nobody."}
	Undo           = &i18n.Message{ID: "Undo", Description: "Button, for some seconds.", Other: "&Undo"}
	Undone         = &i18n.Message{ID: "Undone", Other: "Undone."}
	UnblockTitle   = &i18n.Message{ID: "UnblockTitle", Other: "Unblock {Name}?"}
	UnblockText    = &i18n.Message{ID: "UnblockText", Other: "They can ask to be a contact again. Your messages with them are deleted here."}
	BlockListText  = &i18n.Message{ID: "BlockListText", Other: "Nothing reaches you from these people, and they see you as offline."}
	AskAgainTitle  = &i18n.Message{ID: "AskAgainTitle", Other: "Ask {Name} again"}
)
