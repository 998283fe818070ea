package handlers

import (
	"net/http"

	"goblet/media"
)

// removeFilm removes a film that was uploaded: the admin's part, and that of who
// uploaded it. Rooms in which it is on are told. For a while it can be brought back.
func (s *Server) removeFilm(w http.ResponseWriter, r *http.Request) error {
	return s.changeUploaded(w, r, deedRemove, func(id string) (media.Media, string, error) {
		film, err := s.library.Get(id)
		if err != nil {
			return film, "", err
		}
		owner, uploaded := s.library.Owner(id)
		if _, arrives := s.library.Arrival(id); arrives && !uploaded {
			return film, "", media.ErrElsewhere
		}
		if !uploaded {
			return film, "", media.ErrNotUploaded
		}
		return film, owner, nil
	}, s.library.Remove)
}

// restoreFilm brings back a film that was removed a moment ago: for whom could
// have removed it.
func (s *Server) restoreFilm(w http.ResponseWriter, r *http.Request) error {
	return s.changeUploaded(w, r, deedBringBack, func(id string) (media.Media, string, error) {
		film, owner, ok := s.library.Removed(id)
		if !ok {
			return film, "", media.ErrNotFound
		}
		return film, owner, nil
	}, s.library.Restore)
}

// changeUploaded does something to an uploaded film, which find returns with who
// uploaded it, for the admin or for who uploaded it, and leaves a record.
func (s *Server) changeUploaded(w http.ResponseWriter, r *http.Request, what string, find func(id string) (media.Media, string, error), do func(id string) error) error {
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	if !ok {
		return errStranger
	}
	if err := s.limitActions(r, v.Viewer); err != nil {
		return err
	}
	id := r.PathValue("media")
	film, owner, err := find(id)
	if err != nil {
		return err
	}
	if owner != v.Viewer && !v.Admin {
		return errNotYours
	}
	if err := do(id); err != nil {
		return err
	}
	s.record(r, v, what, "", film.Title)
	return noContent(w)
}
