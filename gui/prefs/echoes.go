package prefs

// maxEchoes bounds how many echoes are awaited: a user causes a few a second.
const maxEchoes = 64

// Echoes are the changes of our own that the node will tell us of. They are
// known already, and may be out of date by the time that they come back. The
// zero value awaits none.
type Echoes struct{ awaited []echo }

type echo struct {
	name, value string
	written     bool
}

// Await expects the echo of a change that is about to be written.
func (e *Echoes) Await(name, value string) {
	if len(e.awaited) >= maxEchoes {
		e.awaited = e.awaited[1:]
	}
	e.awaited = append(e.awaited, echo{name: name, value: value})
}

// Written tells that a change has been written: its echo is on its way.
func (e *Echoes) Written(name, value string) {
	for i := range e.awaited {
		if a := &e.awaited[i]; a.name == name && a.value == value && !a.written {
			a.written = true
			return
		}
	}
}

// Take reports whether a change is an echo, which is awaited no more.
func (e *Echoes) Take(name, value string) bool {
	for i, a := range e.awaited {
		if a.name == name && a.value == value {
			e.awaited = append(e.awaited[:i:i], e.awaited[i+1:]...)
			return true
		}
	}
	return false
}

// Resync tells that events begin afresh: what was written before comes back no
// more.
func (e *Echoes) Resync() {
	var left []echo
	for _, a := range e.awaited {
		if !a.written {
			left = append(left, a)
		}
	}
	e.awaited = left
}
