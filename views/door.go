package views

import (
	"net/url"
	"time"
)

// Door is how a room is closed. Out and Knocks are for those who may do something about it.
type Door struct {
	Locked, Lobby, Password bool
	Out                     []Outcast // the latest first
	Knocks                  []Knock   // the longest waiting first
}

// Outcast is who was put out of a room.
type Outcast struct {
	ID, Name string
	By       string // name
	Ban      bool   // for good
	Address  bool   // and everybody from the same network
	At       time.Time
}

// Knock is somebody who asks to come in. Back: was put out, and asks to come back.
type Knock struct {
	Viewer
	Back bool
}

// DoorPage is what stands at a room's door instead of the room.
type DoorPage struct {
	Room    string
	Key     string // of the link
	Name    string // of the visitor, may be empty
	Problem string // what was wrong with the last try
	Out     bool   // the visitor was put out
	Waits   bool   // has asked to come in
	Turned  bool   // was turned away
	Invite  string // token of the invite that was followed, may be empty
	By      string // who made it
	Preview Preview
}

// path returns the path of something at the door, with what the link has.
func (d DoorPage) path(below string) string {
	path := "/r/" + url.PathEscape(d.Room) + below
	switch {
	case d.Invite != "":
		path += "?" + url.Values{"invite": {d.Invite}}.Encode()
	case d.Key != "":
		path += "?" + url.Values{"key": {d.Key}}.Encode()
	}
	return path
}
