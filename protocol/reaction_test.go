package protocol

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"carom/proto/ricochet/auth"
	"carom/proto/ricochet/chat"
	"carom/proto/ricochet/contactrequest"
	"carom/proto/ricochet/control"
	"carom/proto/ricochet/filetransfer"
)

func TestIntroduction(t *testing.T) {
	tests := []struct {
		name, sent, want string
		err              error
	}{
		{"1 and 3", "\x49\x4d\x02\x01\x03", "\x03", nil},
		{"3 among all", "\x49\x4d\xff" + strings.Repeat("\x01", 254) + "\x03", "\x03", nil},
		{"1 alone", "\x49\x4d\x01\x01", "\xff", ErrVersionRefused},
		{"0 and 1", "\x49\x4d\x02\x00\x01", "\xff", ErrVersionRefused},
		{"no versions", "\x49\x4d\x00", "", ErrProtocol},
		{"bad magic", "\x49\x4e\x01\x03", "", ErrProtocol},
		{"http", "GET / HTTP/1.1\r\n\r\n", "", ErrProtocol},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				conn, w := atServer(t, atStart, &script{})
				if got := w.raw([]byte(tt.sent)...); string(got) != tt.want {
					t.Errorf("answered %x, want %x", got, tt.want)
				}
				if tt.err != nil {
					wantEnd(t, conn, FaultPeer, tt.err)
				}
				if w.closed() != (tt.err != nil) {
					t.Errorf("closed: %v", w.closed())
				}
			})
		})
	}
}

func TestIntroductionOfClient(t *testing.T) {
	for answer, reason := range map[byte]error{noVersion: ErrVersionRefused, 1: ErrProtocol, 0: ErrProtocol} {
		bubble(t, func(t *testing.T) {
			conn, w := atClient(t, atStart, &script{})
			w.raw(answer)
			wantEnd(t, conn, FaultPeer, reason)
		})
	}
	bubble(t, func(t *testing.T) {
		left, right := net.Pipe()
		conn := serve(t.Context(), NewClient(left, bob.ServiceID(), Config{Identity: alice}, &script{}), &script{})
		w := newWire(t, right)
		if got := w.raw(); string(got) != "\x49\x4d\x01\x03" {
			t.Errorf("introduced itself with %x", got)
		}
		conn.Close(nil)
		<-conn.done
	})
}

// reaction is a row of the wire page's table: what is sent at a stage, what
// comes back, what the handler is told, and whether the connection then ends.
type reaction struct {
	name   string
	at     stage
	sent   [][]byte
	back   [][]byte
	told   string
	closed bool
}

func (r reaction) run(t *testing.T, bring func(*testing.T, stage, *script) (*served, *wire)) {
	t.Run(r.name, func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			s := &script{received: accept, decide: decideByName}
			conn, w := bring(t, r.at, s)
			var want []string
			for _, p := range r.back {
				want = append(want, text(p))
			}
			if got := w.packets(r.sent...); !slices.Equal(got, want) {
				t.Errorf("came back\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
			}
			if got := s.take(); got != r.told {
				t.Errorf("the handler was told\n\t%s\nwant\n\t%s", got, r.told)
			}
			if w.closed() != r.closed || conn.over() != r.closed {
				t.Errorf("closed: %v, over: %v, want %v", w.closed(), conn.over(), r.closed)
			}
		})
	})
}

// decideByName decides as the stranger's nickname says.
func decideByName(_ *Conn, r Request) ResponseStatus {
	for s := Pending; s <= ResponseError; s++ {
		if r.Nickname == s.String() {
			return s
		}
	}
	if r.Nickname == "nonsense" {
		return 77
	}
	return Pending
}

const (
	unknownType  = control.ChannelResult_UnknownTypeError
	unauthorized = control.ChannelResult_UnauthorizedError
	badUsage     = control.ChannelResult_BadUsageError
)

var (
	hash        = make([]byte, FileHashSize)
	ourChat     = func(id int32) []byte { return asksChat(id, FeatureKeepAlive) }
	closeOfAll  = bare(0)
	wrongResult = packet(1, &auth.Packet{Result: &auth.Result{Accepted: proto.Bool(false)}})
	twoFields   = packet(0, &control.Packet{
		KeepAlive:      &control.KeepAlive{ResponseRequested: proto.Bool(true)},
		EnableFeatures: &control.EnableFeatures{},
	})
	unknownField = bare(0, protowire.AppendVarint(protowire.AppendTag(nil, 77, protowire.VarintType), 1)...)
	wantFeatures = packet(0, &control.Packet{EnableFeatures: &control.EnableFeatures{Feature: []string{"x"}}})
	features     = packet(0, &control.Packet{FeaturesEnabled: &control.FeaturesEnabled{}})
)

func TestControlReactions(t *testing.T) {
	for _, r := range []reaction{
		{"chat before authentication", introduced, list(asksChat(1)), list(refused(1, unauthorized)), "", false},
		{"file before authentication", introduced, list(asksFile(1)), list(refused(1, unauthorized)), "", false},
		{"request before authentication", introduced, list(asksContact(1, "", "")), list(refused(1, unauthorized)), "", false},
		{"chat of a stranger", asStranger, list(asksChat(3)), list(refused(3, unauthorized)), "", false},
		{"chat while asking", asking, list(asksChat(5)), list(refused(5, unauthorized)), "", false},
		{"unknown type", introduced, list(asks(opening(1, "im.example"))), list(refused(1, unknownType)), "", false},
		{"even id", introduced, list(asksChat(2)), list(closeOfAll), "", true},
		{"id 0", introduced, list(asksChat(0)), list(closeOfAll), "", true},
		{"negative id", introduced, list(asksChat(-1)), list(closeOfAll), "", true},
		{"id 65537", introduced, list(asksChat(65537)), list(closeOfAll), "", true},
		{"id 65535", introduced, list(asksChat(65535)), list(refused(65535, unauthorized)), "", false},
		{"the same id again", introduced, list(asksChat(3), asksChat(3)), list(refused(3, unauthorized), closeOfAll), "", true},
		{"a lower id", introduced, list(asksChat(3), asksChat(1)), list(refused(3, unauthorized), closeOfAll), "", true},
		{"keep-alive wanted", introduced, list(keepsAlive(true)), list(keepsAlive(false)), "", false},
		{"keep-alive unwanted", introduced, list(keepsAlive(false)), nil, "", false},
		{"features wanted", introduced, list(wantFeatures), list(features), "", false},
		{"features unasked", introduced, list(features), nil, "", true},
		{"answer unasked", introduced, list(answers(opened(2))), list(closeOfAll), "", true},
		{"answer about no channel", introduced, list(answers(opened(-2))), list(closeOfAll), "", true},
		{"answer about its own channel", proving, list(answers(opened(1))), list(closeOfAll), "", true},
		{"answer twice", asContact, list(answers(opened(2))), list(closeOfAll), "", true},
		{"control: rubbish", introduced, list(bare(0, 0xff)), list(closeOfAll), "", true},
		{"control: no known field", introduced, list(unknownField), list(closeOfAll), "", true},
		{"control: two fields", introduced, list(twoFields), list(closeOfAll), "", true},
		{"control: unknown field beside", introduced, list(bare(0, append(keepsAlive(true)[4:], unknownField[4:]...)...)), list(keepsAlive(false)), "", false},
		{"packet to an unknown channel", introduced, list(bare(9, 1)), list(bare(9)), "", false},
		{"close of an unknown channel", introduced, list(bare(9)), nil, "", false},
		{"close of channel 0", introduced, list(closeOfAll), nil, "", true},
		{"length 3", introduced, list([]byte{0, 3, 0, 0}), nil, "", true},
	} {
		r.run(t, atServer)
	}
}

func TestAuthReactions(t *testing.T) {
	badSignature := proves(1, alice, alice)
	badID := packet(1, &auth.Packet{Proof: &auth.Proof{Signature: make([]byte, 64), ServiceId: proto.String(strings.Repeat("a", 56))}})
	both := packet(1, &auth.Packet{Proof: &auth.Proof{}, Result: &auth.Result{Accepted: proto.Bool(true)}})
	for _, r := range []reaction{
		{"short cookie", introduced, list(asksAuth(1, zeroCookie[1:])), list(refused(1, badUsage)), "", false},
		{"long cookie", introduced, list(asksAuth(1, append(zeroCookie, 0))), list(refused(1, badUsage)), "", false},
		{"no cookie", introduced, list(asks(opening(1, typeAuth))), list(refused(1, badUsage)), "", false},
		{"a short cookie, then a good one", introduced, list(asksAuth(1, nil), asksAuth(3, zeroCookie)), list(refused(1, badUsage), grantsAuth(3, zeroCookie)), "", false},
		{"twice", proving, list(asksAuth(3, zeroCookie)), list(refused(3, badUsage)), "", false},
		{"again when done", asStranger, list(asksAuth(3, zeroCookie)), list(refused(3, badUsage)), "", false},
		{"again when it failed", proving, list(badSignature, asksAuth(3, zeroCookie)), list(wrongResult, bare(1), refused(3, badUsage)), "", false},
		{"good, not known", proving, list(proves(1, alice, bob), bare(1)), list(verdict(1, false), bare(1)), "", false},
		{"wrong signature", proving, list(badSignature), list(wrongResult, bare(1)), "", false},
		{"wrong id", proving, list(badID), list(wrongResult, bare(1)), "", false},
		{"our own id", proving, list(proves(1, bob, bob)), list(verdict(1, false), bare(1)), "", false},
		{"empty proof", proving, list(packet(1, &auth.Packet{Proof: &auth.Proof{}})), list(wrongResult, bare(1)), "", false},
		{"a result in place of a proof", proving, list(verdict(1, true)), list(bare(1)), "", false},
		{"both", proving, list(both), list(bare(1)), "", false},
		{"rubbish", proving, list(bare(1, 0xff)), list(bare(1)), "", false},
		{"closed", proving, list(bare(1), proves(1, alice, bob)), list(bare(1), bare(1)), "", false},
		{"proof again", asStranger, list(proves(1, alice, bob)), list(bare(1)), "", false},
	} {
		r.run(t, atServer)
	}
}

func TestRequestReactions(t *testing.T) {
	error3 := list(answersRequest(3, true, ResponseError), bare(3))
	nickname := func(s string) [][]byte { return list(asksContact(3, s, "hi")) }
	badUTF8 := opening(3, typeRequest)
	raw := protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), []byte("a\xffb"))
	setExtension(badUTF8, contactrequest.E_ContactRequest, raw)
	for _, r := range []reaction{
		{"pending", asStranger, nickname("Pending"), list(answersRequest(3, true, Pending)), `asked "Pending" "hi"`, false},
		{"accepted", asStranger, nickname("Accepted"), list(answersRequest(3, true, Accepted), bare(3), ourChat(2), asksFile(4)), `asked "Accepted" "hi"; established`, false},
		{"rejected", asStranger, nickname("Rejected"), list(answersRequest(3, true, Rejected), bare(3)), `asked "Rejected" "hi"`, false},
		{"error", asStranger, nickname("Error"), error3, `asked "Error" "hi"`, false},
		{"an answer that is none", asStranger, nickname("nonsense"), error3, `asked "nonsense" "hi"`, false},
		{"again after an error", asStranger, list(asksContact(3, "<", ""), asksContact(5, "b", "")), append(slices.Clone(error3), answersRequest(5, true, Pending)), `asked "b" ""`, false},
		{"empty", asStranger, list(asksContact(3, "", "")), list(answersRequest(3, true, Pending)), `asked "" ""`, false},
		{"nickname 30", asStranger, nickname(strings.Repeat("é", 30)), list(answersRequest(3, true, Pending)), fmt.Sprintf(`asked %q "hi"`, strings.Repeat("é", 30)), false},
		{"nickname 31", asStranger, nickname(strings.Repeat("x", 31)), error3, "", false},
		{"nickname 16 times two units", asStranger, nickname(strings.Repeat("\U0001F600", 16)), error3, "", false},
		{"nickname <", asStranger, nickname("a<b"), error3, "", false},
		{"nickname newline", asStranger, nickname("a\nb"), error3, "", false},
		{"nickname bidi override", asStranger, nickname("a\u202eb"), error3, "", false},
		{"nickname not UTF-8", asStranger, list(asks(badUTF8)), list(answersRequest(3, true, Pending)), `asked "a�b" ""`, false},
		{"message 2000", asStranger, list(asksContact(3, "", strings.Repeat("x", 2000))), list(answersRequest(3, true, Pending)), fmt.Sprintf(`asked "" %q`, strings.Repeat("x", 2000)), false},
		{"message 2001", asStranger, list(asksContact(3, "", strings.Repeat("x", 2001))), error3, "", false},
		{"without its extension", asStranger, list(asks(opening(3, typeRequest))), list(refused(3, badUsage)), "", false},
		{"twice", asking, list(asksContact(5, "b", "")), list(refused(5, unauthorized)), "", false},
		{"by a contact", asContact, list(asksContact(7, "b", "")), list(answersRequest(7, false, Accepted)), "", false},
		{"withdrawn", asking, list(bare(3), asksContact(5, "b", "")), list(bare(3), answersRequest(5, true, Pending)), `asked "b" ""`, false},
		{"a packet of the asking side", asking, list(packet(3, response(Accepted))), list(bare(3)), "", false},
	} {
		r.run(t, atServer)
	}
}

func TestChatReactions(t *testing.T) {
	message := func(m *chat.ChatMessage) []byte { return packet(3, &chat.Packet{ChatMessage: m}) }
	noID := message(&chat.ChatMessage{MessageText: proto.String("x")})
	emptyNoID := message(&chat.ChatMessage{MessageText: proto.String("")})
	aged := func(delta int64) []byte {
		return message(&chat.ChatMessage{MessageText: proto.String("x"), MessageId: proto.Uint32(7), TimeDelta: proto.Int64(delta)})
	}
	noText := bare(3, 0x0a, 0x02, 0x10, 0x07)
	both := packet(3, &chat.Packet{ChatMessage: &chat.ChatMessage{MessageText: proto.String("x")}, ChatAcknowledge: &chat.ChatAcknowledge{}})
	noAckID := packet(2, &chat.Packet{ChatAcknowledge: &chat.ChatAcknowledge{Accepted: proto.Bool(true)}})
	bareAck := packet(2, &chat.Packet{ChatAcknowledge: &chat.ChatAcknowledge{MessageId: proto.Uint32(7)}})
	smiles, long := strings.Repeat("\U0001F600", 1000), strings.Repeat("x", 2000)
	for _, r := range []reaction{
		{"a message", asContact, list(says(3, 7, "hi ✓")), list(acks(3, 7, true)), `message 7 true "hi ✓" 0s`, false},
		{"id absent", asContact, list(noID), nil, `message 0 false "x" 0s`, false},
		{"id 0", asContact, list(says(3, 0, "x")), list(acks(3, 0, true)), `message 0 true "x" 0s`, false},
		{"text empty", asContact, list(says(3, 7, "")), list(acks(3, 7, false)), "", false},
		{"text empty, id absent", asContact, list(emptyNoID), nil, "", false},
		{"2000 units", asContact, list(says(3, 7, long)), list(acks(3, 7, true)), fmt.Sprintf(`message 7 true %q 0s`, long), false},
		{"2001 units", asContact, list(says(3, 7, long+"x")), list(acks(3, 7, false)), "", false},
		{"1000 times two units", asContact, list(says(3, 7, smiles)), list(acks(3, 7, true)), fmt.Sprintf(`message 7 true %q 0s`, smiles), false},
		{"1001 times two units", asContact, list(says(3, 7, smiles+"\U0001F600")), list(acks(3, 7, false)), "", false},
		{"the same twice", asContact, list(says(3, 7, "x"), says(3, 7, "x")), list(acks(3, 7, true), acks(3, 7, true)), `message 7 true "x" 0s; message 7 true "x" 0s`, false},
		{"not UTF-8", asContact, list(says(3, 7, "a\xff\xfeb")), list(acks(3, 7, true)), `message 7 true "a�b" 0s`, false},
		{"from the future", asContact, list(aged(3600)), list(acks(3, 7, true)), `message 7 true "x" 0s`, false},
		{"a minute old", asContact, list(aged(-60)), list(acks(3, 7, true)), `message 7 true "x" 1m0s`, false},
		{"older than all", asContact, list(aged(-1 << 63)), list(acks(3, 7, true)), `message 7 true "x" 87600h0m0s`, false},
		{"second channel", asContact, list(asksChat(7)), list(refused(7)), "", false},
		{"closed and opened again", asContact, list(bare(3), asksChat(7), says(7, 1, "x")), list(bare(3), answers(opened(7)), acks(7, 1, true)), `message 1 true "x" 0s`, false},
		{"rubbish", asContact, list(bare(3, 0xff)), list(bare(3)), "", false},
		{"message without text", asContact, list(noText), list(bare(3)), "", false},
		{"neither", asContact, list(bare(3, unknownField[4:]...)), list(bare(3)), "", false},
		{"both", asContact, list(both), list(bare(3)), "", false},
		{"acknowledged", asContact, list(acks(2, 7, true), acks(2, 8, false), bareAck), nil, "acknowledged 7 true; acknowledged 8 false; acknowledged 7 true", false},
		{"acknowledged on its own channel", asContact, list(acks(3, 7, true)), nil, "", false},
		{"message on our channel", asContact, list(says(2, 7, "x")), list(acks(2, 7, false)), "", false},
		{"nothing acknowledged", asContact, list(noAckID), list(bare(2)), "", true},
		{"our channel closed", asContact, list(bare(2)), list(bare(2)), "", true},
		{"rubbish on our channel", asContact, list(bare(2, 0xff)), list(bare(2)), "", true},
	} {
		r.run(t, atServer)
	}
}

func TestFileReactions(t *testing.T) {
	file := func(m *filetransfer.Packet) []byte { return packet(5, m) }
	header := func(h *filetransfer.FileHeader) []byte { return file(&filetransfer.Packet{FileHeader: h}) }
	chunk := func(size int) []byte {
		return file(&filetransfer.Packet{FileChunk: &filetransfer.FileChunk{FileId: proto.Uint32(9), ChunkData: make([]byte, size)}})
	}
	cancelled := file(&filetransfer.Packet{FileTransferCompleteNotification: &filetransfer.FileTransferCompleteNotification{
		FileId: proto.Uint32(9), Result: filetransfer.FileTransferResult_Cancelled.Enum(),
	}})
	noHash := header(&filetransfer.FileHeader{FileId: proto.Uint32(9), FileSize: proto.Uint64(1), Name: proto.String("x")})
	noID := header(&filetransfer.FileHeader{FileSize: proto.Uint64(1), Name: proto.String("x"), FileHash: hash})
	both := file(&filetransfer.Packet{FileHeader: &filetransfer.FileHeader{}, FileChunk: &filetransfer.FileChunk{}})
	noData := file(&filetransfer.Packet{FileChunk: &filetransfer.FileChunk{FileId: proto.Uint32(9)}})
	for _, r := range []reaction{
		{"a header", asContact, list(offersFile(5, 9, "a.txt", hash)), list(fileAcked(5, 9, true), fileAnswered(5, 9)), "", false},
		{"name with /", asContact, list(offersFile(5, 9, "a/b", hash)), list(fileAcked(5, 9, false)), "", false},
		{"name with ..", asContact, list(offersFile(5, 9, "..", hash)), list(fileAcked(5, 9, false)), "", false},
		{"short hash", asContact, list(offersFile(5, 9, "a", hash[1:])), list(fileAcked(5, 9, false)), "", false},
		{"no id", asContact, list(noID), list(fileAcked(5, 0, false)), "", false},
		{"no hash", asContact, list(noHash), list(bare(5)), "", false},
		{"chunk of nothing", asContact, list(chunk(5)), list(cancelled), "", false},
		{"largest chunk", asContact, list(chunk(MaxFileChunk)), list(cancelled), "", false},
		{"chunk too large", asContact, list(chunk(MaxFileChunk + 1)), list(bare(5)), "", false},
		{"chunk without data", asContact, list(noData), list(bare(5)), "", false},
		{"complete", asContact, list(cancelled), nil, "", false},
		{"two in one packet", asContact, list(both), list(bare(5)), "", false},
		{"rubbish", asContact, list(bare(5, 0xff)), list(bare(5)), "", false},
		{"an answer on its channel", asContact, list(fileAcked(5, 9, true)), list(bare(5)), "", false},
		{"second channel", asContact, list(asksFile(7)), list(refused(7)), "", false},
		{"an answer on ours", asContact, list(fileAcked(4, 9, true)), list(bare(4)), "", false},
		{"ours closed", asContact, list(bare(4)), list(bare(4)), "", false},
	} {
		r.run(t, atServer)
	}
}

// The listening side's breaches, seen from the side that dialled.
func TestReactionsOfClient(t *testing.T) {
	unsure := packet(1, &auth.Packet{Result: &auth.Result{Accepted: proto.Bool(true)}})
	toContact := list(ourChat(5), asksFile(7))
	for _, r := range []reaction{
		{"authentication by the listening side", introduced, list(asksAuth(2, zeroCookie)), list(refused(2, badUsage)), "", false},
		{"request by the listening side", asStranger, list(asksContact(2, "a", "b")), list(refused(2, unauthorized)), "", false},
		{"odd id", introduced, list(asksChat(3)), list(closeOfAll), "", true},
		{"chat before the verdict", proving, list(asksChat(2)), list(refused(2, unauthorized)), "", false},
		{"authentication refused", introduced, list(refused(1, badUsage)), nil, "", true},
		{"short cookie", introduced, list(grantsAuth(1, zeroCookie[1:])), nil, "", true},
		{"proof before its time", introduced, list(verdict(1, true)), list(bare(1)), "", true},
		{"channel closed before the verdict", proving, list(bare(1)), list(bare(1)), "", true},
		{"proof refused", proving, list(wrongResult), nil, "", true},
		{"verdict without an opinion", proving, list(unsure), nil, "", true},
		{"a proof in place of a verdict", proving, list(proves(1, bob, alice)), list(bare(1)), "", true},
		{"known", proving, list(verdict(1, true), bare(1)), list(ourChat(3), asksFile(5), bare(1)), "authenticated true; established", false},
		{"not known", proving, list(verdict(1, false), bare(1)), list(bare(1)), "authenticated false", false},
		{"second verdict", proving, list(verdict(1, false), verdict(1, true)), list(bare(1)), "authenticated false", false},
		{"accepted later", asking, list(packet(3, response(Accepted)), bare(3)), append(slices.Clone(toContact), bare(3)), "answered Accepted; established", false},
		{"rejected later", asking, list(packet(3, response(Rejected)), bare(3)), list(bare(3)), "answered Rejected", false},
		{"error later", asking, list(packet(3, response(ResponseError)), bare(3)), list(bare(3)), "answered Error", false},
		{"pending again", asking, list(packet(3, response(Pending))), nil, "answered Pending", false},
		{"undefined", asking, list(packet(3, response(0))), list(bare(3)), "", false},
		{"rubbish", asking, list(bare(3, 0xff)), list(bare(3)), "", false},
		{"accepted twice", asking, list(packet(3, response(Accepted)), packet(3, response(Accepted))), append(slices.Clone(toContact), bare(3)), "answered Accepted; established", false},
		{"channel closed without an answer", asking, list(bare(3)), list(bare(3)), "", false},
		{"chat refused", asContact, list(bare(3)), list(bare(3)), "", true},
	} {
		r.run(t, atClient)
	}
}

// The first answers to a request that the dialling side makes.
func TestFirstAnswers(t *testing.T) {
	contactNow := list(ourChat(5), asksFile(7))
	for _, r := range []struct {
		name   string
		answer []byte
		back   [][]byte
		told   string
	}{
		{"accepted", answersRequest(3, true, Accepted), contactNow, "answered Accepted; established"},
		{"already a contact", answersRequest(3, false, Accepted), contactNow, "answered Accepted; established"},
		{"rejected", answersRequest(3, true, Rejected), nil, "answered Rejected"},
		{"error", answersRequest(3, true, ResponseError), nil, "answered Error"},
		{"not opened", refused(3, unauthorized), nil, "answered Error"},
		{"pending, but not opened", answersRequest(3, false, Pending), nil, "answered Error"},
		{"opened without an answer", answers(opened(3)), nil, "answered Error"},
		{"undefined", answersRequest(3, true, 0), nil, "answered Error"},
	} {
		t.Run(r.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := &script{}
				conn, w := atClient(t, asStranger, s)
				if err := conn.SendRequest(Request{Nickname: "a"}); err != nil {
					t.Fatal(err)
				}
				w.raw()
				var want []string
				for _, p := range r.back {
					want = append(want, text(p))
				}
				w.want(r.name, list(r.answer), want...)
				wantEvents(t, "alice", s, r.told)
			})
		})
	}
}
