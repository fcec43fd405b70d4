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
	TheirsTitle        = &i18n.Message{ID: "TheirsTitle", Other: "Address of {Name}"}
	TheirsText         = &i18n.Message{ID: "TheirsText", Other: "Compare it with what they see under “My address”. If it is the same, nobody stands between you."}
	TheirsQR           = &i18n.Message{ID: "TheirsQR", Description: "Accessible name of the picture.", Other: "QR code of the address of {Name}"}
	AddressField       = &i18n.Message{ID: "AddressField", Description: "Accessible name of the field with the address.", Other: "Address"}
	AddressSaveFailed  = &i18n.Message{ID: "AddressSaveFailed", Other: "The picture could not be saved there. Choose another folder."}
	FingerprintTitle   = &i18n.Message{ID: "FingerprintTitle", Other: "Compare addresses"}
	FingerprintText    = &i18n.Message{ID: "FingerprintText", Other: "Read these words to each other by telephone, or when you meet. If all eight are the same, nobody has swapped the address."}
	FingerprintHint    = &i18n.Message{ID: "FingerprintHint", Other: "{Name} sees the same words under “My address”."}
	FingerprintNumber  = &i18n.Message{ID: "FingerprintNumber", Description: "What a screen reader says.", Other: "Word {Number}: {Word}"}
	FingerprintEnglish = &i18n.Message{ID: "FingerprintEnglish", Other: "The words are English in every language, so that both of you see the same."}
)
