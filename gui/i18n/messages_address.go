package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Our user's own address, and comparing addresses.
var (
	MineTitle          = &i18n.Message{ID: "MineTitle", Other: "My address"}
	MineText           = &i18n.Message{ID: "MineText", Other: "Give this to people who may write to you. Whoever has it can see whether you are online, and ask to be a contact; nothing more."}
	MineCopy           = &i18n.Message{ID: "MineCopy", Other: "Cop&y"}
	MineCopied         = &i18n.Message{ID: "MineCopied", Other: "Copied. It stays in the clipboard until you copy something else."}
	MineSaveQR         = &i18n.Message{ID: "MineSaveQR", Description: "Button.", Other: "Save the QR code as a &picture…"}
	MineSaveQRTitle    = &i18n.Message{ID: "MineSaveQRTitle", Description: "Title of the file chooser.", Other: "Save the QR code"}
	MineSaved          = &i18n.Message{ID: "MineSaved", Other: "The picture was saved."}
	MineQR             = &i18n.Message{ID: "MineQR", Description: "Accessible name of the picture.", Other: "QR code of your address"}
	MineFingerprint    = &i18n.Message{ID: "MineFingerprint", Description: "Before the fingerprint.", Other: "In words:"}
	FingerprintTitle   = &i18n.Message{ID: "FingerprintTitle", Other: "Compare addresses"}
	FingerprintText    = &i18n.Message{ID: "FingerprintText", Other: "Read these words to each other by telephone, or when you meet. If they are the same, nobody has swapped the address."}
	FingerprintTheirs  = &i18n.Message{ID: "FingerprintTheirs", Other: "{Name}:"}
	FingerprintOwn     = &i18n.Message{ID: "FingerprintOwn", Description: "Before our own fingerprint.", Other: "You:"}
	FingerprintHint    = &i18n.Message{ID: "FingerprintHint", Other: "{Name} sees the same words under “My address”."}
	FingerprintNumber  = &i18n.Message{ID: "FingerprintNumber", Description: "What a screen reader says.", Other: "Word {Number}: {Word}"}
	FingerprintEnglish = &i18n.Message{ID: "FingerprintEnglish", Other: "The words are English in every language, so that both of you see the same."}
)
