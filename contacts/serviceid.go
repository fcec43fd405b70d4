package contacts

// ServiceID is the id of a v3 onion service: the 56 lower-case base32
// characters before ".onion" (rend-spec-v3, section 6). The only ways to make
// one check it, so a ServiceID that is not the zero value is a valid one.
//
// A ServiceID names a person. So that it cannot slip into a log or an error,
// it prints as "[onion]"; Text and Address give the characters.
type ServiceID struct{ id string }

// String hides the id: see ServiceID.
func (s ServiceID) String() string {
	if s.id == "" {
		return "[no onion]"
	}
	return "[onion]"
}

// GoString hides the id from %#v too.
func (s ServiceID) GoString() string { return s.String() }

// Text returns the 56 characters, or "" for the zero value.
func (s ServiceID) Text() string { return s.id }

// IsZero reports whether s is the zero value, which names nobody.
func (s ServiceID) IsZero() bool { return s.id == "" }
