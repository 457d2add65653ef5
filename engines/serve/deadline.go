//go:build js && wasm

package serve

import (
	"context"
	"time"
)

// Deadline is a limit of one piece of work in a thread: for loops that ask it whether to stop.
//
// It is reached when the limit has passed by the clock and the thread has had that much processor time: on a busy machine a loop that is not at fault runs on. Whatever the processor, it ends at
// mostOfClock times the limit.
//
// WebAssembly has one thread: while a loop runs no timer fires, so that a context of the standard library would never end it. This one looks at the clock itself.
type Deadline struct {
	context.Context
	limit  time.Duration
	begun  time.Time
	before time.Duration
	rounds int
	over   bool
}

const (
	roundsPerLook = 4096
	mostOfClock   = 100
)

var closed = func() chan struct{} { done := make(chan struct{}); close(done); return done }()

// NewDeadline starts the clock.
func NewDeadline(limit time.Duration) *Deadline {
	return &Deadline{Context: context.Background(), limit: limit, begun: time.Now(), before: ProcessorTime()}
}

// Over looks at the clocks; they are read in each call, so that callers ask once in many rounds.
func (d *Deadline) Over() bool {
	if d.over {
		return true
	}
	passed := time.Since(d.begun)
	d.over = passed > d.limit && (passed > mostOfClock*d.limit || ProcessorTime()-d.before > d.limit)
	return d.over
}

// Done is for loops that look in each round.
func (d *Deadline) Done() <-chan struct{} {
	if d.rounds++; d.over || d.rounds%roundsPerLook == 0 && d.Over() {
		return closed
	}
	return nil
}

func (d *Deadline) Err() error {
	if d.over {
		return context.DeadlineExceeded
	}
	return nil
}

func (d *Deadline) Deadline() (time.Time, bool) { return d.begun.Add(mostOfClock * d.limit), true }
