package control

import (
	"fmt"
	"strings"
	"time"

	"carom/contacts"
	"carom/core"
	"carom/onion"
	"carom/proto/carom/node"
)

// Between core's types and the messages on the socket. What comes from the
// socket is checked as far as a wrong value could do harm.

func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func unstamp(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns)
}

func networkOut(n onion.Status) *node.Network {
	out := &node.Network{
		Phase: uint32(n.Phase), Percent: int32(n.Percent), Summary: n.Summary, Published: n.Published,
		Epoch: n.Epoch, TorVersion: n.TorVersion, Tag: n.Tag, System: n.System,
	}
	if p := n.Problem; p != nil {
		out.Problem = problemOut(p)
	}
	return out
}

func networkIn(n *node.Network) onion.Status {
	st := onion.Status{
		Phase: onion.Phase(n.GetPhase()), Percent: int(n.GetPercent()), Summary: n.GetSummary(), Published: n.GetPublished(),
		Epoch: n.GetEpoch(), TorVersion: n.GetTorVersion(), Tag: n.GetTag(), System: n.GetSystem(),
	}
	if p := n.GetProblem(); p != nil {
		st.Problem = problemIn(p)
	}
	return st
}

func messageOut(m core.Message) *node.Message {
	return &node.Message{
		Id: m.ID, Contact: m.Contact.Text(), Outgoing: m.Outgoing, Text: m.Text, Written: stamp(m.Written), Delivery: uint32(m.Delivery),
	}
}

func messageIn(m *node.Message) (core.Message, error) {
	id, err := contacts.ParseServiceID(m.GetContact())
	if err != nil {
		return core.Message{}, fmt.Errorf("a message of nobody: %w", err)
	}
	return core.Message{
		ID: m.GetId(), Contact: id, Outgoing: m.GetOutgoing(), Text: m.GetText(), Written: unstamp(m.GetWritten()),
		Delivery: core.Delivery(m.GetDelivery()),
	}, nil
}

func contactOut(c core.Contact) *node.Contact {
	out := &node.Contact{
		Id: c.ID.Text(), Nickname: c.Nickname, State: c.State.String(), Added: stamp(c.Added), OwnNickname: c.OwnNickname,
		Greeting: c.Greeting, RemovedUs: c.RemovedUs, Online: c.Online, Carom: c.Carom, Unread: int32(c.Unread),
		Keep: int64(c.Keep), Draft: c.Draft, AutoAccept: c.AutoAccept, ReadTo: c.ReadTo,
		Request: &node.ReceivedRequest{Nickname: c.Request.Nickname, Message: c.Request.Message, Received: stamp(c.Request.Received)},
	}
	if c.Last != nil {
		out.Last = messageOut(*c.Last)
	}
	return out
}

func contactIn(c *node.Contact) (core.Contact, error) {
	id, err := contacts.ParseServiceID(c.GetId())
	if err != nil {
		return core.Contact{}, fmt.Errorf("a contact that is nobody: %w", err)
	}
	state, err := contacts.ParseState(c.GetState())
	if err != nil {
		return core.Contact{}, err
	}
	r := c.GetRequest()
	out := core.Contact{
		Contact: contacts.Contact{
			ID: id, Nickname: c.GetNickname(), State: state, Added: unstamp(c.GetAdded()), OwnNickname: c.GetOwnNickname(),
			Greeting: c.GetGreeting(), RemovedUs: c.GetRemovedUs(), Keep: contacts.Keep(c.GetKeep()), AutoAccept: c.GetAutoAccept(),
			Request: contacts.Request{Nickname: r.GetNickname(), Message: r.GetMessage(), Received: unstamp(r.GetReceived())},
		},
		Online: c.GetOnline(), Carom: c.GetCarom(), Unread: int(c.GetUnread()), ReadTo: c.GetReadTo(), Draft: c.GetDraft(),
	}
	if c.GetLast() != nil {
		last, err := messageIn(c.GetLast())
		if err != nil {
			return core.Contact{}, err
		}
		out.Last = &last
	}
	return out, nil
}

func stateOut(st core.State) *node.State {
	out := &node.State{Seq: st.Seq, Self: st.Self.Text(), Network: networkOut(st.Network), Presence: st.Presence.String(), Version: st.Version}
	for _, c := range st.Contacts {
		out.Contacts = append(out.Contacts, contactOut(c))
	}
	return out
}

func stateIn(st *node.State) (core.State, error) {
	self, err := contacts.ParseServiceID(st.GetSelf())
	if err != nil {
		return core.State{}, fmt.Errorf("a node without an address: %w", err)
	}
	presence, err := core.ParsePresence(st.GetPresence())
	if err != nil {
		return core.State{}, err
	}
	out := core.State{Seq: st.GetSeq(), Self: self, Network: networkIn(st.GetNetwork()), Presence: presence, Version: st.GetVersion()}
	for _, c := range st.GetContacts() {
		contact, err := contactIn(c)
		if err != nil {
			return core.State{}, err
		}
		out.Contacts = append(out.Contacts, contact)
	}
	return out, nil
}

func eventOut(ev core.Numbered) (*node.Event, error) {
	out := &node.Event{Seq: ev.Seq}
	switch e := ev.Event.(type) {
	case core.NetworkChanged:
		out.Event = &node.Event_NetworkChanged{NetworkChanged: networkOut(e.Network)}
	case core.ContactChanged:
		out.Event = &node.Event_ContactChanged{ContactChanged: contactOut(e.Contact)}
	case core.ContactRemoved:
		out.Event = &node.Event_ContactRemoved{ContactRemoved: &node.ContactRef{Id: e.ID.Text()}}
	case core.MessageAdded:
		out.Event = &node.Event_MessageAdded{MessageAdded: messageOut(e.Message)}
	case core.MessageChanged:
		out.Event = &node.Event_MessageChanged{MessageChanged: messageOut(e.Message)}
	case core.HistoryChanged:
		out.Event = &node.Event_HistoryChanged{HistoryChanged: &node.ContactRef{Id: e.ID.Text()}}
	case core.PresenceChanged:
		out.Event = &node.Event_PresenceChanged{PresenceChanged: &node.SetPresenceRequest{Presence: e.Presence.String()}}
	case core.ConnectionChanged:
		out.Event = &node.Event_ConnectionChanged{ConnectionChanged: &node.Done{}}
	case core.PreferenceChanged:
		out.Event = &node.Event_PreferenceChanged{PreferenceChanged: &node.Preference{Name: e.Name, Value: e.Value}}
	case core.Resync:
		out.Event = &node.Event_Resync{Resync: &node.Done{}}
	case core.TransferChanged:
		out.Event = &node.Event_TransferChanged{TransferChanged: transferOut(e.Transfer)}
	case core.TransferRemoved:
		out.Event = &node.Event_TransferRemoved{TransferRemoved: &node.Transfer{Id: e.ID, Contact: e.Contact.Text()}}
	default:
		return nil, fmt.Errorf("an event of unknown type %T", e)
	}
	return out, nil
}

func eventIn(ev *node.Event) (core.Numbered, error) {
	out := core.Numbered{Seq: ev.GetSeq()}
	switch e := ev.GetEvent().(type) {
	case *node.Event_NetworkChanged:
		out.Event = core.NetworkChanged{Network: networkIn(e.NetworkChanged)}
	case *node.Event_ContactChanged:
		c, err := contactIn(e.ContactChanged)
		if err != nil {
			return core.Numbered{}, err
		}
		out.Event = core.ContactChanged{Contact: c}
	case *node.Event_ContactRemoved:
		id, err := contacts.ParseServiceID(e.ContactRemoved.GetId())
		if err != nil {
			return core.Numbered{}, err
		}
		out.Event = core.ContactRemoved{ID: id}
	case *node.Event_HistoryChanged:
		id, err := contacts.ParseServiceID(e.HistoryChanged.GetId())
		if err != nil {
			return core.Numbered{}, err
		}
		out.Event = core.HistoryChanged{ID: id}
	case *node.Event_PresenceChanged:
		p, err := core.ParsePresence(e.PresenceChanged.GetPresence())
		if err != nil {
			return core.Numbered{}, err
		}
		out.Event = core.PresenceChanged{Presence: p}
	case *node.Event_ConnectionChanged:
		out.Event = core.ConnectionChanged{}
	case *node.Event_PreferenceChanged:
		out.Event = core.PreferenceChanged{Name: e.PreferenceChanged.GetName(), Value: e.PreferenceChanged.GetValue()}
	case *node.Event_MessageAdded, *node.Event_MessageChanged:
		return messageEventIn(ev)
	case *node.Event_TransferChanged, *node.Event_TransferRemoved:
		return transferEventIn(ev)
	default:
		// An event of a newer node: the state tells.
		out.Event = core.Resync{}
	}
	return out, nil
}

func messageEventIn(ev *node.Event) (core.Numbered, error) {
	if added := ev.GetMessageAdded(); added != nil {
		m, err := messageIn(added)
		return core.Numbered{Seq: ev.GetSeq(), Event: core.MessageAdded{Message: m}}, err
	}
	m, err := messageIn(ev.GetMessageChanged())
	return core.Numbered{Seq: ev.GetSeq(), Event: core.MessageChanged{Message: m}}, err
}

// validUTF8 makes what was typed fit into a protobuf string; what was not text
// is refused by the node, whose rules know no replacement character in names.
func validUTF8(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
