package protocol

import "time"

// What the specification fixes (wire page).
const (
	// version is the only version of the protocol that is spoken.
	version = 3
	// refusedVersion is the listening side's answer when no version fits.
	refusedVersion = 0xFF

	headerSize    = 4
	maxPacketSize = 65535
	// MaxPacketData is how many bytes one packet carries.
	MaxPacketData = maxPacketSize - headerSize

	cookieSize    = 16
	signatureSize = 64
	fileHashSize  = 64

	maxChannel = 65535

	typeAuth    = "im.ricochet.auth.hidden-service"
	typeRequest = "im.ricochet.contact.request"
	typeChat    = "im.ricochet.chat"
	typeFile    = "im.ricochet.file-transfer"
)

// What was chosen here.
const (
	// InboundWindow is how many messages of a peer may wait for their
	// acknowledgement to be written; with that many, nothing more is read. It
	// is four times what another Carom has under way, and costs at most 2 MiB.
	InboundWindow = 256

	// queueHighWater is how many bytes of answers may wait to be written
	// before the reader, who causes them, waits for the writer.
	queueHighWater = 64 << 10
	// bulkSlice is how many bytes of the lowest priority go into one write,
	// so that a chat message waits for no more than that.
	bulkSlice = 16 << 10
	// keepBuffer is the largest buffer that is kept for the next write.
	keepBuffer = 64 << 10
	// firstBuffer is what a connection reads into to begin with.
	firstBuffer = 4 << 10

	// maxAge caps time_delta: nothing waits for ten years.
	maxAge = 10 * 365 * 24 * time.Hour

	// Bounds of an announcement (docs/protocol.md, "Extensions").
	maxFeatures    = 32
	maxFeatureName = 32
)

// Timeouts are the times after which a connection does something by itself.
// Fields that are zero mean those of DefaultTimeouts.
type Timeouts struct {
	// Purpose is how long an accepted connection may be without a purpose:
	// 15 s (wire page, "im.ricochet.auth.hidden-service").
	Purpose time.Duration
	// ClientAuth is how long a dialled peer may take to answer our proof. It
	// is longer than Purpose because the peer may hold its answer back.
	ClientAuth time.Duration
	// KeepAliveIdle is how long nothing has come when a Carom is asked
	// whether it is there.
	KeepAliveIdle time.Duration
	// KeepAliveDead is how long nothing at all has come when a Carom is taken
	// for gone: in time to be shown as offline within 20 s.
	KeepAliveDead time.Duration
	// WriteStall is how long a peer may read nothing of what is written.
	WriteStall time.Duration
	// Flush is how long Close goes on writing what is queued.
	Flush time.Duration
}

// DefaultTimeouts are the times in use.
var DefaultTimeouts = Timeouts{
	Purpose:       15 * time.Second,
	ClientAuth:    60 * time.Second,
	KeepAliveIdle: 5 * time.Second,
	KeepAliveDead: 16 * time.Second,
	WriteStall:    2 * time.Minute,
	Flush:         2 * time.Second,
}

func (t Timeouts) orDefault() Timeouts {
	fill := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	fill(&t.Purpose, DefaultTimeouts.Purpose)
	fill(&t.ClientAuth, DefaultTimeouts.ClientAuth)
	fill(&t.KeepAliveIdle, DefaultTimeouts.KeepAliveIdle)
	fill(&t.KeepAliveDead, DefaultTimeouts.KeepAliveDead)
	fill(&t.WriteStall, DefaultTimeouts.WriteStall)
	fill(&t.Flush, DefaultTimeouts.Flush)
	return t
}
