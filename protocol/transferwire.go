package protocol

import (
	"google.golang.org/protobuf/proto"

	"carom/proto/carom/transfer"
)

// Between the messages of docs/protocol.md, "transfer", and our types. What a
// peer sends is checked here: sizes, counts, and that numbers add up.

func controlOf(m TransferMessage) *transfer.Control {
	switch m := m.(type) {
	case TransferOffer:
		return &transfer.Control{Offer: &transfer.Offer{
			Transfer: m.ID[:], Name: proto.String(m.Name), Folder: proto.Bool(m.Folder), Files: proto.Uint32(uint32(m.Files)),
			Size: proto.Uint64(m.Size), ListSize: proto.Uint32(uint32(m.ListSize)), Root: m.Root[:],
		}}
	case TransferAccept:
		return &transfer.Control{Accept: &transfer.Accept{Transfer: m.ID[:]}}
	case TransferHold:
		return &transfer.Control{Hold: &transfer.Hold{Transfer: m.ID[:], Held: proto.Bool(m.Held)}}
	case TransferEnd:
		return &transfer.Control{End: endMessage(m)}
	case TransferEnded:
		return &transfer.Control{Ended: &transfer.Ended{Transfer: m.ID[:]}}
	}
	return nil
}

// transferMessage returns nil for what is not allowed.
func transferMessage(data []byte) TransferMessage {
	var m transfer.Control
	if !decode(data, &m) || !onlyOne(m.Offer != nil, m.Accept != nil, m.Hold != nil, m.End != nil, m.Ended != nil) {
		return nil
	}
	switch {
	case m.Offer != nil:
		return offerOf(m.Offer)
	case m.Accept != nil:
		if id, ok := transferID(m.Accept.GetTransfer()); ok {
			return TransferAccept{id}
		}
	case m.Hold != nil:
		if id, ok := transferID(m.Hold.GetTransfer()); ok && m.Hold.Held != nil {
			return TransferHold{id, m.Hold.GetHeld()}
		}
	case m.End != nil:
		return endOf(m.End)
	case m.Ended != nil:
		if id, ok := transferID(m.Ended.GetTransfer()); ok {
			return TransferEnded{id}
		}
	}
	return nil
}

func endMessage(m TransferEnd) *transfer.End {
	end := &transfer.End{Transfer: m.ID[:]}
	if m.Outcome == TransferUnfit {
		m.Outcome, end.Path = TransferTooLarge, proto.Bool(true)
	}
	end.Outcome = transfer.Outcome(m.Outcome).Enum()
	return end
}

func endOf(m *transfer.End) TransferMessage {
	id, ok := transferID(m.GetTransfer())
	outcome := m.GetOutcome()
	switch {
	case !ok, outcome < 0, int(outcome) >= int(transferOutcomes):
		return nil
	case outcome == transfer.Outcome_TooLarge && m.GetPath():
		return TransferEnd{id, TransferUnfit}
	}
	return TransferEnd{id, TransferOutcome(outcome)}
}

func offerOf(m *transfer.Offer) TransferMessage {
	id, ok := transferID(m.GetTransfer())
	name, files, list := repair(m.GetName()), m.GetFiles(), m.GetListSize()
	switch {
	case !ok, len(m.GetRoot()) != hashSize, name == "", len(name) > MaxTransferName,
		files == 0, files > MaxListFiles, !m.GetFolder() && files != 1,
		list == 0, list > MaxListSize, m.GetSize() > MaxTransferSize-uint64(list):
		return nil
	}
	return TransferOffer{
		ID: id, Name: name, Folder: m.GetFolder(), Files: int(files), Size: m.GetSize(), ListSize: int(list),
		Root: [hashSize]byte(m.GetRoot()),
	}
}

func transferID(b []byte) (id TransferID, ok bool) {
	return id, len(b) == len(id) && copy(id[:], b) == len(id)
}

func bulkOf(m BulkMessage) *transfer.Bulk {
	switch m := m.(type) {
	case BulkOpen:
		return &transfer.Bulk{Open: &transfer.Open{Transfer: m.ID[:], Have: proto.Uint64(m.Have)}}
	case BulkOpened:
		return &transfer.Bulk{Opened: &transfer.Opened{Transfer: m.ID[:], Salt: m.Salt[:]}}
	case BulkRequest:
		return &transfer.Bulk{Request: &transfer.Request{
			Transfer: m.ID[:], Offset: proto.Uint64(m.Offset), Length: proto.Uint32(uint32(m.Length)),
		}}
	case BulkPart:
		return &transfer.Bulk{Part: &transfer.Part{
			Transfer: m.ID[:], Offset: proto.Uint64(m.Offset), Data: m.Data, Proof: m.Proof,
		}}
	case BulkRefused:
		return &transfer.Bulk{Refused: &transfer.Refused{Transfer: m.ID[:]}}
	}
	return nil
}

// bulkMessage returns nil for what is not allowed. The message refers to
// nothing of data.
func bulkMessage(data []byte) BulkMessage {
	var m transfer.Bulk
	if !decode(data, &m) || !onlyOne(m.Open != nil, m.Opened != nil, m.Request != nil, m.Part != nil, m.Refused != nil) {
		return nil
	}
	switch {
	case m.Part != nil:
		return partOf(m.Part)
	case m.Request != nil:
		return requestOf(m.Request)
	case m.Open != nil:
		if id, ok := transferID(m.Open.GetTransfer()); ok && m.Open.GetHave() <= MaxTransferSize {
			return BulkOpen{id, m.Open.GetHave()}
		}
	case m.Opened != nil:
		if id, ok := transferID(m.Opened.GetTransfer()); ok && len(m.Opened.GetSalt()) == hashSize {
			return BulkOpened{id, [hashSize]byte(m.Opened.GetSalt())}
		}
	case m.Refused != nil:
		if id, ok := transferID(m.Refused.GetTransfer()); ok {
			return BulkRefused{id}
		}
	}
	return nil
}

func requestOf(m *transfer.Request) BulkMessage {
	id, ok := transferID(m.GetTransfer())
	at, n := m.GetOffset(), m.GetLength()
	if !ok || at > MaxTransferSize || n == 0 || n > RequestSize {
		return nil
	}
	return BulkRequest{id, at, int(n)}
}

func partOf(m *transfer.Part) BulkMessage {
	id, ok := transferID(m.GetTransfer())
	n, proof := len(m.GetData()), len(m.GetProof())
	if !ok || n == 0 || n > PartSize || m.GetOffset() > MaxTransferSize || proof > maxProofSize || proof%hashSize != 0 {
		return nil
	}
	return BulkPart{id, m.GetOffset(), m.GetData(), m.GetProof()}
}
