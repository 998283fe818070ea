package room

// ErrFull says that a room has as many viewers as it takes.
var ErrFull = refuse(ErrUnavailable, "This room is full. Try again when somebody has left.")

// Here reports whether a viewer is in the room.
func (r *Room) Here(viewer string) bool {
	_, here := r.present(viewer)
	return here
}

// Takes returns ErrFull if a viewer who is not in the room would be one more than most; 0: any number may come.
func (r *Room) Takes(viewer string, most int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if most <= 0 || r.roster.count() < most || r.roster.here[viewer] != nil {
		return nil
	}
	return ErrFull
}
