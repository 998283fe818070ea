package main

// ledger checks the numbers of the events that one viewer gets, over all its streams. After the first one each has to be
// the next; a reset may put it further ahead.
type ledger struct {
	begun bool
	last  uint64 // the newest number
	gaps  []span // what was left out before it, in order

	repeated   int // came again
	misordered int // came after a later one
	resets     int // after the first
}

// span is the numbers from first to last, both included.
type span struct{ first, last uint64 }

// event takes the next event's number, and reports whether it is new.
func (l *ledger) event(seq uint64) bool {
	switch {
	case !l.begun:
		l.begun, l.last = true, seq
		return true
	case seq > l.last:
		if seq > l.last+1 {
			l.gaps = append(l.gaps, span{l.last + 1, seq - 1})
		}
		l.last = seq
		return true
	case l.fill(seq):
		l.misordered++
		return true
	}
	l.repeated++
	return false
}

// fill takes a number out of the gaps, and reports whether it was in one.
func (l *ledger) fill(seq uint64) bool {
	for i, g := range l.gaps {
		if seq < g.first || seq > g.last {
			continue
		}
		rest := append([]span(nil), l.gaps[:i]...)
		if g.first < seq {
			rest = append(rest, span{g.first, seq - 1})
		}
		if seq < g.last {
			rest = append(rest, span{seq + 1, g.last})
		}
		l.gaps = append(rest, l.gaps[i+1:]...)
		return true
	}
	return false
}

// reset takes the number as of which the viewer was given the room's state: what was before it is in that. A state that is
// older than what the viewer has had is out of order.
func (l *ledger) reset(seq uint64) {
	if l.begun {
		l.resets++
	}
	if l.begun && seq < l.last {
		l.misordered++
		return
	}
	l.begun, l.last = true, seq
}

// lost returns how many numbers are missing up to final, the room's newest.
func (l *ledger) lost(final uint64) (n uint64) {
	for _, g := range l.gaps {
		n += g.last - g.first + 1
	}
	if final > l.last {
		n += final - l.last
	}
	return n
}
