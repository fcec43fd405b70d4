package model

import (
	"strings"

	"carom/core"
	"carom/gui/i18n"
	"carom/onion"
)

// Delivered says how far our own message has come, and what that means; nil
// for an incoming one.
func Delivered(d core.Delivery) (name, hint *i18n.Message) {
	switch d {
	case core.Queued:
		return i18n.DeliveryQueued, i18n.DeliveryQueuedHint
	case core.Sent:
		return i18n.DeliverySent, i18n.DeliverySentHint
	case core.Delivered:
		return i18n.DeliveryDelivered, i18n.DeliveryDeliveredHint
	case core.Failed:
		return i18n.DeliveryFailed, i18n.DeliveryFailedHint
	}
	return nil, nil
}

// Name says how a contact stands to us.
func (s Standing) Name() *i18n.Message {
	return map[Standing]*i18n.Message{
		Offline: i18n.ContactOffline, Online: i18n.ContactOnline, Asked: i18n.ContactAsked, Waiting: i18n.ContactPending,
		Declined: i18n.ContactRejected, Gone: i18n.ContactRemovedYou, Blocked: i18n.ContactBlocked,
	}[s]
}

// Progress says what tor is doing.
func Progress(st onion.Status) *i18n.Message {
	switch st.Phase {
	case onion.Starting:
		if st.System {
			return i18n.ProgressAttaching
		}
		return i18n.ProgressStarting
	case onion.Restarting:
		if st.Problem != nil { // which says what has happened
			return i18n.ProgressRetrying
		}
		return i18n.ProgressRestarting
	case onion.Online:
		if st.Published {
			return i18n.ProgressDone
		}
		return i18n.ProgressPublishing
	case onion.Bootstrapping:
		return bootstrapping(st.Tag)
	}
	return i18n.ProgressStopped
}

// bootstrapping says what a tag of tor's means (control-spec, section 5.5).
func bootstrapping(tag string) *i18n.Message {
	tag = strings.TrimSuffix(tag, "_done")
	switch tag {
	case "starting", "":
		return i18n.ProgressStarting
	case "conn_pt", "conn_done_pt":
		return i18n.ProgressBridge
	case "conn_proxy", "conn_done_proxy":
		return i18n.ProgressProxy
	case "handshake", "onehop_create":
		return i18n.ProgressHandshake
	case "requesting_status", "loading_status":
		return i18n.ProgressDirectory
	case "loading_keys":
		return i18n.ProgressKeys
	case "requesting_descriptors", "loading_descriptors", "enough_dirinfo":
		return i18n.ProgressDescriptors
	case "ap_conn", "ap_conn_pt", "ap_conn_done_pt", "ap_conn_proxy", "ap_conn_done_proxy", "ap_handshake", "circuit_create":
		return i18n.ProgressCircuit
	case "done":
		return i18n.ProgressDone
	}
	return i18n.ProgressConnecting
}
