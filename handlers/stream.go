package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"goblet/events"
	"goblet/room"
)

// stream carries a room's frames to a viewer until one of them leaves. The
// viewer is present as long as it lasts.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	v, rm, since, known, err := s.listener(r)
	if err != nil {
		return err
	}
	leave := rm.Join(v.asViewer())
	defer leave()
	err = s.hub.Open(rm.ID()).Serve(w, r, events.Subscriber{
		Viewer: v.Viewer, Since: since, HasSince: known, Snapshot: func() []byte { return s.reset(rm) },
	})
	s.logger.DebugContext(r.Context(), "stream ended", "room", rm.ID(), "viewer", v.Viewer, "err", err)
	return nil // the answer has begun
}

// listener is member for who wants to hear of events, with the last one that it
// has applied.
func (s *Server) listener(r *http.Request) (v visitor, rm *room.Room, since uint64, known bool, err error) {
	if v, rm, err = s.member(r); err != nil {
		return v, rm, 0, false, err
	}
	if err = s.limitReports(r, v.Viewer); err != nil {
		return v, rm, 0, false, err
	}
	if since, known, err = events.ParseSince(r); err != nil {
		err = badForm{"Last-Event-ID and since must be the number of an event."}
	}
	return v, rm, since, known, err
}

// reset returns the data of a reset frame.
func (s *Server) reset(rm *room.Room) []byte {
	data, err := s.snapshot(rm)
	if err != nil {
		s.logger.Error("snapshot failed", "room", rm.ID(), "err", err)
		return []byte("null")
	}
	return data
}

// longest is how long a long poll may wait.
const longest = 25 * time.Second

// longPoll answers with the events after since, waiting for one if there is none.
func (s *Server) longPoll(w http.ResponseWriter, r *http.Request) error {
	v, rm, since, _, err := s.listener(r)
	if err != nil {
		return err
	}
	wait := longest
	if text := r.URL.Query().Get("wait"); text != "" {
		seconds, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return badForm{"wait must be a whole number of seconds."}
		}
		wait = min(longest, time.Duration(seconds)*time.Second)
	}
	leave := rm.Join(v.asViewer())
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	var answer struct {
		Seq    uint64            `json:"seq"`
		Now    float64           `json:"now"`
		Events []json.RawMessage `json:"events"`
		Reset  json.RawMessage   `json:"reset,omitempty"`
	}
	frames, last, ok := s.hub.Open(rm.ID()).Wait(ctx, since)
	answer.Seq, answer.Events = last, make([]json.RawMessage, len(frames))
	for i, f := range frames {
		answer.Events[i] = f
	}
	if !ok {
		answer.Reset = s.reset(rm)
	}
	answer.Now = s.now()
	data, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}
