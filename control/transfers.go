package control

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"carom/contacts"
	"carom/core"
	"carom/proto/carom/node"
)

// File transfers, on both sides of the socket.

func transferOut(t core.Transfer) *node.Transfer {
	return &node.Transfer{
		Id: t.ID, Contact: t.Contact.Text(), Outgoing: t.Outgoing, Name: t.Name, Folder: t.Folder, Files: int32(t.Files),
		Size: t.Size, Moved: t.Moved, Again: t.Again, Skipped: int32(t.Skipped), State: uint32(t.State),
		Problem: t.Problem, ProblemKind: string(t.ProblemKind), CancelledBy: uint32(t.CancelledBy),
		Rate: t.Rate, Left: int64(t.Left), Path: []byte(t.Path), Plain: t.Plain, Stripped: t.Stripped, Created: stamp(t.Created), Changed: stamp(t.Changed),
	}
}

func transferIn(t *node.Transfer) (core.Transfer, error) {
	id, err := contacts.ParseServiceID(t.GetContact())
	if err != nil {
		return core.Transfer{}, fmt.Errorf("a transfer of nobody: %w", err)
	}
	return core.Transfer{
		ID: t.GetId(), Contact: id, Outgoing: t.GetOutgoing(), Name: t.GetName(), Folder: t.GetFolder(), Files: int(t.GetFiles()),
		Size: t.GetSize(), Moved: t.GetMoved(), Again: t.GetAgain(), Skipped: int(t.GetSkipped()), State: core.TransferState(t.GetState()),
		Problem: t.GetProblem(), ProblemKind: core.TransferProblem(t.GetProblemKind()), CancelledBy: canceller(t.GetCancelledBy()),
		Rate: t.GetRate(), Left: time.Duration(t.GetLeft()), Path: string(t.GetPath()),
		Plain: t.GetPlain(), Stripped: t.GetStripped(), Created: unstamp(t.GetCreated()), Changed: unstamp(t.GetChanged()),
	}, nil
}

// canceller reads a number that a newer node may have given another meaning.
func canceller(n uint32) core.Canceller {
	if n > uint32(core.CancelledByPeer) {
		return core.CancellerUnknown
	}
	return core.Canceller(n)
}

func transferEventIn(ev *node.Event) (core.Numbered, error) {
	if changed := ev.GetTransferChanged(); changed != nil {
		t, err := transferIn(changed)
		return core.Numbered{Seq: ev.GetSeq(), Event: core.TransferChanged{Transfer: t}}, err
	}
	t, err := transferIn(ev.GetTransferRemoved())
	return core.Numbered{Seq: ev.GetSeq(), Event: core.TransferRemoved{ID: t.ID, Contact: t.Contact}}, err
}

// transfers answers with transfers.
func transfers(list []core.Transfer, err error) (*node.Transfers, error) {
	if err != nil {
		return nil, errorOut(err)
	}
	out := &node.Transfers{}
	for _, t := range list {
		out.Transfers = append(out.Transfers, transferOut(t))
	}
	return out, nil
}

// SendFiles implements the service.
func (s *Server) SendFiles(ctx context.Context, r *node.SendFilesRequest) (*node.Transfers, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	paths, err := pathsIn(r.GetPath())
	if err != nil {
		return nil, err
	}
	return transfers(s.api.SendFiles(ctx, id, paths, core.SendOptions{Strip: r.GetStrip(), Rest: rest(r.GetRest())}))
}

// rest reads a choice; one that a newer client knows sends nothing.
func rest(n uint32) core.Rest {
	if n > uint32(core.RestAsIs) {
		return core.RestRefuse
	}
	return core.Rest(n)
}

func pathsIn(list [][]byte) ([]string, error) {
	paths := make([]string, len(list))
	for i, path := range list {
		paths[i] = string(path)
		if !filepath.IsAbs(paths[i]) {
			return nil, status.Error(codes.InvalidArgument, "not an absolute path")
		}
	}
	return paths, nil
}

func pathsOut(paths []string) ([][]byte, error) {
	list := make([][]byte, len(paths))
	for i, path := range paths {
		full, err := filepath.Abs(path)
		if err != nil {
			return nil, &core.UserError{Code: core.CodeInvalid, Kind: core.KindPath, Text: "This is not the path of a file. Nothing was sent."}
		}
		list[i] = []byte(full)
	}
	return list, nil
}

// GetTransfers implements the service.
func (s *Server) GetTransfers(ctx context.Context, r *node.ContactRef) (*node.Transfers, error) {
	id, err := parseOptionalID(r.GetId())
	if err != nil {
		return nil, err
	}
	return transfers(s.api.Transfers(ctx, id))
}

// ChangeTransfer implements the service.
func (s *Server) ChangeTransfer(ctx context.Context, r *node.ChangeTransferRequest) (*node.Transfer, error) {
	var change func(context.Context, uint64) (core.Transfer, error)
	switch r.GetChange() {
	case node.ChangeTransferRequest_ACCEPT:
		change = s.api.AcceptTransfer
	case node.ChangeTransferRequest_REJECT:
		change = s.api.RejectTransfer
	case node.ChangeTransferRequest_PAUSE:
		change = s.api.PauseTransfer
	case node.ChangeTransferRequest_RESUME:
		change = s.api.ResumeTransfer
	case node.ChangeTransferRequest_CANCEL:
		change = s.api.CancelTransfer
	case node.ChangeTransferRequest_FORGET:
		change = func(ctx context.Context, id uint64) (core.Transfer, error) {
			return core.Transfer{}, s.api.ForgetTransfer(ctx, id)
		}
	default:
		return nil, status.Error(codes.InvalidArgument, "not a change of a transfer")
	}
	t, err := change(ctx, r.GetTransfer())
	if err != nil {
		return nil, errorOut(err)
	}
	return transferOut(t), nil
}

// SetAutoAccept implements the service.
func (s *Server) SetAutoAccept(ctx context.Context, r *node.SetAutoAcceptRequest) (*node.Contact, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return contact(s.api.SetAutoAccept(ctx, id, r.GetBytes()))
}

func gotTransfers(ctx context.Context, list *node.Transfers, err error) ([]core.Transfer, error) {
	if err != nil {
		return nil, errorIn(ctx, err)
	}
	out := make([]core.Transfer, len(list.GetTransfers()))
	for i, t := range list.GetTransfers() {
		if out[i], err = transferIn(t); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SendFiles implements core.API. Paths are those of this process.
func (c *Client) SendFiles(ctx context.Context, id contacts.ServiceID, paths []string, opts core.SendOptions) ([]core.Transfer, error) {
	abs, err := pathsOut(paths)
	if err != nil {
		return nil, err
	}
	list, err := c.node.SendFiles(ctx, &node.SendFilesRequest{Id: id.Text(), Path: abs, Strip: opts.Strip, Rest: uint32(opts.Rest)})
	return gotTransfers(ctx, list, err)
}

// Transfers implements core.API.
func (c *Client) Transfers(ctx context.Context, id contacts.ServiceID) ([]core.Transfer, error) {
	r := &node.ContactRef{}
	if !id.IsZero() {
		r.Id = id.Text()
	}
	list, err := c.node.GetTransfers(ctx, r)
	return gotTransfers(ctx, list, err)
}

func (c *Client) changeTransfer(ctx context.Context, id uint64, change node.ChangeTransferRequest_Change) (core.Transfer, error) {
	t, err := c.node.ChangeTransfer(ctx, &node.ChangeTransferRequest{Transfer: id, Change: change})
	if err != nil {
		return core.Transfer{}, errorIn(ctx, err)
	}
	return transferIn(t)
}

// AcceptTransfer implements core.API.
func (c *Client) AcceptTransfer(ctx context.Context, id uint64) (core.Transfer, error) {
	return c.changeTransfer(ctx, id, node.ChangeTransferRequest_ACCEPT)
}

// RejectTransfer implements core.API.
func (c *Client) RejectTransfer(ctx context.Context, id uint64) (core.Transfer, error) {
	return c.changeTransfer(ctx, id, node.ChangeTransferRequest_REJECT)
}

// PauseTransfer implements core.API.
func (c *Client) PauseTransfer(ctx context.Context, id uint64) (core.Transfer, error) {
	return c.changeTransfer(ctx, id, node.ChangeTransferRequest_PAUSE)
}

// ResumeTransfer implements core.API.
func (c *Client) ResumeTransfer(ctx context.Context, id uint64) (core.Transfer, error) {
	return c.changeTransfer(ctx, id, node.ChangeTransferRequest_RESUME)
}

// CancelTransfer implements core.API.
func (c *Client) CancelTransfer(ctx context.Context, id uint64) (core.Transfer, error) {
	return c.changeTransfer(ctx, id, node.ChangeTransferRequest_CANCEL)
}

// ForgetTransfer implements core.API.
func (c *Client) ForgetTransfer(ctx context.Context, id uint64) error {
	_, err := c.node.ChangeTransfer(ctx, &node.ChangeTransferRequest{Transfer: id, Change: node.ChangeTransferRequest_FORGET})
	return errorIn(ctx, err)
}

// SetAutoAccept implements core.API.
func (c *Client) SetAutoAccept(ctx context.Context, id contacts.ServiceID, bytes uint64) (core.Contact, error) {
	m, err := c.node.SetAutoAccept(ctx, &node.SetAutoAcceptRequest{Id: id.Text(), Bytes: bytes})
	return gotContact(ctx, m, err)
}
