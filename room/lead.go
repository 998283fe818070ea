package room

import (
	"math"
	"slices"
)

// Bounds of the lead, in milliseconds.
const (
	minLead     = 50
	maxLead     = 500
	defaultLead = 150 // while no viewer has measured its delay
)

// What decides whom the lead waits for, in milliseconds of need.
const (
	nearNeed = 140 // who needs no more is always waited for: nobody notices such a lead
	farNeed  = 350 // who needs more never is, unless all do
)

// most is the share of viewers who are to start in time.
const most = 0.75

// What a viewer needs besides the usual delay of its messages.
const (
	travel       = 1.5 // how much longer than usual a message may take
	handling     = 10  // milliseconds for the server and the page
	usualStart   = 30  // milliseconds that a player needs to start, where it has not said
	longestStart = 65  // milliseconds that it is given at most: on a LAN actions start within 80
	recentReport = 15_000
)

// need returns how many milliseconds before its moment a start must be decided
// for this viewer to make it in time.
func (s Status) need() float64 {
	start := s.Start
	if start == 0 {
		start = usualStart
	}
	return travel*s.Delay + min(start, longestStart) + handling
}

// leadFor returns the lead in milliseconds that suits viewers of these needs
// (milliseconds): the least that lets all who are near and three of four of all
// start in time. Who is far is late and catches up, and slows nobody down; only
// in a room where all are far they are waited for, the nearest at least.
func leadFor(needs []float64) float64 {
	if len(needs) == 0 {
		return defaultLead
	}
	needs = slices.Sorted(slices.Values(needs))
	reach, _ := slices.BinarySearch(needs, math.Nextafter(farNeed, maxLead))
	if reach == 0 {
		return min(max(needs[0], minLead), maxLead)
	}
	needs = needs[:reach]
	lead := needs[int(math.Ceil(most*float64(len(needs))))-1]
	for _, n := range needs {
		if n <= nearNeed {
			lead = max(lead, n)
		}
	}
	return min(max(lead, minLead), maxLead)
}

// allNeeds returns what the viewers who watch need on all nodes, as far as is known at now (Unix milliseconds).
func (r *roster) allNeeds(now float64) []float64 {
	all := r.needs(now)
	for _, o := range r.others {
		for step, n := range o.Sum.Needs {
			all = append(all, slices.Repeat([]float64{float64(step * needStep)}, n)...)
		}
	}
	return all
}

// needs returns what the viewers of this node who watch need, as far as they have
// said so lately. now is in Unix milliseconds.
func (r *roster) needs(now float64) []float64 {
	var all []float64
	for p := range r.ours() {
		here := p.streams > 0 || now-p.left < betweenPolls
		if p.status != nil && here && p.status.State != "away" && now-p.status.At <= recentReport {
			all = append(all, p.status.need())
		}
	}
	return all
}

// betweenPolls is for how long (milliseconds) who asks by long polls has no
// stream.
const betweenPolls = 2000
