package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"goblet/measure"
)

const (
	rounds  = 6 // of pause and seek
	joiners = 3
)

// inStep measures two browsers on one machine that watch a film together: their skew, how soon what one does is seen in
// the other, and how soon a late joiner is in step.
func (b *bench) inStep(ctx context.Context) ([]row, error) {
	film, err := b.film(ctx)
	if err != nil {
		return nil, err
	}
	s, err := b.serve(ctx, film)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	one, err := watchRoom(ctx, "one", s.Room)
	if err != nil {
		return nil, err
	}
	defer one.Close()
	other, err := watchRoom(ctx, "other", s.Room)
	if err != nil {
		return nil, err
	}
	defer other.Close()
	if err := errors.Join(one.enter(ctx), other.enter(ctx), play(ctx, one, other)); err != nil {
		return nil, err
	}
	var rows []row
	for _, measure := range []func() ([]row, error){
		func() ([]row, error) { return skew(ctx, b.watch, one, other) },
		func() ([]row, error) { return lateJoiners(ctx, s.Room, one) },
		func() ([]row, error) { return reactions(ctx, one, other) },
	} {
		measured, err := measure()
		if err != nil {
			return nil, err
		}
		rows = append(rows, measured...)
	}
	return rows, nil
}

// play presses play in one and waits until the film runs in both.
func play(ctx context.Context, one, other *watcher) error {
	if err := one.Press(ctx, "k"); err != nil {
		return err
	}
	const running = "!document.querySelector('#video').paused && document.querySelector('#video').currentTime > 0"
	return errors.Join(one.Until(ctx, running, 10*time.Second), other.Until(ctx, running, 10*time.Second))
}

// pause waits, since what is measured needs its time.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func skew(ctx context.Context, watch time.Duration, one, other *watcher) ([]row, error) {
	if err := pause(ctx, 10*time.Second); err != nil { // steady
		return nil, err
	}
	for _, w := range []*watcher{one, other} {
		if _, err := w.samples(ctx); err != nil {
			return nil, err
		}
	}
	if err := pause(ctx, watch); err != nil {
		return nil, err
	}
	a, errA := one.samples(ctx)
	b, errB := other.samples(ctx)
	if err := errors.Join(errA, errB); err != nil {
		return nil, err
	}
	apart := distances(a, b)
	if len(apart) < len(a)/2 {
		return nil, fmt.Errorf("the film ran in both browsers for %d of %d samples only", len(apart), len(a))
	}
	median, p99 := measure.Quantile(apart, .5), measure.Quantile(apart, .99)
	return []row{
		{fmt.Sprintf("skew of two browsers in steady play, %v, median", watch), fmt.Sprintf("%.1f ms", median), "<= 10 ms", median <= 10},
		{"the same, p99", fmt.Sprintf("%.1f ms", p99), "<= 40 ms", p99 <= 40},
	}, nil
}

// lateJoiners opens more browsers, one after the other, and compares each with one that is in step.
func lateJoiners(ctx context.Context, room string, host *watcher) ([]row, error) {
	var took []float64
	for i := range joiners {
		late, err := joined(ctx, fmt.Sprintf("late %d", i+1), room, host)
		if err != nil {
			return nil, err
		}
		took = append(took, late)
	}
	median, worst := measure.Quantile(took, .5), measure.Quantile(took, 1)
	figure := fmt.Sprintf("%.2f / %.2f s", median/1000, worst/1000)
	if math.IsInf(worst, 1) {
		figure = fmt.Sprintf("%.2f s / not within 5 s", median/1000)
	}
	return []row{{fmt.Sprintf("a late joiner within 100 ms of the room, median / worst of %d", joiners), figure, "<= 1.5 s after opening", worst <= 1500}}, nil
}

// joined returns how long after opening the page a new browser, which has not tapped anything yet, came within 100 ms of
// the host's player for a second at least; ms, infinite if it did not within 5 s. Before the page has loaded nothing is
// sampled, so it is at most too long.
func joined(ctx context.Context, name, room string, host *watcher) (float64, error) {
	if _, err := host.samples(ctx); err != nil {
		return 0, err
	}
	late, err := watchRoom(ctx, name, room)
	if err != nil {
		return 0, err
	}
	defer late.Close()
	if err := pause(ctx, 5*time.Second); err != nil {
		return 0, err
	}
	theirs, errLate := late.samples(ctx)
	hosts, errHost := host.samples(ctx)
	if err := errors.Join(errLate, errHost); err != nil {
		return 0, err
	}
	since := math.NaN() // ms of the wall clock, in step since then
	for _, s := range theirs {
		position, ok := at(hosts, s.at)
		switch {
		case !ok:
		case !s.playing || math.Abs(s.position-position) > .1:
			since = math.NaN()
		case math.IsNaN(since):
			since = s.at
		case s.at-since >= 1000:
			return since - float64(late.opened.UnixMicro())/1000, nil
		}
	}
	return math.Inf(1), nil
}

// reactions pauses and seeks in one with keys, and takes the time until the other has paused or shows the new place.
func reactions(ctx context.Context, one, other *watcher) ([]row, error) {
	var pauses, seeks, playing []float64
	for range rounds {
		for _, step := range []struct {
			key, seen string
			times     *[]float64
		}{
			{"k", "pause", &pauses}, {"ArrowRight", "seeked", &seeks}, {"k", "playing", nil}, {"ArrowRight", "seeked", &playing},
		} {
			took, err := reaction(ctx, one, other, step.key, step.seen)
			if err != nil {
				return nil, fmt.Errorf("key %s: %w", step.key, err)
			}
			if step.times != nil {
				*step.times = append(*step.times, took)
			}
		}
	}
	line := func(what string, times []float64) row {
		median, worst := measure.Quantile(times, .5), measure.Quantile(times, 1)
		return row{what + fmt.Sprintf(", median / worst of %d", len(times)), fmt.Sprintf("%.0f / %.0f ms", median, worst), "<= 50 ms", median <= 50}
	}
	return []row{
		line("pause in one browser until the other has paused", pauses),
		line("seek while paused until the other shows the place", seeks),
		line("seek while playing until the other shows the place", playing),
	}, nil
}

func reaction(ctx context.Context, one, other *watcher, key, seen string) (float64, error) {
	// Apart enough for both players to be at rest, and for the limits on actions.
	if err := errors.Join(pause(ctx, 1500*time.Millisecond), one.forget(ctx), other.forget(ctx)); err != nil {
		return 0, err
	}
	if err := one.Press(ctx, key); err != nil {
		return 0, err
	}
	pressed, err := one.mark(ctx, "keydown")
	if err != nil {
		return 0, err
	}
	there, err := other.mark(ctx, seen)
	return there - pressed, err
}
