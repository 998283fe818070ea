package handlers

import (
	"net/http"

	"goblet/room"
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
	if st.Position < 0 || st.Delay < 0 {
		return st, badForm{"The fields position and delay must not be negative."}
	}
	switch st.State = f.Get("state"); st.State {
	case "playing", "paused", "waiting", "away":
	default:
		return st, badForm{"The field state must be playing, paused, waiting or away."}
	}
	st.Paused = f.Get("paused") == "true"
	return st, nil
}
