package i18n

import "github.com/nicksnyder/go-i18n/v2/i18n"

// What is said while there is nothing to do but wait.
var (
	LockWorking = &i18n.Message{ID: "LockWorking", Description: "Shown while Carom locks.", Other: "Locking…"}
)
