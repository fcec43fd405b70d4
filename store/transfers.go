package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"carom/contacts"
)

// TransferStage says how far a file transfer has come.
type TransferStage uint8

// The stages. A transfer goes from the first to the last of its direction, and
// from each to TransferEnded.
const (
	// TransferOffered: it was offered, and nobody has said yes.
	TransferOffered TransferStage = iota
	// TransferAccepted: the receiver wants it.
	TransferAccepted
	// TransferFilled: an incoming one is complete and in its stage.
	TransferFilled
	// TransferEnded: it is over; see Outcome.
	TransferEnded
)

// Transfer is a file, or a folder, that goes to a contact or comes from one. It
// is evidence: names, paths and keys are only in the encrypted profile.
type Transfer struct {
	// ID numbers a profile's transfers from 1. The caller assigns it.
	ID       uint64
	Contact  contacts.ServiceID
	Outgoing bool
	// Wire names it to another Carom.
	Wire [16]byte
	// Plain: the other side is a plain Ricochet-Refresh.
	Plain bool

	Name   string
	Folder bool
	Files  int
	Size   uint64 // bytes of the files
	// ListSize and Root are those of the offer between two Caroms.
	ListSize int
	Root     [32]byte

	// Source is the path of what is sent, Salt that of its hash tree. Stripped: it
	// is a copy without metadata of that, which File holds.
	Source string
	Salt   [32]byte
	// FolderCopy is how many bytes that has, of a folder.
	Stripped   bool   `json:",omitempty"`
	FolderCopy uint64 `json:",omitempty"`
	// Skipped is how much of a folder is not sent.
	Skipped int
	// Sent is how many bytes of the files had gone to another Carom when that was noted.
	Sent uint64 `json:",omitempty"`

	// Key and File are of the encrypted file that what has come is in, Have how
	// many pieces of it are known to be durable; of a plain one 1 when all of it is.
	// Lost is how many bytes have come in vain, or will have if the program ends now.
	Key  [32]byte
	File string
	Have int
	Lost int64 `json:",omitempty"`
	// Target is the name that a received file got.
	Target string

	Stage TransferStage
	// Held and HeldByPeer: our user, or theirs, has paused it.
	Held, HeldByPeer bool
	// Problem is why it stands still, until the user goes on; 0 for nothing.
	Problem uint8
	// Outcome is how it ended.
	Outcome uint8
	// Untold: the other side does not know yet that it has ended.
	Untold bool
	// Cleared: our user keeps nothing of it. What is needed to tell the other side
	// is all that there is in the record.
	Cleared bool `json:",omitempty"`

	Created, Changed time.Time
}

// PutTransfer stores a transfer, new or changed.
type PutTransfer struct{ Transfer Transfer }

// DeleteTransfer forgets a transfer. DeleteContact forgets those of a contact.
type DeleteTransfer struct {
	Contact contacts.ServiceID
	ID      uint64
}

func (PutTransfer) isChange()    {}
func (DeleteTransfer) isChange() {}

// kindTransfer is the kind of a transfer's record.
const kindTransfer = "transfer"

// counterTransfers counts all transfers that there ever were.
const counterTransfers = "transfers"

// transferRow is the id of a transfer's record: it begins with the contact's.
func transferRow(contact contacts.ServiceID, id uint64) string {
	return contact.Text() + "/" + strconv.FormatUint(id, 10)
}

func (w *writer) putTransfer(t Transfer) error {
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := w.putRecord(kindTransfer, transferRow(t.Contact, t.ID), data); err != nil {
		return err
	}
	return w.exec(`INSERT INTO counter (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`, counterTransfers, int64(t.ID))
}

func (w *writer) deleteTransfer(c DeleteTransfer) error {
	return w.exec(`DELETE FROM record WHERE kind = ? AND id = ?`, kindTransfer, transferRow(c.Contact, c.ID))
}

// deleteTransfers deletes all of a contact; its id has no character that GLOB
// knows.
func (w *writer) deleteTransfers(contact contacts.ServiceID) error {
	return w.exec(`DELETE FROM record WHERE kind = ? AND id GLOB ?`, kindTransfer, contact.Text()+"/*")
}

// transfer reads a transfer's record.
func (p *Profile) transfer(plain []byte) error {
	var t Transfer
	if err := json.Unmarshal(plain, &t); err != nil {
		return fmt.Errorf("%w: a file transfer: %w", ErrCorrupt, err)
	}
	p.Transfers = append(p.Transfers, t)
	return nil
}

// sortTransfers puts them into the order of their numbers.
func (p *Profile) sortTransfers(last uint64) {
	slices.SortFunc(p.Transfers, func(a, b Transfer) int { return cmp.Compare(a.ID, b.ID) })
	p.NextTransfer = last + 1
}

// putTransfer and deleteTransfers do the same in memory.
func (m *model) putTransfer(t Transfer) {
	m.transfers[t.ID] = t
	m.lastTransfer = max(m.lastTransfer, t.ID)
}

func (m *model) deleteTransfers(contact contacts.ServiceID) {
	for id, t := range m.transfers {
		if t.Contact == contact {
			delete(m.transfers, id)
		}
	}
}

func (m *model) loadTransfers(p *Profile) {
	for _, t := range m.transfers {
		p.Transfers = append(p.Transfers, t)
	}
	p.sortTransfers(m.lastTransfer)
}
