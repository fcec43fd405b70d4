package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Requests of others.
var (
	RequestTitle      = &i18n.Message{ID: "RequestTitle", Other: "{Name} wants to be a contact"}
	RequestTheyCall   = &i18n.Message{ID: "RequestTheyCall", Other: "They call themselves: {Name}"}
	RequestNoName     = &i18n.Message{ID: "RequestNoName", Other: "They gave no name."}
	RequestTheyWrite  = &i18n.Message{ID: "RequestTheyWrite", Other: "They write:"}
	RequestNoGreeting = &i18n.Message{ID: "RequestNoGreeting", Other: "They wrote no greeting."}
	RequestWarning    = &i18n.Message{ID: "RequestWarning", Other: "Anybody can claim any name. Accept only whom you expect."}
	RequestAccept     = &i18n.Message{ID: "RequestAccept", Other: "&Accept"}
	RequestReject     = &i18n.Message{ID: "RequestReject", Other: "&Decline"}
	RequestBlock      = &i18n.Message{ID: "RequestBlock", Other: "&Block"}
	RequestName       = &i18n.Message{ID: "RequestName", Other: "Your &name for them:"}
	RequestAccepted   = &i18n.Message{ID: "RequestAccepted", Other: "{Name} is a contact now."}
	RequestRejected   = &i18n.Message{ID: "RequestRejected", Other: "Declined. They are told that you declined."}
	RequestReceived   = &i18n.Message{ID: "RequestReceived", Other: "Came on {Date} at {Time}"}
	RequestAcceptHint = &i18n.Message{ID: "RequestAcceptHint", Description: "Below the button.", Other: "You can write to each other, and see when the other is online."}
	RequestRejectHint = &i18n.Message{ID: "RequestRejectHint", Description: "Below the button.", Other: "They are told. They can ask again."}
	RequestBlockHint  = &i18n.Message{ID: "RequestBlockHint", Description: "Below the button.", Other: "They are not told, and nothing reaches you from them any more."}
	RequestAddress    = &i18n.Message{ID: "RequestAddress", Description: "Before an address and its fingerprint in words.", Other: "Their address, and words made from it to compare:"}
)
