package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"goblet/events"
	"goblet/room"
)

const (
	cookieName  = "goblet"
	sessionLife = 180 * 24 * time.Hour // without a visit
	sessionKey  = "visitor"
)

// Bounds of what a session keeps; the oldest go first.
const (
	maxRooms = 50
	maxSpots = 500
)

// visitor is what a session holds, as JSON: who somebody is and where they left
// off.
type visitor struct {
	Viewer string               `json:"viewer"` // id
	Name   string               `json:"name"`
	Color  string               `json:"color"`
	Emoji  string               `json:"emoji,omitempty"`
	Admin  bool                 `json:"admin,omitempty"`
	Reign  uint64               `json:"reign,omitempty"` // under which it became the admin's
	Rooms  map[string]time.Time `json:"rooms,omitempty"` // room id -> last visit
	Spots  map[string]spot      `json:"spots,omitempty"` // media id -> place

	Forgot *forgotten `json:"forgot,omitempty"` // the last one

	Passwords map[string]uint64 `json:"passwords,omitempty"` // room id -> which of its passwords was typed, until the room is entered
}

// spot is where a visitor left off in one media. Positions are in seconds.
type spot struct {
	Left *float64  `json:"left,omitempty"` // noted by itself
	Kept *float64  `json:"kept,omitempty"` // saved by hand
	At   time.Time `json:"at"`
}

func newVisitor() visitor {
	return visitor{
		Viewer: room.NewViewerID(), Name: room.NewViewerName(), Color: room.NewHue(),
	}
}

func (v visitor) asViewer() room.Viewer {
	return room.Viewer{ID: v.Viewer, Name: v.Name, Color: v.Color, Emoji: v.Emoji}
}

// visitors load and change sessions. They don't wrap the ResponseWriter, so that
// streams and film bytes keep what scs's own middleware takes from it.
type visitors struct {
	sessions *scs.SessionManager
	proxies  proxies
	base     base
	admins   adminSessions
	lost     func() bool // whether the store can't be reached
	known    *remembered // nil: the store is in this process
}

func newVisitors(store scs.CtxStore, p proxies, b base, a adminSessions, lost func() bool, known *remembered) visitors {
	m := scs.New()
	m.Store = store
	m.Lifetime = sessionLife
	m.HashTokenInStore = true
	return visitors{m, p, b, a, lost, known}
}

// current returns the visitor whose cookie r carries; ok is false for strangers. While the store can't be reached it is
// who the visitor was.
func (vs visitors) current(r *http.Request) (v visitor, ok bool, err error) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return visitor{}, false, nil
	}
	if vs.known == nil {
		return vs.stored(r.Context(), cookie.Value)
	}
	ctx := r.Context()
	before, known := vs.known.get(cookie.Value)
	if known {
		if vs.lost() {
			return before, true, nil
		}
		soon, cancel := context.WithTimeout(ctx, storePatience)
		defer cancel()
		ctx = soon
	}
	v, ok, err = vs.stored(ctx, cookie.Value)
	switch {
	case err == nil && ok:
		vs.known.put(cookie.Value, v)
	case err != nil && known && r.Context().Err() == nil:
		return before, true, nil
	case err != nil && vs.lost():
		err = room.ErrUnavailable
	}
	return v, ok, err
}

// stored returns the visitor whom the store has for a token.
func (vs visitors) stored(ctx context.Context, token string) (v visitor, ok bool, err error) {
	ctx, err = vs.sessions.Load(ctx, token)
	if err != nil {
		return visitor{}, false, err
	}
	return vs.load(ctx)
}

// load returns the visitor of a session; ok is false when it holds none. Who was the admin and was signed out is a guest.
func (vs visitors) load(ctx context.Context) (v visitor, ok bool, err error) {
	data := vs.sessions.GetBytes(ctx, sessionKey)
	if data == nil {
		return visitor{}, false, nil
	}
	err = json.Unmarshal(data, &v)
	if err == nil && v.Admin {
		v.Admin, err = vs.admins.holds(ctx, v)
	}
	return v, err == nil, err
}

// attempts bounds how often a change starts over because another request of the
// same browser was first.
const attempts = 8

// change lets f change the visitor and saves the result; a stranger becomes a
// visitor. When another request of the same browser was first, f runs again on
// what that one saved: nothing that was acknowledged is lost.
func (vs visitors) change(w http.ResponseWriter, r *http.Request, f func(*visitor) error) (visitor, error) {
	var token string
	if cookie, err := r.Cookie(cookieName); err == nil {
		token = cookie.Value
	}
	for range attempts {
		ctx, err := vs.sessions.Load(events.WithRevision(r.Context()), token)
		if err != nil {
			return visitor{}, err
		}
		v, known, err := vs.load(ctx)
		if err != nil {
			return v, err
		}
		if !known {
			v = newVisitor()
		}
		if err := f(&v); err != nil {
			return v, err
		}
		err = vs.save(ctx, w, r, v, !known)
		if errors.Is(err, events.ErrTaken) {
			continue
		}
		return v, err
	}
	return visitor{}, room.ErrUnavailable
}

// save commits the session and sets its cookie when it is new or half of its
// life is over.
func (vs visitors) save(ctx context.Context, w http.ResponseWriter, r *http.Request, v visitor, isNew bool) error {
	v.forgetOldest()
	renew := isNew || time.Until(vs.sessions.Deadline(ctx)) < sessionLife/2
	if renew {
		vs.sessions.SetDeadline(ctx, time.Now().Add(sessionLife).UTC())
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	vs.sessions.Put(ctx, sessionKey, data)
	token, expiry, err := vs.sessions.Commit(ctx)
	if err != nil || !renew {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: token, Path: vs.base.cookiePath(), Expires: expiry, MaxAge: int(time.Until(expiry).Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: vs.proxies.secure(r),
	})
	return nil
}

// forgetOldest keeps a session small.
func (v *visitor) forgetOldest() {
	dropOldest(v.Rooms, maxRooms, func(t time.Time) time.Time { return t })
	dropOldest(v.Spots, maxSpots, func(s spot) time.Time { return s.At })
}

func dropOldest[T any](m map[string]T, keep int, at func(T) time.Time) {
	for len(m) > keep {
		oldest := ""
		for k, x := range m {
			if oldest == "" || at(x).Before(at(m[oldest])) {
				oldest = k
			}
		}
		delete(m, oldest)
	}
}
