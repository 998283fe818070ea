package events

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// Times of a Pulse.
const (
	lookEvery   = time.Second            // while all is well
	lookAgain   = 300 * time.Millisecond // while it is not
	lookFor     = 1500 * time.Millisecond
	lostAfter   = 2 * time.Second // without a look that succeeded
	pulseRecord = "_pulse"        // a key of Alive that can't be a room's
)

// Pulse tells whether the log can be written, by looking again and again.
type Pulse struct {
	engine *Engine
	logger *slog.Logger
	lost   atomic.Bool
}

// Pulse returns the engine's; it is well until Run finds it otherwise.
func (e *Engine) Pulse(logger *slog.Logger) *Pulse {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Pulse{engine: e, logger: logger}
}

// Lost reports whether the log can't be written, for some 2 s at least.
func (p *Pulse) Lost() bool { return p.lost.Load() }

// Run looks until ctx ends, and calls changed, from this goroutine, when the log is lost and when it is back.
func (p *Pulse) Run(ctx context.Context, changed func(lost bool)) error {
	last, wait := time.Now(), lookEvery
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		err := p.look(ctx)
		switch now := time.Now(); {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			last, wait = now, lookEvery
			if p.lost.Swap(false) {
				p.logger.Info("the log can be written again")
				changed(false)
			}
		default:
			wait = lookAgain
			if now.Sub(last) >= lostAfter && !p.lost.Swap(true) {
				p.logger.Warn("the log can't be written", "err", err)
				changed(true)
			}
		}
	}
}

// look asks the log, and of a cluster also whether a majority takes a record: a server that has lost the others goes on
// answering for a while.
func (p *Pulse) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	if err := p.engine.Ready(ctx); err != nil {
		return err
	}
	if p.engine.Embedded() {
		return nil
	}
	return p.engine.alive.Set(ctx, pulseRecord, []byte("{}"))
}
