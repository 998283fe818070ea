package handlers

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"goblet/room"
	"goblet/views"
)

// home shows the rooms that the visitor was in, the latest first. It brings none of
// them into memory.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	page := views.Home{MayStart: v.Admin}
	if id := r.URL.Query().Get("forgot"); v.mayRemember(id, time.Now()) {
		page.Forgotten = id
	}
	for id, at := range v.Rooms {
		visited, err := s.visitedRoom(r, v, id)
		if err != nil {
			return err
		}
		visited.Visited = at
		page.Rooms = append(page.Rooms, visited)
	}
	slices.SortFunc(page.Rooms, func(a, b views.VisitedRoom) int {
		return cmp.Or(b.Visited.Compare(a.Visited), strings.Compare(a.ID, b.ID))
	})
	s.render(w, r, http.StatusOK, views.HomePage(page))
	return nil
}

// visitedRoom is what a visitor may know of a room that he was in.
func (s *Server) visitedRoom(r *http.Request, v visitor, id string) (views.VisitedRoom, error) {
	card := views.VisitedRoom{ID: id}
	glance, err := s.rooms.Look(r.Context(), id)
	if errors.Is(err, room.ErrNoRoom) {
		card.Shut = views.RoomExpired
		return card, nil
	}
	if err != nil {
		return card, err
	}
	state := glance.State
	caller := room.Caller{Viewer: v.Viewer, Admin: v.Admin, Address: s.proxies.address(r).String(), Been: true}
	switch {
	case state.Closed:
		card.Shut = views.RoomClosed
		return card, nil
	case state.Admits(caller) != nil:
		card.Shut = views.RoomOut
		return card, nil
	}
	card.FilmTitle, card.Duration = state.Media.Title, state.Media.Duration
	card.Playing, card.Position = glance.Open && !state.Playback.Paused, state.Playback.Position
	if card.Playing {
		card.Position = state.PositionAt(s.now())
	}
	if s.pictures != nil && s.pictures.Possible() && state.Media.URL == "" {
		card.Poster = s.base.version(state.Media.ID, state.Media.Version) + "poster.jpg"
	}
	for _, other := range viewViewers(glance.Viewers) {
		if other.ID == v.Viewer { // who has just left that page
			glance.Viewers.Count--
		} else {
			card.Viewers = append(card.Viewers, other)
		}
	}
	card.Watching = glance.Viewers.Count
	return card, nil
}

// forgotten is a room that a visitor has forgotten, which can be undone for a while.
type forgotten struct {
	Room    string    `json:"room"`
	Visited time.Time `json:"visited"`
	At      time.Time `json:"at"`
}

// rememberFor is how long forgetting a room can be undone.
const rememberFor = time.Hour

// mayRemember reports whether the room is the one that was forgotten last, not long ago.
func (v visitor) mayRemember(id string, now time.Time) bool {
	return v.Forgot != nil && v.Forgot.Room == id && now.Sub(v.Forgot.At) < rememberFor
}

// forgetRoom takes a room off a visitor's list: who comes again is a newcomer.
func (s *Server) forgetRoom(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("room")
	_, err := s.changeList(w, r, func(v *visitor) {
		if at, been := v.Rooms[id]; been {
			v.Forgot = &forgotten{id, at, time.Now()}
			delete(v.Rooms, id)
		}
	})
	if err != nil {
		return err
	}
	s.toHome(w, r, "?forgot="+id) // without a fragment, which would keep the focus off the button that undoes it
	return nil
}

// rememberRoom undoes that.
func (s *Server) rememberRoom(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("room")
	_, err := s.changeList(w, r, func(v *visitor) {
		if v.mayRemember(id, time.Now()) {
			if v.Rooms == nil {
				v.Rooms = map[string]time.Time{}
			}
			v.Rooms[id], v.Forgot = v.Forgot.Visited, nil
		}
	})
	if err != nil {
		return err
	}
	s.toHome(w, r, "#rooms")
	return nil
}

// changeList lets a visitor, who must be known, change which rooms he was in.
func (s *Server) changeList(w http.ResponseWriter, r *http.Request, change func(*visitor)) (visitor, error) {
	v, known, err := s.visitors.current(r)
	switch {
	case err != nil:
		return v, err
	case !known:
		return v, errStranger
	case !room.ValidID(r.PathValue("room")):
		return v, room.ErrNoRoom
	}
	if err := s.limitActions(r, v.Viewer); err != nil {
		return v, err
	}
	return s.visitors.change(w, r, func(v *visitor) error { change(v); return nil })
}

func (s *Server) toHome(w http.ResponseWriter, r *http.Request, rest string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, string(s.base)+"/"+rest, http.StatusSeeOther)
}
