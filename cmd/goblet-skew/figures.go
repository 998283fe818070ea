package main

import (
	"math"

	"goblet/measure"
)

// moment is how several players compare at a time.
type moment struct {
	at       float64 // ms
	apart    float64 // ms, greatest position minus least; of no meaning unless known
	playing  bool    // all of them play
	standing bool    // all of them are paused and at rest
	known    bool    // all of them were sampled
}

// step is how far apart moments are, ms.
const step = 10

// compare compares players from one time to another.
func compare(traces []*trace, from, to float64) []moment {
	var all []moment
	for at := from; at < to; at += step {
		m := moment{at: at, playing: true, standing: true, known: true}
		least, most := math.Inf(1), math.Inf(-1)
		for _, t := range traces {
			s, ok := t.at(at)
			m.known = m.known && ok
			m.playing = m.playing && ok && s.playing()
			m.standing = m.standing && ok && s.standing()
			least, most = min(least, s.position), max(most, s.position)
		}
		if m.known {
			m.apart = (most - least) * 1000
		}
		all = append(all, m)
	}
	return all
}

// distances returns how far apart the players were while all played, ms.
func distances(moments []moment) []float64 {
	var all []float64
	for _, m := range moments {
		if m.playing {
			all = append(all, m.apart)
		}
	}
	return all
}

// standing returns how far apart the players stood, ms.
func standing(moments []moment) []float64 {
	var all []float64
	for _, m := range moments {
		if m.standing {
			all = append(all, m.apart)
		}
	}
	return all
}

// How near players must be to be together, ms; and where it is enough that they play.
const (
	within = 100
	anyhow = math.MaxFloat64
)

// recovery returns how long after the first moment the players came together: all playing, and within near ms of each
// other for hold ms at least. What has not parted them yet does not count unless they are parted from the start.
// Times without samples count as parted before the first ones, and as no time later. ok is false if they did not.
func recovery(moments []moment, near, hold float64, parted bool) (took float64, ok bool) {
	if len(moments) == 0 {
		return 0, false
	}
	sampled := false
	since := math.NaN() // together since then
	for _, m := range moments {
		if !m.known {
			if !sampled {
				parted = true
			}
			continue
		}
		sampled = true
		switch together := m.playing && m.apart <= near; {
		case !together:
			parted, since = true, math.NaN()
		case parted && math.IsNaN(since):
			since = m.at
		}
		if m.at-since >= hold {
			return since - moments[0].at, true
		}
	}
	return 0, false
}

// stretch returns the distances of the second that begins when all play, at the first moment that they do after they
// did not; nil if they never do.
func stretch(moments []moment) []float64 {
	stopped := false
	for i, m := range moments {
		switch {
		case m.known && !m.playing:
			stopped = true
		case m.playing && stopped:
			return distances(moments[i:min(len(moments), i+1000/step)])
		}
	}
	return nil
}

// noise returns the standard deviation, ms, of a player's positions around a straight line, the median over spans of a
// second of steady play: how finely it can be measured at all. NaN if there is none.
func noise(samples []sample) float64 {
	var all []float64
	for len(samples) > 0 {
		n := 1
		for n < len(samples) && samples[n].at-samples[0].at < 1000 && samples[n].playing() && samples[n].rate == samples[0].rate {
			n++
		}
		if span := samples[:n]; samples[0].playing() && span[n-1].at-span[0].at > 900 {
			all = append(all, deviation(span))
		}
		samples = samples[n:]
	}
	return measure.Quantile(all, .5)
}

// deviation is the standard deviation of the positions from their line of regression, ms.
func deviation(span []sample) float64 {
	n := float64(len(span))
	var x, y float64
	for _, s := range span {
		x += s.at / n
		y += s.position * 1000 / n
	}
	var xx, xy, yy float64
	for _, s := range span {
		dx, dy := s.at-x, s.position*1000-y
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	return math.Sqrt(max(0, yy-xy*xy/xx) / n)
}

// moved returns by how much a player that plays at a rate left its own pace, ms: the range of its position minus the
// time. Infinite if it did not play all the time.
func moved(samples []sample) float64 {
	least, most := math.Inf(1), math.Inf(-1)
	for _, s := range samples {
		if !s.playing() {
			return math.Inf(1)
		}
		off := s.position*1000 - s.at
		least, most = min(least, off), max(most, off)
	}
	return most - least
}

// lateness returns the p99 of how late the samplers' timers were, ms.
func lateness(traces []*trace, from, to float64) float64 {
	var all []float64
	for _, t := range traces {
		for _, s := range t.between(from, to) {
			all = append(all, s.late)
		}
	}
	return measure.Quantile(all, .99)
}
