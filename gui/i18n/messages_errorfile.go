package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// Why something about a file or a transfer was not done.
var (
	ErrorPath               = &i18n.Message{ID: "ErrorPath", Other: "This is not the path of a file. Nothing was sent."}
	ErrorNoFile             = &i18n.Message{ID: "ErrorNoFile", Other: "There is no such file or folder, or you may not look at it. Nothing was sent."}
	ErrorFileLarge          = &i18n.Message{ID: "ErrorFileLarge", Other: "This is larger than this disk or Carom can take, so it was not sent. Send less at once."}
	ErrorNoCopy             = &i18n.Message{ID: "ErrorNoCopy", Description: "{Name} is a file.", Other: "No copy of {Name} without hidden information can be made surely: that works with JPEG, PNG, GIF and WebP pictures that are not damaged. Nothing was sent. Clean it with another program, or send it as it is."}
	ErrorNoFolder           = &i18n.Message{ID: "ErrorNoFolder", Description: "{Name} is a folder, {Files} are names of some of the files in it.", Other: "In {Name} there are files of which no copy without hidden information can be made surely: {Files}. Nothing was sent. Leave them out, send them as they are, or clean them with another program."}
	ErrorCopyNoRoom         = &i18n.Message{ID: "ErrorCopyNoRoom", Other: "The disk is full, so no copy without hidden information could be made. Nothing was sent. Make room, then try again."}
	ErrorNoPlace            = &i18n.Message{ID: "ErrorNoPlace", Other: "The program that has this profile open has no place for files, so it cannot send any."}
	ErrorManyFiles          = &i18n.Message{ID: "ErrorManyFiles", Other: "Too many files wait for this contact already, so these were not taken. Wait until some were sent, or send a folder."}
	ErrorNoTransfer         = &i18n.Message{ID: "ErrorNoTransfer", Other: "There is no such transfer. It may have been removed from the list."}
	ErrorTransferOwn        = &i18n.Message{ID: "ErrorTransferOwn", Other: "This is a transfer of your own, so there is nothing to accept."}
	ErrorTransferNotOffered = &i18n.Message{ID: "ErrorTransferNotOffered", Other: "This transfer does not wait for your answer, so there is nothing to decline. To stop it, end it."}
	ErrorTransferOver       = &i18n.Message{ID: "ErrorTransferOver", Other: "This transfer is over already, so nothing was changed. If the file is still needed, it has to be sent again."}
	ErrorTransferNotOver    = &i18n.Message{ID: "ErrorTransferNotOver", Other: "This transfer is not over. End it first."}
	ErrorNoPause            = &i18n.Message{ID: "ErrorNoPause", Other: "The program of this contact cannot pause a file, so nothing was changed. End the transfer, and start it again later."}
	ErrorPublishing         = &i18n.Message{ID: "ErrorPublishing", Other: "Everything has come and is being put into its folder at this moment, so it was not cancelled. Delete it there."}
)
