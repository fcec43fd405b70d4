package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What the first start says: language, profile, passphrase; and unlocking.
var (
	AppName                 = &i18n.Message{ID: "AppName", Description: "The program's name. Do not translate.", Other: "Carom"}
	WelcomeTitle            = &i18n.Message{ID: "WelcomeTitle", Other: "Welcome to Carom"}
	WelcomeText             = &i18n.Message{ID: "WelcomeText", Description: "First screen, below the title.", Other: "Carom lets two people talk so that nobody else can know that they talk. There is no account and no server."}
	LanguageLabel           = &i18n.Message{ID: "LanguageLabel", Description: "Label before the list of languages.", Other: "&Language:"}
	Next                    = &i18n.Message{ID: "Next", Description: "Button to the next step.", Other: "&Next"}
	Back                    = &i18n.Message{ID: "Back", Description: "Button to the step before.", Other: "&Back"}
	Cancel                  = &i18n.Message{ID: "Cancel", Description: "Button. No mnemonic: Escape does it.", Other: "Cancel"}
	Close                   = &i18n.Message{ID: "Close", Description: "Button that closes a window.", Other: "&Close"}
	OK                      = &i18n.Message{ID: "OK", Description: "Button.", Other: "OK"}
	No                      = &i18n.Message{ID: "No", Description: "Button.", Other: "&No"}
	ProfileTitle            = &i18n.Message{ID: "ProfileTitle", Other: "Your profile"}
	ProfileText             = &i18n.Message{ID: "ProfileText", Other: "A profile holds your address, your contacts and your messages. It is kept on this computer only, and is encrypted."}
	ProfileCreate           = &i18n.Message{ID: "ProfileCreate", Description: "Choice. You get a new address.", Other: "&Create a new profile"}
	ProfileCreateHint       = &i18n.Message{ID: "ProfileCreateHint", Other: "You get a new address. Nobody can connect it with you."}
	ProfileImport           = &i18n.Message{ID: "ProfileImport", Description: "Choice.", Other: "Bring a profile &from elsewhere"}
	ProfileImportHint       = &i18n.Message{ID: "ProfileImportHint", Other: "A copy that you made with Carom, or the file ricochet.json of Ricochet-Refresh 3.0."}
	ProfileImportChoose     = &i18n.Message{ID: "ProfileImportChoose", Description: "Button that opens the file chooser.", Other: "Choose a fi&le…"}
	ProfileImportFileTitle  = &i18n.Message{ID: "ProfileImportFileTitle", Description: "Title of the file chooser.", Other: "Choose the copy of your profile"}
	ProfileImportPassphrase = &i18n.Message{ID: "ProfileImportPassphrase", Other: "Passphrase of the copy:"}
	ProfileImportDone       = &i18n.Message{ID: "ProfileImportDone", Other: "The profile was brought over. Your address and contacts are the same as before."}
	ProfileImportBoth       = &i18n.Message{ID: "ProfileImportBoth", Description: "Warning after an import.", Other: "Use a profile in one place only. If two programs use the same address at once, messages go to one of them, and you do not know to which."}
	ProfileWhich            = &i18n.Message{ID: "ProfileWhich", Description: "Label above the list when there are several.", Other: "Which profile?"}
	ProfileBusy             = &i18n.Message{ID: "ProfileBusy", Other: "This profile is open already. Look for another Carom window, also in the corner of the screen where the small symbols are."}
	ProfileDamaged          = &i18n.Message{ID: "ProfileDamaged", Other: "This profile cannot be read: its files are damaged. Nothing was changed. If you have a copy, bring it in as a new profile."}
	ProfileNewer            = &i18n.Message{ID: "ProfileNewer", Other: "This profile was made by a newer Carom. Install that version to open it."}
	PassphraseTitle         = &i18n.Message{ID: "PassphraseTitle", Other: "Choose a passphrase"}
	PassphraseText          = &i18n.Message{ID: "PassphraseText", Other: "It encrypts your profile on this computer: keys, contacts and messages. Nobody can recover the passphrase: if you forget it, your profile is lost. Files that you receive lie beside the profile as they are."}
	PassphraseLabel         = &i18n.Message{ID: "PassphraseLabel", Other: "&Passphrase:"}
	PassphraseRepeat        = &i18n.Message{ID: "PassphraseRepeat", Description: "Label of the second field, where the passphrase is repeated.", Other: "&Again:"}
	PassphraseShow          = &i18n.Message{ID: "PassphraseShow", Description: "Checkbox.", Other: "&Show what I type"}
	PassphraseDiffer        = &i18n.Message{ID: "PassphraseDiffer", Other: "The two are not the same. Type the second one again."}
	PassphraseEmpty         = &i18n.Message{ID: "PassphraseEmpty", Other: "Type a passphrase first."}
	PassphraseNone          = &i18n.Message{ID: "PassphraseNone", Description: "Checkbox, offered only where the disk is encrypted (Tails).", Other: "Continue &without a passphrase"}
	PassphraseNoneHint      = &i18n.Message{ID: "PassphraseNoneHint", Other: "Only where the whole storage is encrypted already, as on Tails. Whoever can read the disk can read everything."}
	PassphraseTooWeak       = &i18n.Message{ID: "PassphraseTooWeak", Description: "{Time} is a length of time, such as “3 hours”.", Other: "Somebody with this computer could guess it in {Time}. Use a longer one: five or six words that do not belong together."}
	PassphraseFair          = &i18n.Message{ID: "PassphraseFair", Description: "{Time} is a length of time.", Other: "It would take {Time} to guess. More words make it stronger."}
	PassphraseStrong        = &i18n.Message{ID: "PassphraseStrong", Description: "{Time} is a length of time.", Other: "Good: it would take longer than {Time} to guess."}
	PassphraseVeryStrong    = &i18n.Message{ID: "PassphraseVeryStrong", Other: "Very good. Nobody can guess this one."}
	PassphraseAdvice        = &i18n.Message{ID: "PassphraseAdvice", Description: "Shown while the field is empty.", Other: "Five or six words that do not belong together are easy to keep in mind and hard to guess."}
	PassphraseStrength      = &i18n.Message{ID: "PassphraseStrength", Description: "Accessible name of the bar that shows the strength.", Other: "Strength of the passphrase"}
	UnlockTitle             = &i18n.Message{ID: "UnlockTitle", Other: "Unlock Carom"}
	UnlockText              = &i18n.Message{ID: "UnlockText", Other: "Type the passphrase of your profile."}
	UnlockButton            = &i18n.Message{ID: "UnlockButton", Other: "&Unlock"}
	UnlockWorking           = &i18n.Message{ID: "UnlockWorking", Other: "Opening. This takes a few seconds on purpose: it makes guessing slow."}
	UnlockWrong             = &i18n.Message{ID: "UnlockWrong", Other: "This is not the right passphrase. Nothing was changed. Try again."}
	UnlockLocked            = &i18n.Message{ID: "UnlockLocked", Other: "Carom is locked. Messages that come now wait until you unlock it."}
	CreateWorking           = &i18n.Message{ID: "CreateWorking", Other: "Making your profile…"}
	CreateButton            = &i18n.Message{ID: "CreateButton", Other: "&Create the profile"}
)
