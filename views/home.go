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
	RoomExpired RoomShut = "expired"
	RoomClosed  RoomShut = "closed"
	RoomOut     RoomShut = "out"
)

func (s RoomShut) text(ctx context.Context) string {
	switch s {
	case RoomExpired:
		return t(ctx, "This room has expired: nobody has used it for a while.")
	case RoomClosed:
		return t(ctx, "This room was closed by whoever runs this Goblet.")
	case RoomOut:
		return t(ctx, "You were put out of this room.")
	}
	return ""
}

// Home is what HomePage shows. Rooms come in the order in which they are given.
type Home struct {
	MayStart  bool
	Rooms     []VisitedRoom
	Forgotten string // id of a room that was forgotten just now, "" = none
}

// stands says where a room's film is.
func (r VisitedRoom) stands(ctx context.Context) string {
	place, all := Clock(r.Position), Clock(r.Duration)
	switch long := length(ctx, r.Duration); {
	case r.Playing && r.Duration > 0:
		return t(ctx, "Playing at {at} of {length}", "at", place, "length", all)
	case r.Playing:
		return t(ctx, "Playing at {at}", "at", place)
	case r.Position < 1 && long != "":
		return t(ctx, "At the beginning") + " · " + long
	case r.Position < 1:
		return t(ctx, "At the beginning")
	case r.Duration > 0:
		return t(ctx, "Paused at {at} of {length}", "at", place, "length", all)
	default:
		return t(ctx, "Paused at {at}", "at", place)
	}
}

// hereNow says by name who is in a room: "Maya and 3 more are here now".
func hereNow(ctx context.Context, viewers []Viewer, count int) string {
	count = max(count, len(viewers))
	switch {
	case len(viewers) == 0:
		return tn(ctx, count, "{n} person is here now", "{n} people are here now")
	case count == 1:
		return t(ctx, "{name} is here now", "name", viewers[0].Name)
	case len(viewers) == 1:
		return tn(ctx, count-1, "{name} and {n} more are here now", "{name} and {n} more are here now", "name", viewers[0].Name)
	}
	first, second := viewers[0].Name, viewers[1].Name
	if count == 2 {
		return t(ctx, "{first} and {second} are here now", "first", first, "second", second)
	}
	return tn(ctx, count-2, "{first}, {second} and {n} more are here now", "{first}, {second} and {n} more are here now", "first", first, "second", second)
}
