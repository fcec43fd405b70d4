package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Adding a contact; what is wrong with an address, a name, a greeting.
var (
	AddTitle               = &i18n.Message{ID: "AddTitle", Other: "Add a contact"}
	AddAddress             = &i18n.Message{ID: "AddAddress", Other: "&Address of your contact:"}
	AddAddressPlaceholder  = &i18n.Message{ID: "AddAddressPlaceholder", Description: "An example. Do not translate.", Other: "ricochet:…"}
	AddPaste               = &i18n.Message{ID: "AddPaste", Description: "Button that pastes the clipboard.", Other: "&Paste"}
	AddScan                = &i18n.Message{ID: "AddScan", Description: "Button: reads a QR code from an image file.", Other: "From a pict&ure…"}
	AddScanTitle           = &i18n.Message{ID: "AddScanTitle", Description: "Title of the file chooser.", Other: "Choose a picture with a QR code"}
	AddScanNothing         = &i18n.Message{ID: "AddScanNothing", Other: "There is no QR code in this picture that can be read. Take a sharper one, with the whole code in it."}
	AddScanOther           = &i18n.Message{ID: "AddScanOther", Other: "The QR code in this picture is not an address of Carom or Ricochet."}
	AddScanTooBig          = &i18n.Message{ID: "AddScanTooBig", Other: "This picture is too big. Choose a smaller one, or cut out the part with the code."}
	AddScanBad             = &i18n.Message{ID: "AddScanBad", Other: "This file is not a picture that Carom can read. PNG, JPEG and GIF work."}
	AddScanWorking         = &i18n.Message{ID: "AddScanWorking", Description: "While a picture is read.", Other: "Looking for a QR code…"}
	AddNickname            = &i18n.Message{ID: "AddNickname", Description: "Label. Only our user sees it.", Other: "Your &name for them:"}
	AddNicknameHint        = &i18n.Message{ID: "AddNicknameHint", Other: "Only you see it."}
	AddOwnNickname         = &i18n.Message{ID: "AddOwnNickname", Other: "What you &call yourself (they see it):"}
	AddGreeting            = &i18n.Message{ID: "AddGreeting", Other: "A &greeting (they see it):"}
	AddGreetingPlaceholder = &i18n.Message{ID: "AddGreetingPlaceholder", Other: "So that they know who is asking"}
	AddButton              = &i18n.Message{ID: "AddButton", Other: "As&k"}
	AddDone                = &i18n.Message{ID: "AddDone", Other: "Asked. Carom repeats the request until {Name} answers. Both of you have to be online at some time."}
	AddAccepted            = &i18n.Message{ID: "AddAccepted", Other: "{Name} had asked you already. You are contacts now."}
	AddressEmpty           = &i18n.Message{ID: "AddressEmpty", Other: "An address is “ricochet:” and 56 letters and digits. Paste the one that your contact gave you."}
	AddressTyping          = &i18n.Message{ID: "AddressTyping", Description: "While an address is typed.", One: "{Count} character is missing.", Other: "{Count} characters are missing."}
	AddressShort           = &i18n.Message{ID: "AddressShort", Other: "This address is too short. Copy it again, whole."}
	AddressLong            = &i18n.Message{ID: "AddressLong", Other: "This address is too long: something else was copied with it."}
	AddressCharacter       = &i18n.Message{ID: "AddressCharacter", Other: "Only the letters a to z and the digits 2 to 7 can be in an address. Copy it again."}
	AddressChecksum        = &i18n.Message{ID: "AddressChecksum", Other: "There is a mistake in this address. Copy it again rather than typing it."}
	AddressOld             = &i18n.Message{ID: "AddressOld", Other: "This is an address of the old kind, with 16 characters. Ask your contact for a new one."}
	AddressVersion         = &i18n.Message{ID: "AddressVersion", Other: "This kind of address is not known. It may belong to another program."}
	AddressKey             = &i18n.Message{ID: "AddressKey", Other: "Nobody can have this address. Ask your contact for it again."}
	AddressOwn             = &i18n.Message{ID: "AddressOwn", Other: "This is your own address. Give it to your contact, and put theirs here."}
	AddressExists          = &i18n.Message{ID: "AddressExists", Other: "You have this contact already: {Name}."}
	AddressBlocked         = &i18n.Message{ID: "AddressBlocked", Other: "You have blocked this person: {Name}. Unblock them first."}
	AddressPending         = &i18n.Message{ID: "AddressPending", Other: "{Name} has asked you already. Adding them accepts that."}
	AddressGood            = &i18n.Message{ID: "AddressGood", Other: "The address is right."}
	NicknameEmpty          = &i18n.Message{ID: "NicknameEmpty", Other: "Give your contact a name."}
	NicknameLong           = &i18n.Message{ID: "NicknameLong", Other: "This name is too long. At most 30 characters."}
	NicknameBad            = &i18n.Message{ID: "NicknameBad", Other: "This name has a character in it that cannot be in a name."}
	NicknameTaken          = &i18n.Message{ID: "NicknameTaken", Other: "You have a contact of this name already."}
	GreetingLong           = &i18n.Message{ID: "GreetingLong", Other: "This greeting is too long. At most 2000 characters."}
)
