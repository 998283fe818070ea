package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The burst that one viewer and one address are allowed, which the rate is measured within: 400 viewers from 40 addresses.
const (
	crowdSize   = 400
	burst       = 20
	postersOnce = 8
)

// appends measures how many events a second the log takes by itself, and how many actions one room accepts over HTTP.
func (b *bench) appends(ctx context.Context) ([]row, error) {
	rows := make([]row, 1, 2)
	var err error
	if rows[0], err = logRow(ctx); err != nil || len(addresses(2)) < 2 {
		return rows, err // without several addresses the limits are what would be measured
	}
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	viewers, err := join(ctx, s.Room, crowdSize)
	if err != nil {
		return nil, err
	}
	took, err := post(ctx, viewers)
	if err != nil {
		return nil, err
	}
	return append(rows, row{fmt.Sprintf("actions a second, accepted by one room over HTTP, %d at once", postersOnce),
		fmt.Sprintf("%.0f /s", crowdSize*burst/took.Seconds()), "", false}), nil
}

// logRow runs the benchmark of package events, whose log is a real JetStream on this disk.
func logRow(ctx context.Context) (row, error) {
	out, err := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkAppend$", "./events").CombinedOutput()
	if err != nil {
		return row{}, fmt.Errorf("go test -bench Append ./events: %w\n%s", err, out)
	}
	each, err := strconv.ParseFloat(figureBefore(out, "ns/op"), 64)
	if err != nil {
		return row{}, fmt.Errorf("BenchmarkAppend of package events gave no ns/op:\n%s", out)
	}
	return row{"events a second, appended and delivered one after the other (append p50 / p99)", fmt.Sprintf("%.0f /s (%s / %s us)",
		1e9/each, figureBefore(out, "ack-p50-us"), figureBefore(out, "ack-p99-us")), "", false}, nil
}

// figureBefore returns the number that a benchmark has printed before its unit; "?" if there is none.
func figureBefore(out []byte, unit string) string {
	fields := strings.Fields(string(out))
	if i := slices.Index(fields, unit); i > 0 {
		return fields[i-1]
	}
	return "?"
}

// post has every viewer use up its burst, several at once, and returns how long that took. Each action must be accepted;
// it has seen what any of the others has brought about, as if all had a stream.
func post(ctx context.Context, viewers []*viewer) (time.Duration, error) {
	errs := make(chan error, postersOnce)
	now, err := viewers[0].state(ctx)
	if err != nil {
		return 0, err
	}
	var newest atomic.Uint64
	newest.Store(now)
	var posting sync.WaitGroup
	began := time.Now()
	for worker := range postersOnce {
		posting.Go(func() {
			for turn := range burst {
				for i := worker; i < len(viewers); i += postersOnce {
					viewers[i].seen.Store(newest.Load())
					seq, err := viewers[i].seek(ctx, float64(1+turn%8)+float64(i)/1000)
					if err != nil {
						errs <- err
						return
					}
					newest.Store(max(seq, newest.Load())) // a little too old at times, as with a stream
				}
			}
		})
	}
	posting.Wait()
	select {
	case err := <-errs:
		return 0, err
	default:
		return time.Since(began), nil
	}
}
