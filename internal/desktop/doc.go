// Package desktop is what the desktop program does beneath its window: it
// finds, makes, brings in and opens profiles, and runs a node for one of them,
// or uses the node that runs already. It knows nothing of Qt.
package desktop
