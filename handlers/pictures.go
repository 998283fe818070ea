package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"goblet/media"
	"goblet/media/thumbnail"
)

// againAfter is how soon (seconds) more thumbnails may be asked for.
const againAfter = "4"

// pictureKey returns which version of which film a request is about, if it is
// the library's.
func (s *Server) pictureKey(r *http.Request) (thumbnail.Key, error) {
	m, err := s.library.Get(r.PathValue("media"))
	switch {
	case s.pictures == nil:
		return thumbnail.Key{}, errNothing
	case err != nil:
		return thumbnail.Key{}, err
	case m.Version != r.PathValue("version"):
		return thumbnail.Key{}, media.ErrReplaced
	}
	return thumbnail.Key{ID: m.ID, Version: m.Version}, nil
}

// thumbnails serves the WebVTT of the pictures on the seek bar, as far as they
// are made. Retry-After says that there will be more.
func (s *Server) thumbnails(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWatch(r, r.PathValue("media")); err != nil {
		return err
	}
	key, err := s.pictureKey(r)
	if err != nil {
		return err
	}
	vtt, complete := s.pictures.VTT(key)
	h := w.Header()
	if !complete {
		h.Set("Retry-After", againAfter)
	}
	h.Set("Content-Type", "text/vtt; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.Write(vtt) // an error means that nobody reads it any more
	return nil
}

// sheet serves pictures of the seek bar. Its address names the revision.
func (s *Server) sheet(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWatch(r, r.PathValue("media")); err != nil {
		return err
	}
	key, err := s.pictureKey(r)
	if err != nil {
		return err
	}
	name, isJPEG := strings.CutSuffix(r.PathValue("sheet"), ".jpg")
	n, err := strconv.ParseUint(name, 10, 16)
	revision, err2 := strconv.ParseUint(r.URL.Query().Get("r"), 16, 32)
	if !isJPEG || err != nil || err2 != nil {
		return errNothing
	}
	data, err := s.pictures.Sheet(key, int(n), uint32(revision))
	if err != nil {
		return err
	}
	writeJPEG(w, data, "private, max-age=31536000, immutable")
	return nil
}

// poster serves a still of a film. The page offers all films to choose from to
// every member of a room, and so shows all posters to them; the library page does so to the admin. No content: there is
// none, with Retry-After not yet.
func (s *Server) poster(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayChoose(r); err != nil {
		return err
	}
	key, err := s.pictureKey(r)
	if err != nil {
		return err
	}
	data, final, err := s.pictures.Poster(key)
	switch {
	case errors.Is(err, thumbnail.ErrNotYet):
		w.Header().Set("Retry-After", againAfter)
		return noContent(w)
	case errors.Is(err, thumbnail.ErrNone):
		return noContent(w)
	case err != nil:
		return err
	}
	cache := "no-store"
	if final {
		cache = "private, max-age=31536000, immutable"
	}
	writeJPEG(w, data, cache)
	return nil
}

func writeJPEG(w http.ResponseWriter, data []byte, cache string) {
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", cache)
	w.Write(data) // an error means that nobody reads it any more
}

// mayChoose reports whether the visitor is the admin or a member of any room.
func (s *Server) mayChoose(r *http.Request) error {
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return err
	}
	if ok && v.Admin {
		return nil
	}
	if ok {
		for id := range v.Rooms {
			if rm, err := s.rooms.Get(r.Context(), id); err == nil && !rm.State().Closed && s.admits(r, v, rm) == nil {
				return nil
			}
		}
	}
	return errStranger
}
