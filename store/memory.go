package store

import "carom/contacts"

// Memory is a Store that keeps nothing when it is closed.
type Memory struct {
	model     *model
	committer *committer
}

// NewMemory returns an empty Memory. Close ends its goroutine.
func NewMemory() *Memory {
	s := &Memory{model: newModel()}
	s.committer = newCommitter(func(batches [][]Change) error {
		for _, changes := range batches {
			s.model.apply(changes)
		}
		return nil
	})
	return s
}

// Load implements Store.
func (s *Memory) Load() (Profile, error) { return s.model.load(), nil }

// Commit implements Store.
func (s *Memory) Commit(changes []Change, done func(error)) { s.committer.commit(changes, done) }

// History implements Store.
func (s *Memory) History(contact contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	return s.model.history(contact, before, limit), nil
}

// HistoryAfter implements Store.
func (s *Memory) HistoryAfter(contact contacts.ServiceID, after uint64, limit int) ([]Message, error) {
	return s.model.historyAfter(contact, after, limit), nil
}

// Message implements Store.
func (s *Memory) Message(id uint64) (Message, bool, error) {
	msg, ok := s.model.message(id)
	return msg, ok, nil
}

// Search implements Store.
func (s *Memory) Search(query string, contact contacts.ServiceID, before uint64, limit int) ([]Message, error) {
	return s.model.search(query, contact, before, limit), nil
}

// Oldest implements Store.
func (s *Memory) Oldest(contact contacts.ServiceID) (Message, bool, error) {
	msg, ok := s.model.oldest(contact)
	return msg, ok, nil
}

// Close implements Store.
func (s *Memory) Close() error {
	s.committer.close()
	return nil
}
