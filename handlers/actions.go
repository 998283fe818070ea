package handlers

import (
	"net/http"
	"strconv"

	"goblet/room"
)

// seqHeader tells which event an action became.
const seqHeader = "Goblet-Seq"

// maxForm bounds the body of a form in bytes.
const maxForm = 64 << 10

// parser makes a command of a form; it decides nothing.
type parser func(s *Server, r *http.Request, f form) (room.Command, error)

// action answers a POST whose command p makes: 204 when the room has accepted it
// or was already so.
func (s *Server) action(p parser) http.Handler { return s.limitedAction(s.limitActions, p) }

// limitedAction is action with a limit of its own.
func (s *Server) limitedAction(limit func(*http.Request, string) error, p parser) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		v, rm, f, err := s.memberForm(w, r, limit)
		if err != nil {
			return err
		}
		by := s.actor(r, v)
		if by.Action, by.Seen, err = f.action(); err != nil {
			return err
		}
		c, err := p(s, r, f)
		if err != nil {
			return err
		}
		was := rm.State()
		seq, err := rm.Do(r.Context(), by, c)
		if err != nil {
			return err
		}
		if seq != 0 {
			s.recordCommand(r, v, rm, was, by.Action, c)
			w.Header().Set(seqHeader, strconv.FormatUint(seq, 10))
		}
		return noContent(w)
	})
}

func noContent(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// parsePlay checks position, but a room starts where it stands.
func parsePlay(_ *Server, _ *http.Request, f form) (room.Command, error) {
	_, err := f.seconds("position", 0)
	return room.Play{}, err
}

func parsePause(_ *Server, _ *http.Request, f form) (room.Command, error) {
	position, err := f.seconds("position", -1)
	return room.Pause{Position: position}, err
}

func parseSeek(_ *Server, _ *http.Request, f form) (room.Command, error) {
	position, err := f.number("position")
	return room.Seek{Position: position}, err
}

func parseRate(_ *Server, _ *http.Request, f form) (room.Command, error) {
	rate, err := f.number("rate")
	return room.SetRate{Rate: rate}, err
}

// parseLoad takes a film of the library, or with url one that lies elsewhere.
func parseLoad(s *Server, r *http.Request, f form) (room.Command, error) {
	if f.Has("url") {
		m, err := s.link(r, f)
		return room.Load{Media: RoomMedia(m)}, err
	}
	m, err := s.library.Get(f.Get("media"))
	return room.Load{Media: RoomMedia(m)}, err
}

func parseHost(_ *Server, _ *http.Request, f form) (room.Command, error) {
	if to := f.Get("viewer"); to != "" {
		return room.HandOver{To: to}, nil
	}
	return room.ClaimHost{}, nil
}

func parseFollow(*Server, *http.Request, form) (room.Command, error) { return room.Follow{}, nil }

// parseRefresh looks at the file on disk now, whether or not it was seen to change.
func parseRefresh(s *Server, r *http.Request, _ form) (room.Command, error) {
	rm, err := s.rooms.Get(r.Context(), r.PathValue("room"))
	if err != nil {
		return nil, err
	}
	on := rm.State().Media
	if on.URL != "" {
		return room.Refresh{Media: on}, nil
	}
	m, err := s.library.Check(r.Context(), on.ID)
	return room.Refresh{Media: RoomMedia(m)}, err
}
