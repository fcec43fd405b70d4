package protocol

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/auth"
	"carom/proto/ricochet/chat"
	"carom/proto/ricochet/control"
	"carom/proto/ricochet/filetransfer"
)

// The two programs of testdata/session.txt.
var (
	recordedClient = torIdentity("ED25519-V3:4P+FLdzF2fUXYBQfPGVHYKX7Nr6GJw0xptg6Yt7Oc3vIL047Qs5dQiI4f4nFRdk4yfX+BGi1aBJBz0vWsAAzHQ==")
	recordedServer = torIdentity("ED25519-V3:iFiYKzSxcOeA09zhBPtLtUp8DAqTFHwHSl6xrh0thHdBKbGnDwqzjuR9OhRbQ5qlf0jKu6aZooL6uV4Vma4AFw==")
)

// recorded is one line of the recording: the introduction of a side, or a
// packet.
type recorded struct {
	client  bool // sent by the client
	intro   bool
	channel uint16
	raw     []byte
}

// recording returns the lines of both connections. The two packets that the
// recording cuts, chunks of a file, are left out.
func recording(t testing.TB) [2][]recorded {
	t.Helper()
	f, err := os.Open("testdata/session.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sessions [2][]recorded
	at := -1
	for s := bufio.NewScanner(f); s.Scan(); {
		if strings.HasPrefix(s.Text(), "=== connection") {
			at++
		}
		fields := strings.Fields(s.Text())
		if at < 0 || len(fields) != 4 || (fields[1] != "C" && fields[1] != "S") {
			continue
		}
		r := recorded{client: fields[1] == "C", intro: fields[2] == "intro"}
		if r.raw, err = hex.DecodeString(fields[3]); err != nil {
			continue // cut
		}
		if !r.intro {
			r.channel = uint16(r.raw[2])<<8 | uint16(r.raw[3])
		}
		sessions[at] = append(sessions[at], r)
	}
	return sessions
}

func (r recorded) data() []byte { return r.raw[headerSize:] }

func decoded[M proto.Message](t testing.TB, data []byte, m M) M {
	t.Helper()
	if err := proto.Unmarshal(data, m); err != nil {
		t.Fatal(err)
	}
	return m
}

// cookies returns what the two sides of a recorded connection drew, and the
// proof of the client.
func cookies(t testing.TB, session []recorded) (client, server []byte, proof *auth.Proof) {
	t.Helper()
	for _, r := range session {
		switch {
		case r.intro:
		case r.channel == 0:
			m := decoded(t, r.data(), &control.Packet{})
			if m.OpenChannel.GetChannelType() == typeAuth {
				client = proto.GetExtension(m.OpenChannel, auth.E_ClientCookie).([]byte)
			} else if m.ChannelResult.GetChannelIdentifier() == 1 {
				server = proto.GetExtension(m.ChannelResult, auth.E_ServerCookie).([]byte)
			}
		case r.channel == 1 && r.client && len(r.data()) > 0:
			proof = decoded(t, r.data(), &auth.Packet{}).Proof
		}
	}
	return client, server, proof
}

// The recorded proofs verify, and we sign the same bytes.
func TestRecordedProofs(t *testing.T) {
	for i, session := range recording(t) {
		client, server, proof := cookies(t, session)
		a, b := recordedClient.ServiceID(), recordedServer.ServiceID()
		if proof.GetServiceId() != a.Text() || !VerifyProof(proof.GetSignature(), client, server, a, b) {
			t.Errorf("connection %d: the recorded proof does not verify", i+1)
		}
		own, err := recordedClient.Sign(ProofMessage(client, server, a, b))
		if err != nil || !bytes.Equal(own, proof.GetSignature()) {
			t.Errorf("connection %d: our signature is another", i+1)
		}
	}
}

// replay plays one side of a recorded connection to a Conn that has the other's
// key and cookie, and compares every byte that the Conn sends.
type replay struct {
	t      *testing.T
	known  bool // the server knows the client
	client bool // the Conn is the client
	conn   *served
	wire   *wire
	want   []string
	got    []string
}

func newReplay(t *testing.T, session []recorded, client, known bool) *replay {
	clientCookie, serverCookie, _ := cookies(t, session)
	left, right := net.Pipe()
	s := &script{known: known, received: accept}
	cfg := Config{Identity: recordedServer, Rand: bytes.NewReader(serverCookie), DisableExtensions: true}
	c := NewServer(left, cfg, s)
	if client {
		cfg.Identity, cfg.Rand = recordedClient, bytes.NewReader(clientCookie)
		c = NewClient(left, recordedServer.ServiceID(), cfg, s)
	}
	return &replay{t: t, known: known, client: client, conn: serve(t.Context(), c, s), wire: newWire(t, right)}
}

// step takes one line of the recording.
func (r *replay) step(l recorded) {
	r.t.Helper()
	switch {
	case l.intro && l.client == r.client:
		if got := r.wire.raw(); !bytes.Equal(got, l.raw) {
			r.t.Fatalf("introduction: %x, want %x", got, l.raw)
		}
	case l.intro:
		r.wire.send <- l.raw
	case l.client == r.client:
		r.own(l)
	case r.aboutOurFile(l):
	default:
		r.got = append(r.got, describe(r.t, r.wire.raw(l.raw...))...)
	}
}

// own takes a line that the Conn has to send, and does what makes it do so where
// that is up to the caller.
func (r *replay) own(l recorded) {
	r.t.Helper()
	if r.aboutOurFile(l) {
		return
	}
	switch {
	case l.channel == 0 && strings.Contains(string(l.raw), typeRequest):
		r.must(r.conn.SendRequest(Request{Message: "Hello, may I? é"}))
	case l.channel == 3 && !r.client && !r.known && len(l.data()) > 0:
		r.must(r.conn.Respond(Accepted))
	case l.channel != 0 && l.channel == r.chatChannel():
		m := decoded(r.t, l.data(), &chat.Packet{}).ChatMessage
		r.must(r.conn.SendMessage(m.GetMessageId(), m.GetMessageText(), 0))
	case l.channel == r.fileChannel():
		l = r.declined(l)
	}
	if l.raw != nil {
		r.want = append(r.want, text(l.raw))
	}
	r.got = append(r.got, describe(r.t, r.wire.raw())...)
}

func (r *replay) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// chatChannel is the channel of the Conn's own messages.
func (r *replay) chatChannel() uint16 {
	switch {
	case !r.client:
		return 2
	case r.known:
		return 3
	}
	return 5
}

// fileChannel is the channel on which the peer offers files.
func (r *replay) fileChannel() uint16 {
	if r.client {
		return 4
	}
	return 7
}

// aboutOurFile: lines of files that the recorded program offered in the Conn's
// place, and chunks of files that the Conn would have declined.
func (r *replay) aboutOurFile(l recorded) bool {
	switch l.channel {
	case 4, 7:
	default:
		return false
	}
	if l.channel != r.fileChannel() {
		return true
	}
	m := decoded(r.t, l.data(), &filetransfer.Packet{})
	return m.FileChunk != nil || m.FileChunkAck != nil
}

// declined is what the Conn sends where the recorded program took a file.
func (r *replay) declined(l recorded) recorded {
	m := decoded(r.t, l.data(), &filetransfer.Packet{})
	switch {
	case m.FileHeaderResponse != nil:
		m.FileHeaderResponse.Response = proto.Int32(fileRejected)
	case m.FileTransferCompleteNotification.GetResult() == filetransfer.FileTransferResult_Cancelled:
		// The recorded user cancelled before answering; the Conn has answered.
		m.FileHeaderResponse = &filetransfer.FileHeaderResponse{
			FileId: m.FileTransferCompleteNotification.FileId, Response: proto.Int32(fileRejected),
		}
		m.FileTransferCompleteNotification = nil
	case m.FileTransferCompleteNotification != nil:
		return recorded{}
	}
	return recorded{raw: packet(l.channel, m)}
}

func TestReplay(t *testing.T) {
	events := map[string]string{
		"client 1": `authenticated false; answered Pending; answered Accepted; established; chat ready; ` +
			`acknowledged 2985742408 true; message 359795441 true "hi from Q" 0s`,
		"server 1": `asked "" "Hello, may I? é"; established; chat ready; ` +
			`message 2985742408 true "hi from P ✓" 0s; acknowledged 359795441 true`,
		"client 2": `authenticated true; established; chat ready; acknowledged 2089447169 true`,
		"server 2": `established; chat ready; message 2089447169 true "again" 0s`,
	}
	for i, session := range recording(t) {
		for _, client := range []bool{true, false} {
			name := fmt.Sprintf("server %d", i+1)
			if client {
				name = fmt.Sprintf("client %d", i+1)
			}
			t.Run(name, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					r := newReplay(t, session, client, i == 1)
					for _, l := range session {
						r.step(l)
					}
					synctest.Wait()
					r.compare(name == "client 2")
					if got := r.conn.take(); got != events[name] {
						t.Errorf("the handler was told\n\t%s\nwant\n\t%s", got, events[name])
					}
					r.conn.Close(nil)
					wantEnd(t, r.conn, FaultLocal, ErrClosedLocally)
				})
			})
		}
	}
}

// compare compares what was sent with the recording, in order unless the
// recorded program opened its channels a moment later than we do.
func (r *replay) compare(anyOrder bool) {
	r.t.Helper()
	if anyOrder {
		slices.Sort(r.got)
		slices.Sort(r.want)
	}
	if !slices.Equal(r.got, r.want) {
		r.t.Errorf("sent\n\t%s\nrecorded\n\t%s", strings.Join(r.got, "\n\t"), strings.Join(r.want, "\n\t"))
	}
}
