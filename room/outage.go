package room

import "context"

// SetLost says that the log can't be written from now on, or can be again. Meanwhile rooms in memory go on as they stand,
// and no other is opened.
func (rs *Rooms) SetLost(lost bool) {
	rs.mu.Lock()
	rs.lost = lost
	for id := range rs.rooms {
		rs.audience.Log(id, !lost)
	}
	rs.mu.Unlock()
	if lost {
		return
	}
	for _, r := range rs.Open() { // what could not be decided meanwhile
		rs.run(r.settle)
	}
}

// Lost reports whether the log can't be written.
func (rs *Rooms) Lost() bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.lost
}

// tellOfLog tells a room's audience how it stands with the log.
func (rs *Rooms) tellOfLog(r *Room) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.rooms[r.id] == r {
		rs.audience.Log(r.id, !rs.lost)
	}
}

// CatchUp waits a moment for the event seq, which somebody has seen elsewhere. It reports whether the room has it.
func (r *Room) CatchUp(ctx context.Context, seq uint64) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return r.State().Seq >= seq || !r.rooms.Lost() && r.catchUp(ctx, seq)
}
