package main

import (
	"fmt"
	"strings"
	"time"
)

// The goals: of what the last viewer waits for beside the floor, of memory on the way that all platforms have, and of a storm.
const (
	lastGoal   = 1.5 // times the floor's p99
	memoryGoal = 30  // KB a viewer
	stormGoal  = 10 * time.Second
)

// String says what load there is.
func (o options) String() string {
	text := fmt.Sprintf("%d viewers in %d rooms, %g actions a second (%s) for %v", o.viewers, o.rooms, o.script.rate,
		strings.Join(o.script.verbs, ", "), o.span)
	if o.slow+o.stopped > 0 {
		text += fmt.Sprintf("; beside them %d slow and %d stopped", o.slow, o.stopped)
	}
	return text
}

// row is a line of the table.
type row struct{ measure, figure, floor, goal, met string }

// met says whether a goal is met.
func met(ok bool) string {
	if ok {
		return "yes"
	}
	return "NO"
}

// table returns the table's cells; floor is nil if it was not measured.
func table(got outcome, floor *outcome) [][]string {
	rows := append(timesOf(got, floor), costs(got, floor)...)
	rows = append(rows, troubles(got)...)
	cells := [][]string{{"measure", "figure", "floor", "goal", "met"}}
	for _, r := range rows {
		line := []string{r.measure, r.figure, r.floor, r.goal, r.met}
		for i := range line {
			if line[i] == "" {
				line[i] = "-"
			}
		}
		cells = append(cells, line)
	}
	return cells
}

// timesOf are the rows of how long events took.
func timesOf(got outcome, floor *outcome) []row {
	last := row{measure: "post to the last viewer of the room, p50 / p99 / max", figure: got.last.String()}
	each := row{measure: "post to each viewer, p50 / p99 / max", figure: got.each.String()}
	if floor != nil {
		last.floor, each.floor = floor.last.String(), floor.each.String()
		ratio := got.last.p99 / floor.last.p99
		last.figure += fmt.Sprintf(" (p99 %.2fx)", ratio)
		last.goal, last.met = fmt.Sprintf("p99 <= %gx floor", lastGoal), met(ratio <= lastGoal)
	}
	rate := func(o outcome) string {
		return fmt.Sprintf("%.1f / %.0f", float64(len(o.acts.posts))/o.acts.took.Seconds(), float64(o.deliveries)/o.took.Seconds())
	}
	rates := row{measure: "events / deliveries a second", figure: rate(got)}
	size := row{measure: "bytes of an event on the wire", figure: fmt.Sprintf("%.0f", got.size)}
	if floor != nil {
		rates.floor, size.floor = rate(*floor), fmt.Sprintf("%.0f", floor.size)
	}
	return []row{last, each, rates, size}
}

// costs are the rows of what the server needed.
func costs(got outcome, floor *outcome) []row {
	processor := row{measure: "server's processor time: of one processor / a delivery", figure: cpu(got)}
	if floor != nil {
		processor.floor = cpu(*floor)
	}
	rows := []row{processor}
	each := func(from, to int) float64 { return float64(to-from) / float64(max(1, got.viewers)) / 1000 }
	if m := got.memory; m.start > 0 {
		streams, all := each(m.joined, m.loaded), each(m.start, m.loaded)
		rows = append(rows,
			row{"server's memory of a viewer: stream, idle / after the events", fmt.Sprintf("%.1f / %.1f KB", each(m.joined, m.idle), streams),
				"", fmt.Sprintf("<= %d KB", memoryGoal), met(streams <= memoryGoal)},
			row{measure: "the same with session, presence and what joining has left", figure: fmt.Sprintf("%.1f KB", all)},
			row{measure: "server's memory: at first / joined / streams / after the events",
				figure: fmt.Sprintf("%.0f / %.0f / %.0f / %.0f MB", mb(m.start), mb(m.joined), mb(m.idle), mb(m.loaded))})
	}
	if got.joining > 0 {
		rows = append(rows, row{measure: "all sessions joined (room pages)", figure: fmt.Sprintf("%.1f s", got.joining.Seconds())})
	}
	return rows
}

func mb(bytes int) float64 { return float64(bytes) / 1e6 }

// cpu says what processor time a load took.
func cpu(o outcome) string {
	if o.processor == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f %% / %.1f us", 100*o.processor.Seconds()/max(o.acts.took, o.took).Seconds(),
		float64(o.processor.Microseconds())/float64(max(1, o.deliveries)))
}

// troubles are the rows of what should not be, and of the storm.
func troubles(got outcome) []row {
	evicted := "not known"
	if got.evicted >= 0 {
		evicted = fmt.Sprint(got.evicted)
	}
	f := got.faults
	rows := []row{
		{measure: "actions that became no event", figure: fmt.Sprint(got.acts.not)},
		{measure: "streams cut as too slow, by the server's count", figure: evicted},
		{"prompt viewers' streams that the server ended", fmt.Sprint(got.ended), "", "0", met(got.ended == 0)},
		{"events lost / repeated / out of order, of all viewers who read", fmt.Sprintf("%d / %d / %d", f.lost, f.repeated, f.misordered),
			"", "0 / 0 / 0", met(f.err() == nil)},
		{measure: "resets instead of what was missed", figure: fmt.Sprint(f.resets)},
	}
	if s := got.storm; s != nil {
		rows = append(rows,
			row{measure: "storm: all cut at once, until a stream speaks again, p50 / p99 / max", figure: s.back.String()},
			row{"storm: until all are back and have its events", fmt.Sprintf("%.2f s (%d events)", s.all.Seconds(), len(s.acts.posts)),
				"", fmt.Sprintf("< %v", stormGoal), met(s.all < stormGoal)},
			row{measure: "storm: tries to come back that were refused", figure: fmt.Sprint(s.refused)})
	}
	return rows
}
