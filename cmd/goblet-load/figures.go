package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"goblet/measure"
)

// spread is quantiles in milliseconds.
type spread struct{ p50, p99, max float64 }

func spreadOf(ms []float64) spread {
	slices.Sort(ms)
	return spread{measure.Quantile(ms, .5), measure.Quantile(ms, .99), measure.Quantile(ms, 1)}
}

func (s spread) String() string { return fmt.Sprintf("%.1f / %.1f / %.1f ms", s.p50, s.p99, s.max) }

// outcome is what a load has shown.
type outcome struct {
	name    string // of the target
	viewers int    // who read promptly
	acts    acts   // but for those of a storm
	last    spread
	each    spread

	deliveries int           // of the acts' events, to prompt viewers
	took       time.Duration // from the first post to the last delivery
	size       float64       // bytes of an event on the wire

	faults faults
	storm  *storm // nil: there was none
	burst  *burst // nil: there was none

	joining   time.Duration // all sessions
	processor time.Duration // the server's, during the acts
	memory    memory        // of the server
	evicted   int           // streams that the server has cut for being slow; -1: it does not tell
	ended     int           // streams of prompt viewers that ended by themselves; these two before the burst
	direct    bool          // Goblet writes most streams to their sockets, past net/http
}

// memory is resident bytes of the server; 0 is not known.
type memory struct{ start, joined, idle, loaded int }

// faults is what went wrong with the numbers of events, of all viewers who read.
type faults struct {
	lost                         uint64
	repeated, misordered, resets int
	whose                        []string // a line each of the first viewers with any
}

// mostNamed bounds how many viewers with faults are named.
const mostNamed = 5

// err says what is wrong, nil if nothing is. Resets bring a room's state instead of what was missed, and are no fault.
func (s faults) err() error {
	if s.lost == 0 && s.repeated == 0 && s.misordered == 0 {
		return nil
	}
	var text strings.Builder
	text.WriteString(fmt.Sprintf("events were %d times lost, %d times repeated, %d times out of order", s.lost, s.repeated, s.misordered))
	for _, line := range s.whose {
		text.WriteString("\n  " + line)
	}
	return errors.New(text.String())
}

// inspect looks for faults, given the newest events that were posted. The fleet must have ended.
func (f *fleet) inspect(final map[*place]uint64) (s faults) {
	for _, v := range f.viewers {
		if v.manner != stopped {
			final[v.room] = max(final[v.room], v.ledger.last)
		}
	}
	for n, p := range f.places {
		for i, v := range p.viewers {
			if v.manner == stopped {
				continue
			}
			l := v.ledger
			lost := l.lost(final[p])
			s.lost += lost
			s.repeated += l.repeated
			s.misordered += l.misordered
			s.resets += l.resets
			if (lost > 0 || l.repeated > 0 || l.misordered > 0) && len(s.whose) < mostNamed {
				s.whose = append(s.whose, fmt.Sprintf("viewer %d of room %d: %d lost (between: %v, after %d of %d), %d repeated, %d out of order",
					i+1, n+1, lost, l.gaps, l.last, final[p], l.repeated, l.misordered))
			}
		}
	}
	return s
}

// judge puts into o what prompt viewers have noted about the acts' events. The fleet must have ended.
func (f *fleet) judge(a acts, o *outcome) {
	o.acts = a
	var last, each []float64
	var first, end uint32
	for _, p := range a.posts {
		var latest uint32
		for _, v := range p.room.viewers {
			if at := v.arrival(p.seq); v.manner == prompt && at != 0 {
				each = append(each, between(p.at, at))
				latest = max(latest, at)
			}
		}
		if latest != 0 {
			last = append(last, between(p.at, latest))
		}
		if first == 0 || p.at < first {
			first = p.at
		}
		end = max(end, latest)
	}
	frames, bytes := 0, 0
	for _, v := range f.viewers {
		frames, bytes = frames+v.frames, bytes+v.bytes
		if v.manner == prompt {
			o.viewers++
		}
	}
	o.last, o.each, o.deliveries = spreadOf(last), spreadOf(each), len(each)
	o.took = time.Duration(between(first, max(first, end)) * float64(time.Millisecond))
	o.size = float64(bytes) / float64(max(1, frames))
}

// between returns the milliseconds between two moments in microseconds.
func between(from, to uint32) float64 { return (float64(to) - float64(from)) / 1000 }
