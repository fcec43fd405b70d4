package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"carom/contacts"
	"carom/core"
	"carom/internal/plaintext"
	"carom/onion"
)

func lookupCode(err error) core.Code {
	if errors.Is(err, contacts.ErrConflict) {
		return core.CodeConflict
	}
	return core.CodeNotFound
}

// printJSON prints one object on one line.
func (a *app) printJSON(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", visible(string(data)))
	return err
}

// visible escapes in JSON what a terminal might obey or nobody can see: C1
// controls, direction changes, invisible and private characters.
func visible(data string) string {
	var b strings.Builder
	for _, r := range data {
		switch {
		case r < 0x7f || unicode.IsGraphic(r) && r != utf8.RuneError:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// say prints a line for a person, unless they want quiet or JSON.
func (a *app) say(format string, args ...any) {
	if !a.quiet && !a.json {
		fmt.Fprintf(a.out, format+"\n", args...)
	}
}

// The forms of --json. Names stay; new ones may come.

type jsonContact struct {
	Address  string       `json:"address"`
	Nickname string       `json:"nickname"`
	State    string       `json:"state"`
	Online   bool         `json:"online"`
	Unread   int          `json:"unread"`
	Added    *time.Time   `json:"added,omitempty"`
	Greeting string       `json:"greeting,omitempty"`
	Request  *jsonRequest `json:"request,omitempty"`
	Removed  bool         `json:"removed_us,omitempty"`
	Carom    bool         `json:"carom,omitempty"`
	Draft    string       `json:"draft,omitempty"`
}

type jsonRequest struct {
	Nickname string    `json:"nickname"`
	Message  string    `json:"message"`
	Received time.Time `json:"received"`
}

type jsonMessage struct {
	ID       uint64    `json:"id"`
	Contact  string    `json:"contact"`
	Nickname string    `json:"nickname,omitempty"`
	Outgoing bool      `json:"outgoing"`
	Text     string    `json:"text"`
	Written  time.Time `json:"written"`
	Delivery string    `json:"delivery,omitempty"`
}

type jsonNetwork struct {
	Phase      string       `json:"phase"`
	Percent    int          `json:"percent"`
	Tag        string       `json:"tag,omitempty"`
	Summary    string       `json:"summary,omitempty"`
	Published  bool         `json:"published"`
	TorVersion string       `json:"tor_version,omitempty"`
	System     bool         `json:"system,omitempty"`
	Problem    *jsonProblem `json:"problem,omitempty"`
}

type jsonProblem struct {
	Kind    string `json:"kind"`
	What    string `json:"what"`
	Meaning string `json:"meaning"`
	Advice  string `json:"advice"`
}

func contactJSON(c core.Contact) jsonContact {
	out := jsonContact{
		Address: c.ID.Address(), Nickname: c.Nickname, State: c.State.String(), Online: c.Online, Unread: c.Unread,
		Greeting: c.Greeting, Removed: c.RemovedUs, Carom: c.Carom, Draft: c.Draft,
	}
	if !c.Added.IsZero() {
		out.Added = &c.Added
	}
	if c.State == contacts.Pending {
		out.Request = &jsonRequest{c.Request.Nickname, c.Request.Message, c.Request.Received}
	}
	return out
}

func messageJSON(m core.Message, nickname string) jsonMessage {
	return jsonMessage{
		ID: m.ID, Contact: m.Contact.Address(), Nickname: nickname, Outgoing: m.Outgoing, Text: m.Text, Written: m.Written,
		Delivery: deliveryName(m.Delivery),
	}
}

func networkJSON(n onion.Status) jsonNetwork {
	out := jsonNetwork{phaseName(n.Phase), n.Percent, n.Tag, n.Summary, n.Published, n.TorVersion, n.System, nil}
	if p := n.Problem; p != nil {
		out.Problem = &jsonProblem{string(p.Kind), p.What, p.Meaning, p.Advice}
	}
	return out
}

func deliveryName(d core.Delivery) string {
	return map[core.Delivery]string{core.Queued: "queued", core.Sent: "sent", core.Delivered: "delivered", core.Failed: "failed"}[d]
}

func phaseName(p onion.Phase) string {
	return map[onion.Phase]string{
		onion.Stopped: "stopped", onion.Starting: "starting", onion.Bootstrapping: "bootstrapping", onion.Online: "online", onion.Restarting: "restarting",
	}[p]
}

// networkLine says for a person how Tor is doing.
func networkLine(n onion.Status, p core.Presence) string {
	switch n.Phase {
	case onion.Online:
		switch {
		case p == core.Invisible:
			return "online; your onion service is withdrawn, since you are invisible"
		case n.Published:
			return "online; your onion service is published"
		}
		return "online; publishing your onion service"
	case onion.Bootstrapping:
		if n.Summary == "" {
			return fmt.Sprintf("connecting, %d%%", n.Percent)
		}
		return fmt.Sprintf("connecting, %d%%: %s", n.Percent, n.Summary)
	case onion.Restarting:
		return "not running; it is started again in a moment"
	case onion.Starting:
		return "starting"
	}
	return "stopped"
}

// problemWidth leaves room for the label before it in 80 columns.
const problemWidth = 68

// problemLines are a problem for a person.
func problemLines(p *onion.Problem) []string {
	if p == nil {
		return nil
	}
	text := strings.Join([]string{plaintext.Line(p.What), p.Meaning, p.Advice}, "\n")
	return strings.Split(ansi.Wordwrap(text, problemWidth, ""), "\n")
}

// when is a time for a person: the hour today, the date before.
func when(t time.Time) string {
	t = t.Local()
	now := time.Now()
	if y, m, d := t.Date(); y == now.Year() && m == now.Month() && d == now.Day() {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// messageLines is a message for a person, the lines after the first indented.
func messageLines(m core.Message, nickname string) string {
	who := plaintext.Line(nickname)
	if m.Outgoing {
		who = "you -> " + who
	}
	text := strings.ReplaceAll(plaintext.Block(m.Text), "\n", "\n    ")
	mark := ""
	if m.Outgoing {
		mark = "  [" + deliveryName(m.Delivery) + "]"
	}
	return fmt.Sprintf("%s  %s: %s%s", when(m.Written), who, text, mark)
}

// stateName says for a person where a contact stands.
func stateName(c core.Contact) string {
	switch c.State {
	case contacts.Accepted:
		if c.Online {
			return "online"
		}
		return "offline"
	case contacts.Requesting:
		return "asked, no answer yet"
	case contacts.Pending:
		return "asks to be a contact"
	case contacts.Rejected:
		if c.RemovedUs {
			return "has removed you"
		}
		return "refused your request"
	}
	return c.State.String()
}
