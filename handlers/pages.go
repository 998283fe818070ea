package handlers

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"goblet/media"
	"goblet/room"
	"goblet/views"
)

// home shows the rooms that the visitor was in, the latest first.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	page := views.Home{MayStart: v.Admin}
	for id, at := range v.Rooms {
		rm, err := s.rooms.Get(r.Context(), id)
		if errors.Is(err, room.ErrNoRoom) {
			continue // forgotten since
		}
		if err != nil {
			return err
		}
		if s.admits(r, v, rm) != nil {
			continue
		}
		state := rm.State()
		if state.Closed {
			continue
		}
		page.Rooms = append(page.Rooms, views.VisitedRoom{
			ID: id, FilmTitle: state.Media.Title, Position: state.PositionAt(s.now()),
			Duration: state.Media.Duration, Watching: rm.Viewers().Count, Visited: at,
		})
	}
	slices.SortFunc(page.Rooms, func(a, b views.VisitedRoom) int {
		return cmp.Or(b.Visited.Compare(a.Visited), strings.Compare(a.ID, b.ID))
	})
	s.render(w, r, http.StatusOK, views.HomePage(page))
	return nil
}

// startRoom begins a room with the first film of the library. A room's link is
// its key, so only who runs the server makes new ones.
func (s *Server) startRoom(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	if !ok || !v.Admin {
		return errNotAdmin
	}
	if err := s.limitActions(r, v.Viewer); err != nil {
		return err
	}
	films := s.library.List()
	if len(films) == 0 {
		return media.ErrNotFound
	}
	rm, err := s.rooms.Start(r.Context(), RoomMedia(films[0]))
	if err != nil {
		return err
	}
	s.record(r, v, deedStart, rm.ID(), "")
	http.Redirect(w, r, s.base.room(rm.ID()), http.StatusSeeOther)
	return nil
}

// roomPage makes whom the door lets in a member, and shows the room.
func (s *Server) roomPage(w http.ResponseWriter, r *http.Request) error {
	rm, err := s.openRoom(r)
	if err != nil {
		return err
	}
	guest, known, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	if !known {
		if err := s.limitVisits(r); err != nil {
			return err
		}
	}
	if why := s.admits(r, guest, rm); why != nil {
		return s.closedDoor(w, r, guest, rm, why)
	}
	v, err := s.visitors.change(w, r, func(v *visitor) error {
		if v.Rooms == nil {
			v.Rooms = map[string]time.Time{}
		}
		v.Rooms[rm.ID()] = time.Now()
		delete(v.Passwords, rm.ID())
		return nil
	})
	if err != nil {
		return err
	}
	state, here := rm.State(), rm.Viewers() // one state: what comes after it is on the stream, and only there
	shot, err := s.snapshotAt(rm, state)
	if err != nil {
		return err
	}
	scheme, host := s.proxies.origin(r)
	me := v.asViewer()
	me.Host = state.Host == me.ID
	role := state.Role(v.Viewer, v.Admin)
	me.CoHost = role == room.RoleCoHost
	s.render(w, r, http.StatusOK, views.RoomPage(views.Room{
		ID: rm.ID(), Link: scheme + "://" + host + string(s.base) + RoomLink(rm.ID(), state.Door.Key),
		Me: views.Viewer(me), Snapshot: shot,
		Film: viewFilm(state.Media), Forms: s.base.forms(state.Media), Films: watchedIn(state, s.films("", state.Media.ID)), Queue: s.viewQueue(state, v.Viewer),
		Role: roleName(role), MayLoad: state.May(role, room.RightLoad) == nil, Led: state.May(room.RoleGuest, room.RightControl) != nil,
		Viewers: viewViewers(here), Count: here.Count, Spots: v.spotsIn(state.Media.ID),
		Notes: s.notesOn(state), Own: s.ownUploads(v.Viewer),
		Settings: viewSettings(state.Settings), Readiness: viewReadiness(rm.Readiness()),
		Door: viewDoor(rm, state, v),
		Chat: viewLines(state.Chat.Lines), Older: state.Chat.Older,
		Poll: s.viewPoll(state, v.Viewer), Palette: viewPalette(),
		Uploads:   s.library.Uploads() != nil && (s.uploads == UploadsEveryone || s.uploads == UploadsHost),
		MayUpload: s.uploads == UploadsEveryone || s.uploads == UploadsHost && (v.Admin || len(s.unfinished(v.Viewer)) > 0),
	}))
	return nil
}

// forms returns the address of the list of a film's forms, "" for one that lies elsewhere.
func (b base) forms(m room.Media) string {
	if m.URL != "" {
		return ""
	}
	return b.version(m.ID, m.Version) + "forms"
}

func viewSettings(s room.Settings) views.Settings {
	return views.Settings{
		Wait: string(s.Wait), Loop: s.Loop,
		Preset: string(s.Preset()), Control: string(s.Control), Load: string(s.Load), Chat: string(s.Chat),
	}
}

func viewFilm(m room.Media) views.Film {
	return views.Film{ID: m.ID, Title: m.Title, Duration: m.Duration, Current: true}
}

func viewViewers(v room.Viewers) []views.Viewer {
	list := make([]views.Viewer, len(v.List))
	for i, x := range v.List {
		list[i] = views.Viewer(x)
	}
	return list
}

func viewReadiness(x room.Readiness) views.Readiness {
	r := views.Readiness{Count: x.Count, Ready: x.Ready, List: make([]views.ReadyViewer, len(x.List))}
	for i, v := range x.List {
		r.List[i] = views.ReadyViewer{
			Viewer: views.Viewer(v.Viewer), Joined: v.Joined, Away: v.Away, Loaded: v.Loaded, Buffer: v.Buffer, Clock: v.Clock, Ready: v.Ready,
		}
	}
	return r
}

func (s *Server) nothing(http.ResponseWriter, *http.Request) error { return errNothing }
