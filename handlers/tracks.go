package handlers

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"goblet/media"
	"goblet/room"
	"goblet/words"
)

// parseTracks reads a choice of tracks for everyone. A field that is missing
// changes nothing; an empty subtitle means none.
func parseTracks(s *Server, r *http.Request, f form) (room.Command, error) {
	rm, err := s.rooms.Get(r.Context(), r.PathValue("room"))
	if err != nil {
		return nil, err
	}
	film := rm.State().Media
	var c room.SetTracks
	if f.Has("audio") {
		id, err := strconv.Atoi(f.Get("audio"))
		if err != nil {
			return nil, badForm{"The field audio must be the number of a track, or 0."}
		}
		c.Audio, c.AudioLabel = &id, s.audioLabel(r.Context(), film, id)
	}
	if f.Has("subtitle") {
		id := f.Get("subtitle")
		if c.SubtitleLabel, err = s.subtitleLabel(r.Context(), film, id); err != nil {
			return nil, err
		}
		c.Subtitle = &id
	}
	if f.Has("delay") {
		delay, err := f.number("delay")
		if err != nil {
			return nil, err
		}
		c.Delay = &delay
	}
	return c, nil
}

// subtitleLabel names a film's subtitles in English; media.ErrNoSubtitles when there
// are none of that id. "" names none.
func (s *Server) subtitleLabel(ctx context.Context, film room.Media, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	found, _, err := s.library.Subtitles(ctx, film.ID)
	if err != nil {
		return "", err
	}
	for _, x := range found {
		if x.ID == id && x.Problem.Silent() {
			return trackLabel(x.Language, x.Label.String()), nil
		}
	}
	return "", media.ErrNoSubtitles
}

// labelPatience is how long the name of a sound track is looked for: a toast
// may do without it.
const labelPatience = time.Second

// audioLabel names a film's sound track in English; "" when it is unknown.
func (s *Server) audioLabel(ctx context.Context, film room.Media, id int) string {
	ctx, cancel := context.WithTimeout(ctx, labelPatience)
	defer cancel()
	c, err := s.library.Content(film.ID, film.Version)
	if err != nil {
		return ""
	}
	defer c.Close()
	table, err := s.library.Film(ctx, c)
	if err != nil {
		return ""
	}
	if t := table.Track(id); t != nil {
		return trackLabel(t.Language, t.Title)
	}
	return ""
}

// trackLabel is the English name of a language, else the track's own title.
func trackLabel(tag, title string) string {
	if parsed, err := language.Parse(tag); err == nil && parsed != language.Und {
		if name := display.English.Tags().Name(parsed); name != "" {
			return name
		}
	}
	return title
}

// describeTracks says what was chosen for everyone.
func describeTracks(e room.Event) words.Sentence {
	who, what := e.By.Name, e.Label
	switch e.Reason {
	case room.ReasonSubtitleAdded:
		return words.Say("{who} added subtitles: {label}", "who", who, "label", what)
	case room.ReasonSubtitleRemoved:
		return words.Say("{who} removed subtitles: {label}", "who", who, "label", what)
	case room.ReasonAudio:
		if e.Tracks.Audio == 0 {
			return words.Say("{who} chose the film’s own sound for everyone", "who", who)
		}
		if what == "" {
			return words.Say("{who} chose another sound track for everyone", "who", who)
		}
		return words.Say("{who} chose {label} sound for everyone", "who", who, "label", what)
	case room.ReasonSubtitle:
		if e.Tracks.Subtitle == "" {
			return words.Say("{who} turned the subtitles off for everyone", "who", who)
		}
		if what == "" {
			return words.Say("{who} chose other subtitles for everyone", "who", who)
		}
		return words.Say("{who} chose {label} subtitles for everyone", "who", who, "label", what)
	}
	if e.Tracks.Delay == 0 {
		return words.Say("{who} put the subtitles back in place for everyone", "who", who)
	}
	return words.Say("{who} moved the subtitles by {time} s for everyone", "who", who, "time", signedSeconds(e.Tracks.Delay))
}

// signedSeconds writes milliseconds as seconds with a sign: +0.5, −1.25.
func signedSeconds(ms float64) words.Sentence {
	if ms < 0 {
		return words.Say("−{seconds}", "seconds", -ms/1000)
	}
	return words.Say("+{seconds}", "seconds", ms/1000)
}
