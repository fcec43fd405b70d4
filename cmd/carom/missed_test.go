package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"carom/contacts"
	"carom/core"
)

// missing is a node of whose events all were missed: what has happened is only to be
// had by asking.
type missing struct {
	core.API
	transfers []core.Transfer
	messages  []core.Message
	missed    bool
}

func (m *missing) Subscribe(context.Context) (core.Subscription, error) { return m, nil }
func (m *missing) Close()                                               {}

func (m *missing) Next(ctx context.Context) (core.Numbered, error) {
	if m.missed {
		<-ctx.Done()
		return core.Numbered{}, ctx.Err()
	}
	m.missed = true
	return core.Numbered{Event: core.Resync{}}, nil
}

func (m *missing) Transfers(context.Context, contacts.ServiceID) ([]core.Transfer, error) {
	return m.transfers, nil
}

func (m *missing) Send(_ context.Context, _ contacts.ServiceID, text string) (core.Message, error) {
	return core.Message{ID: 7, Text: text}, nil
}

func (m *missing) HistoryAfter(_ context.Context, _ contacts.ServiceID, after uint64, limit int) ([]core.Message, error) {
	for i, message := range m.messages {
		if message.ID > after {
			return m.messages[i:min(i+limit, len(m.messages))], nil
		}
	}
	return nil, nil
}

// --wait knows the end of what it waits for also when it was told of nothing.
func TestWaitMissesEvents(t *testing.T) {
	t.Run("files", func(t *testing.T) {
		for _, tt := range []struct {
			state core.TransferState
			want  error
		}{
			{core.TransferDone, nil},
			{core.TransferRejected, errNotArrived},
			{core.TransferActive, errNotArrived}, // in the end
		} {
			synctest.Test(t, func(t *testing.T) {
				node := &missing{transfers: []core.Transfer{{ID: 4, State: core.TransferFailed}, {ID: 5, State: tt.state}}}
				sent := []core.Transfer{{ID: 5}}
				if err := waitForFiles(t.Context(), node, node, sent, time.Minute); err != tt.want || sent[0].State != tt.state {
					t.Errorf("%v: %v, %v", tt.state, sent[0].State, err)
				}
			})
		}
	})
	t.Run("a message", func(t *testing.T) {
		for _, tt := range []struct {
			kept []core.Message
			want error
		}{
			{[]core.Message{{ID: 6}, {ID: 7, Delivery: core.Delivered}}, nil},
			{[]core.Message{{ID: 6}, {ID: 8, Delivery: core.Delivered}}, errUndelivered}, // it was deleted
			{nil, errUndelivered},
		} {
			synctest.Test(t, func(t *testing.T) {
				node := &missing{messages: tt.kept}
				if m, err := (&app{}).deliver(t.Context(), node, core.Contact{}, "x", time.Minute); err != tt.want || m.ID != 7 {
					t.Errorf("%v: message %d, %v", tt.kept, m.ID, err)
				}
			})
		}
	})
}
