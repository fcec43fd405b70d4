package core

import "context"

// input is one typed value on the engine's channel: a command of a user
// interface, or what a connection, a dial or the network reports. handle runs
// on the engine's goroutine and must not wait for anything.
type input interface{ handle(e *Engine) }

// request is the reply channel and the context that a command carries. The
// zero value of R goes with an error.
type request[R any] struct {
	ctx    context.Context
	answer chan result[R] // size one: the engine never waits for the asker
}

type result[R any] struct {
	value R
	err   error
}

func (r request[R]) reply(value R, err error) { r.answer <- result[R]{value, err} }

// fail answers with an error made fit for a person.
func (r request[R]) fail(err error) {
	var zero R
	r.reply(zero, ForPerson(err))
}

// skip reports whether a command is not to be carried out: nobody waits for the
// answer any more, or the engine is ending.
func (r request[R]) skip(e *Engine) bool {
	if r.ctx.Err() != nil {
		return true
	}
	if e.closing {
		r.fail(ErrClosed)
		return true
	}
	return false
}

// ask sends the input that build makes to the engine and waits for its answer.
func ask[R any](ctx context.Context, e *Engine, build func(request[R]) input) (R, error) {
	r := request[R]{ctx: ctx, answer: make(chan result[R], 1)}
	var zero R
	select {
	case e.inbox <- build(r):
	case <-ctx.Done():
		return zero, ctx.Err()
	case <-e.stopped:
		return zero, ErrClosed
	}
	select {
	case res := <-r.answer:
		return res.value, res.err
	case <-ctx.Done():
		return zero, ctx.Err()
	case <-e.stopped:
	}
	// The answer may have been the last thing that the engine did.
	select {
	case res := <-r.answer:
		return res.value, res.err
	default:
		return zero, ErrClosed
	}
}
