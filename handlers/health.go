package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"goblet/room"
)

// clock tells the time, for clients to find out how far theirs is off.
func (s *Server) clock(w http.ResponseWriter, _ *http.Request) error {
	data, err := json.Marshal(struct {
		Now float64 `json:"now"`
	}{s.now()})
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

// healthz says that the process answers.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) error { return writeText(w, "ok\n") }

// readyz says that the room log can be used, too.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if s.leaving.Load() || s.rooms.Lost() {
		return room.ErrUnavailable
	}
	if err := s.ready(ctx); err != nil {
		s.logger.WarnContext(r.Context(), "not ready", "err", err)
		return room.ErrUnavailable
	}
	return writeText(w, "ready\n")
}

// Leave says from now on that this process is not ready, since it is about to end. It goes on answering.
func (s *Server) Leave() { s.leaving.Store(true) }

func writeText(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte(text)) // an error means that nobody reads it any more
	return nil
}
