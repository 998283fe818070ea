package main

import (
	"context"
	"fmt"
	"time"

	"goblet/measure"
)

// serve starts a Goblet with the films (none: its sample) and waits until it is ready. The caller must stop it.
func (b *bench) serve(ctx context.Context, films ...string) (*measure.Server, error) {
	return b.serveWith(ctx, nil, films...)
}

// serveWith is serve with more flags.
func (b *bench) serveWith(ctx context.Context, flags []string, films ...string) (*measure.Server, error) {
	return measure.Serve(ctx, b.program, b.dir, append(flags, films...)...)
}

// start measures start-up and the memory of a Goblet that nobody uses.
func (b *bench) start(ctx context.Context) ([]row, error) {
	var linked, ready, memory []float64
	for range 5 {
		s, err := b.serve(ctx)
		if err != nil {
			return nil, err
		}
		linked = append(linked, measure.MS(s.Linked))
		ready = append(ready, measure.MS(s.Ready))
		time.Sleep(2 * time.Second) // idle
		memory = append(memory, float64(s.Memory())/1e6)
		s.Stop()
	}
	started, held := measure.Quantile(ready, .5), measure.Quantile(memory, .5)
	return []row{
		{"start to listening, median of 5", fmt.Sprintf("%.0f ms (link printed after %.0f ms)", started, measure.Quantile(linked, .5)), "<= 150 ms", started <= 150},
		{"idle RSS, median of 5", fmt.Sprintf("%.1f MB", held), "<= 60 MB", held > 0 && held <= 60},
	}, nil
}
