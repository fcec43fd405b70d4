package model

import (
	"maps"

	"carom/contacts"
	"carom/core"
	"carom/gui/i18n"
	"carom/onion"
)

// words are those of each kind of error.
type words = map[core.ErrorKind]*i18n.Message

// errorWords are the words of every kind.
func errorWords() words {
	all := engineWords()
	for _, more := range []words{contactWords(), addressWords(), connectionWords(), fileWords(), nodeWords(), profileWords()} {
		maps.Copy(all, more)
	}
	return all
}

func engineWords() words {
	return words{
		core.KindNotSaved:     i18n.ErrorNotSaved,
		core.KindNotKept:      i18n.ErrorNotKept,
		core.KindUnread:       i18n.ErrorUnreadChat,
		core.KindUnsearched:   i18n.ErrorSearch,
		core.KindPreference:   i18n.ErrorInvalid,
		core.KindPreferences:  i18n.ErrorPreferences,
		core.KindPresence:     i18n.ErrorInvalid,
		core.KindNotPublished: i18n.ErrorNotPublished,
		core.KindLogElsewhere: i18n.ErrorLogElsewhere,
		core.KindNoWipe:       i18n.ErrorNoWipe,
		core.KindWipeFailed:   i18n.ErrorWipe,

		core.KindWriteAsked:    i18n.ErrorWriteAsked,
		core.KindWritePending:  i18n.ErrorWritePending,
		core.KindWriteRejected: i18n.ErrorWriteRejected,
		core.KindWriteBlocked:  i18n.ErrorWriteBlocked,
		core.KindWriteNot:      i18n.ErrorWriteNot,
		core.KindOutboxFull:    i18n.ErrorOutboxFull,
		core.KindNoMessage:     i18n.ErrorNoMessage,
		core.KindNotFailed:     i18n.ErrorNotFailed,
		core.KindDraftLong:     i18n.ErrorDraftLong,
	}
}

func contactWords() words {
	return handedOn(map[contacts.Reason]*i18n.Message{
		contacts.ReasonNameEmpty:    i18n.NicknameEmpty,
		contacts.ReasonNameTaken:    i18n.NicknameTaken,
		contacts.ReasonNicknameBad:  i18n.NicknameBad,
		contacts.ReasonNicknameLong: i18n.NicknameLong,
		contacts.ReasonGreetingLong: i18n.GreetingLong,
		contacts.ReasonTextEmpty:    i18n.ErrorTextEmpty,
		contacts.ReasonTextLong:     i18n.ErrorTextLong,
		contacts.ReasonNoText:       i18n.ErrorNoText,
		contacts.ReasonKeep:         i18n.ErrorKeep,
		contacts.ReasonNotFound:     i18n.ErrorContactGone,
		contacts.ReasonAmbiguous:    i18n.ErrorContactAmbiguous,
		contacts.ReasonAsked:        i18n.ErrorContactAsked,
		contacts.ReasonExists:       i18n.ErrorContactExists,
		contacts.ReasonBlocked:      i18n.ErrorContactBlocked,
		contacts.ReasonNotBlocked:   i18n.ErrorContactNotBlocked,
		contacts.ReasonNoRequest:    i18n.ErrorNoRequest,
		contacts.ReasonState:        i18n.ErrorConflict,
	})
}

func addressWords() words {
	return handedOn(map[contacts.Reason]*i18n.Message{
		contacts.ReasonAddressEmpty:     i18n.AddressEmpty,
		contacts.ReasonAddressShort:     i18n.AddressShort,
		contacts.ReasonAddressLong:      i18n.AddressLong,
		contacts.ReasonAddressCharacter: i18n.AddressCharacter,
		contacts.ReasonAddressChecksum:  i18n.AddressChecksum,
		contacts.ReasonAddressOld:       i18n.AddressOld,
		contacts.ReasonAddressVersion:   i18n.AddressVersion,
		contacts.ReasonAddressKey:       i18n.AddressKey,
		contacts.ReasonAddressOwn:       i18n.AddressOwn,
	})
}

// handedOn are the words of another package's reasons, as the engine hands them on.
func handedOn[Reason ~string](said map[Reason]*i18n.Message) words {
	all := make(words, len(said))
	for reason, message := range said {
		all[core.ErrorKind(reason)] = message
	}
	return all
}

func connectionWords() words {
	all := handedOn(map[onion.SettingsReason]*i18n.Message{
		onion.SettingsTogether:    i18n.ErrorTogether,
		onion.SettingsSystemTor:   i18n.ErrorSystemTor,
		onion.SettingsBridges:     i18n.ErrorBridgeSet,
		onion.SettingsLines:       i18n.ErrorInvalid,
		onion.SettingsProxyKind:   i18n.ErrorProxyKind,
		onion.SettingsProxyPlace:  i18n.ProxyBadAddress,
		onion.SettingsProxySOCKS4: i18n.ErrorProxySOCKS4,
		onion.SettingsProxyBoth:   i18n.ProxyBoth,
		onion.SettingsProxyWords:  i18n.ProxyWords,
		onion.SettingsProxyMixed:  i18n.ProxyMixed,
	})
	for reason, message := range badLines() {
		all[core.KindBridge+core.ErrorKind(reason)] = message
	}
	return all
}
