package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"
)

// stormLimit bounds how long a storm is waited for.
const stormLimit = 60 * time.Second

// storm is what came of cutting all streams at once.
type storm struct {
	back    spread        // ms from the cut until a viewer's stream spoke again
	all     time.Duration // until all had, and had all events of the time
	refused int           // tries that came to nothing
	acts    acts          // meanwhile
}

// storm cuts the streams of all who read promptly, lets them all come back at once with the last number that they have, and
// has the script go on meanwhile.
func (f *fleet) storm(ctx context.Context, s script) (storm, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, stormLimit, fmt.Errorf("the streams were not back after %v", stormLimit))
	defer cancel()
	var crowd []*viewer
	before := 0
	was := map[*viewer]uint32{}
	for _, v := range f.viewers {
		if v.manner == prompt {
			crowd = append(crowd, v)
			was[v] = v.begun.Load()
			before += int(v.refused.Load())
		}
	}
	cut := f.now()
	f.gate.Lock()
	for _, v := range crowd {
		v.cut(false)
	}
	f.gate.Unlock()
	back := func() bool {
		for len(crowd) > 0 && crowd[len(crowd)-1].begun.Load() > was[crowd[len(crowd)-1]] {
			crowd = crowd[:len(crowd)-1]
		}
		return len(crowd) == 0
	}
	acted, err := f.act(ctx, s, math.MaxInt, back)
	if err == nil {
		err = f.settle(ctx, newest(acted.posts), stormLimit)
	}
	if err != nil {
		return storm{}, fmt.Errorf("the storm: %w", cmp.Or(context.Cause(ctx), err))
	}
	result := storm{acts: acted, all: time.Duration(f.now()-cut) * time.Microsecond, refused: -before}
	var times []float64
	for v := range was {
		times = append(times, float64(v.back.Load()-cut)/1000)
		result.refused += int(v.refused.Load())
	}
	result.back = spreadOf(times)
	return result, nil
}

// add puts newer events into all.
func add(all, newer map[*place]uint64) {
	for p, seq := range newer {
		all[p] = max(all[p], seq)
	}
}

// newest returns each room's newest event of those.
func newest(posts []post) map[*place]uint64 {
	all := map[*place]uint64{}
	for _, p := range posts {
		all[p.room] = max(all[p.room], p.seq)
	}
	return all
}
