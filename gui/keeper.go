//go:build minimal

package gui

import "sync"

// keeper does, one after the other, what has to be done even while the screen or
// the session is being closed: what our user sent, typed and chose is stored in
// the order in which they did it. Its goroutine ends when there is nothing to do.
type keeper struct {
	mu      sync.Mutex
	idle    sync.Cond
	queue   []func()
	running bool
}

func newKeeper() *keeper {
	k := &keeper{}
	k.idle.L = &k.mu
	return k
}

// Go has f done after all that was given before. From any goroutine.
func (k *keeper) Go(f func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.queue = append(k.queue, f)
	if !k.running {
		k.running = true
		go k.run()
	}
}

func (k *keeper) run() {
	for {
		k.mu.Lock()
		if len(k.queue) == 0 {
			k.running = false
			k.idle.Broadcast()
			k.mu.Unlock()
			return
		}
		f := k.queue[0]
		k.queue = k.queue[1:]
		k.mu.Unlock()
		f()
	}
}

// Wait returns when all is done.
func (k *keeper) Wait() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for k.running {
		k.idle.Wait()
	}
}
