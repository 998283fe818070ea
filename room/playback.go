package room

import "math"

// Rates that a room may play at.
const (
	MinRate = 0.25
	MaxRate = 4
)

// Playback is the room's authoritative state of its film.
type Playback struct {
	Media    string  `json:"media"`    // id of the media
	Version  string  `json:"version"`  // of the media's file
	Paused   bool    `json:"paused"`   //
	Position float64 `json:"position"` // seconds, at the moment At
	Rate     float64 `json:"rate"`     // MinRate to MaxRate
	At       float64 `json:"at"`       // Unix milliseconds; in the future while a start is scheduled
	// Waiting: paused until what the room waits for has come, then it goes on by
	// itself. State.Wait says what that is.
	Waiting bool `json:"waiting,omitempty"`
}

// PositionAt returns the position in seconds at now (Unix milliseconds). It
// never passes duration (seconds) unless that is 0, which means unknown.
func (p Playback) PositionAt(now, duration float64) float64 {
	position := p.Position
	if !p.Paused && now > p.At {
		position += (now - p.At) / 1000 * p.Rate
	}
	return clampPosition(position, duration)
}

// Ended reports whether the film stands at its end. A film of unknown duration
// never does.
func (p Playback) Ended(now, duration float64) bool {
	return duration > 0 && p.PositionAt(now, duration) >= duration-endMargin
}

// endMargin is how close to the end (seconds) counts as the end: browsers stop
// at the last frame, somewhat before the duration of the container.
const endMargin = 0.25

// stand stops the playback at position (seconds) and now (Unix milliseconds).
func (p Playback) stand(position, now float64) Playback {
	p.Paused, p.Waiting, p.Position, p.At = true, false, position, now
	return p
}

// wait is stand until what the room waits for has come.
func (p Playback) wait(position, now float64) Playback {
	p = p.stand(position, now)
	p.Waiting = true
	return p
}

// run lets the playback go on where it stands, at a moment (Unix milliseconds).
func (p Playback) run(at float64) Playback {
	p.Paused, p.Waiting, p.At = false, false, at
	return p
}

// stopped reports whether the film stands because somebody wants it to.
func (p Playback) stopped() bool { return p.Paused && !p.Waiting }

// rebase describes the same playback from now on: its position is taken anew,
// unless its start still lies in the future.
func (p Playback) rebase(now, duration float64) Playback {
	if p.Paused || now >= p.At {
		p.Position, p.At = p.PositionAt(now, duration), now
	}
	return p
}

func clampPosition(position, duration float64) float64 {
	position = max(position, 0)
	if duration > 0 {
		position = min(position, duration)
	}
	return position
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
