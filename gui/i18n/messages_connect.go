package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// How to connect: directly, through bridges, a proxy, or the system's Tor.
var (
	ConnectTitle          = &i18n.Message{ID: "ConnectTitle", Other: "Connect to Tor"}
	ConnectText           = &i18n.Message{ID: "ConnectText", Other: "Carom reaches others through the Tor network, which hides who talks to whom."}
	ConnectDirect         = &i18n.Message{ID: "ConnectDirect", Description: "Choice. Right for most people.", Other: "Connect &directly"}
	ConnectDirectHint     = &i18n.Message{ID: "ConnectDirectHint", Other: "Right for most people."}
	ConnectBridges        = &i18n.Message{ID: "ConnectBridges", Description: "Choice: Tor through hidden entrances.", Other: "Use b&ridges"}
	ConnectBridgesHint    = &i18n.Message{ID: "ConnectBridgesHint", Other: "If Tor is blocked where you are. Everybody can know the built-in bridges: only bridges of your own, which few others have, can hide that you use Tor."}
	ConnectProxy          = &i18n.Message{ID: "ConnectProxy", Description: "Checkbox or choice: the network lets you out through a proxy only.", Other: "Through a &proxy"}
	ConnectProxyHint      = &i18n.Message{ID: "ConnectProxyHint", Other: "Only if your network lets you out through a proxy, as in some offices and schools."}
	ConnectSystem         = &i18n.Message{ID: "ConnectSystem", Description: "Choice. On Tails and Whonix.", Other: "Use the &Tor of this system"}
	ConnectSystemHint     = &i18n.Message{ID: "ConnectSystemHint", Other: "On Tails and Whonix, or where a Tor runs already."}
	ConnectButton         = &i18n.Message{ID: "ConnectButton", Other: "&Connect"}
	ConnectChange         = &i18n.Message{ID: "ConnectChange", Other: "&Change how to connect…"}
	BridgesBuiltin        = &i18n.Message{ID: "BridgesBuiltin", Description: "Choice. Before a list with obfs4, snowflake, meek.", Other: "Bu&ilt-in bridges:"}
	BridgesObfs4          = &i18n.Message{ID: "BridgesObfs4", Other: "obfs4: fast, looks like random data"}
	BridgesSnowflake      = &i18n.Message{ID: "BridgesSnowflake", Other: "Snowflake: looks like a video call"}
	BridgesMeek           = &i18n.Message{ID: "BridgesMeek", Other: "meek: looks like a big web service; slow, but hard to block"}
	BridgesPasted         = &i18n.Message{ID: "BridgesPasted", Description: "Choice. Before the field where bridge lines are pasted.", Other: "M&y own bridges:"}
	BridgesPaste          = &i18n.Message{ID: "BridgesPaste", Description: "Placeholder in the field.", Other: "Paste bridge lines, one on each line"}
	BridgesWhere          = &i18n.Message{ID: "BridgesWhere", Other: "You get your own bridges by an e-mail to bridges@torproject.org from a Gmail or Riseup address, or from somebody you trust."}
	BridgeLineCharacters  = &i18n.Message{ID: "BridgeLineCharacters", Description: "{Line} is a number.", Other: "Line {Line} has characters that are in no bridge line. Copy it again, as plain text."}
	BridgeLineLength      = &i18n.Message{ID: "BridgeLineLength", Other: "Line {Line} is too long. Copy it again, each bridge on a line of its own."}
	BridgeLineTransport   = &i18n.Message{ID: "BridgeLineTransport", Other: "Line {Line} begins with a kind of bridge that Carom does not know."}
	BridgeLineAddress     = &i18n.Message{ID: "BridgeLineAddress", Other: "Line {Line} has no address and port where they belong. Copy it again."}
	BridgeLineFingerprint = &i18n.Message{ID: "BridgeLineFingerprint", Other: "Line {Line} has no fingerprint of 40 letters and digits. Perhaps it was cut off."}
	BridgeLineArgument    = &i18n.Message{ID: "BridgeLineArgument", Other: "Line {Line} lacks something. Perhaps its end was cut off."}
	BridgeLineTooMany     = &i18n.Message{ID: "BridgeLineTooMany", Other: "Line {Line} is one too many. 100 bridges are more than enough."}
	BridgesNone           = &i18n.Message{ID: "BridgesNone", Other: "There is no bridge line here. Paste at least one."}
	BridgesCount          = &i18n.Message{ID: "BridgesCount", Description: "How many good bridge lines were pasted.", One: "{Count} bridge", Other: "{Count} bridges"}
	ProxyType             = &i18n.Message{ID: "ProxyType", Description: "Label: SOCKS 4, SOCKS 5 or HTTPS.", Other: "&Kind:"}
	ProxyAddress          = &i18n.Message{ID: "ProxyAddress", Description: "Label: host name or IP address of the proxy.", Other: "&IP address:"}
	ProxyPort             = &i18n.Message{ID: "ProxyPort", Description: "Label: port number of the proxy.", Other: "P&ort:"}
	ProxyUser             = &i18n.Message{ID: "ProxyUser", Other: "&User name (if it wants one):"}
	ProxyPassword         = &i18n.Message{ID: "ProxyPassword", Other: "Pass&word (if it wants one):"}
	ProxyPortBad          = &i18n.Message{ID: "ProxyPortBad", Other: "The port is a number from 1 to 65535."}
	ProxyBoth             = &i18n.Message{ID: "ProxyBoth", Other: "Give a user name and a password, or neither."}
	ProxyWords            = &i18n.Message{ID: "ProxyWords", Other: "The user name or the password is too long, or has characters that a proxy cannot take."}
	ProxyMixed            = &i18n.Message{ID: "ProxyMixed", Other: "With plain bridges and others together, the proxy's user name and password can have letters and digits only. Leave the plain bridges out."}
	ProxyBadAddress       = &i18n.Message{ID: "ProxyBadAddress", Other: "This is not an IP address and a port. Whoever runs the proxy can tell you both. A name does not do: looking it up would not go through Tor."}
	ConnectContinue       = &i18n.Message{ID: "ConnectContinue", Description: "Button while Tor connects.", Other: "Go on with&out waiting"}
)
