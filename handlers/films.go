package handlers

import (
	"net/http"
	"strings"

	"goblet/media"
	"goblet/views"
)

const (
	maxFilms = 50  // in one list
	maxQuery = 200 // bytes
)

// findFilms answers with the films that a query finds.
func (s *Server) findFilms(w http.ResponseWriter, r *http.Request) error {
	_, rm, err := s.member(r)
	if err != nil {
		return err
	}
	state := rm.State()
	s.render(w, r, http.StatusOK, views.FilmList(watchedIn(state, s.films(query(r), state.Media.ID))))
	return nil
}

// query returns what a viewer searches for.
func query(r *http.Request) string {
	q := r.URL.Query().Get("q")
	return strings.ToValidUTF8(q[:min(len(q), maxQuery)], "")
}

// films returns the films that a query finds, as views show them.
func (s *Server) films(query, current string) views.Films {
	found, total := s.library.Find(query, maxFilms)
	films := views.Films{Query: strings.TrimSpace(query), List: make([]views.Film, len(found)), Total: total}
	for i, m := range found {
		films.List[i] = s.choice(m, current)
	}
	return films
}

// choice returns a film to choose, with what is known about how it will play.
func (s *Server) choice(m media.Media, current string) views.Film {
	f := views.Film{ID: m.ID, Title: m.Title, Folder: m.Folder, Duration: m.Duration, Current: m.ID == current}
	if s.pictures != nil && s.pictures.Possible() {
		f.Poster = s.base.version(m.ID, m.Version) + "poster.jpg"
	}
	u, uploaded := s.library.Upload(m.ID)
	switch {
	case uploaded && !u.Complete():
		p := u.Progress()
		f.Note = views.Percent(float64(p.Have)/float64(p.Size)) + " uploaded"
	case m.Plain:
		f.Note = "plays as it is"
	case m.Streams != "":
		f.Note = "is converted (" + m.Streams + ")"
	}
	return f
}
