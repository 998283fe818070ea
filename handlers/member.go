package handlers

import (
	"net/http"

	"goblet/room"
)

// member returns the visitor and the room of a request. A member is who has
// opened the room's page, and was not put out since: the link is the key, an id in a URL proves nothing.
func (s *Server) member(r *http.Request) (visitor, *room.Room, error) {
	rm, err := s.openRoom(r)
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
	if err := s.admits(r, v, rm); err != nil {
		return visitor{}, nil, err
	}
	return v, rm, nil
}

// memberAsking is member for what pages ask for by themselves: it counts against a limit.
func (s *Server) memberAsking(r *http.Request) (visitor, *room.Room, error) {
	v, rm, err := s.member(r)
	if err == nil {
		err = s.limitReports(r, v.Viewer)
	}
	return v, rm, err
}

// memberForm is member for a POST: it counts against a limit, and its form is read.
func (s *Server) memberForm(w http.ResponseWriter, r *http.Request, limit func(*http.Request, string) error) (visitor, *room.Room, form, error) {
	v, rm, err := s.member(r)
	if err != nil {
		return v, rm, form{}, err
	}
	if err := limit(r, v.Viewer); err != nil {
		return v, rm, form{}, err
	}
	f, err := readForm(w, r)
	return v, rm, f, err
}
