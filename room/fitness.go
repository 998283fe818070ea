package room

import "math"

// Fitness is what keeps a viewer's player from playing the film through, and the
// cheapest thing that would help. The zero value: nothing is known to.
type Fitness struct {
	Fill float64 `json:"fill,omitempty"` // film comes in so many times as fast as it plays, when that is too slow
	Fix  Fix     `json:"fix,omitempty"`
	Wait float64 `json:"wait,omitempty"` // seconds of head start that would do, of FixWait
}

// Fix is what a viewer, or the room, could do.
type Fix string

const (
	FixBrowser Fix = "browser" // another browser: this one plays no form of the film
	FixSmaller Fix = "smaller" // the smaller picture
	FixWait    Fix = "wait"    // a head start
)

// fastEnough is how many times as fast as it plays a film should come in.
// assets/js/fitness.js has the same.
const fastEnough = 1.2

// Head starts are told in steps, and not beyond what anybody would wait.
const (
	waitStep    = 10   // seconds
	longestWait = 3600 // seconds
)

// fitness judges p's last report for a film of which left seconds are to come; 0: not known.
func (p *presence) fitness(left float64) Fitness {
	s := p.status
	switch {
	case s == nil:
		return Fitness{}
	case s.Unplayable:
		return Fitness{Fix: FixBrowser}
	case s.Fill == 0 || s.Fill >= fastEnough || left > 0 && s.Buffer >= left:
		return Fitness{}
	case s.Smaller:
		return Fitness{Fill: coarse(s.Fill), Fix: FixSmaller}
	}
	return Fitness{Fill: coarse(s.Fill), Fix: FixWait, Wait: headStart(left-s.Buffer, s.Fill)}
}

// headStart returns how many seconds of waiting let a line at which film comes in at fill times its speed bring the
// rest of it before it is needed; 0: none is needed, or none is known that would do.
func headStart(rest, fill float64) float64 {
	wait := rest * (1/fill - 1)
	if !(wait > 0) || wait > longestWait {
		return 0
	}
	return math.Ceil(wait/waitStep) * waitStep
}

// coarse rounds a fill, so that lists don't change all the time.
func coarse(fill float64) float64 { return math.Max(0.1, math.Round(fill*10)/10) }

// left is how many seconds of the film are to come; 0: not known.
func (s State) left() float64 { return math.Max(0, s.Media.Duration-s.Playback.Position) }
