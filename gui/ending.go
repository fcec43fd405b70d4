//go:build minimal

package gui

import "time"

// Interrupt is Quit for another goroutine than the GUI thread's: for signals.
func (d *Desktop) Interrupt() { d.disp.post(d.quit) }

// Finish ends what there still is when the event loop has ended by itself, as
// at the end of the desktop's session: it returns when the node has ended in
// order and Tor is gone. It is called on the GUI thread after Exec.
func (d *Desktop) Finish() {
	clearClipboard()
	if d.main != nil {
		d.main.close()
		d.main = nil
	}
	s := d.session
	d.session, d.ending = nil, true
	d.cancel()
	d.over()
	if s != nil {
		d.stop(s)
	}
	d.work.Wait()
	d.quitting.Wait()
	d.disp.end()
}

// keepAll keeps what was typed and not kept yet: the desktop's session may end.
// It waits until that is stored, since the process may be killed, or lose its
// screen, as soon as it returns: nowhere else does the GUI thread wait.
func (d *Desktop) keepAll() {
	if d.main != nil {
		d.main.flush()
	}
	kept := make(chan struct{})
	d.work.Go(func() {
		d.keeping.Wait()
		close(kept)
	})
	select {
	case <-kept:
	case <-time.After(keepWithin): // the disk hangs: the session is not held up for good
	}
}
