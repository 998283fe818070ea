package handlers

import (
	"net/http"
	"time"

	"goblet/media"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// startRoom begins a room with a film, or with the first one of the library. A room's link is
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
	film, err := s.firstFilm(w, r)
	if err != nil {
		return err
	}
	rm, err := s.rooms.Start(r.Context(), RoomMedia(film))
	if err != nil {
		return err
	}
	s.record(r, v, deedStart, rm.ID(), "")
	http.Redirect(w, r, s.base.room(rm.ID()), http.StatusSeeOther)
	return nil
}

// firstFilm returns the film that a new room begins with.
func (s *Server) firstFilm(w http.ResponseWriter, r *http.Request) (media.Media, error) {
	f, err := readForm(w, r)
	if err != nil {
		return media.Media{}, err
	}
	if id := f.Get("media"); id != "" {
		return s.library.Get(id)
	}
	films := s.library.List()
	if len(films) == 0 {
		return media.Media{}, media.ErrNotFound
	}
	return films[0], nil
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
	if err := s.hasPlace(r, guest, rm); err != nil {
		return err
	}
	if r.URL.Query().Has("invite") { // which this visitor does not need, and would pass on with the address
		return s.toRoom(w, r, rm)
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
	played := s.formsAtOnce(r.Context(), state.Media)
	shot, err := s.snapshotAt(rm, state, played)
	if err != nil {
		return err
	}
	var formsAt string
	if played == nil {
		formsAt = s.base.forms(state.Media)
	}
	var preview views.Preview
	if !known {
		preview = s.preview(r, rm)
	}
	me := v.asViewer()
	me.Host = state.Host == me.ID
	role := state.Role(v.Viewer, v.Admin)
	me.CoHost = role == room.RoleCoHost
	films, _ := s.films(onlooker{v, rm, words.From(r.Context())}, media.Query{Most: maxFilms})
	s.render(w, r, http.StatusOK, views.RoomPage(views.Room{
		ID: rm.ID(), Preview: preview,
		Me: views.Viewer(me), Snapshot: shot,
		Film: viewFilm(state.Media), FormsAt: formsAt, Films: films, Queue: s.viewQueue(state, v.Viewer),
		Role: roleName(role), MayLoad: state.May(role, room.RightLoad) == nil, Led: state.May(room.RoleGuest, room.RightControl) != nil,
		Viewers: viewViewers(here), Count: here.Count, Spots: v.spotsIn(state.Media.ID),
		Notes: s.notesOn(state), Own: s.ownUploads(r.Context(), v.Viewer),
		Settings: viewSettings(state.Settings), Readiness: viewReadiness(rm.Readiness()),
		Door: viewDoor(rm, state, v),
		Chat: viewLines(state.Chat.Lines), Older: state.Chat.Older,
		Poll: s.viewPoll(state, v.Viewer), Palette: viewPalette(),
		Uploads:   s.library.Uploads() != nil && (s.uploads == UploadsEveryone || s.uploads == UploadsHost),
		MayUpload: s.uploads == UploadsEveryone || s.uploads == UploadsHost && (v.Admin || len(s.unfinished(r.Context(), v.Viewer)) > 0),
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
			Fill: v.Fill, Fix: string(v.Fix), Wait: v.Wait,
		}
	}
	return r
}
