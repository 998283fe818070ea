package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"

	"goblet/media"
)

// subtitle is what a client needs to know of a film's subtitles.
type subtitle struct {
	Label    string `json:"label"`
	Language string `json:"language"`
	URL      string `json:"url"`
}

// subtitles lists the subtitles that lie beside a film.
func (s *Server) subtitles(w http.ResponseWriter, r *http.Request) error {
	film := r.PathValue("media")
	if err := s.mayWatch(r, film); err != nil {
		return err
	}
	if media.IsLink(film) { // beside it lies what its site keeps to itself
		return writeJSON(w, []byte(`{"subtitles":[]}`))
	}
	found, err := s.library.Subtitles(film)
	if err != nil {
		return err
	}
	list := make([]subtitle, len(found))
	for i, x := range found {
		list[i] = subtitle{x.Label, x.Language, "/media/" + url.PathEscape(film) + "/subtitles/" + url.PathEscape(x.Name)}
	}
	data, err := json.Marshal(struct {
		Subtitles []subtitle `json:"subtitles"`
	}{list})
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

// webVTT serves subtitles as WebVTT, whatever kind of file they are.
func (s *Server) webVTT(w http.ResponseWriter, r *http.Request) error {
	film := r.PathValue("media")
	if err := s.mayWatch(r, film); err != nil {
		return err
	}
	vtt, err := s.library.WebVTT(film, r.PathValue("subtitle"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/vtt; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-cache") // a file beside the film may change
	w.Write(vtt)                                         // an error means that nobody reads it any more
	return nil
}
