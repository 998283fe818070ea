package handlers

import (
	"net/http"

	"goblet/room"
)

func parseReady(*Server, *http.Request, form) (room.Command, error) { return room.Ready{}, nil }

// parseSettings reads how the room shall behave. A field that is missing changes nothing.
func parseSettings(_ *Server, _ *http.Request, f form) (room.Command, error) {
	var c room.Set
	if f.Has("wait") {
		rule := room.WaitRule(f.Get("wait"))
		c.Wait = &rule
	}
	if f.Has("loop") {
		loop, err := f.truth("loop", false)
		if err != nil {
			return nil, err
		}
		c.Loop = &loop
	}
	return c, nil
}
