package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// More about profiles: several of them, and bringing one in.
var (
	ProfileMore          = &i18n.Message{ID: "ProfileMore", Description: "Button on the screen that asks for the passphrase.", Other: "A&nother profile…"}
	ProfileName          = &i18n.Message{ID: "ProfileName", Description: "Label of a field.", Other: "Name of the &profile:"}
	ProfileNameHint      = &i18n.Message{ID: "ProfileNameHint", Other: "Only this computer knows it, but it is not encrypted: do not use your real name."}
	ProfileNameBad       = &i18n.Message{ID: "ProfileNameBad", Other: "Use 1 to 31 letters from a to z, digits, dots, dashes and underlines."}
	ProfileNameTaken     = &i18n.Message{ID: "ProfileNameTaken", Other: "There is a profile of this name already."}
	ProfileAttach        = &i18n.Message{ID: "ProfileAttach", Description: "Button: the profile is open in another program.", Other: "&Use it here too"}
	ProfileImportFile    = &i18n.Message{ID: "ProfileImportFile", Description: "Label before the name of the file.", Other: "F&ile:"}
	ProfileImportNone    = &i18n.Message{ID: "ProfileImportNone", Other: "Choose the file first."}
	ProfileImportRead    = &i18n.Message{ID: "ProfileImportRead", Other: "This file cannot be read. See that it is there and that it is yours."}
	ProfileImportBad     = &i18n.Message{ID: "ProfileImportBad", Other: "This file is neither a whole copy that Carom made nor a ricochet.json. Nothing was changed. Choose another one."}
	ProfileImportWrong   = &i18n.Message{ID: "ProfileImportWrong", Other: "This passphrase does not open the copy. Nothing was changed. Try again."}
	ProfileImportWorking = &i18n.Message{ID: "ProfileImportWorking", Other: "Reading the copy. This takes a few seconds on purpose."}
	ProfileImportKey     = &i18n.Message{ID: "ProfileImportKey", Other: "ricochet.json holds your key, and everybody can read it. Destroy that file once you have moved."}
	UnlockOpen           = &i18n.Message{ID: "UnlockOpen", Description: "Button: opens a profile that has no passphrase.", Other: "&Open"}
)
