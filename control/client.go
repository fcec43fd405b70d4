package control

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"carom/contacts"
	"carom/core"
	"carom/proto/carom/node"
)

// Client is core.API in another process than the node's.
type Client struct {
	conn *grpc.ClientConn
	node node.NodeClient
}

var _ core.API = (*Client)(nil)

// Dial connects to the node whose socket is at path. It fails with a
// *core.UserError when none is running.
func Dial(ctx context.Context, path string) (*Client, error) {
	probe, err := dialOwn(ctx, path)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errForeign), errors.Is(err, os.ErrPermission):
		return nil, &core.UserError{Code: core.CodeUnavailable, Kind: core.KindNodeForeign, Text: "The node of this profile belongs to another user, so nothing was done. Run this as that user."}
	case err != nil:
		return nil, errNoNode()
	}
	probe.Close()
	// The target is never looked up: passthrough hands it to the dialler,
	// which knows where to go. No proxy of the environment is asked.
	conn, err := grpc.NewClient("passthrough:///carom",
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithNoProxy(),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
			return dialOwn(ctx, path)
		}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswer)))
	if err != nil {
		return nil, err
	}
	return &Client{conn: conn, node: node.NewNodeClient(conn)}, nil
}

// Close ends the connection and every subscription.
func (c *Client) Close() error { return c.conn.Close() }

// State implements core.API.
func (c *Client) State(ctx context.Context) (core.State, error) {
	st, err := c.node.GetState(ctx, &node.GetStateRequest{})
	if err != nil {
		return core.State{}, errorIn(ctx, err)
	}
	return stateIn(st)
}

func gotContact(ctx context.Context, m *node.Contact, err error) (core.Contact, error) {
	if err != nil {
		return core.Contact{}, errorIn(ctx, err)
	}
	return contactIn(m)
}

func gotMessage(ctx context.Context, m *node.Message, err error) (core.Message, error) {
	if err != nil {
		return core.Message{}, errorIn(ctx, err)
	}
	return messageIn(m)
}

// AddContact implements core.API.
func (c *Client) AddContact(ctx context.Context, address, nickname, ownNickname, greeting string) (core.Contact, error) {
	m, err := c.node.AddContact(ctx, &node.AddContactRequest{
		Address: validUTF8(address), Nickname: validUTF8(nickname), OwnNickname: validUTF8(ownNickname), Greeting: validUTF8(greeting),
	})
	return gotContact(ctx, m, err)
}

// AcceptRequest implements core.API.
func (c *Client) AcceptRequest(ctx context.Context, id contacts.ServiceID, nickname string) (core.Contact, error) {
	m, err := c.node.AcceptRequest(ctx, &node.AcceptRequestRequest{Id: id.Text(), Nickname: validUTF8(nickname)})
	return gotContact(ctx, m, err)
}

// RejectRequest implements core.API.
func (c *Client) RejectRequest(ctx context.Context, id contacts.ServiceID) error {
	_, err := c.node.RejectRequest(ctx, &node.ContactRef{Id: id.Text()})
	return errorIn(ctx, err)
}

// Block implements core.API.
func (c *Client) Block(ctx context.Context, id contacts.ServiceID) (core.Contact, error) {
	m, err := c.node.Block(ctx, &node.ContactRef{Id: id.Text()})
	return gotContact(ctx, m, err)
}

// Unblock implements core.API.
func (c *Client) Unblock(ctx context.Context, id contacts.ServiceID) error {
	_, err := c.node.Unblock(ctx, &node.ContactRef{Id: id.Text()})
	return errorIn(ctx, err)
}

// Rename implements core.API.
func (c *Client) Rename(ctx context.Context, id contacts.ServiceID, nickname string) (core.Contact, error) {
	m, err := c.node.Rename(ctx, &node.RenameRequest{Id: id.Text(), Nickname: validUTF8(nickname)})
	return gotContact(ctx, m, err)
}

// Remove implements core.API.
func (c *Client) Remove(ctx context.Context, id contacts.ServiceID) error {
	_, err := c.node.Remove(ctx, &node.ContactRef{Id: id.Text()})
	return errorIn(ctx, err)
}

// Send implements core.API.
func (c *Client) Send(ctx context.Context, id contacts.ServiceID, text string) (core.Message, error) {
	if err := contacts.ValidateText(text); err != nil {
		return core.Message{}, core.ForPerson(err)
	}
	m, err := c.node.Send(ctx, &node.SendRequest{Id: id.Text(), Text: text})
	return gotMessage(ctx, m, err)
}

// Retry implements core.API.
func (c *Client) Retry(ctx context.Context, message uint64) (core.Message, error) {
	m, err := c.node.Retry(ctx, &node.RetryRequest{Message: message})
	return gotMessage(ctx, m, err)
}

// History implements core.API.
func (c *Client) History(ctx context.Context, id contacts.ServiceID, before uint64, limit int) ([]core.Message, error) {
	h, err := c.node.GetHistory(ctx, &node.GetHistoryRequest{Id: id.Text(), Before: before, Limit: capped(limit)})
	return gotMessages(ctx, h, err)
}

func capped(limit int) int32 { return int32(min(max(limit, 0), core.MaxHistory)) }

func gotMessages(ctx context.Context, h *node.History, err error) ([]core.Message, error) {
	if err != nil {
		return nil, errorIn(ctx, err)
	}
	messages := make([]core.Message, len(h.GetMessages()))
	for i, m := range h.GetMessages() {
		if messages[i], err = messageIn(m); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// MarkRead implements core.API.
func (c *Client) MarkRead(ctx context.Context, id contacts.ServiceID, message uint64) error {
	_, err := c.node.MarkRead(ctx, &node.MarkReadRequest{Id: id.Text(), Message: message})
	return errorIn(ctx, err)
}

// Search implements core.API.
func (c *Client) Search(ctx context.Context, query string, id contacts.ServiceID, before uint64, limit int) ([]core.Message, error) {
	h, err := c.node.Search(ctx, &node.SearchRequest{Query: validUTF8(query), Id: id.Text(), Before: before, Limit: capped(limit)})
	return gotMessages(ctx, h, err)
}

// SetKeep implements core.API.
func (c *Client) SetKeep(ctx context.Context, id contacts.ServiceID, keep contacts.Keep) (core.Contact, error) {
	m, err := c.node.SetKeep(ctx, &node.SetKeepRequest{Id: id.Text(), Keep: int64(keep)})
	return gotContact(ctx, m, err)
}

// DeleteMessage implements core.API.
func (c *Client) DeleteMessage(ctx context.Context, message uint64) error {
	_, err := c.node.DeleteMessage(ctx, &node.MessageRef{Message: message})
	return errorIn(ctx, err)
}

// ClearHistory implements core.API.
func (c *Client) ClearHistory(ctx context.Context, id contacts.ServiceID) error {
	_, err := c.node.ClearHistory(ctx, &node.ContactRef{Id: id.Text()})
	return errorIn(ctx, err)
}

// Wipe implements core.API.
func (c *Client) Wipe(ctx context.Context) error {
	_, err := c.node.Wipe(ctx, &node.WipeRequest{})
	return errorIn(ctx, err)
}

// Subscribe implements core.API. ctx bounds only the call.
func (c *Client) Subscribe(ctx context.Context) (core.Subscription, error) {
	life, cancel := context.WithCancel(context.Background())
	stop := context.AfterFunc(ctx, cancel)
	stream, err := c.node.Subscribe(life, &node.SubscribeRequest{})
	if err == nil {
		_, err = stream.Recv() // the subscription has begun
	}
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		cancel()
		return nil, errorIn(ctx, err)
	}
	s := &subscription{stream: stream, cancel: cancel, events: make(chan received), done: make(chan struct{})}
	go s.read()
	return s, nil
}

// subscription reads a stream on a goroutine of its own, which Close ends.
type subscription struct {
	stream node.Node_SubscribeClient
	cancel context.CancelFunc
	events chan received
	done   chan struct{}
	once   sync.Once
}

type received struct {
	event core.Numbered
	err   error
}

func (s *subscription) read() {
	defer close(s.events)
	for {
		ev, err := s.stream.Recv()
		if err != nil {
			return
		}
		numbered, err := eventIn(ev)
		select {
		case s.events <- received{numbered, err}:
		case <-s.done:
			return
		}
	}
}

// Next implements core.Subscription.
func (s *subscription) Next(ctx context.Context) (core.Numbered, error) {
	select {
	case <-s.done:
		return core.Numbered{}, core.ErrClosed
	default:
	}
	select {
	case r, ok := <-s.events:
		if !ok {
			return core.Numbered{}, core.ErrClosed
		}
		return r.event, r.err
	case <-s.done:
		return core.Numbered{}, core.ErrClosed
	case <-ctx.Done():
		return core.Numbered{}, ctx.Err()
	}
}

// Close implements core.Subscription.
func (s *subscription) Close() {
	s.once.Do(func() {
		close(s.done)
		s.cancel()
	})
}
