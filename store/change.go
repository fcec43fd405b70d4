package store

import (
	"encoding/json"
	"fmt"

	"carom/contacts"
)

// Change is one thing that Commit makes durable. The set is closed.
type Change interface{ kind() string }

// SetIdentity stores the onion key, as Tor's ADD_ONION key blob.
type SetIdentity struct {
	Blob string `json:"blob"`
}

// PutContact stores a contact, new or changed.
type PutContact struct {
	Contact contacts.Contact `json:"contact"`
}

// DeleteContact forgets a contact and the conversation with it.
type DeleteContact struct {
	ID contacts.ServiceID `json:"id"`
}

// AddMessage stores a new message.
type AddMessage struct {
	Message Message `json:"message"`
}

// SetDelivery changes the delivery state of an outgoing message.
type SetDelivery struct {
	ID       uint64   `json:"id"`
	Delivery Delivery `json:"delivery"`
}

// SetRead marks a conversation as read up to and including a message.
type SetRead struct {
	Contact contacts.ServiceID `json:"contact"`
	Message uint64             `json:"message"`
}

func (SetIdentity) kind() string   { return "identity" }
func (PutContact) kind() string    { return "contact" }
func (DeleteContact) kind() string { return "delete_contact" }
func (AddMessage) kind() string    { return "message" }
func (SetDelivery) kind() string   { return "delivery" }
func (SetRead) kind() string       { return "read" }

// record is a Change in a journal line.
type record struct {
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
}

func encodeChanges(changes []Change) ([]byte, error) {
	records := make([]record, len(changes))
	for i, c := range changes {
		data, err := json.Marshal(c)
		if err != nil {
			return nil, fmt.Errorf("encoding a %s: %w", c.kind(), err)
		}
		records[i] = record{Kind: c.kind(), Data: data}
	}
	return json.Marshal(records)
}

func decodeChanges(line []byte) ([]Change, error) {
	var records []record
	if err := json.Unmarshal(line, &records); err != nil {
		return nil, err
	}
	changes := make([]Change, len(records))
	for i, r := range records {
		c, err := decodeChange(r)
		if err != nil {
			return nil, err
		}
		changes[i] = c
	}
	return changes, nil
}

func decodeChange(r record) (Change, error) {
	switch r.Kind {
	case SetIdentity{}.kind():
		return decodeAs[SetIdentity](r.Data)
	case PutContact{}.kind():
		return decodeAs[PutContact](r.Data)
	case DeleteContact{}.kind():
		return decodeAs[DeleteContact](r.Data)
	case AddMessage{}.kind():
		return decodeAs[AddMessage](r.Data)
	case SetDelivery{}.kind():
		return decodeAs[SetDelivery](r.Data)
	case SetRead{}.kind():
		return decodeAs[SetRead](r.Data)
	}
	return nil, fmt.Errorf("unknown kind of record %q", r.Kind)
}

func decodeAs[C Change](data []byte) (Change, error) {
	var c C
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	return c, nil
}
