package handlers

import (
	"net/http"

	"goblet/room"
)

// member returns the visitor and the room of a request. A member is who has
// opened the room's page: the link is the key, an id in a URL proves nothing.
func (s *Server) member(r *http.Request) (visitor, *room.Room, error) {
	rm, err := s.rooms.Get(r.Context(), r.PathValue("room"))
	if err != nil {
		return visitor{}, nil, err
	}
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return visitor{}, nil, err
	}
	if _, been := v.Rooms[rm.ID()]; !ok || !been {
		return visitor{}, nil, errStranger
	}
	return v, rm, nil
}
