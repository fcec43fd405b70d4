package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Why something about a profile, its copies, or the node was not done.
var (
	ErrorNoNode       = &i18n.Message{ID: "ErrorNoNode", Other: "Carom's inner part does not run for this profile, so nothing was done. Quit, and start Carom again."}
	ErrorNodeEnded    = &i18n.Message{ID: "ErrorNodeEnded", Other: "The other program that had this profile open has ended. Nothing that was sent or received is lost."}
	ErrorNodeForeign  = &i18n.Message{ID: "ErrorNodeForeign", Other: "Another user of this computer has this profile open, so nothing was done. Use it as that user."}
	ErrorNodeVersion  = &i18n.Message{ID: "ErrorNodeVersion", Other: "The program that has this profile open is of another version of Carom. End it, and start it again with this version."}
	ErrorSocketFolder = &i18n.Message{ID: "ErrorSocketFolder", Description: "{Name} is a folder.", Other: "Others may write to the folder {Name}, or it is not yours, so that they could pose as Carom. Nothing was started. If it is yours, see that nobody else may write to it."}
	ErrorSocket       = &i18n.Message{ID: "ErrorSocket", Other: "The way by which other programs reach Carom could not be opened, and so the profile was closed. Nothing that was sent or received is lost. See that the profile's folder is yours and that the disk has room, then open it again."}
	ErrorTor          = &i18n.Message{ID: "ErrorTor", Other: "There is no tor program on this computer, and Carom cannot do without. Install it: on Debian and Ubuntu with \"sudo apt install tor\"."}
	ErrorTorAt        = &i18n.Message{ID: "ErrorTorAt", Description: "{Name} is a path.", Other: "There is no tor program at {Name}, where it was said to be when Carom was started."}
	ErrorTorOptions   = &i18n.Message{ID: "ErrorTorOptions", Other: "What was said about Tor when Carom was started cannot be used. Start Carom again without it."}
	ErrorTorFolder    = &i18n.Message{ID: "ErrorTorFolder", Description: "Do not translate --data-dir.", Other: "Tor cannot have its files in the folder of this profile. Start Carom with --data-dir and the full path of another folder."}
	ErrorNoProfile    = &i18n.Message{ID: "ErrorNoProfile", Other: "There is no such profile any more."}
	ErrorNotOpened    = &i18n.Message{ID: "ErrorNotOpened", Other: "The profile cannot be opened. See that its folder is yours, and that the disk has room."}
	ErrorUnlisted     = &i18n.Message{ID: "ErrorUnlisted", Other: "The profiles cannot be listed. See that their folder is yours and can be read."}
	ErrorNoHome       = &i18n.Message{ID: "ErrorNoHome", Description: "Do not translate --data-dir.", Other: "There is no home folder to put the profile in. Start Carom with --data-dir and a folder."}
	ErrorNoWipe       = &i18n.Message{ID: "ErrorNoWipe", Other: "This profile cannot be destroyed from here."}
	ErrorWipe         = &i18n.Message{ID: "ErrorWipe", Other: "The keys could not be overwritten, so the profile may still be readable. Remove its folder by hand."}
	ErrorKeysLeft     = &i18n.Message{ID: "ErrorKeysLeft", Description: "{Name} is a folder.", Other: "The keys could not be destroyed. Remove this folder by hand: {Name}"}
	ErrorFilesLeft    = &i18n.Message{ID: "ErrorFilesLeft", Other: "The keys are destroyed, so that the profile cannot be read any more, but files are left. Files that you received are not encrypted: delete them by hand."}
	ErrorKeysHeld     = &i18n.Message{ID: "ErrorKeysHeld", Other: "The keys on the disk are destroyed, but another program still has this profile open, with the keys in its memory. End that program, then try again."}
	ErrorCopyThere    = &i18n.Message{ID: "ErrorCopyThere", Description: "{Name} is a file.", Other: "{Name} is there already and was not changed. Choose another name."}
	ErrorCopyInUse    = &i18n.Message{ID: "ErrorCopyInUse", Other: "This profile is open in another program. End that first, so that the copy is of one moment."}
	ErrorCopyFailed   = &i18n.Message{ID: "ErrorCopyFailed", Other: "That did not work. Nothing was changed."}
)
