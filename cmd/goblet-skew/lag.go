package main

import (
	"context"
	"sync"
	"time"

	"goblet/measure"
)

// lag notes how late this program's own timer is, which has nothing to do but that: what keeps it waiting keeps the
// browsers waiting, too. Pages' timers are late for their own work as well.
type lag struct {
	mu    sync.Mutex
	notes []note
}

type note struct{ at, late float64 } // ms

// beat is the period of the timer.
const beat = 10 * time.Millisecond

// start notes until the returned function is called.
func (l *lag) start(watch stopwatch) (stop func()) {
	ctx, end := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { l.run(ctx, watch) })
	return func() { end(); running.Wait() }
}

func (l *lag) run(ctx context.Context, watch stopwatch) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	last := watch.now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := watch.now()
		l.mu.Lock()
		l.notes = append(l.notes, note{now, max(0, now-last-measure.MS(beat))})
		l.mu.Unlock()
		last = now
	}
}

// between returns the p99 of the lateness from one moment to another, ms.
func (l *lag) between(from, to float64) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []float64
	for _, n := range l.notes {
		if n.at >= from && n.at < to {
			all = append(all, n.late)
		}
	}
	return measure.Quantile(all, .99)
}

// saved returns the notes of a machine that was late at all: time and lateness, ms.
func (l *lag) saved() [][2]float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	late := [][2]float64{}
	for _, n := range l.notes {
		if n.late > measure.MS(beat)/2 {
			late = append(late, [2]float64{round(n.at), round(n.late)})
		}
	}
	return late
}
