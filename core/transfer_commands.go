package core

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"strings"
	"time"

	"carom/contacts"
	"carom/internal/transfer"
	"carom/store"
)

// SendFiles implements API.
func (e *Engine) SendFiles(ctx context.Context, id contacts.ServiceID, paths []string, opts SendOptions) ([]Transfer, error) {
	paths, err := sourcePaths(paths)
	if err != nil {
		return nil, err
	}
	var clean *copies
	if opts.Strip {
		if clean, err = e.clean(ctx, paths, opts.Rest); err != nil {
			return nil, err
		}
	}
	list, err := ask(ctx, e, func(r request[[]Transfer]) input { return sendFiles{r, id, paths, clean} })
	if err != nil && clean != nil && clean.take() {
		e.files.discard(clean)
	}
	return list, err
}

// Transfers implements API.
func (e *Engine) Transfers(ctx context.Context, id contacts.ServiceID) ([]Transfer, error) {
	return ask(ctx, e, func(r request[[]Transfer]) input { return listTransfers{r, id} })
}

// AcceptTransfer implements API.
func (e *Engine) AcceptTransfer(ctx context.Context, id uint64) (Transfer, error) {
	return e.onParcel(ctx, id, (*Engine).acceptParcel)
}

// RejectTransfer implements API.
func (e *Engine) RejectTransfer(ctx context.Context, id uint64) (Transfer, error) {
	return e.onParcel(ctx, id, (*Engine).rejectParcel)
}

// PauseTransfer implements API.
func (e *Engine) PauseTransfer(ctx context.Context, id uint64) (Transfer, error) {
	return e.onParcel(ctx, id, (*Engine).pauseParcel)
}

// ResumeTransfer implements API.
func (e *Engine) ResumeTransfer(ctx context.Context, id uint64) (Transfer, error) {
	return e.onParcel(ctx, id, (*Engine).resumeParcel)
}

// CancelTransfer implements API.
func (e *Engine) CancelTransfer(ctx context.Context, id uint64) (Transfer, error) {
	return e.onParcel(ctx, id, (*Engine).cancelParcel)
}

// ForgetTransfer implements API.
func (e *Engine) ForgetTransfer(ctx context.Context, id uint64) error {
	_, err := e.onParcel(ctx, id, (*Engine).forgetParcel)
	return err
}

// SetAutoAccept implements API.
func (e *Engine) SetAutoAccept(ctx context.Context, id contacts.ServiceID, bytes uint64) (Contact, error) {
	return ask(ctx, e, func(r request[Contact]) input { return setAutoAccept{r, id, bytes} })
}

func (e *Engine) onParcel(ctx context.Context, id uint64, do func(*Engine, *parcel) error) (Transfer, error) {
	return ask(ctx, e, func(r request[Transfer]) input { return parcelCommand{r, id, do} })
}

// parcelCommand: our user wants something done about a transfer.
type parcelCommand struct {
	request[Transfer]
	id uint64
	// do changes the record, or says why not.
	do func(*Engine, *parcel) error
}

func (in parcelCommand) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	var p *parcel
	if e.files != nil {
		p = e.files.parcels[in.id]
	}
	if p == nil || p.rec.Cleared {
		in.fail(&UserError{Code: CodeNotFound, Kind: KindNoTransfer, Text: "There is no such file transfer. It may have been forgotten."})
		return
	}
	before := p.rec
	if err := in.do(e, p); err != nil {
		in.fail(err)
		return
	}
	if e.files.parcels[in.id] == nil || p.rec.Cleared { // forgotten
		in.reply(Transfer{}, nil)
		return
	}
	p.rec.Changed = time.Now()
	after := p.rec
	e.saveParcel(p, func(err error) {
		if err != nil {
			e.undo(p, before, after)
			in.fail(storageError())
			return
		}
		e.advance(p)
		e.advanceAll(p.rec.Contact) // it may be somebody else's turn
		e.parcelChanged(p)
		in.reply(e.parcelView(p), nil)
	})
}

type listTransfers struct {
	request[[]Transfer]
	id contacts.ServiceID
}

func (in listTransfers) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	var list []Transfer
	if e.files != nil {
		for _, p := range e.files.order {
			if (in.id.IsZero() || p.rec.Contact == in.id) && !p.rec.Cleared {
				list = append(list, e.parcelView(p))
			}
		}
	}
	in.reply(list, nil)
}

type setAutoAccept struct {
	request[Contact]
	id    contacts.ServiceID
	bytes uint64
}

func (in setAutoAccept) handle(e *Engine) {
	if in.skip(e) {
		return
	}
	before := e.former(in.id)
	c, err := e.book.SetAutoAccept(in.id, in.bytes)
	if err != nil {
		in.fail(err)
		return
	}
	change(e, in.request, before, c, nil)
}

// sendFiles: our user sends files.
type sendFiles struct {
	request[[]Transfer]
	id    contacts.ServiceID
	paths []string
	clean *copies // of the files at paths, or nil
}

// refusal is why files cannot be sent now; nil when they can.
func (in sendFiles) refusal(e *Engine) error {
	contact, ok := e.book.Get(in.id)
	switch {
	case e.files == nil:
		return noPlaceForFiles()
	case !ok || e.people[in.id] == nil:
		return notFound()
	case contact.State != contacts.Accepted:
		return cannotWrite(contact.State)
	case e.openParcels(in.id, true)+len(in.paths) > maxParcels:
		return conflict(KindManyFiles, "Too many files wait for this contact already, so these were not taken. Wait until some were sent, or send a folder.")
	}
	return nil
}

func noPlaceForFiles() error {
	return conflict(KindNoPlace, "This node was started without a place for files, so it cannot send any.")
}

func (in sendFiles) handle(e *Engine) {
	if in.skip(e) {
		return // copies stay the caller's
	}
	if err := in.refusal(e); err != nil {
		in.fail(err)
		return
	}
	if in.clean != nil && !in.clean.take() {
		return // the caller waits no more
	}
	parcels := make([]*parcel, len(in.paths))
	changes := make([]store.Change, len(in.paths))
	for i, path := range in.paths {
		parcels[i] = e.newOutgoing(in.id, path)
		if in.clean != nil {
			parcels[i].rec.Stripped = true
			in.clean.list[i].record(&parcels[i].rec)
		}
		changes[i] = store.PutTransfer{Transfer: parcels[i].rec}
	}
	e.commit(func(err error) {
		if err != nil {
			if in.clean != nil {
				e.workers.Go(func() { e.files.discard(in.clean) })
			}
			in.fail(storageError())
			return
		}
		for _, p := range parcels {
			e.files.add(p)
		}
		e.advanceAll(in.id)
		views := make([]Transfer, len(parcels))
		for i, p := range parcels {
			e.parcelChanged(p)
			views[i] = e.parcelView(p)
		}
		if person := e.people[in.id]; person != nil {
			e.nudge(person)
		}
		in.reply(views, nil)
	}, changes...)
}

// openParcels counts the transfers to or from a contact that have not ended.
func (e *Engine) openParcels(id contacts.ServiceID, outgoing bool) int {
	return e.files.count(id, func(p *parcel) bool { return p.rec.Outgoing == outgoing })
}

func (e *Engine) newOutgoing(id contacts.ServiceID, path string) *parcel {
	now := time.Now()
	rec := store.Transfer{
		ID: e.files.next, Contact: id, Outgoing: true, Source: path, Name: strings.ToValidUTF8(filepath.Base(path), "_"),
		Created: now, Changed: now,
	}
	e.files.next++
	rand.Read(rec.Wire[:])
	rand.Read(rec.Salt[:])
	return &parcel{rec: rec}
}

func (e *Engine) acceptParcel(p *parcel) error {
	switch {
	case p.rec.Outgoing:
		return conflict(KindOwn, "This is a transfer of your own, so there is nothing to accept.")
	case p.ended():
		return conflict(KindOver, "This transfer is over, so it cannot be accepted. Ask them to send it again.")
	case p.rec.Stage == store.TransferOffered:
		e.take(p)
	}
	return nil
}

// take makes an offered transfer an accepted one.
func (e *Engine) take(p *parcel) {
	secret := transfer.NewSecret()
	p.rec.Key, p.rec.File = secret.Key, secret.Name
	p.rec.Stage = store.TransferAccepted
}

func (e *Engine) rejectParcel(p *parcel) error {
	if p.rec.Outgoing || p.ended() || p.rec.Stage != store.TransferOffered {
		return conflict(KindNotOffered, "This transfer does not wait for your answer, so there is nothing to reject. To end it, cancel it.")
	}
	e.endParcel(p, outcomeRejected, noProblem, true)
	return nil
}

func (e *Engine) pauseParcel(p *parcel) error {
	switch {
	case p.ended():
		return conflict(KindOver, "This transfer is over, so it cannot be paused.")
	case p.plain != nil && p.rec.Stage == store.TransferAccepted && !p.rec.Held && !p.cameWhole():
		return conflict(KindNoPause, "Their program cannot pause a file, so nothing was changed. Cancel it and send it again later.")
	}
	p.rec.Held = true
	e.detach(p)
	e.tellHeld(p)
	return nil
}

func (e *Engine) resumeParcel(p *parcel) error {
	if p.ended() {
		return conflict(KindOver, "This transfer is over, so it cannot be resumed. Send it again, or ask them to.")
	}
	stood := p.rec.Held || p.rec.Problem != 0
	p.rec.Held, p.rec.Problem = false, 0
	if stood {
		e.tellHeld(p)
	}
	return nil
}

func (e *Engine) cancelParcel(p *parcel) error {
	if p.ended() {
		return conflict(KindOver, "This transfer is over already.")
	}
	if p.publishing() {
		return conflict(KindPublishing, "Everything has come and is being put into its folder at this moment, so it was not cancelled. Delete it there.")
	}
	e.endParcel(p, outcomeCancelledByUs, noProblem, true)
	return nil
}

func (e *Engine) forgetParcel(p *parcel) error {
	if !p.ended() {
		return conflict(KindNotOver, "This transfer is not over. Cancel it first.")
	}
	if p.rec.Untold {
		e.clearParcel(p)
		return nil
	}
	e.forgetEnded(p)
	return nil
}
