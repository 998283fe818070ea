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
