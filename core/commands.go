package core

import (
	"context"

	"carom/contacts"
	"carom/onion"
)

var _ API = (*Engine)(nil)

// State implements API.
func (e *Engine) State(ctx context.Context) (State, error) {
	return ask(ctx, e, func(r request[State]) input { return getState{r} })
}

// AddContact implements API.
func (e *Engine) AddContact(ctx context.Context, address, nickname, ownNickname, greeting string) (Contact, error) {
	return ask(ctx, e, func(r request[Contact]) input { return addContact{r, address, nickname, ownNickname, greeting} })
}

// AcceptRequest implements API.
func (e *Engine) AcceptRequest(ctx context.Context, id contacts.ServiceID, nickname string) (Contact, error) {
	return ask(ctx, e, func(r request[Contact]) input { return acceptRequest{r, id, nickname} })
}

// RejectRequest implements API.
func (e *Engine) RejectRequest(ctx context.Context, id contacts.ServiceID) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return rejectRequest{r, id} })
	return err
}

// Block implements API.
func (e *Engine) Block(ctx context.Context, id contacts.ServiceID) (Contact, error) {
	return ask(ctx, e, func(r request[Contact]) input { return blockContact{r, id} })
}

// Unblock implements API.
func (e *Engine) Unblock(ctx context.Context, id contacts.ServiceID) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return unblockContact{r, id} })
	return err
}

// Rename implements API.
func (e *Engine) Rename(ctx context.Context, id contacts.ServiceID, nickname string) (Contact, error) {
	return ask(ctx, e, func(r request[Contact]) input { return renameContact{r, id, nickname} })
}

// Remove implements API.
func (e *Engine) Remove(ctx context.Context, id contacts.ServiceID) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return removeContact{r, id} })
	return err
}

// Send implements API.
func (e *Engine) Send(ctx context.Context, id contacts.ServiceID, text string) (Message, error) {
	return ask(ctx, e, func(r request[Message]) input { return sendMessage{r, id, text} })
}

// Retry implements API.
func (e *Engine) Retry(ctx context.Context, message uint64) (Message, error) {
	return ask(ctx, e, func(r request[Message]) input { return retryMessage{r, message} })
}

// History implements API.
func (e *Engine) History(ctx context.Context, id contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	return e.history(ctx, id, before, limit)
}

// HistoryAfter implements API.
func (e *Engine) HistoryAfter(ctx context.Context, id contacts.ServiceID, after uint64, limit int) ([]Message, error) {
	return e.historyAfter(ctx, id, after, limit)
}

// MarkRead implements API.
func (e *Engine) MarkRead(ctx context.Context, id contacts.ServiceID, message uint64) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return markRead{r, id, message} })
	return err
}

// Search implements API. It reads the store on the caller's goroutine.
func (e *Engine) Search(ctx context.Context, query string, id contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	return e.search(ctx, query, id, before, limit)
}

// SetKeep implements API.
func (e *Engine) SetKeep(ctx context.Context, id contacts.ServiceID, keep contacts.Keep) (Contact, error) {
	return ask(ctx, e, func(r request[Contact]) input { return setKeep{r, id, keep} })
}

// DeleteMessage implements API.
func (e *Engine) DeleteMessage(ctx context.Context, message uint64) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return deleteMessage{r, message} })
	return err
}

// ClearHistory implements API.
func (e *Engine) ClearHistory(ctx context.Context, id contacts.ServiceID) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return clearHistory{r, id} })
	return err
}

// SetDraft implements API.
func (e *Engine) SetDraft(ctx context.Context, id contacts.ServiceID, text string) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return setDraft{r, id, text} })
	return err
}

// SetPresence implements API.
func (e *Engine) SetPresence(ctx context.Context, p Presence) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return setPresence{r, p} })
	return err
}

// Connection implements API.
func (e *Engine) Connection(ctx context.Context) (onion.Settings, error) {
	return ask(ctx, e, func(r request[onion.Settings]) input { return getConnection{r} })
}

// SetConnection implements API.
func (e *Engine) SetConnection(ctx context.Context, s onion.Settings) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return setConnection{r, s} })
	return err
}

// TorLog implements API. It does not wait for the engine.
func (e *Engine) TorLog(ctx context.Context) ([]string, error) { return e.torLog(ctx) }

// Preferences implements API.
func (e *Engine) Preferences(ctx context.Context) (map[string]string, error) {
	return ask(ctx, e, func(r request[map[string]string]) input { return getPreferences{r} })
}

// SetPreference implements API.
func (e *Engine) SetPreference(ctx context.Context, name, value string) error {
	_, err := ask(ctx, e, func(r request[struct{}]) input { return setPreference{r, name, value} })
	return err
}

// Wipe implements API. It does not wait for the engine: the keys go first,
// whatever the engine is doing.
func (e *Engine) Wipe(context.Context) error {
	if e.wipe == nil {
		return &UserError{Code: CodeConflict, Kind: KindNoWipe, Text: "This node's profile cannot be wiped from here."}
	}
	if err := e.wipe(); err != nil {
		e.log.Error("the profile could not be wiped", "err", err)
		return &UserError{Code: CodeStorage, Kind: KindWipeFailed, Detail: err.Error(), Text: "The keys could not be overwritten (" + err.Error() + "). The profile may still be readable: remove its folder by hand."}
	}
	return nil
}

// Subscribe implements API.
func (e *Engine) Subscribe(ctx context.Context) (Subscription, error) {
	return ask(ctx, e, func(r request[Subscription]) input { return subscribe{r} })
}
