package core

import (
	"slices"

	"carom/contacts"
)

func (f *fileRoom) add(p *parcel) {
	f.parcels[p.rec.ID] = p
	f.order = append(f.order, p)
	f.live[p.rec.Contact] = append(f.live[p.rec.Contact], p)
	if name := (wireName{p.rec.Contact, p.wire()}); !p.rec.Plain && f.named[name] == nil {
		f.named[name] = p
	}
}

func (f *fileRoom) remove(p *parcel) {
	delete(f.parcels, p.rec.ID)
	same := func(x *parcel) bool { return x == p }
	f.order = slices.DeleteFunc(f.order, same)
	f.live[p.rec.Contact] = slices.DeleteFunc(f.live[p.rec.Contact], same)
	if name := (wireName{p.rec.Contact, p.wire()}); f.named[name] == p {
		delete(f.named, name)
	}
}

// liveOf returns the transfers with a contact for which something is to be done: they
// have not ended, or the contact does not know that. There may be many more that
// are over.
func (f *fileRoom) liveOf(id contacts.ServiceID) []*parcel {
	if f == nil {
		return nil
	}
	list := slices.DeleteFunc(f.live[id], func(p *parcel) bool { return p.ended() && !p.rec.Untold })
	if len(list) == 0 {
		delete(f.live, id)
		return nil
	}
	f.live[id] = list
	return slices.Clone(list)
}

// count returns how many of the transfers with a contact, that have not ended, are so.
func (f *fileRoom) count(id contacts.ServiceID, so func(*parcel) bool) (n int) {
	for _, p := range f.live[id] {
		if !p.ended() && so(p) {
			n++
		}
	}
	return n
}

// parcelsOf calls f for each transfer with a contact, oldest first.
func (e *Engine) parcelsOf(id contacts.ServiceID, f func(*parcel)) {
	if e.files == nil {
		return
	}
	for _, p := range append([]*parcel(nil), e.files.order...) {
		if p.rec.Contact == id && e.files.parcels[p.rec.ID] == p {
			f(p)
		}
	}
}
