package control

import (
	"context"
	"fmt"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"carom/contacts"
	"carom/core"
	"carom/proto/carom/node"
)

const (
	// maxRequest bounds what a client may send, maxAnswer what it may get: a
	// state of thousands of contacts with their last messages.
	maxRequest = 1 << 20
	maxAnswer  = 64 << 20
	// maxStreams bounds the calls under way on one connection.
	maxStreams = 100
)

// Server answers clients on a unix socket.
type Server struct {
	node.UnimplementedNodeServer
	api core.API
	log *slog.Logger
}

// NewServer returns a server for api. It does no I/O. A nil log discards.
func NewServer(api core.API, log *slog.Logger) *Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Server{api: api, log: log}
}

// Serve answers on the socket at path until ctx is done, then ends every call
// and removes the socket. ready, when not nil, is called once clients can
// connect. ErrRunning means that another node has the socket.
func (s *Server) Serve(ctx context.Context, path string, ready func()) error {
	l, err := listen(path)
	if err != nil {
		return err
	}
	g := grpc.NewServer(grpc.MaxRecvMsgSize(maxRequest), grpc.MaxSendMsgSize(maxAnswer), grpc.MaxConcurrentStreams(maxStreams))
	node.RegisterNodeServer(g, s)
	stop := context.AfterFunc(ctx, g.Stop)
	defer stop()
	if ready != nil {
		ready()
	}
	if err := g.Serve(l); err != nil && ctx.Err() == nil {
		return fmt.Errorf("serving the control socket: %w", err)
	}
	g.Stop() // waits for the calls that are ending
	return nil
}

func parseID(id string) (contacts.ServiceID, error) {
	sid, err := contacts.ParseServiceID(id)
	if err != nil {
		return contacts.ServiceID{}, status.Error(codes.InvalidArgument, "not the id of a contact")
	}
	return sid, nil
}

// parseOptionalID takes an empty id for nobody.
func parseOptionalID(id string) (contacts.ServiceID, error) {
	if id == "" {
		return contacts.ServiceID{}, nil
	}
	return parseID(id)
}

// GetState implements the service.
func (s *Server) GetState(ctx context.Context, _ *node.GetStateRequest) (*node.State, error) {
	st, err := s.api.State(ctx)
	if err != nil {
		return nil, errorOut(err)
	}
	return stateOut(st), nil
}

// contact answers with a contact.
func contact(c core.Contact, err error) (*node.Contact, error) {
	if err != nil {
		return nil, errorOut(err)
	}
	return contactOut(c), nil
}

// message answers with a message.
func message(m core.Message, err error) (*node.Message, error) {
	if err != nil {
		return nil, errorOut(err)
	}
	return messageOut(m), nil
}

// withID runs a command about one contact that answers with nothing.
func withID(id string, f func(contacts.ServiceID) error) (*node.Done, error) {
	sid, err := parseID(id)
	if err != nil {
		return nil, err
	}
	if err := f(sid); err != nil {
		return nil, errorOut(err)
	}
	return &node.Done{}, nil
}

// AddContact implements the service.
func (s *Server) AddContact(ctx context.Context, r *node.AddContactRequest) (*node.Contact, error) {
	return contact(s.api.AddContact(ctx, r.GetAddress(), r.GetNickname(), r.GetOwnNickname(), r.GetGreeting()))
}

// AcceptRequest implements the service.
func (s *Server) AcceptRequest(ctx context.Context, r *node.AcceptRequestRequest) (*node.Contact, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return contact(s.api.AcceptRequest(ctx, id, r.GetNickname()))
}

// RejectRequest implements the service.
func (s *Server) RejectRequest(ctx context.Context, r *node.ContactRef) (*node.Done, error) {
	return withID(r.GetId(), func(id contacts.ServiceID) error { return s.api.RejectRequest(ctx, id) })
}

// Block implements the service.
func (s *Server) Block(ctx context.Context, r *node.ContactRef) (*node.Contact, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return contact(s.api.Block(ctx, id))
}

// Unblock implements the service.
func (s *Server) Unblock(ctx context.Context, r *node.ContactRef) (*node.Done, error) {
	return withID(r.GetId(), func(id contacts.ServiceID) error { return s.api.Unblock(ctx, id) })
}

// Rename implements the service.
func (s *Server) Rename(ctx context.Context, r *node.RenameRequest) (*node.Contact, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return contact(s.api.Rename(ctx, id, r.GetNickname()))
}

// Remove implements the service.
func (s *Server) Remove(ctx context.Context, r *node.ContactRef) (*node.Done, error) {
	return withID(r.GetId(), func(id contacts.ServiceID) error { return s.api.Remove(ctx, id) })
}

// Send implements the service.
func (s *Server) Send(ctx context.Context, r *node.SendRequest) (*node.Message, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return message(s.api.Send(ctx, id, r.GetText()))
}

// Retry implements the service.
func (s *Server) Retry(ctx context.Context, r *node.RetryRequest) (*node.Message, error) {
	return message(s.api.Retry(ctx, r.GetMessage()))
}

// GetHistory implements the service.
func (s *Server) GetHistory(ctx context.Context, r *node.GetHistoryRequest) (*node.History, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return history(s.api.History(ctx, id, r.GetBefore(), int(r.GetLimit())))
}

// history answers with messages.
func history(messages []core.Message, err error) (*node.History, error) {
	if err != nil {
		return nil, errorOut(err)
	}
	out := &node.History{}
	for _, m := range messages {
		out.Messages = append(out.Messages, messageOut(m))
	}
	return out, nil
}

// MarkRead implements the service.
func (s *Server) MarkRead(ctx context.Context, r *node.MarkReadRequest) (*node.Done, error) {
	return withID(r.GetId(), func(id contacts.ServiceID) error { return s.api.MarkRead(ctx, id, r.GetMessage()) })
}

// Search implements the service.
func (s *Server) Search(ctx context.Context, r *node.SearchRequest) (*node.History, error) {
	id, err := parseOptionalID(r.GetId())
	if err != nil {
		return nil, err
	}
	return history(s.api.Search(ctx, r.GetQuery(), id, r.GetBefore(), int(r.GetLimit())))
}

// SetKeep implements the service.
func (s *Server) SetKeep(ctx context.Context, r *node.SetKeepRequest) (*node.Contact, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return contact(s.api.SetKeep(ctx, id, contacts.Keep(r.GetKeep())))
}

// DeleteMessage implements the service.
func (s *Server) DeleteMessage(ctx context.Context, r *node.MessageRef) (*node.Done, error) {
	if err := s.api.DeleteMessage(ctx, r.GetMessage()); err != nil {
		return nil, errorOut(err)
	}
	return &node.Done{}, nil
}

// ClearHistory implements the service.
func (s *Server) ClearHistory(ctx context.Context, r *node.ContactRef) (*node.Done, error) {
	id, err := parseOptionalID(r.GetId())
	if err != nil {
		return nil, err
	}
	if err := s.api.ClearHistory(ctx, id); err != nil {
		return nil, errorOut(err)
	}
	return &node.Done{}, nil
}

// Wipe implements the service.
func (s *Server) Wipe(ctx context.Context, _ *node.WipeRequest) (*node.Done, error) {
	if err := s.api.Wipe(ctx); err != nil {
		return nil, errorOut(err)
	}
	return &node.Done{}, nil
}

// Subscribe implements the service.
func (s *Server) Subscribe(_ *node.SubscribeRequest, stream node.Node_SubscribeServer) error {
	ctx := stream.Context()
	sub, err := s.api.Subscribe(ctx)
	if err != nil {
		return errorOut(err)
	}
	defer sub.Close()
	if err := stream.Send(&node.Event{Event: &node.Event_Subscribed{Subscribed: &node.Done{}}}); err != nil {
		return err
	}
	for {
		ev, err := sub.Next(ctx)
		if err != nil {
			return errorOut(err)
		}
		out, err := eventOut(ev)
		if err != nil {
			return errorOut(err)
		}
		if err := stream.Send(out); err != nil {
			return err
		}
	}
}
