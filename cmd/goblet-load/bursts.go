package main

import (
	"context"
	"errors"
	"math"
	"time"
)

// burstLimit bounds how long viewers may take for what they are still owed after a burst.
const burstLimit = time.Minute

// burst is what came of posting as fast as the server takes.
type burst struct {
	acts       acts
	deliveries int           // to prompt viewers
	took       time.Duration // from the first post to the last delivery
}

// rate returns the deliveries a second.
func (b burst) rate() float64 { return perSecond(b.deliveries, b.took) }

// burst has as many seeks posted as the server takes for a while, and waits until all viewers have what came of them.
func (f *fleet) burst(ctx context.Context, span time.Duration) (burst, error) {
	over := time.Now().Add(span)
	s := script{verbs: []string{"seek"}, rate: math.Inf(1)}
	a, err := f.act(ctx, s, math.MaxInt, func() bool { return time.Now().After(over) })
	if err == nil {
		err = f.settle(ctx, newest(a.posts), burstLimit)
	}
	if err == nil && len(a.posts) == 0 {
		err = errors.New("no action of the burst became an event")
	}
	return burst{acts: a}, err
}

// count takes what prompt viewers have got of the burst. The fleet must have ended.
func (b *burst) count() {
	first, end := uint32(math.MaxUint32), uint32(0)
	for _, p := range b.acts.posts {
		first = min(first, p.at)
		for _, v := range p.room.viewers {
			if at := v.arrival(p.seq); v.manner == prompt && at != 0 {
				b.deliveries++
				end = max(end, at)
			}
		}
	}
	b.took = time.Duration(between(first, max(first, end)) * float64(time.Millisecond))
}
