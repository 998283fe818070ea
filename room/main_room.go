package room

import (
	"context"
	"errors"
)

// mainKey is where Snapshots keep the id of the main room; no room is called so.
const mainKey = "main"

// Main returns the room that the server's own link leads to; it is the same at
// every start. A room whose film is no longer in the library gets first.
func (rs *Rooms) Main(ctx context.Context, first Media) (*Room, error) {
	id, revision, err := rs.snapshots.Get(ctx, mainKey)
	if err != nil {
		return nil, err
	}
	if id != nil {
		r, err := rs.Get(ctx, string(id))
		if err == nil {
			return r, rs.furnish(ctx, r, first)
		}
		if !errors.Is(err, ErrNoRoom) {
			return nil, err
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

// furnish puts first on in a room whose film is gone.
func (rs *Rooms) furnish(ctx context.Context, r *Room, first Media) error {
	if rs.library == nil {
		return nil
	}
	if _, ok := rs.library.Film(r.State().Media.ID); ok {
		return nil
	}
	return r.command(ctx, put{Media: first})
}
