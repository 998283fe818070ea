package events

import "time"

// passes is for how long a browser that polls is told what passes.
const passes = 3 * time.Second

// Pass is Publish for an event without a number that means nothing a moment later: it
// reaches the browsers that are here, and those that poll within that moment, but no newcomers.
func (s *Stream) Pass(event string, data []byte) {
	s.mu.Lock()
	if s.passing == nil {
		s.passing = map[string]struct{}{}
	}
	s.passing[event] = struct{}{}
	s.mu.Unlock()
	s.Publish(0, event, data)
}

// until returns when an event without a number has passed, the zero time for one that stays. mu held.
func (s *Stream) until(event string) time.Time {
	if _, ok := s.passing[event]; ok {
		return time.Now().Add(passes)
	}
	return time.Time{}
}

// stays reports whether n is worth telling to whoever comes.
func (n news) stays() bool { return n.until.IsZero() }

// newTo reports whether a browser that polls and was told all up to a mark is to be told n.
func (n news) newTo(told uint64) bool {
	return n.mark > told && (n.stays() || told != 0 && time.Now().Before(n.until))
}
