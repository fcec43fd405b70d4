//go:build minimal

package gui

import "context"

// startedAgain brings the window to the front, wherever it is, and reports whether
// it came before ctx is done. It is for other goroutines than the GUI thread's.
func (d *Desktop) startedAgain(ctx context.Context) bool {
	raised := make(chan bool, 1)
	d.disp.post(func() {
		if !d.ending {
			d.raise()
		}
		raised <- !d.ending
	})
	select {
	case is := <-raised:
		return is
	case <-ctx.Done():
		return false
	}
}
