package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Why a file transfer stands still or has failed: what happened, what it means,
// what to do. {Name} is the contact.
var (
	FileProblemDiskFull     = &i18n.Message{ID: "FileProblemDiskFull", Other: "The disk is full. What has come is kept: make room, then go on."}
	FileProblemDisk         = &i18n.Message{ID: "FileProblemDisk", Other: "The disk could not be written or read. What has come is kept: see that it works and belongs to you, then go on."}
	FileProblemTooLarge     = &i18n.Message{ID: "FileProblemTooLarge", Other: "This is larger than your disk or Carom can take, so it was refused. Ask {Name} for smaller files."}
	FileProblemSource       = &i18n.Message{ID: "FileProblemSource", Other: "The file could not be read, so sending it stands still. See that its disk works, then go on, or send it again."}
	FileProblemChanged      = &i18n.Message{ID: "FileProblemChanged", Other: "The file was changed after you chose it, so it was not sent. Send it again."}
	FileProblemSourceGone   = &i18n.Message{ID: "FileProblemSourceGone", Other: "The file is not there, so sending it stands still. Put it back or connect its disk, then go on. If it was moved, send it again from where it is."}
	FileProblemSourceDenied = &i18n.Message{ID: "FileProblemSourceDenied", Other: "You may not read this file, so sending it stands still. Change its permissions, then go on."}
	FileProblemLink         = &i18n.Message{ID: "FileProblemLink", Other: "This is a link or a device and no file, so it was not sent. Choose the file that it points to."}
	FileProblemEmptyFolder  = &i18n.Message{ID: "FileProblemEmptyFolder", Other: "There is no file in this folder that can be sent."}
	FileProblemDamaged      = &i18n.Message{ID: "FileProblemDamaged", Other: "What came is not what was offered, so it was thrown away. Ask {Name} to send it again."}
	FileProblemPlainEmpty   = &i18n.Message{ID: "FileProblemPlainEmpty", Other: "{Name} uses a program that takes no empty files, so it was not sent."}
	FileProblemPlainFolder  = &i18n.Message{ID: "FileProblemPlainFolder", Other: "{Name} uses a program that takes no folders, so it was not sent. Send the files one by one."}
	FileProblemPlainLost    = &i18n.Message{ID: "FileProblemPlainLost", Other: "The connection ended, and the program that {Name} uses cannot go on where it was. Ask {Name} to send it again."}
	FileProblemRefused      = &i18n.Message{ID: "FileProblemRefused", Other: "The program that {Name} uses did not take the file. Send it again, or ask {Name} whether the disk is full there."}
	FileProblemPeerSource   = &i18n.Message{ID: "FileProblemPeerSource", Other: "{Name} cannot read the file any more, or it was changed. Ask {Name} to send it again."}
	FileProblemPeerTarget   = &i18n.Message{ID: "FileProblemPeerTarget", Other: "The program that {Name} uses refused to take so much. Send less at once."}
	FileProblemHash         = &i18n.Message{ID: "FileProblemHash", Other: "The file that came has another content than the one that was offered, so it was thrown away. Ask {Name} to send it again."}
	FileProblemTooMany      = &i18n.Message{ID: "FileProblemTooMany", Other: "There are too many files in this folder, so it was not sent. Send it in parts."}
	FileProblemPeerDamaged  = &i18n.Message{ID: "FileProblemPeerDamaged", Other: "What reached {Name} is not what you offered, so it was thrown away. Send it again."}
	FileProblemPlainDisk    = &i18n.Message{ID: "FileProblemPlainDisk", Other: "The disk could not be written or read, so what came was thrown away. See that it works and belongs to you, then ask {Name} to send it again."}
	FileProblemPlainFull    = &i18n.Message{ID: "FileProblemPlainFull", Other: "The disk is full, so what came was thrown away. Make room, then ask {Name} to send it again."}
	FileProblemPath         = &i18n.Message{ID: "FileProblemPath", Other: "A path in this folder is longer than what can be stored, so it was refused. Ask {Name} for fewer folders in each other, or shorter names."}
	FileProblemPeerPath     = &i18n.Message{ID: "FileProblemPeerPath", Other: "A path in this folder is longer than what the program that {Name} uses can store, so it was refused. Send it with fewer folders in each other, or shorter names."}
)
