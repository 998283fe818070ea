package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The goals: of what the last viewer waits for beside the floor, of memory by how streams are written, of a storm, and of a
// burst beside the library that Goblet uses.
const (
	lastGoal     = 1.5 // times the floor's p99
	directGoal   = 8   // KB a viewer
	portableGoal = 30  // KB a viewer
	stormGoal    = 10 * time.Second
	burstGoal    = 10 // times r3labs
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

// row is a line of the table: how a measure is told of each server, "" if it has no sense there, and what it should be for
// Goblet.
type row struct {
	measure   string
	figure    func(outcome) string
	goal, met string
}

// met says whether a goal is met.
func met(ok bool) string {
	if ok {
		return "yes"
	}
	return "NO"
}

// table returns the table's cells: a column for Goblet, and one for each of the servers beside it.
func table(got outcome, beside []outcome) [][]string {
	rows := append(timesOf(got, beside), costs(got)...)
	rows = append(rows, troubles(got)...)
	rows = append(rows, extremes(got, beside)...)
	servers := append([]outcome{got}, beside...)
	head := []string{"measure"}
	for _, o := range servers {
		head = append(head, o.name)
	}
	cells := [][]string{append(head, "goal", "met")}
	for _, r := range rows {
		line := []string{r.measure}
		for _, o := range servers {
			line = append(line, r.figure(o))
		}
		line = append(line, r.goal, r.met)
		for i := range line {
			if line[i] == "" {
				line[i] = "-"
			}
		}
		cells = append(cells, line)
	}
	return cells
}

// named returns the server of that name; ok is false if it was not measured.
func named(all []outcome, name string) (o outcome, ok bool) {
	i := slices.IndexFunc(all, func(o outcome) bool { return o.name == name })
	if i < 0 {
		return o, false
	}
	return all[i], true
}

// timesOf are the rows of how long events took.
func timesOf(got outcome, beside []outcome) []row {
	rows := []row{
		{measure: "post to the last viewer of the room, p50 / p99 / max", figure: func(o outcome) string { return o.last.String() }},
		{measure: "post to each viewer, p50 / p99 / max", figure: func(o outcome) string { return o.each.String() }},
		{measure: "events / deliveries a second", figure: func(o outcome) string {
			return fmt.Sprintf("%.1f / %.0f", float64(len(o.acts.posts))/o.acts.took.Seconds(), float64(o.deliveries)/o.took.Seconds())
		}},
		{measure: "bytes of an event on the wire", figure: func(o outcome) string { return fmt.Sprintf("%.0f", o.size) }},
	}
	if base, ok := named(beside, floor); ok {
		ratio := func(o outcome) float64 { return o.last.p99 / base.last.p99 }
		rows = slices.Insert(rows, 1, row{"the p99 of that beside the floor's", func(o outcome) string { return fmt.Sprintf("%.2fx", ratio(o)) },
			fmt.Sprintf("<= %gx", lastGoal), met(ratio(got) <= lastGoal)})
	}
	return rows
}

// perViewer is KB a viewer.
func (o outcome) perViewer(from, to int) float64 {
	return float64(to-from) / float64(max(1, o.viewers)) / 1000
}

// costs are the rows of what the servers needed.
func costs(got outcome) []row {
	rows := []row{{measure: "server's processor time: of one processor / a delivery", figure: cpu}}
	if got.memory.start > 0 {
		goal, how := portableGoal, "not directly"
		if got.direct {
			goal, how = directGoal, "directly"
		}
		streams := got.perViewer(got.memory.joined, got.memory.loaded)
		kept := ""
		if streams > 0 { // else the server has given back what it had used before, and nothing is known
			kept = met(streams <= float64(goal))
		}
		rows = append(rows,
			row{"server's memory of a viewer: stream, idle / after the events", func(o outcome) string {
				m := o.memory
				return known(m.start, "%.1f / %.1f KB", o.perViewer(m.joined, m.idle), o.perViewer(m.joined, m.loaded))
			}, fmt.Sprintf("<= %d KB (%s)", goal, how), kept},
			row{measure: "the same with session, presence and what joining has left", figure: func(o outcome) string {
				if o.joining == 0 {
					return ""
				}
				return known(o.memory.start, "%.1f KB", o.perViewer(o.memory.start, o.memory.loaded))
			}},
			row{measure: "server's memory: at first / joined / streams / after the events", figure: func(o outcome) string {
				m := o.memory
				return known(m.start, "%.0f / %.0f / %.0f / %.0f MB", mb(m.start), mb(m.joined), mb(m.idle), mb(m.loaded))
			}})
	}
	if got.joining > 0 {
		rows = append(rows, row{measure: "all sessions joined (room pages)", figure: outcome.joined})
	}
	return rows
}

// known formats figures of memory, given one that is 0 if none is known.
func known(one int, format string, figures ...any) string {
	if one == 0 {
		return ""
	}
	return fmt.Sprintf(format, figures...)
}

// joined says how long joining took, "" if nobody had to.
func (o outcome) joined() string {
	if o.joining == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f s", o.joining.Seconds())
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

// troubles are the rows of what should not be.
func troubles(got outcome) []row {
	return []row{
		{measure: "actions that became no event", figure: func(o outcome) string { return fmt.Sprint(o.acts.not) }},
		{measure: "streams cut as too slow, by the server's count", figure: func(o outcome) string {
			if o.evicted < 0 {
				return "not known"
			}
			return fmt.Sprint(o.evicted)
		}},
		{"prompt viewers' streams that the server ended", func(o outcome) string { return fmt.Sprint(o.ended) }, "0", met(got.ended == 0)},
		{"events lost / repeated / out of order, of all viewers who read", func(o outcome) string {
			return fmt.Sprintf("%d / %d / %d", o.faults.lost, o.faults.repeated, o.faults.misordered)
		}, "0 / 0 / 0", met(got.faults.err() == nil)},
		{measure: "resets instead of what was missed", figure: func(o outcome) string { return fmt.Sprint(o.faults.resets) }},
	}
}

// extremes are the rows of the storm and the burst.
func extremes(got outcome, beside []outcome) (rows []row) {
	if s := got.storm; s != nil {
		of := func(tell func(storm) string) func(outcome) string {
			return func(o outcome) string {
				if o.storm == nil {
					return ""
				}
				return tell(*o.storm)
			}
		}
		rows = append(rows,
			row{measure: "storm: all cut at once, until a stream speaks again, p50 / p99 / max", figure: of(func(s storm) string { return s.back.String() })},
			row{"storm: until all are back and have its events", of(func(s storm) string {
				return fmt.Sprintf("%.2f s (%d events)", s.all.Seconds(), len(s.acts.posts))
			}), fmt.Sprintf("< %v", stormGoal), met(s.all < stormGoal)},
			row{measure: "storm: tries to come back that were refused", figure: of(func(s storm) string { return fmt.Sprint(s.refused) })})
	}
	if got.burst != nil {
		rows = append(rows, row{measure: "burst: events / deliveries a second, as many as the server takes", figure: func(o outcome) string {
			return fmt.Sprintf("%.0f / %.0f", float64(len(o.burst.acts.posts))/o.burst.took.Seconds(), o.burst.rate())
		}})
		if base, ok := named(beside, r3labs); ok {
			ratio := func(o outcome) float64 { return o.burst.rate() / base.burst.rate() }
			rows = append(rows, row{"burst: deliveries beside r3labs", func(o outcome) string { return fmt.Sprintf("%.1fx", ratio(o)) },
				fmt.Sprintf(">= %dx", burstGoal), met(ratio(got) >= burstGoal)})
		}
	}
	return rows
}
