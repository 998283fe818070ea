package handlers

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"goblet/media"
	"goblet/media/subtitle"
	"goblet/room"
)

const errNotYourSubtitles = sentence("Only who added these subtitles, the host and co-hosts can remove them.")

// addSubtitle keeps a file of subtitles that a viewer gives to the film that is
// on, and tells everyone in the rooms of the viewer in which it is. The file is
// the field file of a form, or the body itself with its name in ?name=.
func (s *Server) addSubtitle(w http.ResponseWriter, r *http.Request) error {
	film := r.PathValue("media")
	v, rooms, err := s.watching(r, film)
	if err != nil {
		return err
	}
	if err := s.limitActions(r, v.Viewer); err != nil {
		return err
	}
	name, data, err := subtitleFile(w, r)
	if err != nil {
		return err
	}
	added, err := s.library.AddSubtitle(film, name, v.Viewer, data)
	if err != nil {
		return err
	}
	s.tell(r, v, rooms, room.NoteSubtitles{
		Media: film, ID: added.ID, Label: trackLabel(added.Language, added.Label.String()), Show: r.FormValue("show") != "",
	})
	facts := s.subtitleOf(r, film, added)
	facts.Mine = true
	body, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	return writeJSON(w, body)
}

// subtitleFile reads the file of a request and its name.
func subtitleFile(w http.ResponseWriter, r *http.Request) (name string, data []byte, err error) {
	const form = 64 << 10 // bytes, what a form has besides the file
	r.Body = http.MaxBytesReader(w, r.Body, subtitle.MaxSize+form)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		data, err = io.ReadAll(r.Body)
		return cmp.Or(r.URL.Query().Get("name"), "subtitles"), data, err
	}
	if err := r.ParseMultipartForm(subtitle.MaxSize + form); err != nil {
		return "", nil, unreadable(err)
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return "", nil, badForm{"Send a file of subtitles in the field file."}
	}
	defer file.Close()
	data, err = io.ReadAll(file)
	return head.Filename, data, err
}

// unreadable is the error of a form that can't be read, unless it is too large.
func unreadable(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return err
	}
	return fmt.Errorf("%w: %w", badForm{"The form can't be read."}, err)
}

// removeSubtitle forgets a file that a viewer gave.
func (s *Server) removeSubtitle(w http.ResponseWriter, r *http.Request) error {
	film, id := r.PathValue("media"), r.PathValue("subtitle")
	v, rooms, err := s.watching(r, film)
	if err != nil {
		return err
	}
	if err := s.limitActions(r, v.Viewer); err != nil {
		return err
	}
	found, _, err := s.library.Subtitles(r.Context(), film)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(found, func(x media.Subtitle) bool { return x.ID == id })
	switch {
	case at < 0:
		return media.ErrNoSubtitles
	case !mayRemove(v, rooms, found[at]):
		return errNotYourSubtitles
	}
	if err := s.library.RemoveSubtitle(film, id); err != nil {
		return err
	}
	s.tell(r, v, rooms, room.NoteSubtitles{
		Media: film, ID: id, Label: trackLabel(found[at].Language, found[at].Label.String()), Removed: true,
	})
	return noContent(w)
}

// mayRemove reports whether a visitor may remove subtitles from a film that is on
// in some rooms.
func mayRemove(v visitor, rooms []*room.Room, x media.Subtitle) bool {
	return x.Kind == media.SubtitleDropped && (v.Admin || x.By == v.Viewer ||
		slices.ContainsFunc(rooms, func(rm *room.Room) bool { return v.may(rm.State(), room.RightModerate) == nil }))
}

// tell makes rooms know of subtitles. The file is kept anyhow: a room that can't
// be told now shows it when its page is loaded the next time.
func (s *Server) tell(r *http.Request, v visitor, rooms []*room.Room, c room.NoteSubtitles) {
	for _, rm := range rooms {
		by := room.Actor{Viewer: v.asViewer(), Admin: v.Admin, Action: "subtitles-" + rand.Text()}
		if _, err := rm.Do(r.Context(), by, c); err != nil {
			s.logger.WarnContext(r.Context(), "a room was not told of subtitles", "room", rm.ID(), "err", err)
		}
	}
}
