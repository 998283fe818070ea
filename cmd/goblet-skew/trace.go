package main

import (
	"math"
	"slices"
)

// sample is where a player was at a moment.
type sample struct {
	at       float64 // ms of the program's clock
	position float64 // s
	flags    int
	rate     float64
	late     float64 // ms by which the page's timer was late: the processor was busy
}

// What a sample's flags say of the player.
const (
	paused = 1 << iota
	seeking
	starved // readyState < 3
	ended
)

func (s sample) playing() bool  { return s.flags == 0 }
func (s sample) standing() bool { return s.flags&paused != 0 && s.flags&seeking == 0 }

// mark is what happened in a page at a moment: the type of an event of its player, or keydown.
type mark struct {
	kind string
	at   float64 // ms of the program's clock
}

// belief is what a page itself holds for true.
type belief struct {
	at    float64 // ms of the program's clock
	drift float64 // ms, its player minus the room
	room  playback
	known bool // whether it knows the server's clock
}

// playback is where the room is, from a moment on.
type playback struct {
	position float64 // s
	at       float64 // ms of the server's clock
	rate     float64
	paused   bool
}

// trace is all that was sampled in one page, in the order of time.
type trace struct {
	name    string
	samples []sample
	marks   []mark
	beliefs []belief
}

// Samples further apart than gap, ms, say nothing about between, nor do those that play does not explain to within leap, s.
const gap, leap = 200, .06

// at interpolates between the samples around a moment; ok is false where there are none.
// Where it jumps, pauses or starts between them it neither plays nor stands.
func (t *trace) at(moment float64) (s sample, ok bool) {
	i, found := slices.BinarySearchFunc(t.samples, moment, func(s sample, m float64) int {
		switch {
		case s.at < m:
			return -1
		case s.at > m:
			return 1
		}
		return 0
	})
	if found {
		return t.samples[i], true
	}
	if i == 0 || i == len(t.samples) {
		return s, false
	}
	before, after := t.samples[i-1], t.samples[i]
	span := after.at - before.at
	if span > gap {
		return s, false
	}
	s = after
	s.at, s.position = moment, before.position+(after.position-before.position)*(moment-before.at)/span
	s.flags |= before.flags
	explained := 0.0
	if s.flags&paused == 0 {
		explained = span / 1000 * before.rate
	}
	if (before.flags^after.flags)&paused != 0 || math.Abs(after.position-before.position-explained) > leap {
		s.flags |= seeking
	}
	return s, true
}

// first returns when the first event of a kind happened at or after a moment.
func (t *trace) first(kind string, after float64) (at float64, ok bool) {
	for _, m := range t.marks {
		if m.kind == kind && m.at >= after {
			return m.at, true
		}
	}
	return 0, false
}

// between returns the samples from one moment to another.
func (t *trace) between(from, to float64) []sample {
	var part []sample
	for _, s := range t.samples {
		if s.at >= from && s.at < to {
			part = append(part, s)
		}
	}
	return part
}
