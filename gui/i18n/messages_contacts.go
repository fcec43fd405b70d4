package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// The list of contacts.
var (
	ContactsLabel     = &i18n.Message{ID: "ContactsLabel", Description: "Accessible name of the list.", Other: "Contacts"}
	ContactsFilter    = &i18n.Message{ID: "ContactsFilter", Description: "Placeholder of the filter field.", Other: "Search contacts"}
	ContactsEmpty     = &i18n.Message{ID: "ContactsEmpty", Other: "Nobody is here yet"}
	ContactsEmptyText = &i18n.Message{ID: "ContactsEmptyText", Other: "Give somebody your address, or add the address that somebody gave you."}
	ContactsNoMatch   = &i18n.Message{ID: "ContactsNoMatch", Other: "No contact with this name"}
	ContactOnline     = &i18n.Message{ID: "ContactOnline", Description: "State in a row.", Other: "online"}
	ContactOffline    = &i18n.Message{ID: "ContactOffline", Description: "State in a row.", Other: "offline"}
	ContactAsked      = &i18n.Message{ID: "ContactAsked", Description: "State in a row: we asked them.", Other: "asked, no answer yet"}
	ContactPending    = &i18n.Message{ID: "ContactPending", Description: "State in a row: they asked us.", Other: "wants to be a contact"}
	ContactRejected   = &i18n.Message{ID: "ContactRejected", Description: "State in a row.", Other: "declined your request"}
	ContactRemovedYou = &i18n.Message{ID: "ContactRemovedYou", Description: "State in a row.", Other: "no longer has you as a contact"}
	ContactBlocked    = &i18n.Message{ID: "ContactBlocked", Description: "State in a row.", Other: "blocked"}
	ContactDraft      = &i18n.Message{ID: "ContactDraft", Description: "Last line of a row; {Text} is the beginning of what our user wrote.", Other: "Draft: {Text}"}
	ContactYou        = &i18n.Message{ID: "ContactYou", Description: "Last line of a row; {Text} is the beginning of our user's message.", Other: "You: {Text}"}
	ContactNoMessages = &i18n.Message{ID: "ContactNoMessages", Description: "Last line of a row.", Other: "No messages yet"}
	ContactOffers     = &i18n.Message{ID: "ContactOffers", Description: "Last line of a row: they wait for an answer.", Other: "wants to send you a file"}
	UnreadCount       = &i18n.Message{ID: "UnreadCount", Description: "For screen readers, and tooltips.", One: "{Count} unread message", Other: "{Count} unread messages"}
	ContactAccessible = &i18n.Message{ID: "ContactAccessible", Description: "What a screen reader says of a row; {State} such as “online”.", Other: "{Name}, {State}"}
	ContactsMenu      = &i18n.Message{ID: "ContactsMenu", Description: "What a screen reader says of the list, in addition.", Other: "Type to search, Enter to open, the menu key for more."}
)

// Going from one contact to another.
var (
	ActionNextContact     = &i18n.Message{ID: "ActionNextContact", Description: "Menu.", Other: "Next contact"}
	ActionPreviousContact = &i18n.Message{ID: "ActionPreviousContact", Description: "Menu.", Other: "Previous contact"}
	ActionFindContact     = &i18n.Message{ID: "ActionFindContact", Description: "Menu: goes to the field that searches among the contacts.", Other: "Find a contact"}
)
