package model

import (
	"carom/core"
	"carom/gui/i18n"
)

// fileWords are those about files. What is wrong with a file that is to be sent is
// said as of a transfer; those words are about nobody.
func fileWords() words {
	all := words{
		core.KindPath:       i18n.ErrorPath,
		core.KindNoFile:     i18n.ErrorNoFile,
		core.KindFileLarge:  i18n.ErrorFileLarge,
		core.KindNoCopy:     i18n.ErrorNoCopy,
		core.KindNoFolder:   i18n.ErrorNoFolder,
		core.KindCopyNoRoom: i18n.ErrorCopyNoRoom,
		core.KindNoPlace:    i18n.ErrorNoPlace,
		core.KindManyFiles:  i18n.ErrorManyFiles,
		core.KindNoTransfer: i18n.ErrorNoTransfer,
		core.KindOwn:        i18n.ErrorTransferOwn,
		core.KindNotOffered: i18n.ErrorTransferNotOffered,
		core.KindOver:       i18n.ErrorTransferOver,
		core.KindNotOver:    i18n.ErrorTransferNotOver,
		core.KindNoPause:    i18n.ErrorNoPause,
		core.KindPublishing: i18n.ErrorPublishing,
	}
	transfers := transferProblems()
	for _, problem := range core.SourceProblems() {
		all[core.KindFile+core.ErrorKind(problem)] = transfers[problem]
	}
	return all
}

func nodeWords() words {
	return words{
		core.KindNoNode:       i18n.ErrorNoNode,
		core.KindNodeEnded:    i18n.ErrorNodeEnded,
		core.KindNodeForeign:  i18n.ErrorNodeForeign,
		core.KindNodeVersion:  i18n.ErrorNodeVersion,
		core.KindSocketFolder: i18n.ErrorSocketFolder,
		core.KindSocket:       i18n.ErrorSocket,
		core.KindTor:          i18n.ErrorTor,
		core.KindTorAt:        i18n.ErrorTorAt,
		core.KindTorOptions:   i18n.ErrorTorOptions,
		core.KindTorFolder:    i18n.ErrorTorFolder,
	}
}

func profileWords() words {
	return words{
		core.KindInUse:        i18n.ProfileBusy,
		core.KindPassphrase:   i18n.UnlockWrong,
		core.KindNoProfile:    i18n.ErrorNoProfile,
		core.KindProfileThere: i18n.ProfileNameTaken,
		core.KindProfileNewer: i18n.ProfileNewer,
		core.KindDamaged:      i18n.ProfileDamaged,
		core.KindNotOpened:    i18n.ErrorNotOpened,
		core.KindProfileName:  i18n.ProfileNameBad,
		core.KindUnlisted:     i18n.ErrorUnlisted,
		core.KindNoHome:       i18n.ErrorNoHome,
		core.KindKeysLeft:     i18n.ErrorKeysLeft,
		core.KindRest:         i18n.ErrorFilesLeft,
		core.KindKeysHeld:     i18n.ErrorKeysHeld,
		core.KindCopyThere:    i18n.ErrorCopyThere,
		core.KindCopyInUse:    i18n.ErrorCopyInUse,
		core.KindCopySecret:   i18n.ProfileImportWrong,
		core.KindCopyInvalid:  i18n.ProfileImportBad,
		core.KindCopyFailed:   i18n.ErrorCopyFailed,
	}
}
