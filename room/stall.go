package room

import "slices"

// The commands by which a room waits for viewers whose players have run dry, and
// goes on. A node gives them for the viewers that it knows.
type (
	// stall lets the room wait for those in Dry, if it may; Viewers is how many
	// there are. Those it may not wait for are named as behind.
	stall struct {
		Dry     []Person
		Viewers int
	}

	// release ends the waiting for those in Ready, who can go on or are gone, and
	// with All for the others, too.
	release struct {
		Ready []string
		All   bool
	}

	// regain says that viewers who were behind have caught up, or are gone.
	regain struct{ IDs []string }
)

func (c stall) decide(s State, in Circumstances) (Event, error) {
	waiting := s.waitsFor(CauseViewers)
	ended := s.Playback.Ended(in.Now, s.Media.Duration)
	if s.Playback.Paused && !waiting || ended {
		return Event{}, errAlready
	}
	var awaited, left []Person
	if waiting {
		awaited = slices.Clone(s.Wait.For)
	}
	before := len(awaited)
	for _, p := range c.Dry {
		switch {
		case among(awaited, p.ID) || s.isBehind(p.ID):
		case s.Settings.waits(c.Viewers) && s.stops(p.ID, in.Now) < maxStops && len(awaited) < maxAwaited:
			awaited = append(awaited, p)
		default:
			left = append(left, p)
		}
	}
	e := s.next(KindWait)
	e.Behind = s.leave(left, in.Now)
	switch {
	case len(awaited) == before && len(e.Behind) == len(s.Behind):
		return Event{}, errAlready
	case len(awaited) == before:
		return e, nil
	case waiting:
		e.Wait = &Wait{CauseViewers, s.Wait.Since, inOrder(awaited)}
		return e, nil
	}
	e.Kind, e.Reason = KindPause, ReasonViewers
	e.Playback = s.Playback.wait(s.PositionAt(in.Now), in.Now)
	e.Wait = &Wait{CauseViewers, in.Now, inOrder(awaited)}
	return e, nil
}

func (c release) decide(s State, in Circumstances) (Event, error) {
	if !s.waitsFor(CauseViewers) {
		return Event{}, errAlready
	}
	left := without(s.Wait.For, c.Ready)
	switch {
	case len(left) == 0:
		e := s.next(KindPlay)
		e.Reason = ReasonViewers
		return e.start(in), nil
	case c.All || in.Now-s.Wait.Since >= maxWait:
		return s.goOn(left, in), nil
	case len(left) == len(s.Wait.For):
		return Event{}, errAlready
	}
	e := s.next(KindWait)
	e.Wait = &Wait{CauseViewers, s.Wait.Since, left}
	return e, nil
}

// goOn lets the room play on without those whom it has waited for.
func (s State) goOn(left []Person, in Circumstances) Event {
	e := s.next(KindPlay)
	e.Behind, e.Reason = s.leave(left, in.Now), ReasonWithout
	return e.start(in)
}

func (c regain) decide(s State, _ Circumstances) (Event, error) {
	e := s.next(KindWait)
	e.Behind = nil
	for _, b := range s.Behind {
		if !slices.Contains(c.IDs, b.ID) {
			e.Behind = append(e.Behind, b)
		}
	}
	if len(e.Behind) == len(s.Behind) {
		return Event{}, errAlready
	}
	return e, nil
}
