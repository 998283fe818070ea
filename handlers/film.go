package handlers

import (
	"net/http"
	"time"

	"goblet/room"
)

// film serves a film's bytes to who is in a room that plays it. The version is
// in the address, so that nothing that keeps copies ever shows an old one.
func (s *Server) film(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWatch(r, r.PathValue("media")); err != nil {
		return err
	}
	if r.Method == http.MethodGet && r.URL.Query().Get(fromStore) != "" {
		if done, err := s.leadToStore(w, r); done || err != nil {
			return err
		}
	}
	c, err := s.library.Content(r.PathValue("media"), r.PathValue("version"))
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Reachable(r.Context()); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", c.Media.Type)
	h.Set("ETag", `"`+c.Media.Version+`"`)
	h.Set("Cache-Control", "private, max-age=86400")
	if file, whole := c.File(); whole {
		// The bare file through the bare writer: the kernel copies (sendfile).
		http.ServeContent(w, r, "", time.Time{}, file)
		return nil
	}
	// While the film is uploaded, an answer can last as long as that does.
	h.Set("X-Accel-Buffering", "no")
	flush := func() { http.NewResponseController(w).Flush() }
	http.ServeContent(w, r, "", time.Time{}, c.ReadSeeker(r.Context(), flush))
	return nil
}

// fromStore is the parameter of a film's address by which its bytes come from the
// store. It is in the address, and not decided at each request, since browsers
// mix no bytes of two origins in one film: who has begun with this node's goes on
// with them.
const fromStore = "store"

// linkAge is how long browsers may keep where they were led to; the link itself
// is good for much longer.
const linkAge = "private, max-age=3600"

// leadToStore sends a browser to where the store, or a CDN before it, has a film;
// done is false when it has not.
func (s *Server) leadToStore(w http.ResponseWriter, r *http.Request) (done bool, err error) {
	link, ok, err := s.library.Link(r.Context(), r.PathValue("media"), r.PathValue("version"))
	if err != nil || !ok {
		return false, err
	}
	w.Header().Set("Cache-Control", linkAge)
	http.Redirect(w, r, link, http.StatusTemporaryRedirect)
	return true, nil
}

// mayWatch reports whether the visitor is a member of a room in which a film is on.
func (s *Server) mayWatch(r *http.Request, film string) error {
	_, _, err := s.watching(r, film)
	return err
}

// watching returns the visitor, who is a member of the rooms in which a film is
// on, of which there is one at least.
func (s *Server) watching(r *http.Request, film string) (v visitor, rooms []*room.Room, err error) {
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return v, nil, err
	}
	if !ok {
		return v, nil, errStranger
	}
	var why error = errStranger
	for id := range v.Rooms {
		rm, err := s.rooms.Get(r.Context(), id)
		if err != nil {
			continue
		}
		if state := rm.State(); state.Media.ID != film || state.Closed {
			continue
		}
		if err := s.admits(r, v, rm); err != nil {
			why = err
			continue
		}
		rooms = append(rooms, rm)
	}
	if len(rooms) == 0 {
		return v, nil, why
	}
	return v, rooms, nil
}
