// Package gui is Carom's desktop: Qt Widgets over a core.API.
//
// # How it is built
//
// The GUI thread is the one that runs Desktop.Run. All widgets belong to it, and
// it never waits for anything: commands run on goroutines of their own and come
// back through the dispatcher (see ui.run), events come from one goroutine that
// reads the subscription and are handed over in bounded batches, so that a peer
// who floods us leaves the window alive. What is shown is computed by packages
// without Qt (gui/model, gui/i18n, gui/look); the files here make widgets of it.
//
// # What it promises
//
//   - Whatever a peer wrote is plain text, wherever it is shown: labels are made
//     by plainLabel and its like, lists are painted by QTextLayout from plain
//     strings, tooltips, menus and notifications go through functions of
//     plain.go. A test walks all widgets.
//   - Nothing is fetched and nothing is opened: no link, no image, no file.
//     QtNetwork is not linked.
//   - Everything can be done with the keyboard, and every widget that can be
//     focused has an accessible name.
//   - Locking, quitting and the end of the session by the desktop all end the
//     node in order: contacts see us go, Tor ends with us.
//
// All files that use Qt carry the build tag "minimal": see scripts/desktop.
package gui
