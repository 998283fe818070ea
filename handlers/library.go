package handlers

import (
	"context"
	"net/http"

	"goblet/views"
)

// libraryPage shows all films to the admin.
func (s *Server) libraryPage(w http.ResponseWriter, r *http.Request) error {
	b, err := s.onlooker(r)
	if err != nil {
		return err
	}
	q := query(r)
	q.From = 0
	films, found := s.films(b, q)
	s.render(w, r, http.StatusOK, views.LibraryPage(views.Library{
		Films: films, Seconds: found.Seconds, Bytes: found.Bytes, MayUpload: films.Adds, Own: s.unfinished(r.Context(), b.Viewer),
	}))
	return nil
}

// ownUploads returns a viewer's uploads.
func (s *Server) ownUploads(ctx context.Context, viewer string) (own []views.Upload) {
	store := s.library.Uploads()
	if store == nil {
		return nil
	}
	for _, u := range store.List() {
		if _, _, removed := s.library.Removed(u.ID()); u.Owner() != viewer || removed {
			continue
		}
		facts, p := u.Facts(), u.Progress()
		up := views.Upload{
			ID: u.ID(), Name: facts.Name, Size: p.Size, Have: p.Have, Modified: facts.Modified,
			Complete: p.Complete, Problem: p.Problem.For(ctx),
		}
		if _, err := s.library.Get(u.ID()); err == nil {
			up.Media = u.ID()
		}
		own = append(own, up)
	}
	return own
}

// unfinished returns a viewer's uploads that are no films (yet).
func (s *Server) unfinished(ctx context.Context, viewer string) (own []views.Upload) {
	for _, u := range s.ownUploads(ctx, viewer) {
		if !u.Complete || u.Problem != "" {
			own = append(own, u)
		}
	}
	return own
}
