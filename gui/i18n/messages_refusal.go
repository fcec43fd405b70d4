package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Why something that was asked for was not done: people, messages, connection.
var (
	ErrorContactGone       = &i18n.Message{ID: "ErrorContactGone", Other: "There is no such contact any more."}
	ErrorContactAmbiguous  = &i18n.Message{ID: "ErrorContactAmbiguous", Other: "More than one contact's name begins like this. Write more of it."}
	ErrorContactAsked      = &i18n.Message{ID: "ErrorContactAsked", Other: "You have asked this contact already, and they have not answered yet. The request is repeated whenever they are online."}
	ErrorContactExists     = &i18n.Message{ID: "ErrorContactExists", Other: "This is a contact of yours already."}
	ErrorContactBlocked    = &i18n.Message{ID: "ErrorContactBlocked", Other: "This contact is blocked. Unblock them first, then add them."}
	ErrorContactNotBlocked = &i18n.Message{ID: "ErrorContactNotBlocked", Other: "This contact is not blocked, so there is nothing to undo."}
	ErrorNoRequest         = &i18n.Message{ID: "ErrorNoRequest", Other: "There is no request of this contact to answer."}
	ErrorWriteAsked        = &i18n.Message{ID: "ErrorWriteAsked", Other: "This contact has not answered your request yet, so nothing can be sent to them. You will see when they accept."}
	ErrorWritePending      = &i18n.Message{ID: "ErrorWritePending", Other: "This contact waits for your answer. Accept their request first, then write."}
	ErrorWriteRejected     = &i18n.Message{ID: "ErrorWriteRejected", Other: "This contact declined or removed you, so nothing can be sent to them. You can ask again."}
	ErrorWriteBlocked      = &i18n.Message{ID: "ErrorWriteBlocked", Other: "This contact is blocked, so nothing can be sent to them. Unblock them first."}
	ErrorWriteNot          = &i18n.Message{ID: "ErrorWriteNot", Other: "Nothing can be sent to this contact now."}
	ErrorOutboxFull        = &i18n.Message{ID: "ErrorOutboxFull", Other: "Too many messages wait for this contact already, so this one was not taken. They are sent as soon as the contact is online: wait for that."}
	ErrorNoMessage         = &i18n.Message{ID: "ErrorNoMessage", Other: "There is no such message. It may have been deleted."}
	ErrorNotFailed         = &i18n.Message{ID: "ErrorNotFailed", Other: "This message did not fail, so there is nothing to try again."}
	ErrorDraftLong         = &i18n.Message{ID: "ErrorDraftLong", Other: "This text is too long to be kept as a draft. Send what you have in parts."}
	ErrorNoText            = &i18n.Message{ID: "ErrorNoText", Other: "This is not text that can be sent. Nothing was sent."}
	ErrorTextEmpty         = &i18n.Message{ID: "ErrorTextEmpty", Other: "The message is empty, so there is nothing to send."}
	ErrorTextLong          = &i18n.Message{ID: "ErrorTextLong", Other: "A message has at most 2000 characters. Send it in parts."}
	ErrorKeep              = &i18n.Message{ID: "ErrorKeep", Other: "A history is kept for ever, not at all, or for a time from one hour to one year."}
	ErrorUnreadChat        = &i18n.Message{ID: "ErrorUnreadChat", Other: "The conversation could not be read from the disk. Nothing was changed. Try again."}
	ErrorSearch            = &i18n.Message{ID: "ErrorSearch", Other: "The conversations could not be searched on the disk. Nothing was changed. Try again."}
	ErrorNotSaved          = &i18n.Message{ID: "ErrorNotSaved", Other: "This could not be saved, so nothing was changed. The disk may be full or write-protected: make room on it, then try again."}
	ErrorNotKept           = &i18n.Message{ID: "ErrorNotKept", Other: "This is in force now, but it could not be saved: after the next start it is as it was before. The disk may be full or write-protected: make room on it, then choose again."}
	ErrorNotPublished      = &i18n.Message{ID: "ErrorNotPublished", Other: "Your address could not be announced, so you are still invisible. Try again. If it goes on, see that the disk has room."}
	ErrorLogElsewhere      = &i18n.Message{ID: "ErrorLogElsewhere", Other: "Carom uses the Tor of this system. Its log is where this system keeps its logs."}
	ErrorTogether          = &i18n.Message{ID: "ErrorTogether", Other: "These settings do not go together. Choose one way to connect."}
	ErrorSystemTor         = &i18n.Message{ID: "ErrorSystemTor", Other: "On this system Tor is set up for all programs, and Carom uses that one. Bridges and proxies are chosen there."}
	ErrorBridgeSet         = &i18n.Message{ID: "ErrorBridgeSet", Other: "Carom has no built-in bridges of this kind."}
	ErrorProxyKind         = &i18n.Message{ID: "ErrorProxyKind", Other: "Tor knows no such kind of proxy. There are SOCKS 4, SOCKS 5 and HTTPS."}
	ErrorProxySOCKS4       = &i18n.Message{ID: "ErrorProxySOCKS4", Other: "A SOCKS 4 proxy takes no user name and no password. Leave them out, or use SOCKS 5."}
)
