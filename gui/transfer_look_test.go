//go:build minimal

package gui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carom/contacts"
	carom "carom/core"
	"carom/gui/i18n"
	"carom/internal/desktop"
	"carom/internal/hostile"
)

// filesOf are transfers with a contact, in every state in turn, named so.
func filesOf(id contacts.ServiceID, names []string) []carom.Transfer {
	list := make([]carom.Transfer, len(names))
	for i, name := range names {
		list[i] = carom.Transfer{
			ID: uint64(i + 1), Contact: id, Name: name, Path: filepath.Join("/home/me/carom/received", fmt.Sprint(i)),
			Outgoing: i%3 == 0, Folder: i%4 == 3, Files: 12, Size: 2_500_000, Moved: 1_000_000, Rate: 80_000, Left: 19 * time.Second,
			State:   carom.TransferState(1 + i%int(carom.TransferFailed)),
			Created: time.Now().Add(time.Duration(i-len(names)) * time.Minute),
		}
	}
	return list
}

// showFiles shows a conversation with Anna in which these transfers are. The
// node knows nothing of them.
func (d *testDesktop) showFiles(names []string) []carom.Transfer {
	anna := acquaintances()[0]
	list := filesOf(anna.ID, names)
	onGUI(d.t, func() {
		m := d.main()
		m.begin(carom.State{Self: m.state.Self, Network: m.state.Network, Contacts: []carom.Contact{anna}}, list, mainPlace{})
		m.show(anna.ID)
	})
	d.eventually("each transfer is in the conversation", func() bool {
		bubbles := d.main().conversation.list
		return !slices.ContainsFunc(list, func(tr carom.Transfer) bool {
			row := bubbles.find(rowKey{rowTransfer, tr.ID})
			if row < 0 {
				return true
			}
			card := bubbles.cards[bubbles.rows[row].key]
			return card == nil && !tr.State.Ended() || card != nil && card.w.Height() < card.w.HeightForWidth(card.w.Width())
		})
	})
	return list
}

// cardsWhole fails when a part of a card is cut off or outside of the window.
func (d *testDesktop) cardsWhole() {
	d.t.Helper()
	onGUI(d.t, func() {
		list := d.main().conversation.list
		for _, card := range list.cards {
			if card.w.Height() < card.w.HeightForWidth(card.w.Width()) {
				fail("%s is %d high and needs %d", card.name, card.w.Height(), card.w.HeightForWidth(card.w.Width()))
			}
			if card.w.Width() > list.view.Viewport().Width() {
				fail("%s is wider than the window", card.name)
			}
			for _, b := range card.buttons {
				if b.X()+b.Width() > card.frame.Width() || b.X() < 0 {
					fail("%s is cut off", b.ObjectName())
				}
			}
		}
	})
}

// Transfers in every state, in both themes, large and from right to left, for
// somebody to look at, and with nothing cut off.
func TestTransferLooks(t *testing.T) {
	d := openTestDesktop(t)
	names := []string{"report.pdf", "Wilhelmina Bartholomew-Fitzgerald, letters.docx", "تقرير.pdf"}
	for len(names) < 11 {
		names = append(names, fmt.Sprint("photo ", len(names), ".jpg"))
	}
	for _, look := range looks {
		d.wear(look)
		d.showFiles(names)
		d.cardsWhole()
		d.shoot("window", "files-"+look.name)
		d.look(look.name)
		onGUI(t, func() { openTransfers(d.main()) })
		d.shoot("transfers", "transfers-"+look.name)
		d.look(look.name + ", transfers")
		d.click("transfers.close")
		d.gone("transfers")
		path := file(t, "picture.gif", gifWith(t, "from the front door"))
		onGUI(t, func() { openSend(d.main(), acquaintances()[0].ID, []string{path}) })
		d.wait("send.clean")
		d.shoot("send", "send-"+look.name)
		d.click("send.cancel")
		d.gone("send")
	}
}

// wordsOf are those on the card of a transfer: of its widgets, or painted. It is
// for the GUI thread.
func wordsOf(list *bubbleList, t carom.Transfer) string {
	key := rowKey{rowTransfer, t.ID}
	if card := list.cards[key]; card != nil {
		return card.title.Text() + card.state.Text() + card.bar.AccessibleName()
	}
	return strings.Join(list.rows[list.find(key)].card.texts[:], "")
}

// Whatever a peer calls a file, it is shown as text and leaves the window as it
// is, wherever it stands.
func TestHostileFileNames(t *testing.T) {
	d := openTestDesktop(t)
	var width int
	onGUI(t, func() { width = d.desk.window.main.Width() })
	texts := hostile.Texts()
	if len(texts) < 200 {
		t.Fatalf("only %d texts", len(texts))
	}
	for names := range slices.Chunk(texts, maxCards) {
		list := d.showFiles(names)
		onGUI(t, func() {
			bubbles := d.main().conversation.list
			for i, tr := range list {
				row := bubbles.find(rowKey{rowTransfer, tr.ID})
				painted := bubbles.height(row)
				if bubbles.card(row); bubbles.height(row) != painted {
					fail("name %d is painted %d high, and its card is %d", i, painted, bubbles.height(row))
				}
			}
		})
		d.cardsWhole()
		onGUI(t, func() {
			for i, tr := range list {
				checkPlain(tr.Name)
				words := wordsOf(d.main().conversation.list, tr) + d.main().conversation.spokenTransfer(tr)
				if strings.ContainsAny(words, "\u202e\u202d\x1b\x00\n") {
					fail("name %d is shown with what changes direction or commands", i)
				}
			}
			openTransfers(d.main())
			if now := d.desk.window.main.Width(); now != width {
				fail("the window was %d wide and is %d", width, now)
			}
		})
		d.click("transfers.close")
		d.gone("transfers")
	}
}

// The names of what our user sends may be a peer's, too.
func TestHostileSources(t *testing.T) {
	p := i18n.New("en")
	for _, text := range hostile.Texts() {
		for _, refused := range []desktop.Refusal{desktop.NotRefused, desktop.RefusedLink, desktop.RefusedIrregular, desktop.RefusedUnreadable} {
			said, _ := reportText(p, desktop.Chosen{Name: text, Refused: refused})
			if strings.ContainsAny(said, "\u202e\u202d\x1b\x00") {
				t.Errorf("%q is shown as %q", text, said)
			}
		}
	}
}
