package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What Tor is doing: see Phase.
var (
	ProgressStarting    = &i18n.Message{ID: "ProgressStarting", Other: "Starting Tor…"}
	ProgressAttaching   = &i18n.Message{ID: "ProgressAttaching", Other: "Looking for this system's Tor…"}
	ProgressConnecting  = &i18n.Message{ID: "ProgressConnecting", Description: "Tags conn, conn_dir, conn_or and the like.", Other: "Connecting to the Tor network…"}
	ProgressBridge      = &i18n.Message{ID: "ProgressBridge", Description: "Tags conn_pt, conn_done_pt.", Other: "Connecting to a bridge…"}
	ProgressProxy       = &i18n.Message{ID: "ProgressProxy", Description: "Tags conn_proxy, conn_done_proxy.", Other: "Connecting through the proxy…"}
	ProgressHandshake   = &i18n.Message{ID: "ProgressHandshake", Description: "Tags handshake, handshake_done, onehop_create.", Other: "Agreeing on a secret with the first relay…"}
	ProgressDirectory   = &i18n.Message{ID: "ProgressDirectory", Description: "Tags requesting_status, loading_status.", Other: "Asking for the map of the Tor network…"}
	ProgressKeys        = &i18n.Message{ID: "ProgressKeys", Description: "Tag loading_keys.", Other: "Checking who signed the map…"}
	ProgressDescriptors = &i18n.Message{ID: "ProgressDescriptors", Description: "Tags requesting_descriptors, loading_descriptors, enough_dirinfo.", Other: "Reading about the relays…"}
	ProgressCircuit     = &i18n.Message{ID: "ProgressCircuit", Description: "Tags ap_conn, ap_handshake, circuit_create.", Other: "Building a path that nobody can follow…"}
	ProgressPublishing  = &i18n.Message{ID: "ProgressPublishing", Other: "Connected. Making your address reachable…"}
	ProgressDone        = &i18n.Message{ID: "ProgressDone", Other: "Connected"}
	ProgressRestarting  = &i18n.Message{ID: "ProgressRestarting", Other: "Tor has stopped. Carom starts it again…"}
	ProgressRetrying    = &i18n.Message{ID: "ProgressRetrying", Description: "Above a problem.", Other: "Not connected. Carom tries again by itself, once a minute or more often."}
	ProgressStopped     = &i18n.Message{ID: "ProgressStopped", Other: "Not connected"}
	ProgressPercent     = &i18n.Message{ID: "ProgressPercent", Description: "Progress; {Percent} is a number.", Other: "{Percent} %"}
	ProgressSlow        = &i18n.Message{ID: "ProgressSlow", Description: "Shown after a while without progress.", Other: "This takes longer than usual. The first connection can take some minutes, with bridges too."}
)
