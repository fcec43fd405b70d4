package main

import (
	"testing"
	"time"

	"carom/core"
)

func TestTransferProgress(t *testing.T) {
	for _, tt := range []struct {
		transfer core.Transfer
		online   bool
		want     string
	}{
		{core.Transfer{State: core.TransferQueued, Size: 4}, false, "waits until they are online"},
		{core.Transfer{State: core.TransferQueued, Size: 4}, true, "waits for its turn"},
		{core.Transfer{State: core.TransferQueued, Size: 4, Moved: 1}, true, "waits for its turn, 25%"},
		{core.Transfer{State: core.TransferAsking, Outgoing: true}, true, "waits for their answer"},
		{core.Transfer{State: core.TransferAsking}, true, "waits for your answer"},
		{core.Transfer{State: core.TransferActive, Size: 4, Moved: 2, Rate: 1000, Left: time.Minute}, true, "50%, 1.0 kB/s, 1 min left"},
		{core.Transfer{State: core.TransferDone, Path: "/x"}, true, "done: /x"},
	} {
		if got := transferProgress(tt.transfer, tt.online); got != tt.want {
			t.Errorf("%v is %q, want %q", tt.transfer.State, got, tt.want)
		}
	}
}
