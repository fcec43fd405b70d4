package store

import "testing"

// The record of a transfer that an older or a newer version has written is read as far as it
// is known: what was lost of it was not written by older ones.
func TestTransferOfAnotherVersion(t *testing.T) {
	for record, lost := range map[string]int64{
		`{"ID":7,"Name":"x","Size":9000000,"File":"f","Have":3,"Stage":1}`:                       0,
		`{"ID":7,"Name":"x","Size":9000000,"File":"f","Have":3,"Stage":1,"Lost":5}`:              5,
		`{"ID":7,"Name":"x","Size":9000000,"File":"f","Have":3,"Stage":1,"Lost":5,"Of2030":"?"}`: 5,
	} {
		var p Profile
		if err := p.transfer([]byte(record)); err != nil {
			t.Fatalf("%s: %v", record, err)
		}
		want := Transfer{ID: 7, Name: "x", Size: 9_000_000, File: "f", Have: 3, Stage: TransferAccepted, Lost: lost}
		if len(p.Transfers) != 1 || p.Transfers[0] != want {
			t.Errorf("%s is read as %+v", record, p.Transfers)
		}
	}
}
