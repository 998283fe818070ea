package room

// finish is what the room does at the end of its film: it counts down to the next
// one of the queue, plays again, or stands.
// Found is where viewers found the end (seconds) of a film of unknown duration.
type finish struct{ Found float64 }

func (c finish) decide(s State, in Circumstances) (Event, error) {
	end := s.Media.Duration
	if end <= 0 {
		end = c.Found
	}
	if s.Playback.Paused || end <= 0 || s.PositionAt(in.Now) < end {
		return Event{}, errAlready
	}
	if s.Settings.Loop && len(s.Queue.Items) == 0 {
		e := s.next(KindSeek)
		e.Playback.Position, e.Reason = 0, ReasonLoop
		return e.start(in), nil
	}
	e := s.next(KindPause)
	e.Playback, e.Reason = s.Playback.stand(end, in.Now), ReasonEnd
	if len(s.Queue.Items) > 0 {
		e.Next = &Next{At: in.Now + nextIn}
	}
	return e, nil
}

// length returns how long the film is in seconds, as the library knows or
// viewers have found; 0 = unknown.
func (s State) length() float64 {
	if s.Media.Duration > 0 {
		return s.Media.Duration
	}
	return s.End
}

// found returns where viewers found the film's end after e, 0 = they did not.
func (s State) found(e Event) float64 {
	switch {
	case e.Kind == KindOpen, e.Kind == KindLoad, e.Playback.Version != s.Playback.Version:
		return 0
	case e.Reason == ReasonEnd && s.Media.Duration <= 0:
		return e.Playback.Position
	}
	return s.End
}
