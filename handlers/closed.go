package handlers

import (
	"net/http"

	"goblet/room"
)

// openRoom returns the room of a request, unless the admin has closed it.
func (s *Server) openRoom(r *http.Request) (*room.Room, error) {
	rm, err := s.rooms.Get(r.Context(), r.PathValue("room"))
	if err == nil && rm.State().Closed {
		return nil, room.ErrClosed
	}
	return rm, err
}
