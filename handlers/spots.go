package handlers

import (
	"net/http"
	"time"

	"goblet/room"
	"goblet/views"
)

// spot saves where a viewer is in a film: by itself, or with keep=1 by hand.
func (s *Server) spot(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.limitReports(r, v.Viewer); err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	position, err := f.number("position")
	if err != nil {
		return err
	}
	// Not the room's film alone: another may have been put on a moment ago.
	film, keep := f.Get("media"), f.Get("keep") != ""
	if _, err := s.library.Get(film); err != nil || position < 0 {
		return badForm{"The place must lie in a film that is here."}
	}
	v, err = s.visitors.change(w, r, func(v *visitor) error {
		v.saveSpot(film, position, keep)
		return nil
	})
	if err != nil {
		return err
	}
	if keep && r.Header.Get("HX-Request") == "true" {
		s.render(w, r, http.StatusOK, views.SpotsFragment(v.spotsIn(film)))
		return nil
	}
	return noContent(w)
}

// filmPanel answers with what one viewer's page shows of the film that is on.
func (s *Server) filmPanel(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.member(r)
	if err != nil {
		return err
	}
	film := rm.State().Media.ID
	s.render(w, r, http.StatusOK, views.FilmPanel(v.spotsIn(film), s.films(film)))
	return nil
}

func (v *visitor) saveSpot(film string, position float64, keep bool) {
	if v.Spots == nil {
		v.Spots = map[string]spot{}
	}
	sp := v.Spots[film]
	if keep {
		sp.Kept = &position
	} else {
		sp.Left = &position
	}
	sp.At = time.Now()
	v.Spots[film] = sp
}

// worthwhile is the least position (seconds) to which going back is of use.
const worthwhile = 10

func (v visitor) spotsIn(film string) views.Spots {
	sp := v.Spots[film]
	out := views.Spots{Media: film, Kept: sp.Kept}
	if sp.Left != nil && *sp.Left >= worthwhile {
		out.Left = sp.Left
	}
	return out
}

// name changes how a viewer is called, in this room and in those to come.
func (s *Server) name(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.limitActions(r, v.Viewer); err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	name, err := f.name()
	if err != nil {
		return err
	}
	v, err = s.visitors.change(w, r, func(v *visitor) error { v.Name = name; return nil })
	if err != nil {
		return err
	}
	rm.Rename(v.asViewer())
	return noContent(w)
}

// status notes what a player reports of itself.
func (s *Server) status(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.limitReports(r, v.Viewer); err != nil {
		return err
	}
	f, err := readForm(w, r)
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
