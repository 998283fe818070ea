package handlers

import (
	"encoding/json"
	"net/http"

	"goblet/media"
	"goblet/words"
)

// subtitleFacts are what a client needs to know of a film's subtitles, see docs/protocol.md.
type subtitleFacts struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	Label    string `json:"label"`
	Language string `json:"language"`
	Default  bool   `json:"default"`
	Forced   bool   `json:"forced"`
	URL      string `json:"url"`               // WebVTT, "" when they can't be shown
	ASS      string `json:"ass,omitempty"`     // the script as its author wrote it
	Problem  string `json:"problem,omitempty"` // why they can't be shown
	Mine     bool   `json:"mine,omitempty"`    // the visitor may remove them
}

// subtitles lists the subtitles of a film.
func (s *Server) subtitles(w http.ResponseWriter, r *http.Request) error {
	film := r.PathValue("media")
	v, rooms, err := s.watching(r, film)
	if err != nil {
		return err
	}
	if media.IsLink(film) { // beside it lies what its site keeps to itself
		return writeJSON(w, []byte(`{"subtitles":[]}`))
	}
	found, partial, err := s.library.Subtitles(r.Context(), film)
	if err != nil {
		return err
	}
	list := make([]subtitleFacts, len(found))
	for i, x := range found {
		list[i] = s.subtitleOf(r, film, x)
		list[i].Mine = mayRemove(v, rooms, x)
	}
	data, err := json.Marshal(struct {
		Subtitles []subtitleFacts `json:"subtitles"`
		Partial   bool            `json:"partial,omitempty"` // ask again: the film's tracks are not known yet
	}{list, partial})
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

func (s *Server) subtitleOf(r *http.Request, film string, x media.Subtitle) subtitleFacts {
	language := words.From(r.Context())
	facts := subtitleFacts{
		ID: x.ID, Kind: string(x.Kind), Label: x.Label.In(language), Language: x.Language,
		Default: x.Default, Forced: x.Forced, Problem: x.Problem.In(language),
	}
	if x.Problem.Silent() {
		facts.URL = s.base.subtitle(film, x.ID)
		if x.ASS {
			facts.ASS = facts.URL + "?as=ass"
		}
	}
	return facts
}

// partialHeader says that more of a track's subtitles will come: ask again.
const partialHeader = "Goblet-Partial"

// subtitleText serves subtitles as WebVTT, whatever they are, or a script of ASS
// as its author wrote it.
func (s *Server) subtitleText(w http.ResponseWriter, r *http.Request) error {
	film := r.PathValue("media")
	if err := s.mayWatch(r, film); err != nil {
		return err
	}
	text, err := s.library.SubtitleText(r.Context(), film, r.PathValue("subtitle"))
	if err != nil {
		return err
	}
	h := w.Header()
	body := text.WebVTT
	h.Set("Content-Type", "text/vtt; charset=utf-8")
	if r.FormValue("as") == "ass" {
		if text.ASS == "" {
			return media.ErrNoSubtitles
		}
		body = []byte(text.ASS)
		h.Set("Content-Type", "text/x-ssa; charset=utf-8")
	}
	if text.Partial {
		h.Set(partialHeader, "true")
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-cache") // a file beside the film may change
	w.Write(body)                               // an error means that nobody reads it any more
	return nil
}
