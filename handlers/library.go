package handlers

import (
	"net/http"

	"goblet/views"
)

// libraryPage shows all films to the admin.
func (s *Server) libraryPage(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	if !ok || !v.Admin {
		return errNotAdmin
	}
	page := views.Library{MayUpload: s.mayUpload(v, nil), Own: s.unfinished(v.Viewer)}
	for _, m := range s.library.List() {
		film := views.LibraryFilm{
			Film: views.Film{ID: m.ID, Title: m.Title, Folder: m.Folder, Duration: m.Duration}, Size: m.Size,
		}
		if u, uploaded := s.library.Upload(m.ID); uploaded {
			p := u.Progress()
			film.Uploaded, film.MayRemove = true, true
			film.Arriving, film.Arrived = !p.Complete, float64(p.Have)/float64(p.Size)
		}
		page.Films = append(page.Films, film)
	}
	s.render(w, r, http.StatusOK, views.LibraryPage(page))
	return nil
}

// ownUploads returns a viewer's uploads.
func (s *Server) ownUploads(viewer string) (own []views.Upload) {
	store := s.library.Uploads()
	if store == nil {
		return nil
	}
	for _, u := range store.List() {
		if u.Owner() != viewer {
			continue
		}
		facts, p := u.Facts(), u.Progress()
		up := views.Upload{
			ID: u.ID(), Name: facts.Name, Size: p.Size, Have: p.Have, Modified: facts.Modified,
			Complete: p.Complete, Problem: p.Problem,
		}
		if _, err := s.library.Get(u.ID()); err == nil {
			up.Media = u.ID()
		}
		own = append(own, up)
	}
	return own
}

// unfinished returns a viewer's uploads that are no films (yet).
func (s *Server) unfinished(viewer string) (own []views.Upload) {
	for _, u := range s.ownUploads(viewer) {
		if !u.Complete || u.Problem != "" {
			own = append(own, u)
		}
	}
	return own
}
