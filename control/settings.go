package control

import (
	"context"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/proto/carom/node"
)

// What concerns the node and the user interface themselves: presence,
// connection, tor's log, preferences and drafts, on both sides of the socket.

func problemOut(p *onion.Problem) *node.Problem {
	return &node.Problem{
		Kind: string(p.Kind), What: p.What, Meaning: p.Meaning, Advice: p.Advice, Version: p.Version, Program: p.Program,
		Package: p.Package, Line: int32(p.Line), Detail: p.Detail, System: p.System,
	}
}

func problemIn(p *node.Problem) *onion.Problem {
	return &onion.Problem{
		Kind: onion.ProblemKind(p.GetKind()), What: p.GetWhat(), Meaning: p.GetMeaning(), Advice: p.GetAdvice(),
		Version: p.GetVersion(), Program: p.GetProgram(), Package: p.GetPackage(), Line: int(p.GetLine()), Detail: p.GetDetail(), System: p.GetSystem(),
	}
}

func connectionOut(s onion.Settings) *node.Connection {
	out := &node.Connection{System: s.System, BuiltIn: string(s.BuiltIn), Bridges: s.Bridges}
	if s.Proxy != (onion.Proxy{}) {
		out.Proxy = &node.Proxy{Kind: string(s.Proxy.Kind), Address: s.Proxy.Address, User: s.Proxy.User, Password: s.Proxy.Password}
	}
	return out
}

func connectionIn(s *node.Connection) onion.Settings {
	p := s.GetProxy()
	return onion.Settings{
		System: s.GetSystem(), BuiltIn: onion.BridgeSet(s.GetBuiltIn()), Bridges: s.GetBridges(),
		Proxy: onion.Proxy{Kind: onion.ProxyKind(p.GetKind()), Address: p.GetAddress(), User: p.GetUser(), Password: p.GetPassword()},
	}
}

// done answers with nothing.
func done(err error) (*node.Done, error) {
	if err != nil {
		return nil, errorOut(err)
	}
	return &node.Done{}, nil
}

// GetHistoryAfter implements the service.
func (s *Server) GetHistoryAfter(ctx context.Context, r *node.GetHistoryAfterRequest) (*node.History, error) {
	id, err := parseID(r.GetId())
	if err != nil {
		return nil, err
	}
	return history(s.api.HistoryAfter(ctx, id, r.GetAfter(), int(r.GetLimit())))
}

// SetDraft implements the service.
func (s *Server) SetDraft(ctx context.Context, r *node.SetDraftRequest) (*node.Done, error) {
	return withID(r.GetId(), func(id contacts.ServiceID) error { return s.api.SetDraft(ctx, id, r.GetText()) })
}

// SetPresence implements the service.
func (s *Server) SetPresence(ctx context.Context, r *node.SetPresenceRequest) (*node.Done, error) {
	p, err := core.ParsePresence(r.GetPresence())
	if err != nil {
		return nil, errorOut(err)
	}
	return done(s.api.SetPresence(ctx, p))
}

// GetConnection implements the service.
func (s *Server) GetConnection(ctx context.Context, _ *node.GetConnectionRequest) (*node.Connection, error) {
	settings, err := s.api.Connection(ctx)
	if err != nil {
		return nil, errorOut(err)
	}
	return connectionOut(settings), nil
}

// SetConnection implements the service.
func (s *Server) SetConnection(ctx context.Context, r *node.Connection) (*node.Done, error) {
	return done(s.api.SetConnection(ctx, connectionIn(r)))
}

// GetTorLog implements the service.
func (s *Server) GetTorLog(ctx context.Context, _ *node.GetTorLogRequest) (*node.TorLog, error) {
	lines, err := s.api.TorLog(ctx)
	if err != nil {
		return nil, errorOut(err)
	}
	return &node.TorLog{Lines: lines}, nil
}

// GetPreferences implements the service.
func (s *Server) GetPreferences(ctx context.Context, _ *node.GetPreferencesRequest) (*node.Preferences, error) {
	values, err := s.api.Preferences(ctx)
	if err != nil {
		return nil, errorOut(err)
	}
	return &node.Preferences{Values: values}, nil
}

// SetPreference implements the service.
func (s *Server) SetPreference(ctx context.Context, r *node.Preference) (*node.Done, error) {
	return done(s.api.SetPreference(ctx, r.GetName(), r.GetValue()))
}

// HistoryAfter implements core.API.
func (c *Client) HistoryAfter(ctx context.Context, id contacts.ServiceID, after uint64, limit int) ([]core.Message, error) {
	h, err := c.node.GetHistoryAfter(ctx, &node.GetHistoryAfterRequest{Id: id.Text(), After: after, Limit: capped(limit)})
	return gotMessages(ctx, h, err)
}

// SetDraft implements core.API.
func (c *Client) SetDraft(ctx context.Context, id contacts.ServiceID, text string) error {
	_, err := c.node.SetDraft(ctx, &node.SetDraftRequest{Id: id.Text(), Text: validUTF8(text)})
	return errorIn(ctx, err)
}

// SetPresence implements core.API.
func (c *Client) SetPresence(ctx context.Context, p core.Presence) error {
	_, err := c.node.SetPresence(ctx, &node.SetPresenceRequest{Presence: p.String()})
	return errorIn(ctx, err)
}

// Connection implements core.API.
func (c *Client) Connection(ctx context.Context) (onion.Settings, error) {
	s, err := c.node.GetConnection(ctx, &node.GetConnectionRequest{})
	if err != nil {
		return onion.Settings{}, errorIn(ctx, err)
	}
	return connectionIn(s), nil
}

// SetConnection implements core.API.
func (c *Client) SetConnection(ctx context.Context, s onion.Settings) error {
	if err := s.Validate(); err != nil { // what is no text has no way onto the socket
		return core.ForPerson(err)
	}
	_, err := c.node.SetConnection(ctx, connectionOut(s))
	return errorIn(ctx, err)
}

// TorLog implements core.API.
func (c *Client) TorLog(ctx context.Context) ([]string, error) {
	l, err := c.node.GetTorLog(ctx, &node.GetTorLogRequest{})
	if err != nil {
		return nil, errorIn(ctx, err)
	}
	return l.GetLines(), nil
}

// Preferences implements core.API.
func (c *Client) Preferences(ctx context.Context) (map[string]string, error) {
	p, err := c.node.GetPreferences(ctx, &node.GetPreferencesRequest{})
	if err != nil {
		return nil, errorIn(ctx, err)
	}
	values := p.GetValues()
	if values == nil {
		values = make(map[string]string)
	}
	return values, nil
}

// SetPreference implements core.API.
func (c *Client) SetPreference(ctx context.Context, name, value string) error {
	_, err := c.node.SetPreference(ctx, &node.Preference{Name: validUTF8(name), Value: validUTF8(value)})
	return errorIn(ctx, err)
}
