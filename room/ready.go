package room

import "slices"

// Times of a ready check, in milliseconds.
const (
	countdown   = 3000   // from the moment that all are ready to the start
	leastCheck  = 1000   // nodes of one log need a moment to say who is not ready there
	absentCheck = 30_000 // so long those are awaited who are away or have not joined
)

// Ready lets the room wait until everybody is ready, and then start the film.
// Play starts it at once, Pause calls the check off.
type Ready struct{}

func (Ready) decide(s State, in Circumstances) (Event, error) {
	ended := s.Playback.Ended(in.Now, s.length())
	switch {
	case s.waitsFor(CauseReady):
		return Event{}, errAlready
	case !s.Playback.Paused && !ended:
		return Event{}, refuse(ErrInvalid, "The film is playing already. Pause it first.")
	}
	position := s.Playback.Position
	if ended {
		position = 0
	}
	e := s.next(KindReady)
	e.Playback = s.Playback.wait(position, in.Now)
	e.Wait = &Wait{Cause: CauseReady, Since: in.Now}
	return e, nil
}

// muster says who of the viewers that a node knows is not ready, and how many
// are. When all are, the countdown begins.
type muster struct {
	Unready []Person
	Ready   int
}

func (c muster) decide(s State, in Circumstances) (Event, error) {
	if !s.waitsFor(CauseReady) {
		return Event{}, errAlready
	}
	list := slices.Clone(c.Unready)
	for _, p := range s.Wait.For {
		if in.Elsewhere != nil && in.Elsewhere(p.ID) {
			list = append(list, p)
		}
	}
	list = inOrder(list)
	switch {
	case !slices.Equal(list, s.Wait.For):
		e := s.next(KindWait)
		e.Wait = &Wait{CauseReady, s.Wait.Since, list}
		return e, nil
	case len(list) > 0 || c.Ready == 0 || in.Now-s.Wait.Since < leastCheck:
		return Event{}, errAlready
	}
	e := s.next(KindPlay)
	e.Reason, in.Lead = ReasonReady, countdown
	return e.start(in), nil
}
