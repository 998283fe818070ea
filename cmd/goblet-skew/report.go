package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"

	"goblet/measure"
)

// row is one line of the table.
type row struct {
	Phase    string
	Measure  string
	Measured string
	Goal     string             `json:",omitempty"` // "" = none
	Met      bool               // means something only beside a goal
	Late     float64            // ms, p99 of how late the pages' timers were meanwhile
	Lag      float64            // ms, p99 of how late the program's timer was: the machine had other things to do
	Figures  map[string]float64 `json:",omitempty"` // ms
}

func (r row) with(goal string, met bool) row {
	r.Goal, r.Met = goal, met
	return r
}

// figure is a row of median and maximum; met judges them.
func figure(what string, values []float64, goal string, met func(median, worst float64) bool) row {
	median, worst := measure.Quantile(values, .5), measure.Quantile(values, 1)
	r := row{Measure: what, Measured: number(median) + " / " + number(worst), Goal: goal,
		Figures: map[string]float64{"median": median, "max": worst, "of": float64(len(values))}}
	if len(values) == 1 {
		r.Measured = number(median)
	} else {
		r.Measure += ": median / max"
	}
	r.Met = met != nil && met(median, worst)
	return r
}

// stretchRow is a row of how far apart two players were in the first second of all stretches together, and of the worst.
func stretchRow(what string, all, each []float64) row {
	p90, worst := measure.Quantile(all, .9), measure.Quantile(each, 1)
	return row{Measure: what + ": p90 / of the worst", Measured: number(p90) + " / " + number(worst),
		Figures: map[string]float64{"p90": p90, "worst": worst}}.with("<= 30", p90 <= 30)
}

// busy is how late the program's timer may be, ms, before a phase is marked: the machine had other things to do.
const busy = 5

// writeTable writes the rows as a Markdown table.
func writeTable(w io.Writer, rows []row) error {
	lines := [][]string{{"measure, ms", "measured", "goal", "", "timers late, program / pages"}}
	for _, r := range rows {
		verdict := "met"
		switch {
		case r.Goal == "":
			verdict = ""
		case !r.Met:
			verdict = "MISSED"
		}
		late := number(r.Lag) + " / " + number(r.Late)
		if r.Lag > busy {
			late += " (busy)"
		}
		lines = append(lines, []string{r.Measure, r.Measured, r.Goal, verdict, late})
	}
	return measure.WriteTable(w, lines)
}

// saved is what --json writes. Times are ms since the program began, positions s.
type saved struct {
	Machine string
	Load    string // at the end
	Engines []string
	Server  float64 // what to add to the server's clock
	Rows    []row
	Phases  []span
	Lags    [][2]float64 // time and ms by which the program's timer was late, where it was
	Viewers []savedTrace
}

type savedTrace struct {
	Name    string
	Samples [][5]float64 // time, position, 1 paused + 2 seeking + 4 starved + 8 ended, rate, ms that the timer was late
	Marks   []savedMark
	Beliefs [][2]float64 // time, drift in ms
}

type savedMark struct {
	Kind string
	At   float64
}

// save writes all samples and figures to a file.
func (p *party) save(path, machine string, rows []row) error {
	s := saved{Machine: machine, Load: measure.Load(), Server: p.server.offset(), Rows: finite(rows), Phases: p.spans, Lags: p.lag.saved()}
	for _, engine := range p.engines {
		s.Engines = append(s.Engines, string(engine))
	}
	for i, ph := range s.Phases {
		s.Phases[i].Late, s.Phases[i].Lag = orZero(ph.Late), orZero(ph.Lag)
	}
	for _, t := range p.traces {
		out := savedTrace{Name: t.name, Samples: [][5]float64{}, Marks: []savedMark{}, Beliefs: [][2]float64{}}
		for _, v := range t.samples {
			out.Samples = append(out.Samples, [5]float64{round(v.at), v.position, float64(v.flags), v.rate, round(v.late)})
		}
		for _, m := range t.marks {
			out.Marks = append(out.Marks, savedMark{m.kind, round(m.at)})
		}
		for _, b := range t.beliefs {
			out.Beliefs = append(out.Beliefs, [2]float64{round(b.at), round(b.drift)})
		}
		s.Viewers = append(s.Viewers, out)
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}

func orZero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

func round(v float64) float64 { return math.Round(v*1000) / 1000 }

// finite leaves out figures that JSON has no word for: what never happened.
func finite(rows []row) []row {
	for i, r := range rows {
		rows[i].Late, rows[i].Lag = orZero(r.Late), orZero(r.Lag)
		for name, v := range r.Figures {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				delete(r.Figures, name)
			}
		}
	}
	return rows
}
