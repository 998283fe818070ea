package room

import (
	"context"
	"errors"
)

// mainKey is where Snapshots keep the id of the main room; no room is called so.
const mainKey = "main"

// Main returns the room that the server's own link leads to; it is the same at
// every start, unless it was closed. A new one gets first.
func (rs *Rooms) Main(ctx context.Context, first Media) (*Room, error) {
	id, revision, err := rs.snapshots.Get(ctx, mainKey)
	if err != nil {
		return nil, err
	}
	if id != nil {
		r, err := rs.Get(ctx, string(id))
		if err != nil && !errors.Is(err, ErrNoRoom) {
			return nil, err
		}
		if err == nil && !r.State().Closed {
			return r, nil
		}
	}
	r, err := rs.Start(ctx, first)
	if err != nil {
		return nil, err
	}
	_, ok, err := rs.snapshots.Put(ctx, mainKey, revision, []byte(r.id))
	if err == nil && !ok { // another node was first
		return rs.Main(ctx, first)
	}
	return r, err
}

// Furnish brings the open rooms up to date once the library knows all its films:
// a film that was replaced is loaded anew, and when the main room's is gone,
// first is put on.
func (rs *Rooms) Furnish(ctx context.Context, main *Room, first Media) error {
	if rs.library == nil {
		return nil
	}
	for _, r := range rs.Open() {
		on := r.State().Media
		if on.URL != "" {
			continue
		}
		var c Command
		if m, ok := rs.library.Film(on.ID); ok {
			c = Refresh{Media: m}
		} else if r == main {
			c = put{Media: first}
		} else {
			continue
		}
		if err := r.command(ctx, c); err != nil {
			return err
		}
	}
	return nil
}
