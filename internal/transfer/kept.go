package transfer

import (
	"errors"

	"carom/internal/hashtree"
	"carom/internal/sources"
	"carom/protocol"
)

// Kept is what is known of a file that was prepared and closed: it need not be read in
// full to be sent. It does not change, and holds no file open.
type Kept struct {
	offer protocol.TransferOffer
	list  []byte
	file  span
	tree  *hashtree.Tree
}

// Keep returns what to keep of a file; nil for a folder, whose List may be large, and
// for a copy.
func (out *Outgoing) Keep() *Kept {
	if out.folder != nil || out.files[0].path == "" {
		return nil
	}
	return &Kept{out.Offer, out.list, out.files[0], out.tree}
}

// Memory is how many bytes it takes, about: two hashes for each piece.
func (k *Kept) Memory() int {
	if k == nil {
		return 0
	}
	return 2 * hashtree.HashSize * k.tree.Shape().Pieces()
}

// Open opens the file as Prepare does, without reading it. sources.ErrChanged: it is
// not the same, as far as the disk tells. The caller closes it.
func (k *Kept) Open() (*Outgoing, error) {
	f, err := sources.Open(k.file.path)
	if err != nil {
		return nil, err
	}
	if err := f.Check(k.file.stamp); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Outgoing{Offer: k.offer, ID: k.offer.ID, list: k.list, files: []span{k.file}, tree: k.tree, file: f, index: -1}, nil
}
