package oniontest

import "carom/onion"

// Configure implements onion.Network: every connection ends, and the network
// comes up anew.
func (n *FakeNetwork) Configure(s onion.Settings) error {
	if err := s.Validate(); err != nil {
		return err
	}
	n.mu.Lock()
	online := n.online
	n.mu.Unlock()
	n.SetOnline(false)
	n.update(func() { n.settings, n.online = s, online })
	return nil
}

// Settings are those of the last Configure.
func (n *FakeNetwork) Settings() onion.Settings {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.settings
}

// Log implements onion.Network.
func (n *FakeNetwork) Log() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.settings.System {
		return nil
	}
	return []string{"[notice] This is no tor."}
}
