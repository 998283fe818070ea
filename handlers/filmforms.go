package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"goblet/media"
	"goblet/media/container"
	"goblet/media/hls"
	"goblet/room"
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
	known, err := s.formsOf(r.Context(), id, version)
	if err != nil {
		return err
	}
	data, err := json.Marshal(known)
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

// formsPatience is how long a page waits for the forms of its film; without them its scripts ask.
const formsPatience = 50 * time.Millisecond

// formsAtOnce returns the forms of the film of a room, nil if finding out takes its time or the film lies elsewhere.
func (s *Server) formsAtOnce(ctx context.Context, m room.Media) *forms {
	if m.ID == "" || m.URL != "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, formsPatience)
	defer cancel()
	known, err := s.formsOf(ctx, m.ID, m.Version)
	if err != nil {
		return nil // whoever asks for them is told why
	}
	return &known
}

// formsOf returns the forms of a film, in the language of the context.
func (s *Server) formsOf(ctx context.Context, id, version string) (forms, error) {
	found, film, err := s.streams.Forms(ctx, id, version)
	if err != nil {
		return forms{}, err
	}
	base, language := s.base.version(id, version), words.From(ctx)
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
	return answer, nil
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
