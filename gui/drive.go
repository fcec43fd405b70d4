//go:build minimal

package gui

import "carom/contacts"

// What follows lets a program drive the window that has no hands: benchmarks.
// All of it is called on the GUI thread.

// Contacts is how many contacts are shown.
func (d *Desktop) Contacts() int {
	if d.main == nil {
		return 0
	}
	return len(d.main.roster.Rows())
}

// OpenConversation shows what there is of a contact, as a click on it does.
func (d *Desktop) OpenConversation(id contacts.ServiceID) { d.main.show(id) }

// Leave shows nobody.
func (d *Desktop) Leave() { d.main.show(contacts.ServiceID{}) }

// Quit ends the node in order, then the program. It may be called more than once.
func (d *Desktop) Quit() { d.quit() }
