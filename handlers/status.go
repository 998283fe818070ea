package handlers

import (
	"math"
	"net/http"
	"regexp"
	"strings"

	"goblet/room"
)

// What a report may say at most.
const (
	longestFilm = 360_000 // seconds
	slowest     = 60_000  // milliseconds
)

// status notes what a player reports of itself.
func (s *Server) status(w http.ResponseWriter, r *http.Request) error {
	v, rm, f, err := s.memberForm(w, r, s.limitReports)
	if err != nil {
		return err
	}
	st, err := f.status()
	if err != nil {
		return err
	}
	rm.Report(v.Viewer, st)
	if err := s.noteFailure(r, rm, f); err != nil {
		return err
	}
	return noContent(w)
}

func (f form) status() (st room.Status, err error) {
	for field, x := range map[string]*float64{
		"position": &st.Position, "at": &st.At, "drift": &st.Drift, "delay": &st.Delay,
	} {
		if *x, err = f.number(field); err != nil {
			return st, err
		}
	}
	if st.Buffer, err = f.seconds("buffer", 0); err != nil {
		return st, err
	}
	if st.Start, err = f.seconds("start", 0); err != nil {
		return st, err
	}
	if st.Position < 0 || st.Delay < 0 || st.Buffer < 0 || st.Start < 0 {
		return st, badForm{"The fields position, delay, buffer and start must not be negative."}
	}
	if math.Abs(st.Drift) > longestFilm*1000 || st.Position > longestFilm || st.Buffer > longestFilm {
		return st, badForm{"The fields position, drift and buffer must lie within what a film can be long."}
	}
	if st.Delay > slowest || st.Start > slowest {
		return st, badForm{"The fields delay and start must be at most 60000 ms."}
	}
	switch st.State = f.Get("state"); st.State {
	case "playing", "paused", "waiting", "away":
	default:
		return st, badForm{"The field state must be playing, paused, waiting or away."}
	}
	switch st.Transport = f.Get("transport"); st.Transport {
	case "events", "post", "poll", "":
	default:
		return st, badForm{"The field transport must be events, post or poll."}
	}
	if st.Fill, err = f.seconds("fill", 0); err != nil {
		return st, err
	}
	if st.Fill < 0 {
		return st, badForm{"The field fill must not be negative."}
	}
	st.Paused, st.Known = f.Get("paused") == "true", f.Get("clock") == "known"
	return st, f.readiness(&st)
}

// enough is how many seconds must be loaded of a player that does not say whether
// it is ready.
const enough = 3

// readiness reads the fields that say whether a player could play at once. Those
// who leave them out are judged by the others.
func (f form) readiness(st *room.Status) (err error) {
	if st.Page = f.Get("page"); len(st.Page) > room.MaxActionID || strings.ContainsFunc(st.Page, notToken) {
		return badForm{"The field page must be at most 64 letters, digits, dashes or underscores."}
	}
	st.Joined, st.Ready = st.State != "away", st.State != "waiting" && st.Buffer >= enough
	for field, x := range map[string]*bool{"ready": &st.Ready, "joined": &st.Joined, "hidden": &st.Hidden, "ended": &st.Ended, "unplayable": &st.Unplayable, "smaller": &st.Smaller} {
		if *x, err = f.truth(field, *x); err != nil {
			return err
		}
	}
	return nil
}

// noteFailure says in the log which form of the film did not play in somebody's browser, and in which: whoever runs the
// server may learn from it which films to convert.
func (s *Server) noteFailure(r *http.Request, rm *room.Room, f form) error {
	failed := f.Get("failed")
	if failed == "" {
		return nil
	}
	if !formName.MatchString(failed) {
		return badForm{"The field failed must be the name of a form of the film."}
	}
	lack := f.Get("lack")
	switch lack {
	case "picture", "sound", "playback":
	default:
		return badForm{"The field lack must be picture, sound or playback."}
	}
	film := rm.State().Media
	s.logger.Info("a form of the film does not play", "media", film.ID, "title", film.Title, "form", failed,
		"lacks", lack, "browser", r.UserAgent())
	return nil
}

// formName is what the names of a film's forms look like.
var formName = regexp.MustCompile(`^[a-z]{1,16}$`)
