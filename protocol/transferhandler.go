package protocol

// FeatureTransfer is the extension by which two Caroms move files
// (docs/protocol.md, "transfer").
const FeatureTransfer = "transfer"

// Fixed by docs/protocol.md, "transfer".
const (
	transferIDSize = 16
	// MaxTransferName is the size of the name of an offer, and of each name
	// within a folder, in bytes.
	MaxTransferName = 512
	// MaxListFiles is how many files one transfer has at most, MaxListSize how
	// many bytes their List: it is held in memory.
	MaxListFiles = 100_000
	MaxListSize  = 8 << 20
	// MaxListDepth is how many names the path of a file has at most.
	MaxListDepth = 32
	// MaxTransferSize is how many bytes the stream of a transfer has at most,
	// its List included.
	MaxTransferSize = 1 << 40
	// RequestSize is the most of a stream that is asked for at once, PartSize
	// the most that one packet carries, in bytes.
	RequestSize = 64 << 10
	PartSize    = 32 << 10
	// hashSize is the size of roots, salts and of each hash of a proof.
	hashSize     = 32
	maxProofSize = 64 * hashSize
)

// TransferHandler is a Handler that takes and sends files between Caroms. A
// connection whose Handler is one announces FeatureTransfer. Its methods are
// called as those of Handler.
type TransferHandler interface {
	Handler
	// TransferReady: both sides have announced FeatureTransfer on this contact
	// connection, and SendTransfer works from now on.
	TransferReady(c *Conn)
	// TransferReceived: the peer says something about a transfer.
	TransferReceived(c *Conn, m TransferMessage)
	// BulkReady: this connection, for which Conn.Bulk is true, carries the
	// bytes of transfers from now on; Established is not called for it.
	BulkReady(c *Conn)
	// BulkReceived: a packet of such a connection. What it refers to is the
	// handler's to keep.
	BulkReceived(c *Conn, m BulkMessage)
}

// TransferID names a transfer between two Caroms for good. Its sender chooses it.
type TransferID [transferIDSize]byte

// TransferMessage is what is said about a transfer on the contact connection:
// TransferOffer, TransferAccept, TransferHold, TransferEnd or TransferEnded.
type TransferMessage interface{ isTransferMessage() }

// TransferOffer says what a transfer consists of.
type TransferOffer struct {
	ID TransferID
	// Name is that of the file or folder: valid UTF-8, else the sender's.
	Name   string
	Folder bool
	Files  int
	Size   uint64 // bytes of the files together
	// ListSize is how many bytes of the stream come before the first file.
	ListSize int
	// Root is that of the salted hash tree over the stream.
	Root [hashSize]byte
}

// TransferAccept: the receiver wants it.
type TransferAccept struct{ ID TransferID }

// TransferHold: the peer has paused it, or goes on.
type TransferHold struct {
	ID   TransferID
	Held bool
}

// TransferEnd: the peer says that it is over. It is answered with TransferEnded
// once that is durable.
type TransferEnd struct {
	ID      TransferID
	Outcome TransferOutcome
}

// TransferEnded: the peer has taken note of our TransferEnd.
type TransferEnded struct{ ID TransferID }

func (TransferOffer) isTransferMessage()  {}
func (TransferAccept) isTransferMessage() {}
func (TransferHold) isTransferMessage()   {}
func (TransferEnd) isTransferMessage()    {}
func (TransferEnded) isTransferMessage()  {}

// TransferOutcome is how a transfer ended (proto/carom/transfer, Outcome).
type TransferOutcome uint8

// The outcomes.
const (
	TransferDone TransferOutcome = iota
	TransferRejected
	TransferCancelled
	TransferSourceLost
	TransferDamaged
	TransferTooLarge
	transferOutcomes
)

// TransferUnfit: the receiver cannot take a path in the List. It goes as
// TransferTooLarge with a mark: who does not know the mark reads that, while an
// outcome that is not known would be a breach.
const TransferUnfit = transferOutcomes

// BulkMessage is a packet of a bulk connection: BulkOpen, BulkOpened,
// BulkRequest, BulkPart or BulkRefused.
type BulkMessage interface{ isBulkMessage() }

// BulkOpen: the receiver asks for the salt, and has so many bytes already.
type BulkOpen struct {
	ID   TransferID
	Have uint64
}

// BulkOpened: the stream can be read.
type BulkOpened struct {
	ID   TransferID
	Salt [hashSize]byte
}

// BulkRequest asks for a part of the stream, 1 to RequestSize bytes within one
// piece of the hash tree.
type BulkRequest struct {
	ID     TransferID
	Offset uint64
	Length int
}

// BulkPart is the answer to a BulkRequest, or the next part of it.
type BulkPart struct {
	ID     TransferID
	Offset uint64
	Data   []byte // 1 to PartSize bytes
	// Proof comes with the part that ends a piece: hashes of 32 bytes each.
	Proof []byte
}

// BulkRefused: the stream cannot be read now.
type BulkRefused struct{ ID TransferID }

func (BulkOpen) isBulkMessage()    {}
func (BulkOpened) isBulkMessage()  {}
func (BulkRequest) isBulkMessage() {}
func (BulkPart) isBulkMessage()    {}
func (BulkRefused) isBulkMessage() {}
