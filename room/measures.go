package room

import (
	"slices"
	"sync"
)

// Measures are how all rooms of a node are doing. They name nobody.
type Measures struct {
	Rooms      int            // in memory
	Viewers    int            // in them, on this node
	Transports map[string]int // viewers by how they hear of events; "unknown" for those who have not said so lately
	Skews      []float64      // milliseconds, one of each room in which two or more play, ascending
	Drifts     Histogram      // of all reports of viewers who play, since the start
}

// Histogram counts values by how large they are.
type Histogram struct {
	Bounds []float64 // upper ones, included, ascending; what is larger is in Count alone
	Within []uint64  // for each bound: how many values are at most that
	Sum    float64
	Count  uint64
}

// Measure returns how the rooms are doing now.
func (rs *Rooms) Measure() Measures {
	m := Measures{
		Transports: map[string]int{"events": 0, "post": 0, "poll": 0, "unknown": 0}, Drifts: rs.drifts.snapshot(),
	}
	now := rs.now()
	for _, r := range rs.all() {
		m.Rooms++
		r.mu.Lock()
		for p := range r.roster.ours() {
			m.Viewers++
			transport := "unknown"
			if st, ok := p.fresh(now); ok && st.Transport != "" {
				transport = st.Transport
			}
			m.Transports[transport]++
		}
		if s := r.roster.standing(now); s.Skew != nil {
			m.Skews = append(m.Skews, *s.Skew)
		}
		r.mu.Unlock()
	}
	slices.Sort(m.Skews)
	return m
}

// driftBounds are upper bounds of drifts in milliseconds.
var driftBounds = []float64{2, 5, 10, 20, 40, 80, 160, 320, 1000}

// histogram is a Histogram that may be added to from any goroutine.
type histogram struct {
	mu sync.Mutex
	h  Histogram
}

func newHistogram() *histogram {
	return &histogram{h: Histogram{Bounds: driftBounds, Within: make([]uint64, len(driftBounds))}}
}

func (h *histogram) observe(value float64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.h.Sum += value
	h.h.Count++
	for i, bound := range h.h.Bounds {
		if value <= bound {
			h.h.Within[i]++
		}
	}
}

func (h *histogram) snapshot() Histogram {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.h
	s.Within = slices.Clone(s.Within)
	return s
}
