package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"goblet/events"
	"goblet/room"
	"goblet/words"
)

// stream carries a room's frames to a viewer until one of them leaves, which may be after it has returned. The viewer is
// present as long as the stream lasts.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	channel, sub, err := s.subscribe(r) // by itself, so that what it takes of the stack is free while the stream lasts
	if err != nil {
		return err
	}
	channel.Serve(w, r, sub)
	return nil // the answer has begun
}

// subscribe makes a viewer present, until Ended of what it returns is called, and returns the channel of its room.
func (s *Server) subscribe(r *http.Request) (*events.Channel, events.Subscriber, error) {
	v, rm, since, known, err := s.listener(r)
	if err != nil {
		return nil, events.Subscriber{}, err
	}
	gone, err := s.enters(r, v, rm)
	if err != nil {
		return nil, events.Subscriber{}, err
	}
	by, id, viewer := s.actor(r, v), rm.ID(), v.Viewer
	leave := rm.JoinFrom(by)
	sub := events.Subscriber{
		Viewer: v.Viewer, Edition: edition(words.From(r.Context())), Since: since, HasSince: known, Snapshot: func() []byte { return s.reset(rm) },
		Out: func() bool { return s.admits(r, v, rm) != nil },
		Ended: func(why error) {
			leave()
			gone()
			s.logger.Debug("stream ended", "room", id, "viewer", viewer, "why", why)
		},
	}
	if !v.Admin {
		sub.Network = room.Network(by.Address)
	}
	return s.hub.Open(rm.ID()), sub, nil
}

// listener is member for who wants to hear of events, with the last one that it
// has applied.
func (s *Server) listener(r *http.Request) (v visitor, rm *room.Room, since uint64, known bool, err error) {
	if v, rm, err = s.memberAsking(r); err != nil {
		return v, rm, 0, false, err
	}
	if since, known, err = events.ParseSince(r); err != nil {
		return v, rm, since, known, badForm{"Last-Event-ID and since must be the number of an event."}
	}
	if !rm.CatchUp(r.Context(), since) && s.rooms.Lost() {
		return v, rm, since, known, room.ErrUnavailable // it would fall back to what this node knows
	}
	return v, rm, since, known, nil
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

// longestWait returns how long a long poll may wait that asks for it in ?wait=.
func longestWait(r *http.Request) (time.Duration, error) {
	text := r.URL.Query().Get("wait")
	if text == "" {
		return longest, nil
	}
	seconds, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, badForm{"wait must be a whole number of seconds."}
	}
	return min(longest, time.Duration(seconds)*time.Second), nil
}

// pollFrame is a frame without a number, as a long poll brings it.
type pollFrame struct {
	Event string          `json:"event"`
	Data  json.RawMessage `json:"data"`
}

// pollAnswer is what a stream would have carried since the last poll.
type pollAnswer struct {
	Seq    uint64            `json:"seq"`
	Now    float64           `json:"now"`
	Viewer string            `json:"viewer"`
	Node   string            `json:"node"`
	Events []json.RawMessage `json:"events"`
	Reset  json.RawMessage   `json:"reset,omitempty"`
	Frames []pollFrame       `json:"frames,omitempty"`
	Mark   string            `json:"mark"`
}

// longPoll answers with what is new after since and mark, waiting for something if
// there is nothing. The viewer is present meanwhile, and for a while after.
func (s *Server) longPoll(w http.ResponseWriter, r *http.Request) error {
	v, rm, since, _, err := s.listener(r)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	wait, err := longestWait(r)
	if err != nil {
		return err
	}
	poll := events.Poll{Edition: edition(words.From(r.Context())), Since: since}
	if query.Has("mark") {
		mark := query.Get("mark")
		poll.Mark = &mark
	}
	gone, err := s.enters(r, v, rm)
	if err != nil {
		return err
	}
	defer gone()
	leave := rm.JoinFrom(s.actor(r, v))
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	news := s.hub.Open(rm.ID()).Wait(ctx, poll)
	if err := s.admits(r, v, rm); err != nil { // put out meanwhile
		return err
	}
	answer := pollAnswer{Seq: news.Seq, Viewer: v.Viewer, Node: s.node, Mark: news.Mark, Events: make([]json.RawMessage, len(news.Events))}
	for i, data := range news.Events {
		answer.Events[i] = data
	}
	for _, f := range news.Frames {
		answer.Frames = append(answer.Frames, pollFrame{f.Event, f.Data})
	}
	if news.Gap {
		answer.Reset = s.reset(rm)
	}
	answer.Now = s.now()
	data, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}
