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
	if f.Has("locked") {
		locked, err := f.truth("locked", false)
		if err != nil {
			return nil, err
		}
		c.Locked = &locked
	}
	if f.Has("lobby") {
		lobby, err := f.truth("lobby", false)
		if err != nil {
			return nil, err
		}
		c.Lobby = &lobby
	}
	if f.Has("shuffle") {
		shuffle, err := f.truth("shuffle", false)
		if err != nil {
			return nil, err
		}
		c.Shuffle = &shuffle
	}
	if f.Has("password") {
		c.Password = new(f.Get("password"))
	}
	c.Preset = room.Preset(f.Get("preset"))
	c.Control, c.Load, c.Chat = f.who("control"), f.who("load"), f.who("chat")
	return c, nil
}

// who returns a field that says who may do something; nil when it is missing.
func (f form) who(field string) *room.Who {
	if !f.Has(field) {
		return nil
	}
	who := room.Who(f.Get(field))
	return &who
}
