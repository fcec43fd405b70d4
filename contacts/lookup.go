package contacts

import "strings"

func notFound() error {
	return &Error{ReasonNotFound, "There is no such contact. List your contacts to see their names.", ErrNotFound}
}

// Lookup finds a contact by what a person calls it: its name, its name in
// another case, its address, or the beginning of its name where no other
// begins so.
func (b *Book) Lookup(ref string) (Contact, error) {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return Contact{}, notFound()
	}
	list := b.List()
	for _, same := range []func(string) bool{
		func(name string) bool { return name == ref },
		func(name string) bool { return fold(name) == fold(ref) },
	} {
		for _, c := range list {
			if same(c.Nickname) {
				return c, nil
			}
		}
	}
	if id, err := ParseAddress(ref); err == nil {
		if c, ok := b.entries[id]; ok && c.State != Removed {
			return c, nil
		}
		return Contact{}, notFound()
	}
	return byPrefix(list, ref)
}

func byPrefix(list []Contact, ref string) (Contact, error) {
	var found []Contact
	for _, c := range list {
		if strings.HasPrefix(fold(c.Nickname), fold(ref)) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return Contact{}, notFound()
	case 1:
		return found[0], nil
	}
	return Contact{}, conflict(ReasonAmbiguous, "More than one contact's name begins like this. Write more of it.")
}
