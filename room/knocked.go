package room

// knocked is a knock as nodes tell of it: whoever answers, and the page that
// waits for the answer, may come to any of them.
type knocked struct {
	Knock
	Caller Caller  `json:"caller"`
	Seen   float64 `json:"seen"` // Unix milliseconds of the last sign of life
}

// heldHere returns the knocks whose pages were last heard of on this node, or wait on it.
func (k *knocks) heldHere(now float64) (list []knocked) {
	for _, one := range k.asking {
		switch {
		case one.polls > 0:
			list = append(list, knocked{one.Knock, one.caller, now})
		case one.here != 0 && one.here >= one.seen:
			list = append(list, knocked{one.Knock, one.caller, one.here})
		}
	}
	return list
}

// meetKnocks takes the knocks of which another node tells, unless they have been answered. mu is held.
func (r *Room) meetKnocks(list []knocked) {
	before := len(r.knocks.asking)
	for _, told := range list {
		if r.knocks.turned[told.ID] > r.rooms.now() || !mayAsk(r.state.Admits(told.Caller)) {
			continue
		}
		if one := r.knocks.asking[told.ID]; one != nil {
			one.Viewer, one.seen = told.Viewer, max(one.seen, told.Seen)
		} else if before < maxKnocks {
			r.knocks.add(&knock{Knock: told.Knock, caller: told.Caller, seen: told.Seen})
		}
	}
	if len(r.knocks.asking) != before {
		r.tellKnocks()
	}
}
