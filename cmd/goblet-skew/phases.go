package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"goblet/measure"
)

// phase is one thing that is measured.
type phase struct {
	name string
	run  func(*party, context.Context) ([]row, error)
}

func phases() []phase {
	return []phase{
		{"steady", (*party).steady},
		{"actions", (*party).actions},
		{"seek", (*party).seeks},
		{"late", (*party).late},
		{"jump", (*party).jumps},
		{"rate", (*party).ratePushed},
		{"hole", (*party).holes},
		{"offline", (*party).offlines},
		{"outage", (*party).outages},
		{"far", (*party).far},
		{"clock", (*party).clocks},
		{"bare", (*party).bare}, // ends the room's browsers: must be the last
	}
}

func names() []string {
	var all []string
	for _, p := range phases() {
		all = append(all, p.name)
	}
	return all
}

// choose returns the phases of the list, in their own order; an empty list means all.
func choose(list string) ([]phase, error) {
	if list == "" {
		return phases(), nil
	}
	wanted := strings.Split(list, ",")
	for _, name := range wanted {
		if !slices.Contains(names(), name) {
			return nil, fmt.Errorf("there is no phase %q; there are %s", name, strings.Join(names(), ", "))
		}
	}
	return slices.DeleteFunc(phases(), func(p phase) bool { return !slices.Contains(wanted, p.name) }), nil
}

// measure runs a phase and notes when. What it could not measure is a row, too; only a canceled context is an error.
func (p *party) measure(ctx context.Context, ph phase) ([]row, error) {
	fmt.Fprintf(p.log, "%6.1f s  %s (load %s)\n", p.watch.now()/1000, ph.name, measure.Load())
	from := p.watch.now()
	rows, err := ph.run(p, ctx)
	if ctx.Err() != nil {
		return rows, ctx.Err()
	}
	if err != nil {
		fmt.Fprintf(p.log, "  %v\n", err)
		rows = append(rows, row{Measure: ph.name, Measured: "not measured: " + strings.SplitN(err.Error(), "\n", 2)[0]})
	}
	to := p.watch.now()
	s := span{ph.name, from, to, lateness(p.traces, from, to), p.lag.between(from, to)}
	p.spans = append(p.spans, s)
	for i := range rows {
		rows[i].Phase, rows[i].Late, rows[i].Lag = s.Name, s.Late, s.Lag
	}
	return rows, nil
}

// steady measures how far apart all viewers are while nothing happens, and how finely that can be told.
func (p *party) steady(ctx context.Context) ([]row, error) {
	if err := errors.Join(p.play(ctx, p.long.steady.Seconds()+15), pause(ctx, 3*time.Second)); err != nil {
		return nil, err
	}
	from := p.watch.now()
	if err := errors.Join(pause(ctx, p.long.steady), p.collect(ctx)); err != nil {
		return nil, err
	}
	to := p.watch.now()
	apart, err := enough(distances(compare(p.present(), from, to)), from, to)
	if err != nil {
		return nil, err
	}
	median, p95, worst := measure.Quantile(apart, .5), measure.Quantile(apart, .95), measure.Quantile(apart, 1)
	first := row{Measure: fmt.Sprintf("steady %v: median / p95 / max", p.long.steady), Measured: fmt.Sprintf("%.1f / %.1f / %.1f", median, p95, worst),
		Figures: map[string]float64{"median": median, "p95": p95, "max": worst}}
	if p.allChromium() {
		first = first.with("<= 8 / 20 / 40", median <= 8 && p95 <= 20 && worst <= 40)
	} else {
		first = first.with("p95 <= 40", p95 <= 40)
	}
	return append([]row{first}, p.honesty(from, to)...), nil
}

// honesty says how finely was measured, and what the pages believe themselves.
func (p *party) honesty(from, to float64) []row {
	floor := row{Measure: "noise of one player's positions / of its page's clock", Figures: map[string]float64{}}
	believed := row{Measure: "what the pages believe to be off, median", Figures: map[string]float64{}}
	var noises, drifts []string
	for _, v := range p.viewers {
		own := noise(v.between(from, to))
		noises = append(noises, fmt.Sprintf("%s %.1f / %.2f", v.name, own, v.clock.uncertainty()))
		var off []float64
		for _, b := range v.beliefs {
			if b.at >= from && b.at < to {
				off = append(off, math.Abs(b.drift))
			}
		}
		drift := measure.Quantile(off, .5)
		drifts = append(drifts, fmt.Sprintf("%s %.1f", v.name, drift))
		floor.Figures[v.name], believed.Figures[v.name] = own, drift
	}
	floor.Measured, believed.Measured = strings.Join(noises, ", "), strings.Join(drifts, ", ")
	return []row{floor, believed}
}

// enough is an error if less than half of the time was measured.
func enough(apart []float64, from, to float64) ([]float64, error) {
	if float64(len(apart)*step) < (to-from)/2 {
		return nil, fmt.Errorf("all played for %d of %.0f s only", len(apart)*step/1000, (to-from)/1000)
	}
	return apart, nil
}

// actions measures how soon a pause and a play of A are B's, how far apart both stand, and how both start.
func (p *party) actions(ctx context.Context) ([]row, error) {
	if err := p.play(ctx, float64(7*p.long.rounds)+10); err != nil {
		return nil, err
	}
	var pauses, plays, stands, starts, spans []float64
	for range p.long.rounds {
		pressed, took, err := p.reaction(ctx, "pause", 1500*time.Millisecond)
		if err != nil {
			return nil, err
		}
		pauses = append(pauses, took)
		stood := standing(compare(p.pair(), pressed+800, p.watch.now()))
		if len(stood) == 0 {
			return nil, errors.New("paused, but not both stood still")
		}
		stands = append(stands, stood...)
		if pressed, took, err = p.reaction(ctx, "playing", 3*time.Second); err != nil {
			return nil, err
		}
		plays = append(plays, took)
		begun := stretch(compare(p.pair(), pressed-50, p.watch.now()))
		starts, spans = append(starts, begun...), append(spans, measure.Quantile(begun, .9))
	}
	latency := figure("pause in A until B has paused", pauses, "<= 12 / 30", func(median, worst float64) bool { return median <= 12 && worst <= 30 })
	stood := figure("difference while paused", stands, "0 / 0", func(_, worst float64) bool { return worst < .5 })
	stood.Measured = fmt.Sprintf("%.1f / %.1f", stood.Figures["median"], stood.Figures["max"])
	play := figure("play in A until B plays", plays, "<= 80", func(median, _ float64) bool { return median <= 80 })
	return []row{latency, stood, play, stretchRow("first second after a play", starts, spans)}, nil
}

// settling is how long pages are left alone before they get a key whose effect is timed.
const settling = time.Second

// reaction presses the key of play and pause in A, waits, and returns when and how long B's player took for its event.
func (p *party) reaction(ctx context.Context, event string, wait time.Duration) (pressed, took float64, err error) {
	// What was collected before took the pages' time.
	if err := pause(ctx, settling); err != nil {
		return 0, 0, err
	}
	before, err := p.press(ctx, "k")
	if err := errors.Join(err, pause(ctx, wait), p.collect(ctx)); err != nil {
		return 0, 0, err
	}
	if pressed, err = p.pressed(before); err != nil {
		return 0, 0, err
	}
	at, ok := p.b().first(event, pressed)
	if !ok {
		return 0, 0, fmt.Errorf("%s in B: %w", event, errNoMark)
	}
	return pressed, at - pressed, nil
}

// seekKeys are steps and leaps: into what is loaded, and to where it has to be.
var seekKeys = []string{"l", "6", "j", "2", "l", "4", "j", "3"}

// seeks measures how soon after a seek of A both play together again.
func (p *party) seeks(ctx context.Context) ([]row, error) {
	took, starts, spans, err := p.seekRounds(ctx, p.long.rounds)
	if err != nil {
		return nil, err
	}
	seek := figure("seek in A until both are within 100 ms and play", took, "<= 200", func(median, _ float64) bool { return median <= 200 })
	return []row{seek, stretchRow("first second after a seek", starts, spans)}, nil
}

func (p *party) seekRounds(ctx context.Context, n int) (took, starts, spans []float64, err error) {
	for i := range n {
		if err := p.play(ctx, 20); err != nil {
			return nil, nil, nil, err
		}
		before, err := p.press(ctx, seekKeys[i%len(seekKeys)])
		if err != nil {
			return nil, nil, nil, err
		}
		after, err := p.together(ctx, before, 500, 12*time.Second, false)
		if err != nil {
			return nil, nil, nil, err
		}
		pressed, err := p.pressed(before)
		if err != nil {
			return nil, nil, nil, err
		}
		after -= pressed - before
		begun := stretch(compare(p.pair(), pressed-50, p.watch.now()))
		took, starts, spans = append(took, after), append(starts, begun...), append(spans, measure.Quantile(begun, .9))
	}
	return took, starts, spans, nil
}
