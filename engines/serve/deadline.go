package serve

import (
	"context"
	"time"
)

// Deadline is a context for loops that look at Done() in each round.
//
// WebAssembly has one thread: while a loop runs no timer fires, so that a context of the standard library would never end it. This one looks at the clock itself.
type Deadline struct {
	context.Context
	at     time.Time
	rounds int
	over   bool
}

const roundsPerLook = 4096

var closed = func() chan struct{} { done := make(chan struct{}); close(done); return done }()

// NewDeadline starts the clock.
func NewDeadline(limit time.Duration) *Deadline {
	return &Deadline{Context: context.Background(), at: time.Now().Add(limit)}
}

func (d *Deadline) Done() <-chan struct{} {
	if d.rounds++; d.rounds%roundsPerLook == 0 && time.Now().After(d.at) {
		d.over = true
	}
	if d.over {
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

func (d *Deadline) Deadline() (time.Time, bool) { return d.at, true }
