package contacts

import "fmt"

var stateNames = map[State]string{
	Requesting: "requesting", Pending: "pending", Accepted: "accepted",
	Rejected: "rejected", Blocked: "blocked", Removed: "removed",
}

// String returns the state's name in lower case.
func (s State) String() string {
	if name, ok := stateNames[s]; ok {
		return name
	}
	return fmt.Sprintf("state %d", uint8(s))
}

// ParseState is the inverse of String.
func ParseState(name string) (State, error) {
	for s, n := range stateNames {
		if n == name {
			return s, nil
		}
	}
	return 0, invalid(ReasonState, "There is no such state of a contact.")
}

// Action is what changes a contact's state.
type Action uint8

// The actions. The first ones are our user's, the others the peer's.
const (
	// Ask: our user adds them.
	Ask Action = iota + 1
	// Accept: our user accepts their request.
	Accept
	// Reject: our user refuses their request.
	Reject
	// Block: our user wants to hear nothing from them.
	Block
	// TheyAsk: their contact request arrived.
	TheyAsk
	// TheyAccept: they accepted our request, or came to us as to a contact.
	TheyAccept
	// TheyReject: they refused our request.
	TheyReject
	// TheyForget: they answered is_known_contact=false to a contact.
	TheyForget
)

// unknown is the state of somebody who is in no book.
const unknown State = 0

// transitions holds every step that there is. Unblocking and removing forget a
// contact, so that they lead out of the table.
//
//	          Ask                    TheyAccept
//	unknown --------> Requesting -----------------> Accepted
//	   |                  |    \--TheyReject--> Rejected <--TheyForget-- Accepted
//	   |TheyAsk           |TheyAsk
//	   v      Accept, Ask v
//	Pending ----------> Accepted          Block: from anywhere to Blocked
//	   |Reject
//	   v
//	Removed
var transitions = map[State]map[Action]State{
	unknown:    {Ask: Requesting, TheyAsk: Pending, Block: Blocked},
	Requesting: {TheyAsk: Accepted, TheyAccept: Accepted, TheyReject: Rejected, Block: Blocked},
	Pending:    {Ask: Accepted, Accept: Accepted, Reject: Removed, TheyAsk: Pending, Block: Blocked},
	Accepted:   {TheyAsk: Accepted, TheyAccept: Accepted, TheyForget: Rejected, Block: Blocked},
	Rejected:   {Ask: Requesting, TheyAsk: Pending, Block: Blocked},
	Blocked:    {TheyAsk: Blocked, Block: Blocked},
	Removed:    {Ask: Requesting, TheyAsk: Pending, Block: Blocked},
}

// Next returns the state after an action, or an error when there is no such
// step, which leaves the state as it was.
func Next(s State, a Action) (State, error) {
	if next, ok := transitions[s][a]; ok {
		return next, nil
	}
	return s, refusal(s, a)
}

// refusal says why a person cannot do what they asked for.
func refusal(s State, a Action) error {
	switch {
	case a == Ask && s == Requesting:
		return conflict(ReasonAsked, "You have asked this contact already, and they have not answered yet. The request is repeated whenever they are online.")
	case a == Ask && s == Accepted:
		return conflict(ReasonExists, "This is a contact of yours already.")
	case a == Ask && s == Blocked:
		return conflict(ReasonBlocked, "This contact is blocked. Unblock them first, then add them.")
	case a == Accept || a == Reject:
		return conflict(ReasonNoRequest, "There is no request of this contact to answer.")
	}
	return conflict(ReasonState, "This is not possible for a contact in the state \""+s.String()+"\".")
}
