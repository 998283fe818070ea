package events

import (
	"bytes"
	"strconv"
)

// Amend lets the event seq, which must not have been published yet, take back something of those
// before it: as soon as it is carried, change gets the data of each event that is kept for those
// who come back, and returns what it is from then on, or nil to leave it. change must not call
// the stream.
func (s *Stream) Amend(seq uint64, change func(data []byte) []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || seq <= s.published {
		return
	}
	if s.amends == nil {
		s.amends = map[uint64]func([]byte) []byte{}
	}
	s.amends[seq] = change
}

// amend does what Amend has announced for an event. mu held.
func (s *Stream) amend(seq uint64) {
	change := s.amends[seq]
	if change == nil {
		return
	}
	delete(s.amends, seq)
	for i, f := range s.ring {
		if f.seq >= seq {
			continue
		}
		if data := change(frameData(f.wire)); data != nil {
			wire := numbered(f.seq, frameEvent(f.wire), data)
			s.ringBytes += len(wire) - len(f.wire)
			s.ring[i].wire = wire
		}
	}
}

// numbered is a frame with a number, in the order in which r3labs encodes it.
func numbered(seq uint64, event string, data []byte) []byte {
	b := append(strconv.AppendUint([]byte("id: "), seq, 10), '\n')
	for line := range bytes.FieldsFuncSeq(data, func(r rune) bool { return r == '\n' || r == '\r' }) {
		b = append(append(append(b, "data: "...), line...), '\n')
	}
	return append(append(append(b, "event: "...), event...), "\n\n"...)
}
