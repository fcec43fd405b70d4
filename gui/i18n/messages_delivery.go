package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// How far our user's own messages have come.
var (
	DeliveryQueued        = &i18n.Message{ID: "DeliveryQueued", Other: "Waiting"}
	DeliverySent          = &i18n.Message{ID: "DeliverySent", Other: "Sent"}
	DeliveryDelivered     = &i18n.Message{ID: "DeliveryDelivered", Other: "Delivered"}
	DeliveryFailed        = &i18n.Message{ID: "DeliveryFailed", Other: "Not delivered"}
	DeliveryQueuedHint    = &i18n.Message{ID: "DeliveryQueuedHint", Other: "It waits on this computer until both of you are online."}
	DeliverySentHint      = &i18n.Message{ID: "DeliverySentHint", Other: "It is on its way. It counts as delivered when it is on the other's disk."}
	DeliveryDeliveredHint = &i18n.Message{ID: "DeliveryDeliveredHint", Other: "It is on the other's disk."}
	DeliveryFailedHint    = &i18n.Message{ID: "DeliveryFailedHint", Other: "It was refused. Try again, or ask your contact whether they use a newer version."}
	DeliveryFailedRetry   = &i18n.Message{ID: "DeliveryFailedRetry", Description: "Below such a message, to be clicked.", Other: "Not delivered. Try again"}
	DeliveryRetry         = &i18n.Message{ID: "DeliveryRetry", Other: "&Try again"}
)
