package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"goblet/assets"
	"goblet/media/thumbnail"
	"goblet/room"
	"goblet/views"
)

// preview is what programs show of a pasted link to a room: film and poster where
// whoever has the link may come in, else nothing of them.
func (s *Server) preview(r *http.Request, rm *room.Room) views.Preview {
	key := r.URL.Query().Get("key")
	p, state := s.unknownRoom(r), rm.State()
	if state.Closed || state.Admits(room.Caller{Key: key}) != nil {
		return p
	}
	p.Film, p.Duration = state.Media.Title, state.Media.Duration
	p.URL = s.site(r) + RoomLink(rm.ID(), key)
	if s.pictures == nil || state.Media.URL != "" {
		return p
	}
	if _, _, err := s.pictures.Poster(pictureOf(state.Media)); err == nil {
		q := url.Values{"v": {state.Media.Version}} // another film has another address
		if key != "" {
			q.Set("key", key)
		}
		p.Image = s.site(r) + RoomPath(rm.ID()) + "/poster.jpg?" + q.Encode()
	}
	return p
}

// unknownRoom is the preview of a room of which nothing is told.
func (s *Server) unknownRoom(r *http.Request) views.Preview {
	return views.RoomPreview(s.site(r) + assets.Path("img/icon-512.png"))
}

func pictureOf(m room.Media) thumbnail.Key { return thumbnail.Key{ID: m.ID, Version: m.Version} }

// roomPoster serves the poster of the film that is on to whomever the room would let
// in: also to a program that makes a preview of its link, and is nobody.
func (s *Server) roomPoster(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.stranger(r)
	if err != nil {
		return err
	}
	if err := s.admits(r, v, rm); err != nil {
		return err
	}
	on := rm.State().Media
	if s.pictures == nil || on.URL != "" {
		return errNothing
	}
	data, _, err := s.pictures.Poster(pictureOf(on))
	switch {
	case errors.Is(err, thumbnail.ErrNotYet):
		w.Header().Set("Retry-After", againAfter)
		return noContent(w)
	case errors.Is(err, thumbnail.ErrNone):
		return noContent(w)
	case err != nil:
		return err
	}
	writeJPEG(w, data, "private, max-age=300")
	return nil
}
