package protocol

import (
	"bytes"
	"net"
	"testing"

	"google.golang.org/protobuf/proto"

	"carom/proto/carom/extension"
	"carom/proto/ricochet/auth"
	"carom/proto/ricochet/chat"
	"carom/proto/ricochet/contactrequest"
	"carom/proto/ricochet/control"
	"carom/proto/ricochet/filetransfer"
)

// zeros is a source of cookies that are all zero.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

var zeroCookie = make([]byte, cookieSize)

var hello = []byte{magic0, magic1, 1, version}

// Packets as a peer would send them.

func opening(id int32, kind string) *control.OpenChannel {
	return &control.OpenChannel{ChannelIdentifier: proto.Int32(id), ChannelType: proto.String(kind)}
}

func asks(m *control.OpenChannel) []byte { return packet(0, &control.Packet{OpenChannel: m}) }

func answers(m *control.ChannelResult) []byte { return packet(0, &control.Packet{ChannelResult: m}) }

func opened(id int32) *control.ChannelResult {
	return &control.ChannelResult{ChannelIdentifier: proto.Int32(id), Opened: proto.Bool(true)}
}

// refused is what comes back when a channel is not opened.
func refused(id int32, why ...control.ChannelResult_CommonError) []byte {
	m := &control.ChannelResult{ChannelIdentifier: proto.Int32(id), Opened: proto.Bool(false)}
	if len(why) > 0 {
		m.CommonError = why[0].Enum()
	}
	return answers(m)
}

func asksAuth(id int32, cookie []byte) []byte {
	m := opening(id, typeAuth)
	setExtension(m, auth.E_ClientCookie, cookie)
	return asks(m)
}

func grantsAuth(id int32, cookie []byte) []byte {
	m := opened(id)
	setExtension(m, auth.E_ServerCookie, cookie)
	return answers(m)
}

func proves(id uint16, who *testIdentity, to *testIdentity) []byte {
	signature, err := who.Sign(ProofMessage(zeroCookie, zeroCookie, who.ServiceID(), to.ServiceID()))
	if err != nil {
		panic(err)
	}
	return packet(id, &auth.Packet{Proof: &auth.Proof{Signature: signature, ServiceId: proto.String(who.ServiceID().Text())}})
}

func verdict(id uint16, known bool) []byte {
	return packet(id, &auth.Packet{Result: &auth.Result{Accepted: proto.Bool(true), IsKnownContact: proto.Bool(known)}})
}

func asksContact(id int32, nickname, message string) []byte {
	m := opening(id, typeRequest)
	setMessageExtension(m, contactrequest.E_ContactRequest,
		&contactrequest.ContactRequest{Nickname: proto.String(nickname), MessageText: proto.String(message)})
	return asks(m)
}

// answersRequest is a ChannelResult with an answer to a contact request.
func answersRequest(id int32, open bool, s ResponseStatus) []byte {
	m := &control.ChannelResult{ChannelIdentifier: proto.Int32(id), Opened: proto.Bool(open)}
	setMessageExtension(m, contactrequest.E_Response, response(s))
	return answers(m)
}

func asksChat(id int32, features ...string) []byte {
	m := opening(id, typeChat)
	if len(features) > 0 {
		setMessageExtension(m, extension.E_Announcement, &extension.Announcement{Feature: features})
	}
	return asks(m)
}

func asksFile(id int32) []byte { return asks(opening(id, typeFile)) }

func says(id uint16, message uint32, words string) []byte {
	return packet(id, &chat.Packet{ChatMessage: &chat.ChatMessage{MessageText: proto.String(words), MessageId: proto.Uint32(message)}})
}

func acks(id uint16, message uint32, accepted bool) []byte {
	return packet(id, acknowledgement(message, accepted))
}

func keepsAlive(ask bool) []byte {
	return packet(0, &control.Packet{KeepAlive: &control.KeepAlive{ResponseRequested: proto.Bool(ask)}})
}

func offersFile(id uint16, file uint32, name string, hash []byte) []byte {
	return packet(id, &filetransfer.Packet{FileHeader: &filetransfer.FileHeader{
		FileId: proto.Uint32(file), FileSize: proto.Uint64(5), Name: proto.String(name), FileHash: hash,
	}})
}

func fileAcked(id uint16, file uint32, accepted bool) []byte {
	return packet(id, &filetransfer.Packet{FileHeaderAck: &filetransfer.FileHeaderAck{
		FileId: proto.Uint32(file), Accepted: proto.Bool(accepted),
	}})
}

func fileAnswered(id uint16, file uint32) []byte {
	return packet(id, &filetransfer.Packet{FileHeaderResponse: &filetransfer.FileHeaderResponse{
		FileId: proto.Uint32(file), Response: proto.Int32(fileRejected),
	}})
}

// stage is how far a connection has been brought.
type stage int

const (
	atStart    stage = iota
	introduced       // packets may flow
	proving          // the authentication channel is open
	asStranger       // authenticated, not known
	asking           // a contact request is pending
	asContact        // a contact; the file and chat channels of both sides are open
	stages
)

// What a peer sends to get from one stage to the next.
var (
	clientSteps = [stages][]byte{
		introduced: hello,
		proving:    asksAuth(1, zeroCookie),
		asStranger: proves(1, alice, bob),
		asking:     asksContact(3, "alice", "hello"),
		asContact: join(proves(1, alice, bob), asksChat(3, FeatureKeepAlive), asksFile(5),
			answers(opened(2)), answers(opened(4))),
	}
	serverSteps = [stages][]byte{
		introduced: {version},
		proving:    grantsAuth(1, zeroCookie),
		asStranger: join(verdict(1, false), bare(1)),
		asking:     answersRequest(3, true, Pending),
		asContact: join(verdict(1, true), bare(1), asksChat(2, FeatureKeepAlive), asksFile(4),
			answers(opened(3)), answers(opened(5))),
	}
)

func join(b ...[]byte) []byte { return bytes.Join(b, nil) }

// lead returns all that a peer sends to get to a stage.
func lead(steps *[stages][]byte, to stage) []byte {
	var b []byte
	for s := introduced; s <= to; s++ {
		if to == asContact && (s == asStranger || s == asking) {
			continue
		}
		b = append(b, steps[s]...)
	}
	return b
}

// atServer brings bob, who listens, to a stage with a peer that dialled, alice.
func atServer(t *testing.T, to stage, s *script) (*served, *wire) {
	t.Helper()
	s.known = to == asContact
	left, right := net.Pipe()
	conn := serve(t.Context(), NewServer(left, Config{Identity: bob, Rand: zeros{}}, s), s)
	w := newWire(t, right)
	w.raw(lead(&clientSteps, to)...)
	s.take()
	t.Cleanup(func() { conn.Close(nil); <-conn.done })
	return conn, w
}

// atClient brings alice, who has dialled bob, to a stage with a peer that
// listens.
func atClient(t *testing.T, to stage, s *script) (*served, *wire) {
	t.Helper()
	if to == asking {
		s.request = &Request{Nickname: "alice", Message: "hello"}
	}
	left, right := net.Pipe()
	conn := serve(t.Context(), NewClient(left, bob.ServiceID(), Config{Identity: alice, Rand: zeros{}}, s), s)
	w := newWire(t, right)
	w.raw(lead(&serverSteps, to)...)
	s.take()
	t.Cleanup(func() { conn.Close(nil); <-conn.done })
	return conn, w
}
