package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"goblet/measure"
	"goblet/shaper"
)

// still is by how much a player that nobody touches may leave its pace, ms.
const still = 50

// late measures how soon a viewer who opens the page is together with A, before any tap.
func (p *party) late(ctx context.Context) ([]row, error) {
	return p.joiners(ctx, "a late joiner", p.long.few, kind{})
}

// clocks does the same with joiners whose wall clock is wrong.
func (p *party) clocks(ctx context.Context) ([]row, error) {
	fast, err := p.joiners(ctx, "a joiner whose clock is 3 s fast", 1, kind{script: wrongClock(3 * time.Second)})
	if err != nil {
		return nil, err
	}
	wrong, err := p.joiners(ctx, "a joiner whose clock is 5 h slow", 1, kind{script: wrongClock(-5 * time.Hour)})
	return append(fast, wrong...), err
}

// joiners replaces B by a new browser n times.
func (p *party) joiners(ctx context.Context, who string, n int, k kind) ([]row, error) {
	var took, residues, shifts []float64
	for range n {
		if err := p.play(ctx, 30); err != nil {
			return nil, err
		}
		if err := p.replace(ctx, 1, k); err != nil {
			return nil, err
		}
		from := p.b().opened
		after, err := p.together(ctx, from, 1000, 20*time.Second, true)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(pause(ctx, 4*time.Second), p.collect(ctx)); err != nil {
			return nil, err
		}
		now := p.watch.now()
		took, shifts = append(took, after), append(shifts, p.undisturbed(from, now))
		residues = append(residues, measure.Quantile(distances(compare(p.pair(), now-2000, now)), .5))
		if err := p.b().enter(ctx); err != nil {
			return nil, err
		}
	}
	rows := []row{
		figure(who+" within 100 ms of A, from opening the page", took, "<= 1100", func(median, _ float64) bool { return median <= 1100 }),
		figure("- what remains, 4 s later", residues, "<= 30", func(median, _ float64) bool { return median <= 30 }),
		moving(shifts),
	}
	return rows, nil
}

// moving is a row of how far A left its pace meanwhile.
func moving(shifts []float64) row {
	worst := measure.Quantile(shifts, 1)
	return row{Measure: "- how far A, whom it does not concern, left its pace", Measured: strings.Replace(number(worst), "never", "it stopped", 1), Figures: map[string]float64{"max": worst}}.
		with(fmt.Sprintf("<= %d", still), worst <= still)
}

// jumps measures how soon B is back after its player has jumped by itself.
func (p *party) jumps(ctx context.Context) ([]row, error) {
	var rows []row
	var shifts []float64
	for _, by := range []float64{1.5, -1.5, -6} {
		if err := p.play(ctx, 30); err != nil {
			return nil, err
		}
		from, err := p.b().do(ctx, fmt.Sprintf("document.querySelector('#video').currentTime += %g", by))
		if err != nil {
			return nil, err
		}
		took, err := p.together(ctx, from, 1000, 20*time.Second, true)
		if err != nil {
			return nil, err
		}
		shifts = append(shifts, p.undisturbed(from, p.watch.now()))
		rows = append(rows, figure(fmt.Sprintf("B jumps by %+.1f s by itself, until within 100 ms", by), []float64{took}, "<= 500",
			func(median, _ float64) bool { return median <= 500 }))
	}
	return append(rows, moving(shifts)), nil
}

// ratePushed measures how far B gets after its player was set to another rate.
func (p *party) ratePushed(ctx context.Context) ([]row, error) {
	if err := p.play(ctx, 30); err != nil {
		return nil, err
	}
	from, err := p.b().do(ctx, "document.querySelector('#video').playbackRate = 1.05")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(pause(ctx, 10*time.Second), p.collect(ctx)); err != nil {
		return nil, err
	}
	apart, err := enough(distances(compare(p.pair(), from, p.watch.now())), from, p.watch.now())
	if err != nil {
		return nil, err
	}
	return []row{figure("B is set to 1.05x, the 10 s after it", apart, "never > 40", func(_, worst float64) bool { return worst <= 40 })}, nil
}

// trouble is what may happen to B's line for two seconds.
type trouble struct {
	what  string
	begin func(context.Context, *viewer) error
	end   func(context.Context, *viewer) error
	goal  float64 // ms, 0: none
}

// holes measures how soon B is back after its line carried nothing for a while, in which A sought.
func (p *party) holes(ctx context.Context) ([]row, error) {
	return p.troubled(ctx, trouble{"2 s black hole with a seek in it, after it ends until within 100 ms",
		func(_ context.Context, v *viewer) error { v.line.Hold(true); return nil },
		func(_ context.Context, v *viewer) error { v.line.Hold(false); return nil }, 500})
}

// offlines measures the same after B was off the network, which its page was told.
func (p *party) offlines(ctx context.Context) ([]row, error) {
	return p.troubled(ctx, trouble{"2 s offline with a seek in it, after it ends until within 100 ms",
		func(ctx context.Context, v *viewer) error { return v.offline(ctx, true) },
		func(ctx context.Context, v *viewer) error { return v.offline(ctx, false) }, 800})
}

// outages measures the same after B's line was down, which its page was not told.
func (p *party) outages(ctx context.Context) ([]row, error) {
	return p.troubled(ctx, trouble{"2 s without a line that the page is not told of, after it ends until within 100 ms",
		func(_ context.Context, v *viewer) error { v.line.Offline(true); return nil },
		func(_ context.Context, v *viewer) error { v.line.Offline(false); return nil }, 0})
}

func (p *party) troubled(ctx context.Context, t trouble) ([]row, error) {
	var took, shifts []float64
	for range p.long.few {
		if err := errors.Join(p.play(ctx, 40), t.begin(ctx, p.b()), pause(ctx, 500*time.Millisecond)); err != nil {
			return nil, err
		}
		_, err := p.press(ctx, "l")
		if err := errors.Join(err, pause(ctx, 1500*time.Millisecond)); err != nil {
			return nil, err
		}
		ended := p.watch.now()
		if err := t.end(ctx, p.b()); err != nil {
			return nil, err
		}
		after, err := p.together(ctx, ended, 1000, 20*time.Second, true)
		if err != nil {
			return nil, err
		}
		took, shifts = append(took, after), append(shifts, p.undisturbed(ended, p.watch.now()))
	}
	if t.goal == 0 {
		return []row{figure(t.what, took, "", nil), moving(shifts)}, nil
	}
	goal := fmt.Sprintf("<= %.0f", t.goal)
	return []row{figure(t.what, took, goal, func(median, _ float64) bool { return median <= t.goal }), moving(shifts)}, nil
}

// far measures a B whose line has been slow from the start.
func (p *party) far(ctx context.Context) ([]row, error) {
	if err := p.replace(ctx, 1, kind{shape: shaper.Shape{Delay: 100 * time.Millisecond, Jitter: 10 * time.Millisecond}}); err != nil {
		return nil, err
	}
	watched := min(p.long.steady, 20*time.Second)
	if err := errors.Join(p.b().enter(ctx), p.play(ctx, watched.Seconds()+20), pause(ctx, 3*time.Second)); err != nil {
		return nil, err
	}
	from := p.watch.now()
	if err := errors.Join(pause(ctx, watched), p.collect(ctx)); err != nil {
		return nil, err
	}
	apart, err := enough(distances(compare(p.pair(), from, p.watch.now())), from, p.watch.now())
	if err != nil {
		return nil, err
	}
	took, _, _, err := p.seekRounds(ctx, max(2, p.long.rounds/2))
	if err != nil {
		return nil, err
	}
	rows := []row{
		figure("B +100 ms each way, steady", apart, "<= 30", func(median, _ float64) bool { return median <= 30 }),
		figure("B +100 ms each way: seek in A until both are within 100 ms and play", took, "<= 800", func(median, _ float64) bool { return median <= 800 }),
	}
	if err := p.replace(ctx, 1, kind{}); err != nil {
		return rows, err
	}
	return rows, p.b().enter(ctx)
}

// number is a figure of ms as the table shows it.
func number(ms float64) string {
	if math.IsInf(ms, 1) {
		return "never"
	}
	return fmt.Sprintf("%.0f", ms)
}
