package events

// EndAfter lets the stream end with the event seq, which must not have been published yet: browsers get it as their last
// frame. The room's next event begins another stream.
func (s *Stream) EndAfter(seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed && seq > s.published {
		s.final = seq
	}
}

// finish ends the stream once each browser has what is queued for it.
func (s *Stream) finish() {
	s.channel.closed.Store(true)
	s.hub.mu.Lock()
	for room, other := range s.hub.rooms {
		if other == s.channel {
			delete(s.hub.rooms, room)
		}
	}
	s.hub.mu.Unlock()
	s.shut(func(v viewer) { v.endAfter(ErrClosed, nil) })
}
