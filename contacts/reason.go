package contacts

// Reason is a word for why what a user interface asks for is not possible. The
// values are stable, for a user interface to translate.
type Reason string

// The reasons; those of addresses are in the errors of ParseAddress.
const (
	ReasonNameEmpty    Reason = "name-empty"
	ReasonNameTaken    Reason = "name-taken"
	ReasonNicknameBad  Reason = "nickname-bad" // a character that cannot be in one
	ReasonNicknameLong Reason = "nickname-long"
	ReasonGreetingLong Reason = "greeting-long"
	ReasonTextEmpty    Reason = "text-empty"
	ReasonTextLong     Reason = "text-long"
	ReasonNoText       Reason = "no-text" // a greeting or a message that is not UTF-8
	ReasonKeep         Reason = "keep"    // of a conversation: out of bounds

	ReasonNotFound   Reason = "contact-not-found"
	ReasonAmbiguous  Reason = "contact-ambiguous" // where a part of a name was given
	ReasonAsked      Reason = "contact-asked"
	ReasonExists     Reason = "contact-exists"
	ReasonBlocked    Reason = "contact-blocked"
	ReasonNotBlocked Reason = "contact-not-blocked"
	ReasonNoRequest  Reason = "no-request"
	ReasonState      Reason = "contact-state" // anything else that a state does not allow

	ReasonAddressEmpty     Reason = "address-empty"
	ReasonAddressShort     Reason = "address-short"
	ReasonAddressLong      Reason = "address-long"
	ReasonAddressCharacter Reason = "address-character"
	ReasonAddressChecksum  Reason = "address-checksum"
	ReasonAddressOld       Reason = "address-old"
	ReasonAddressVersion   Reason = "address-version"
	ReasonAddressKey       Reason = "address-key"
	ReasonAddressOwn       Reason = "address-own"
)

// Error is a sentence for a person with a sentinel behind it.
type Error struct {
	Reason Reason
	Text   string
	kind   error
}

func (e *Error) Error() string { return e.Text }

// Unwrap returns ErrInvalid, ErrNotFound or ErrConflict.
func (e *Error) Unwrap() error { return e.kind }

// Reason is the word for what is wrong with an address.
func (e *AddressError) Reason() Reason {
	return map[AddressProblem]Reason{
		AddressEmpty:        ReasonAddressEmpty,
		AddressTooShort:     ReasonAddressShort,
		AddressTooLong:      ReasonAddressLong,
		AddressBadCharacter: ReasonAddressCharacter,
		AddressBadChecksum:  ReasonAddressChecksum,
		AddressV2:           ReasonAddressOld,
		AddressBadVersion:   ReasonAddressVersion,
		AddressBadKey:       ReasonAddressKey,
		AddressOwn:          ReasonAddressOwn,
	}[e.Problem]
}
