package handlers

import (
	"context"
	"encoding/json"

	"goblet/room"
)

// Admins keep which sessions are the admin's. Put is a compare-and-set on the revision that Get returned.
type Admins interface {
	Get(ctx context.Context, key string) (data []byte, revision uint64, err error)
	Put(ctx context.Context, key string, last uint64, data []byte) (revision uint64, ok bool, err error)
}

// adminSessions tell which of the sessions that became the admin's still are.
type adminSessions struct {
	store Admins // nil: all of them
}

const reignKey = "reign"

// reign says who is admin: who became it under this number, and whoever raised it last.
type reign struct {
	Number uint64 `json:"number"`
	Kept   string `json:"kept,omitempty"` // viewer id
}

func (a adminSessions) reign(ctx context.Context) (n reign, revision uint64, err error) {
	if a.store == nil {
		return reign{}, 0, nil
	}
	data, revision, err := a.store.Get(ctx, reignKey)
	if err != nil || data == nil {
		return reign{}, revision, err
	}
	return n, revision, json.Unmarshal(data, &n)
}

// holds reports whether a session that became the admin's still is.
func (a adminSessions) holds(ctx context.Context, v visitor) (bool, error) {
	now, _, err := a.reign(ctx)
	return v.Reign == now.Number || v.Viewer == now.Kept, err
}

// dismiss makes guests of all but one, in one write: there is no moment at which nobody is admin.
func (a adminSessions) dismiss(ctx context.Context, keep string) error {
	for range attempts {
		now, revision, err := a.reign(ctx)
		if err != nil || a.store == nil {
			return err
		}
		data, err := json.Marshal(reign{now.Number + 1, keep})
		if err != nil {
			return err
		}
		if _, ok, err := a.store.Put(ctx, reignKey, revision, data); err != nil || ok {
			return err
		}
	}
	return room.ErrUnavailable
}
