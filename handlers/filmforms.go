package handlers

import (
	"encoding/json"
	"net/http"

	"goblet/media"
	"goblet/media/container"
	"goblet/media/hls"
	"goblet/words"
)

// forms is what a client needs to know to choose the form of a film that its
// browser can play.
type forms struct {
	Forms    []formJSON    `json:"forms"`
	Missing  string        `json:"missing"`
	Tracks   []trackJSON   `json:"tracks"`
	Chapters []chapterJSON `json:"chapters"`
	// Addresses of WebVTT and a JPEG; they may not be made yet, or not be possible.
	Thumbnails string `json:"thumbnails,omitempty"`
	Poster     string `json:"poster,omitempty"`
}

type formJSON struct {
	Name  string       `json:"name"`
	URL   string       `json:"url"`
	Type  string       `json:"type"`
	Start float64      `json:"start,omitempty"`
	Video *streamJSON  `json:"video,omitempty"`
	Audio []streamJSON `json:"audio,omitempty"`
	Note  string       `json:"note"`
}

// streamJSON has the names of the configurations of Media Capabilities, in small letters.
type streamJSON struct {
	Type       string  `json:"type"`
	Width      int     `json:"width,omitempty"`
	Height     int     `json:"height,omitempty"`
	FrameRate  float64 `json:"framerate,omitempty"`
	Bitrate    float64 `json:"bitrate,omitempty"`
	Channels   int     `json:"channels,omitempty"`
	SampleRate int     `json:"samplerate,omitempty"`
}

type trackJSON struct {
	ID       int    `json:"id"`
	Label    string `json:"label"`
	Language string `json:"language"`
	Default  bool   `json:"default"`
	Channels int    `json:"channels"`
}

type chapterJSON struct {
	Start float64 `json:"start"`
	Title string  `json:"title"`
}

// filmForms lists the forms of a film, best first.
func (s *Server) filmForms(w http.ResponseWriter, r *http.Request) error {
	id, version := r.PathValue("media"), r.PathValue("version")
	if err := s.mayWatch(r, id); err != nil {
		return err
	}
	found, film, err := s.streams.Forms(r.Context(), id, version)
	if err != nil {
		return err
	}
	base, language := s.base.version(id, version), words.From(r.Context())
	answer := forms{Forms: []formJSON{}, Missing: found.Missing.In(language), Tracks: []trackJSON{}, Chapters: []chapterJSON{}}
	stored := s.library.Stored(id)
	for _, f := range found.Forms {
		j := formOf(f, base, language)
		if f.Name == media.Direct && stored {
			j.URL += "?" + fromStore + "=1"
		}
		answer.Forms = append(answer.Forms, j)
	}
	for i, t := range found.Sounds {
		answer.Tracks = append(answer.Tracks, trackJSON{t.ID, found.Labels[i].In(language), t.Language, t.Default, t.Channels})
	}
	for _, c := range film.Chapters {
		answer.Chapters = append(answer.Chapters, chapterJSON{c.Start, c.Title})
	}
	if s.pictures != nil && s.pictures.Possible() && len(film.Of(container.Video)) > 0 {
		answer.Thumbnails, answer.Poster = base+"thumbnails.vtt", base+"poster.jpg"
	}
	data, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

// formOf returns what is said about a form; base is the address of the film's version.
func formOf(f media.Form, base string, language words.Language) formJSON {
	j := formJSON{Name: f.Name, URL: base + "film", Type: f.Type, Start: f.Start, Note: f.Note.In(language)}
	if len(f.Renditions) > 0 {
		j.URL, j.Type = base+"hls/"+f.Name+".m3u8", hls.ContentType
	}
	if f.Video != nil {
		v := streamOf(*f.Video)
		j.Video = &v
	}
	for _, a := range f.Audio {
		j.Audio = append(j.Audio, streamOf(a))
	}
	return j
}

func streamOf(t media.StreamType) streamJSON {
	return streamJSON{t.Type, t.Width, t.Height, t.FrameRate, t.Bitrate, t.Channels, t.SampleRate}
}
