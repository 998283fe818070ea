package room

// Close ends a room for everybody until the admin reopens it: nobody is let in,
// and nothing in it can be changed. Nothing is deleted. Admin only.
type Close struct{}

// Reopen lets a closed room go on where it stood. Admin only.
type Reopen struct{}

func (Close) decide(s State, in Circumstances) (Event, error) {
	if s.Closed {
		return Event{}, errAlready
	}
	e := s.next(KindClose)
	e.Closed, e.Behind, e.Next = true, nil, nil
	if !s.Playback.stopped() {
		e.Playback = s.Playback.stand(s.PositionAt(in.Now), in.Now)
	}
	return e, nil
}

func (Reopen) decide(s State, _ Circumstances) (Event, error) {
	if !s.Closed {
		return Event{}, errAlready
	}
	e := s.next(KindReopen)
	e.Closed = false
	return e, nil
}

// refuses reports whether a closed room refuses what a viewer wants of it.
func (s State) refuses(c Command, in Circumstances) bool {
	if !s.Closed || in.By == nil {
		return false
	}
	switch c.(type) {
	case Close, Reopen:
		return false
	}
	return true
}
