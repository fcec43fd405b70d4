//go:build minimal

package gui

import carom "carom/core"

// rowKind says what a row of a conversation is.
type rowKind uint8

const (
	rowMessage rowKind = iota
	rowDay
	rowUnread
	rowTransfer
	rowBeginning
)

// rowKey tells rows apart, and recognises one that stays.
type rowKey struct {
	kind rowKind
	id   uint64
}

// bubbleRow is one row of a conversation as it is painted. All texts are plain
// and safe to show.
type bubbleRow struct {
	key  rowKey
	kind rowKind
	// text is what is shown.
	text string
	// original is the text of a message as it was written, of which peerBlock is
	// copied.
	original string
	own      bool
	// first and last: of a run of bubbles of one side.
	first, last bool
	// clock is when, mark how far it has come.
	clock    string
	mark     bubbleMark
	delivery carom.Delivery
	// transfer is that of a row with a card, which is painted so.
	transfer carom.Transfer
	card     *paintedCard

	// The rest is worked out when it is needed: the sizes of the text and the
	// clock, and of what a failed one says below, at a width of the list.
	measured, textWidth, textHeight, clockWidth int
	retryWidth, retryHeight                     int
}

// bubbleMark is the delivery mark of a bubble.
type bubbleMark uint8

const (
	markNone bubbleMark = iota
	markQueued
	markSent
	markDelivered
	markFailed
)
