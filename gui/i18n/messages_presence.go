package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Who can see our user.
var (
	PresenceLabel          = &i18n.Message{ID: "PresenceLabel", Description: "Accessible name of the choice of presence.", Other: "Who can see me"}
	PresenceOnline         = &i18n.Message{ID: "PresenceOnline", Description: "Choice.", Other: "&Online"}
	PresenceOnlineHint     = &i18n.Message{ID: "PresenceOnlineHint", Other: "Contacts see that you are online. Strangers with your address can ask to be a contact."}
	PresenceNoRequests     = &i18n.Message{ID: "PresenceNoRequests", Description: "Choice.", Other: "Online, &no requests"}
	PresenceNoRequestsHint = &i18n.Message{ID: "PresenceNoRequestsHint", Other: "Contacts see that you are online. Strangers are hung up on: they cannot ask, but whoever has your address can find out that you are online."}
	PresenceInvisible      = &i18n.Message{ID: "PresenceInvisible", Description: "Choice.", Other: "&Invisible"}
	PresenceInvisibleHint  = &i18n.Message{ID: "PresenceInvisibleHint", Other: "Everybody sees you as offline. You receive nothing, and what you write waits."}
	PresenceInvisibleBar   = &i18n.Message{ID: "PresenceInvisibleBar", Description: "Bar above the conversation.", Other: "You are invisible. Nothing is sent or received."}
	PresenceGoOnline       = &i18n.Message{ID: "PresenceGoOnline", Description: "Button in that bar.", Other: "&Go online"}
	ActionConnection       = &i18n.Message{ID: "ActionConnection", Description: "Menu: what Tor is doing, and who can see our user.", Other: "Connection and visibility…"}
	PresenceButton         = &i18n.Message{ID: "PresenceButton", Description: "What a screen reader says of the button above the contacts; {State} such as “Online”.", Other: "You: {State}. Connection and visibility"}
	PresenceTitle          = &i18n.Message{ID: "PresenceTitle", Description: "Title of the dialog.", Other: "Connection and visibility"}
	PresenceConnection     = &i18n.Message{ID: "PresenceConnection", Description: "Button to the settings of the connection.", Other: "Connection settings…"}
)
