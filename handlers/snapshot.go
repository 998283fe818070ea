package handlers

import (
	"encoding/json"
	"net/http"

	"goblet/media"
	"goblet/room"
)

// snapshot is a room as a client needs it to begin, see docs/protocol.md.
type snapshot struct {
	Seq      uint64        `json:"seq"`
	Room     string        `json:"room"`
	Now      float64       `json:"now"` // Unix milliseconds
	Host     string        `json:"host"`
	CoHosts  []room.Person `json:"cohosts,omitempty"`
	Playback room.Playback `json:"playback"`
	Tracks   room.Tracks   `json:"tracks"`
	Settings room.Settings `json:"settings"`
	Log      logFacts      `json:"log"`
	Media    mediaFacts    `json:"media"`
	Viewers  room.Viewers  `json:"viewers"`
	Standing room.Standing `json:"standing"`

	Wait   *room.Wait       `json:"wait,omitempty"`
	Behind []room.Straggler `json:"behind,omitempty"`

	Poll *room.Poll `json:"poll,omitempty"`
	Key  string     `json:"key,omitempty"` // that newcomers' links need

	Queue []room.QueueItem `json:"queue,omitempty"` // the next one first
	Next  *room.Next       `json:"next,omitempty"`
	Skip  *room.Skip       `json:"skip,omitempty"`
}

// logFacts say how it stands with the room's log.
type logFacts struct {
	OK bool `json:"ok"` // it can be written
}

// mediaFacts are a film's facts with the address of its bytes: a path of this
// server, or a whole URL when the film lies elsewhere.
type mediaFacts struct {
	room.Media
	URL   string `json:"url"`
	Forms *forms `json:"forms,omitempty"` // in pages, if they are known when the page is made
}

func (s *Server) snapshot(rm *room.Room) ([]byte, error) { return s.snapshotAt(rm, rm.State(), nil) }

// snapshotAt is snapshot in a state that is also shown in another way, with the forms of its film if they are known.
func (s *Server) snapshotAt(rm *room.Room, state room.State, known *forms) ([]byte, error) {
	facts := s.base.mediaFacts(state.Media)
	facts.Forms = known
	return json.Marshal(snapshot{
		Seq: state.Seq, Room: rm.ID(), Now: s.now(), Host: state.Host, CoHosts: state.CoHosts,
		Playback: state.Playback, Tracks: state.Tracks, Media: facts, Viewers: rm.Viewers(),
		Standing: rm.Standing(), Log: logFacts{!s.rooms.Lost()},
		Settings: state.Settings, Wait: state.Wait, Behind: state.Behind, Key: state.Door.Key,
		Poll: state.Poll, Queue: state.Queue.Items, Next: state.Next, Skip: state.Queue.Skip,
	})
}

// RoomMedia returns what a room must know of a film of the library.
func RoomMedia(m media.Media) room.Media {
	return room.Media{ID: m.ID, Title: m.Title, Type: m.Type, Version: m.Version, Duration: m.Duration, URL: m.URL}
}

func (s *Server) state(w http.ResponseWriter, r *http.Request) error {
	_, rm, err := s.member(r)
	if err != nil {
		return err
	}
	data, err := s.snapshot(rm)
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

func writeJSON(w http.ResponseWriter, data []byte) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(data) // an error means that nobody reads it any more
	return nil
}
