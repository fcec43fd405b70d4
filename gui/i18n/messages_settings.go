package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// The settings, the passphrase, copies, panic, and the end of a profile.
var (
	SettingsTitle         = &i18n.Message{ID: "SettingsTitle", Other: "Settings"}
	SettingsGeneral       = &i18n.Message{ID: "SettingsGeneral", Description: "Page of the settings.", Other: "General"}
	SettingsConnection    = &i18n.Message{ID: "SettingsConnection", Description: "Page of the settings.", Other: "Connection"}
	SettingsPrivacy       = &i18n.Message{ID: "SettingsPrivacy", Description: "Page of the settings.", Other: "Privacy"}
	SettingsNotifications = &i18n.Message{ID: "SettingsNotifications", Description: "Page of the settings.", Other: "Notifications"}
	SettingsFiles         = &i18n.Message{ID: "SettingsFiles", Description: "Page of the settings.", Other: "Files"}
	SettingsProfile       = &i18n.Message{ID: "SettingsProfile", Description: "Page of the settings.", Other: "Profile"}
	SettingsTheme         = &i18n.Message{ID: "SettingsTheme", Other: "C&olours:"}
	SettingsThemeSystem   = &i18n.Message{ID: "SettingsThemeSystem", Other: "As the desktop"}
	SettingsThemeLight    = &i18n.Message{ID: "SettingsThemeLight", Other: "Light"}
	SettingsThemeDark     = &i18n.Message{ID: "SettingsThemeDark", Other: "Dark"}
	SettingsTextSize      = &i18n.Message{ID: "SettingsTextSize", Other: "&Text size:"}
	SettingsClosing       = &i18n.Message{ID: "SettingsClosing", Other: "When I close the &window, stay reachable in the tray"}
	SettingsEnterSends    = &i18n.Message{ID: "SettingsEnterSends", Other: "&Enter sends; Shift+Enter begins a new line"}
	SettingsNotify        = &i18n.Message{ID: "SettingsNotify", Other: "Show a &notification when a message comes"}
	SettingsNotifyName    = &i18n.Message{ID: "SettingsNotifyName", Other: "Show &who wrote"}
	SettingsNotifyText    = &i18n.Message{ID: "SettingsNotifyText", Other: "Show wh&at they wrote"}
	SettingsNotifyNone    = &i18n.Message{ID: "SettingsNotifyNone", Description: "Below the choice of notifications.", Other: "Where the desktop shows no notifications, the window asks for attention in the list of windows instead."}
	SettingsNotifyWarning = &i18n.Message{ID: "SettingsNotifyWarning", Other: "Others who see the screen can read it. The desktop may keep it in a list."}
	SettingsSound         = &i18n.Message{ID: "SettingsSound", Other: "Play a &sound"}
	SettingsPanic         = &i18n.Message{ID: "SettingsPanic", Other: "What “Panic” does"}
	SettingsPanicLock     = &i18n.Message{ID: "SettingsPanicLock", Other: "It &locks: the passphrase is needed to go on"}
	SettingsPanicWipe     = &i18n.Message{ID: "SettingsPanicWipe", Other: "It &wipes: the profile is destroyed for ever"}
	SettingsPanicAsk      = &i18n.Message{ID: "SettingsPanicAsk", Other: "&Ask before wiping"}
	SettingsPanicKey      = &i18n.Message{ID: "SettingsPanicKey", Other: "Shortcut:"}
	SettingsLockAfter     = &i18n.Message{ID: "SettingsLockAfter", Other: "Lock a&fter:"}
	SettingsLockNever     = &i18n.Message{ID: "SettingsLockNever", Description: "When to lock.", Other: "never"}
	SettingsPassphrase    = &i18n.Message{ID: "SettingsPassphrase", Other: "Change the &passphrase…"}
	SettingsExport        = &i18n.Message{ID: "SettingsExport", Other: "Make an &encrypted copy…"}
	SettingsUnread        = &i18n.Message{ID: "SettingsUnread", Description: "When a profile was opened; why follows.", Other: "Your settings could not be read. Those of a new profile apply for now: “Panic” locks and does not wipe, and Carom does not lock by itself. Lock Carom and open it again."}
	SettingsWipe          = &i18n.Message{ID: "SettingsWipe", Other: "&Destroy this profile…"}
	SettingsDownloads     = &i18n.Message{ID: "SettingsDownloads", Other: "Received &files go to:"}
	PasswdTitle           = &i18n.Message{ID: "PasswdTitle", Other: "Change the passphrase"}
	SettingsElsewhere     = &i18n.Message{ID: "SettingsElsewhere", Other: "This profile runs in another program. End that first to change the passphrase or to make a copy."}
	SettingsSystemTor     = &i18n.Message{ID: "SettingsSystemTor", Other: "This system has its own way to reach Tor, and Carom uses it. There is nothing to choose here."}
	PasswdText            = &i18n.Message{ID: "PasswdText", Other: "Carom goes offline for some seconds for this."}
	PasswdWorking         = &i18n.Message{ID: "PasswdWorking", Other: "Changing the passphrase…"}
	PasswdOld             = &i18n.Message{ID: "PasswdOld", Other: "&Old passphrase:"}
	PasswdNew             = &i18n.Message{ID: "PasswdNew", Other: "&New passphrase:"}
	PasswdDone            = &i18n.Message{ID: "PasswdDone", Other: "The passphrase was changed. Copies that you made before keep the old one."}
	PasswdWrong           = &i18n.Message{ID: "PasswdWrong", Other: "The old passphrase is not right. Nothing was changed."}
	PasswdButton          = &i18n.Message{ID: "PasswdButton", Other: "&Change"}
	ExportTitle           = &i18n.Message{ID: "ExportTitle", Other: "Make an encrypted copy"}
	ExportText            = &i18n.Message{ID: "ExportText", Other: "The copy holds everything in your profile. It is encrypted with the passphrase that you choose here."}
	ExportOwn             = &i18n.Message{ID: "ExportOwn", Description: "Label of a field.", Other: "Passphrase of this &profile:"}
	ExportPassphrase      = &i18n.Message{ID: "ExportPassphrase", Description: "Label of a field.", Other: "Passphrase for the &copy:"}
	ExportWorking         = &i18n.Message{ID: "ExportWorking", Other: "Making the copy…"}
	ExportDone            = &i18n.Message{ID: "ExportDone", Other: "The copy was made. Keep it in a safe place, apart from this computer."}
	ExportButton          = &i18n.Message{ID: "ExportButton", Other: "&Make the copy"}
	WipeTitle             = &i18n.Message{ID: "WipeTitle", Other: "Destroy this profile?"}
	WipeText              = &i18n.Message{ID: "WipeText", Other: "Your address, your contacts and all messages are gone for ever. Nobody can bring them back, neither can you."}
	WipeConfirm           = &i18n.Message{ID: "WipeConfirm", Description: "{Word} is the next message.", Other: "Type {Word} to confirm:"}
	WipeWord              = &i18n.Message{ID: "WipeWord", Description: "What our user types to confirm. In your language.", Other: "destroy"}
	WipeButton            = &i18n.Message{ID: "WipeButton", Other: "&Destroy"}
	WipeDone              = &i18n.Message{ID: "WipeDone", Other: "The profile is destroyed."}
	WipeWorking           = &i18n.Message{ID: "WipeWorking", Description: "Shown while the profile is destroyed.", Other: "Destroying the profile…"}
	PanicTitle            = &i18n.Message{ID: "PanicTitle", Other: "Panic"}
	PanicWipeText         = &i18n.Message{ID: "PanicWipeText", Description: "{Profile} is its name.", Other: "The profile {Profile} is destroyed at once, for ever."}
	PanicCancelText       = &i18n.Message{ID: "PanicCancelText", Description: "After what is destroyed.", Other: "If you cancel, it is locked instead."}
	PanicConfirm          = &i18n.Message{ID: "PanicConfirm", Other: "&Do it"}
	PanicFailed           = &i18n.Message{ID: "PanicFailed", Other: "It could not be wiped. Shut down the computer."}
)
