package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"goblet/media/hls"
)

// What may keep copies: of playlists none that is not asked about, of segments
// everybody's own browser, since their addresses name the version of the film.
const (
	cachePlaylist = "private, no-cache"
	cacheSegment  = "private, max-age=86400, immutable"
)

// master serves the master playlist of a form to who is in a room that plays the film.
func (s *Server) master(w http.ResponseWriter, r *http.Request) error {
	id, version := r.PathValue("media"), r.PathValue("version")
	if err := s.mayWatch(r, id); err != nil {
		return err
	}
	form, ok := strings.CutSuffix(r.PathValue("form"), ".m3u8")
	if !ok {
		return errNothing
	}
	playlist, err := s.streams.Master(r.Context(), id, version, form)
	return writePart(w, playlist, err, hls.ContentType, cachePlaylist)
}

// rendition serves the playlist, the initialization segment or a segment of a
// rendition. A segment of an upload whose bytes have not arrived is waited for
// until the client leaves.
func (s *Server) rendition(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, version, name, part := r.PathValue("media"), r.PathValue("version"), r.PathValue("rendition"), r.PathValue("part")
	if err := s.mayWatch(r, id); err != nil {
		return err
	}
	kind := "video/mp4"
	if strings.HasPrefix(name, "a") {
		kind = "audio/mp4"
	}
	switch part {
	case "index.m3u8":
		playlist, err := s.streams.Playlist(ctx, id, version, name)
		return writePart(w, playlist, err, hls.ContentType, cachePlaylist)
	case "init.mp4":
		segment, err := s.streams.Init(ctx, id, version, name)
		return writePart(w, segment, err, kind, cacheSegment)
	}
	number, _ := strings.CutSuffix(part, ".m4s")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || strconv.Itoa(n)+".m4s" != part {
		return errNothing
	}
	segment, err := s.streams.Segment(ctx, id, version, name, n)
	return writePart(w, segment, err, kind, cacheSegment)
}

// writePart answers with a playlist or a segment, or returns err.
func writePart(w http.ResponseWriter, data []byte, err error, kind, cache string) error {
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", cache)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data) // an error means that nobody reads it any more
	return nil
}
