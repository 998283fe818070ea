package room

import (
	"slices"
	"strings"
)

// Cause says what a room waits for.
type Cause string

// The causes of waiting.
const (
	CauseUpload  Cause = "upload"  // more of the film that is being uploaded
	CauseViewers Cause = "viewers" // viewers whose players have run dry
	CauseReady   Cause = "ready"   // everybody to be ready, before the film starts
)

// Wait is what a room waits for. It is never changed in place.
type Wait struct {
	Cause Cause    `json:"cause"`
	Since float64  `json:"since"`         // Unix milliseconds
	For   []Person `json:"for,omitempty"` // who is awaited: some of them, if there are many
}

// Straggler is a viewer whom the room has left behind: it catches up by itself,
// and the room does not wait for it until it has.
type Straggler struct {
	Person
	At float64 `json:"at"` // Unix milliseconds since when
}

// Stop is one time that the room waited for a viewer.
type Stop struct {
	ID string  `json:"id"`
	At float64 `json:"at"` // Unix milliseconds
}

// Bounds of waiting for viewers. Times are in milliseconds.
const (
	maxWait    = 15_000  // the room goes on without them then
	maxStops   = 2       // so often a viewer may stop the room
	stopsCount = 120_000 // within this time
	keptStops  = 128     // of all viewers
	maxAwaited = 24      // names in an event
	maxBehind  = 24
)

// waitsFor reports whether the room waits, and for that cause.
func (s State) waitsFor(c Cause) bool { return s.Wait != nil && s.Wait.Cause == c }

// awaited returns who is awaited.
func (s State) awaited() []Person {
	if s.Wait == nil {
		return nil
	}
	return s.Wait.For
}

// stops returns how often the room has waited for a viewer lately.
func (s State) stops(id string, now float64) (n int) {
	for _, stop := range s.Stops {
		if stop.ID == id && now-stop.At < stopsCount {
			n++
		}
	}
	return n
}

// isBehind reports whether the room has left a viewer behind.
func (s State) isBehind(id string) bool {
	return slices.ContainsFunc(s.Behind, func(b Straggler) bool { return b.ID == id })
}

// leave returns who is behind once the room goes on without some more.
func (s State) leave(people []Person, now float64) []Straggler {
	behind := slices.Clone(s.Behind)
	for _, p := range people {
		if !s.isBehind(p.ID) && len(behind) < maxBehind {
			behind = append(behind, Straggler{p, now})
		}
	}
	return behind
}

// consistent returns e with a Wait that fits its playback, as events of older
// Goblets have none.
func (e Event) consistent() Event {
	switch {
	case !e.Playback.Waiting:
		e.Wait = nil
	case e.Wait == nil:
		e.Wait = &Wait{Cause: CauseUpload, Since: e.Playback.At}
	}
	return e
}

// noteStops returns the stops that count after e.
func (s State) noteStops(e Event) []Stop {
	if e.Wait == nil || e.Wait.Cause != CauseViewers {
		return s.Stops
	}
	var before []Person
	if s.waitsFor(CauseViewers) {
		before = s.Wait.For
	}
	var stops []Stop
	for _, stop := range s.Stops {
		if e.At-stop.At < stopsCount {
			stops = append(stops, stop)
		}
	}
	for _, p := range e.Wait.For {
		if !among(before, p.ID) {
			stops = append(stops, Stop{p.ID, e.At})
		}
	}
	return stops[max(0, len(stops)-keptStops):]
}

func among(people []Person, id string) bool {
	return slices.ContainsFunc(people, func(p Person) bool { return p.ID == id })
}

// without returns people but those of some ids.
func without(people []Person, ids []string) []Person {
	var rest []Person
	for _, p := range people {
		if !slices.Contains(ids, p.ID) {
			rest = append(rest, p)
		}
	}
	return rest
}

// inOrder sorts people so that every node writes the same list, and bounds it.
func inOrder(people []Person) []Person {
	slices.SortFunc(people, func(a, b Person) int { return strings.Compare(a.ID, b.ID) })
	return people[:min(len(people), maxAwaited)]
}
