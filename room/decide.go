package room

import (
	"errors"
	"math"
)

// Circumstances are what a decision depends on besides the state.
type Circumstances struct {
	Now     float64                        // Unix milliseconds
	Lead    float64                        // milliseconds, for what is scheduled
	By      *Person                        // nil: the room itself
	Admin   bool                           // By runs this server
	Action  string                         // random id
	Seen    uint64                         // last seq that By had applied
	Present func(id string) (Person, bool) // who is in the room
	Ahead   Ahead                          // of the film that is on; nil: all of it is there
	Color   string                         // of By
	Emoji   string                         // of By
	Here    func() []Person                // who is in the room, the longest present first; nil: nobody
	Origin  func(id string) Origin         // of who is in the room; nil: not known
	Asking  func(id string) (Person, bool) // who asks to come in; nil: nobody

	Elsewhere func(id string) bool // who is in the room, or may be, on another node; nil: nobody

	Watching func() []Person // who is here and has joined; nil: nobody
	Chance   uint64          // random
}

// Limits of what a client may send.
const (
	MaxActionID = 64         // characters
	maxPosition = 100 * 3600 // seconds; for films of unknown duration
)

// pauseTolerance is how far (seconds) the position in a Pause may lie from the
// room's for the room to stop at that very frame.
const pauseTolerance = 1.5

// errAlready says that the room is as the command wants it.
var errAlready = errors.New("already so")

// Decide returns the event that c leads to in state s, ready for the log.
// changes is false when the room is already so. It is pure: the same input
// gives the same event.
func Decide(s State, c Command, in Circumstances) (e Event, changes bool, err error) {
	if _, first := c.(open); first != (s.Seq == 0) {
		if first {
			return Event{}, false, errTaken
		}
		return Event{}, false, ErrNoRoom
	}
	if s.refuses(c, in) {
		return Event{}, false, ErrClosed
	}
	if in.Seen > s.Seq || (in.By != nil && aboutMedia(c) && in.Seen < s.Loaded) {
		return Event{}, false, ErrStale
	}
	if right := rightFor(c); right != "" {
		if err := s.may(in, right); err != nil {
			return Event{}, false, err
		}
	}
	switch e, err = c.decide(s, in); {
	case errors.Is(err, errAlready):
		return Event{}, false, nil
	case err != nil:
		return Event{}, false, err
	}
	e.Seq, e.By, e.At, e.Action = s.Seq+1, in.By, in.Now, in.Action
	return e.consistent().follow(s), true, nil
}

// errTaken says that a room of this id exists.
var errTaken = errors.New("room id is taken")

// aboutMedia reports whether c speaks of the film that its sender saw, and so
// means nothing once another one is on.
func aboutMedia(c Command) bool {
	switch c.(type) {
	case Play, Pause, Seek, SetRate, Follow, SetTracks, Ready, PlayNext, CancelNext, VoteSkip:
		return true
	}
	return false
}

// next begins an event that leaves everything as it is.
func (s State) next(k Kind) Event {
	return Event{
		Kind: k, Host: s.Host, CoHosts: s.CoHosts, Playback: s.Playback, Tracks: s.Tracks, Settings: s.Settings.complete(),
		Wait: s.Wait, Behind: s.Behind, Closed: s.Closed, Next: s.Next, Skip: s.Queue.Skip,
	}
}

func (Play) decide(s State, in Circumstances) (Event, error) {
	ended := s.Playback.Ended(in.Now, s.length())
	switch {
	case s.waitsFor(CauseViewers), s.waitsFor(CauseReady):
		return s.goOn(s.awaited(), in), nil
	case !s.Playback.stopped() && !ended:
		return Event{}, errAlready
	}
	e := s.next(KindPlay)
	if ended {
		e.Playback.Position = 0
	}
	return e.start(in), nil
}

func (c Pause) decide(s State, in Circumstances) (Event, error) {
	if !finite(c.Position) {
		return Event{}, fault("The position must be a number of seconds.")
	}
	if s.Playback.stopped() {
		return Event{}, errAlready
	}
	position := s.PositionAt(in.Now)
	if !s.Playback.Paused && math.Abs(c.Position-position) <= pauseTolerance {
		position = clampPosition(c.Position, s.Media.Duration)
	}
	e := s.next(KindPause)
	e.Playback = s.Playback.stand(position, in.Now)
	return e, nil
}

func (c Seek) decide(s State, in Circumstances) (Event, error) {
	if !finite(c.Position) || c.Position < 0 || c.Position > maxPosition {
		return Event{}, fault("The position must be a number of seconds within the film.")
	}
	return s.seek(c.Position, in)
}

func (c Follow) decide(s State, in Circumstances) (Event, error) {
	e, err := Seek(c).decide(s, in)
	e.Reason = ReasonFollow
	return e, err
}

func (s State) seek(position float64, in Circumstances) (Event, error) {
	position = clampPosition(position, s.Media.Duration)
	if s.Playback.Paused && position == s.Playback.Position {
		return Event{}, errAlready
	}
	e := s.next(KindSeek)
	e.Playback.Position, e.Playback.At = position, in.Now
	if !s.Playback.stopped() {
		e = e.start(in)
	}
	return e, nil
}

func (c SetRate) decide(s State, in Circumstances) (Event, error) {
	if !(c.Rate >= MinRate && c.Rate <= MaxRate) {
		return Event{}, fault("The speed must lie between 0.25 and 4.")
	}
	if c.Rate == s.Playback.Rate {
		return Event{}, errAlready
	}
	e := s.next(KindRate)
	e.Playback = s.Playback.rebase(in.Now, s.Media.Duration)
	e.Playback.Rate = c.Rate
	return e, nil
}

func (c Load) decide(s State, in Circumstances) (Event, error) {
	e, err := s.load(KindLoad, c.Media, in)
	return e.taking(s, c.Media.ID), err
}

func (c put) decide(s State, in Circumstances) (Event, error) {
	if c.Instead != "" && c.Instead != s.Media.ID {
		return Event{}, errAlready
	}
	e, err := s.load(KindLoad, c.Media, in)
	e.Reason = c.Reason
	return e, err
}

func (c open) decide(s State, in Circumstances) (Event, error) { return s.load(KindOpen, c.Media, in) }

func (s State) load(k Kind, m Media, in Circumstances) (Event, error) {
	if m.ID == s.Media.ID && m.Version == s.Media.Version {
		return Event{}, errAlready
	}
	e := s.next(k)
	e.Media, e.Tracks, e.Behind, e.Next, e.Skip = &m, Tracks{}, nil, nil, nil
	e.Playback = Playback{Media: m.ID, Version: m.Version, Paused: true, Rate: 1, At: in.Now}
	return e, nil
}

func (ClaimHost) decide(s State, in Circumstances) (Event, error) {
	if in.By.ID == s.Host {
		return Event{}, errAlready
	}
	return s.makeHost(*in.By).keepHost(s), nil
}

func (c HandOver) decide(s State, in Circumstances) (Event, error) {
	if c.To == s.Host {
		return Event{}, errAlready
	}
	to, here := in.Present(c.To)
	if !here {
		return Event{}, refuse(ErrInvalid, "That viewer is not in the room.")
	}
	return s.makeHost(to), nil
}

func (s State) makeHost(p Person) Event {
	e := s.next(KindHost)
	e.Host, e.To, e.CoHosts = p.ID, &p, except(s.CoHosts, p.ID)
	return e
}

func (c Refresh) decide(s State, in Circumstances) (Event, error) {
	if c.Media.ID != s.Media.ID {
		return Event{}, refuse(ErrStale, "Another film is on by now.")
	}
	same := in.By == nil && c.Media.Version == s.Media.Version
	if same && c.Media == s.Media {
		return Event{}, errAlready
	}
	e := s.next(KindRefresh)
	e.Media = &c.Media
	if same {
		e.Reason = ReasonFacts
		return e, nil
	}
	e.Playback = s.Playback.rebase(in.Now, c.Media.Duration)
	e.Playback.Version, e.Playback.Waiting = c.Media.Version, s.waitsFor(CauseReady)
	e.Playback.Paused = s.Playback.Paused && !s.waitsFor(CauseViewers) // it would have gone on
	e.Playback.Position = clampPosition(e.Playback.Position, c.Media.Duration)
	if !e.Playback.Paused {
		e.Playback.At = max(e.Playback.At, in.Now+maxLead) // players need time to load
	}
	if in.By == nil {
		e.Reason = ReasonReplaced
	}
	return e, nil
}

func (c elect) decide(s State, _ Circumstances) (Event, error) {
	if s.Host != c.Left || c.Next.ID == c.Left {
		return Event{}, errAlready
	}
	e := s.makeHost(c.Next)
	if c.Left != "" {
		e.Reason = ReasonLeft
	}
	return e.keepHost(s), nil
}

func (c halt) decide(s State, in Circumstances) (Event, error) {
	if s.Playback.stopped() {
		return Event{}, errAlready
	}
	e := s.next(KindPause)
	e.Playback = s.Playback.stand(s.PositionAt(max(c.At, s.Playback.At)), in.Now)
	e.Reason = c.Reason
	return e, nil
}
