package handlers

import (
	"errors"

	"goblet/media"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// goneNotes says that the film that is on is no film of the library any more:
// it was uploaded and removed, or its file has gone.
func (s *Server) goneNotes(state room.State, _ float64) []views.FilmNote {
	if !s.gone(state.Media) {
		return nil
	}
	return []views.FilmNote{{Text: words.Say("The film was removed. The host can put on another one."), Gone: true}}
}

// elsewhereNotes says how far the upload is of a film that another node takes.
func (s *Server) elsewhereNotes(state room.State, _ float64) []views.FilmNote {
	e, ok := s.library.Elsewhere(state.Media.ID)
	if !ok || e.Media.Size <= 0 {
		return nil
	}
	part := float64(e.Have) / float64(e.Media.Size)
	text := words.Say("{part} uploaded to another node. The film can be watched here once it is in the store.", "part", views.Percent(part))
	return []views.FilmNote{{Text: text, Bar: true, Done: part}}
}

// gone reports whether a film can't be had any more. While the library is still
// being searched nothing is gone.
func (s *Server) gone(m room.Media) bool {
	select {
	case <-s.library.Searched():
	default:
		return false
	}
	if m.URL != "" {
		return false
	}
	_, err := s.library.Get(m.ID)
	return errors.Is(err, media.ErrNotFound)
}
