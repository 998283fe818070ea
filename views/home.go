package views

import (
	"context"
	"time"
)

// VisitedRoom is a room that the home page leads back to. Position and Duration are in seconds.
type VisitedRoom struct {
	ID        string
	FilmTitle string
	Poster    string // address of a small picture, may be empty
	Position  float64
	Duration  float64
	Playing   bool
	Viewers   []Viewer // who is there now, some of Watching
	Watching  int
	Visited   time.Time
	Shut      RoomShut // then nothing else is known but ID and Visited
}

// RoomShut is why a room can't be gone on with, "" when it can.
type RoomShut string

// Why a room is shut.
const (
	RoomExpired RoomShut = "This room has expired: nobody has used it for a while."
	RoomClosed  RoomShut = "This room was closed by whoever runs this Goblet."
	RoomOut     RoomShut = "You were put out of this room."
)

// Home is what HomePage shows. Rooms come in the order in which they are given.
type Home struct {
	MayStart  bool
	Rooms     []VisitedRoom
	Forgotten string // id of a room that was forgotten just now, "" = none
}

// stands says where a room's film is.
func (r VisitedRoom) stands(ctx context.Context) string {
	what := "Paused at "
	switch {
	case r.Playing:
		what = "Playing at "
	case r.Position < 1:
		if long := length(ctx, r.Duration); long != "" {
			return "At the beginning · " + long
		}
		return "At the beginning"
	}
	return what + Clock(r.Position) + r.of()
}

func (r VisitedRoom) of() string {
	if r.Duration > 0 {
		return " of " + Clock(r.Duration)
	}
	return ""
}
