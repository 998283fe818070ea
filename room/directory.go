package room

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
)

// Directory tells which rooms there are, whether or not they are in memory.
type Directory interface {
	// Rooms returns for each room when it was last used, in Unix milliseconds; 0 when only a look at it can tell.
	Rooms(ctx context.Context) (map[string]float64, error)
}

// Listed is a room among all that there are.
type Listed struct {
	ID   string
	Used float64 // Unix milliseconds
}

// Glance is what a room looks like from outside.
type Glance struct {
	ID      string
	State   State
	Viewers Viewers
	Open    bool // it is in memory
	Used    float64
}

// List returns all rooms there are: those with viewers first, then those that were used last. Without a Directory it
// knows of the rooms in memory alone.
func (rs *Rooms) List(ctx context.Context) ([]Listed, error) {
	all := map[string]float64{}
	if rs.directory != nil {
		var err error
		if all, err = rs.directory.Rooms(ctx); err != nil {
			return nil, err
		}
	}
	watched := map[string]bool{}
	for _, r := range rs.Open() {
		r.mu.Lock()
		all[r.id] = cmp.Or(r.state.Used, all[r.id], r.touched)
		watched[r.id] = len(r.roster.here) > 0
		r.mu.Unlock()
	}
	list := make([]Listed, 0, len(all))
	for id, used := range all {
		if !ValidID(id) { // the main room's key, for one
			continue
		}
		if used == 0 {
			if s, err := rs.peek(ctx, id); err == nil {
				used = s.Used
			}
		}
		list = append(list, Listed{id, used})
	}
	slices.SortFunc(list, func(a, b Listed) int {
		return cmp.Or(cmp.Compare(order(watched[a.ID]), order(watched[b.ID])), cmp.Compare(b.Used, a.Used), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// Look returns what a room looks like without bringing it into memory: a glance must not change what it looks at.
func (rs *Rooms) Look(ctx context.Context, id string) (Glance, error) {
	if !ValidID(id) {
		return Glance{}, ErrNoRoom
	}
	rs.mu.Lock()
	r := rs.rooms[id]
	rs.mu.Unlock()
	if r != nil && r.usable() {
		r.mu.Lock()
		defer r.mu.Unlock()
		return Glance{ID: id, State: r.state, Viewers: r.roster.viewers(r.state), Open: true, Used: cmp.Or(r.state.Used, r.touched)}, nil
	}
	s, err := rs.peek(ctx, id)
	if err == nil && s.Seq == 0 {
		err = ErrNoRoom
	}
	return Glance{ID: id, State: s, Used: s.Used}, err
}

// usable reports whether the room was opened and can be used.
func (r *Room) usable() bool {
	select {
	case <-r.opened:
		return r.err == nil
	default:
		return false
	}
}

// peek returns the state of a room that is not in memory; its Seq is 0 when there is none.
func (rs *Rooms) peek(ctx context.Context, id string) (s State, err error) {
	data, _, err := rs.snapshots.Get(ctx, id)
	if err != nil {
		return s, err
	}
	if data != nil {
		if err := json.Unmarshal(data, &s); err != nil {
			return s, err
		}
		s = s.complete()
	}
	return s, rs.log.Read(ctx, id, s.Revision, func(revision uint64, data []byte) error {
		var e Event
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		s = Apply(s, e, revision)
		return nil
	})
}

// NameOf returns what a viewer is called who is in a room that is in memory; "" for others.
func (rs *Rooms) NameOf(viewer string) string {
	for _, r := range rs.Open() {
		if p, here := r.present(viewer); here {
			return p.Name
		}
	}
	return ""
}
