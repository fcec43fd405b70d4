package core

import (
	"carom/protocol"
)

// heedWindow is how many things that one connection says about files wait for the
// disk before no more is read from it.
const heedWindow = 64

// fileSession is a session of an engine that has a place for files: it tells its
// peer so. Its methods run on the connection's reading goroutine.
type fileSession struct{ *session }

var (
	_ protocol.FileHandler     = fileSession{}
	_ protocol.TransferHandler = fileSession{}
)

// handler is what the connection of a session reports to.
func (e *Engine) handler(s *session) protocol.Handler {
	if e.files == nil {
		return s
	}
	return fileSession{s}
}

// heed hands to the engine what a peer says about a file, and waits for a credit
// first: each thing may have something stored, and told to every subscriber.
func (s fileSession) heed(in input) {
	select {
	case s.heeding <- struct{}{}:
		s.engine.post(heeded{s.session, in})
	case <-s.engine.work.Done():
	}
}

// heeded is what a peer says about a file. Its credit comes back when what it set
// off is on the disk.
type heeded struct {
	session *session
	said    input
}

func (in heeded) handle(e *Engine) {
	before := e.commits
	in.said.handle(e)
	giveBack := func(error) { <-in.session.heeding }
	if e.commits == before {
		giveBack(nil)
		return
	}
	e.commit(giveBack) // of nothing: it is done after those before it
}

// FilesReady implements protocol.FileHandler.
func (s fileSession) FilesReady(_ *protocol.Conn, carom bool) {
	s.engine.post(filesReady{s.session, carom})
}

// FileOffered implements protocol.FileHandler.
func (s fileSession) FileOffered(_ *protocol.Conn, f protocol.FileOffer) {
	s.heed(plainOffered{s.session, f})
}

// FileAnswered implements protocol.FileHandler.
func (s fileSession) FileAnswered(_ *protocol.Conn, id uint32) {
	s.heed(plainAnswered{s.session, id})
}

// ChunkReceived implements protocol.FileHandler.
func (s fileSession) ChunkReceived(_ *protocol.Conn, id uint32, data []byte) {
	if r := s.plain.receiver(id); r != nil {
		r.add(data)
	}
}

// ChunkAcknowledged implements protocol.FileHandler.
func (s fileSession) ChunkAcknowledged(_ *protocol.Conn, id uint32, total uint64) {
	if p := s.plain.sender(id); p != nil {
		p.acknowledged(total)
	}
}

// FileEnded implements protocol.FileHandler.
func (s fileSession) FileEnded(_ *protocol.Conn, id uint32, ours bool, r protocol.FileResult) {
	s.heed(plainEnded{s.session, id, ours, r})
}

// TransferReady implements protocol.TransferHandler.
func (s fileSession) TransferReady(*protocol.Conn) { s.engine.post(transferReady{s.session}) }

// TransferReceived implements protocol.TransferHandler.
func (s fileSession) TransferReceived(_ *protocol.Conn, m protocol.TransferMessage) {
	s.heed(transferReceived{s.session, m})
}

// BulkReady implements protocol.TransferHandler.
func (s fileSession) BulkReady(*protocol.Conn) { s.engine.post(bulkReady{s.session}) }

// BulkReceived implements protocol.TransferHandler. The packets go past the
// engine, which has nothing to decide about them.
func (s fileSession) BulkReceived(_ *protocol.Conn, m protocol.BulkMessage) { s.link.Receive(m) }

// transferReady: transfers can be spoken of on a contact connection.
type transferReady struct{ session *session }

func (in transferReady) handle(e *Engine) {
	p := e.people[in.session.peer]
	if p == nil || p.session != in.session {
		return
	}
	in.session.transferReady = true
	e.advanceAll(p.id)
}
