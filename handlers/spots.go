package handlers

import (
	"net/http"
	"time"

	"goblet/media"
	"goblet/views"
)

// spot saves where a viewer is in a film: by itself, or with keep=1 by hand.
func (s *Server) spot(w http.ResponseWriter, r *http.Request) error {
	_, _, f, err := s.memberForm(w, r, s.limitReports)
	if err != nil {
		return err
	}
	position, err := f.number("position")
	if err != nil {
		return err
	}
	// Not the room's film alone: another may have been put on a moment ago.
	film, keep := f.Get("media"), f.Get("keep") != ""
	if _, err := s.library.Get(film); err != nil && !media.IsLink(film) || position < 0 {
		return errPlace
	}
	v, err := s.visitors.change(w, r, func(v *visitor) error {
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

const errPlace = sentence("The place must lie in a film that is here.")

// filmPanel answers with what one viewer's page shows of the film that is on.
func (s *Server) filmPanel(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.member(r)
	if err != nil {
		return err
	}
	film := rm.State().Media.ID
	s.render(w, r, http.StatusOK, views.SpotsFragment(v.spotsIn(film)))
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

// left is how much of a film (seconds) lies behind where the visitor left off, 0
// when that is at its beginning or its end, or not known.
func (v visitor) left(m media.Media) float64 {
	const over = 0.03 // of a film are its closing titles
	sp := v.Spots[m.ID]
	at := sp.Left
	if at == nil || *at < worthwhile {
		at = sp.Kept
	}
	if at == nil || *at < worthwhile || m.Duration-*at <= over*m.Duration {
		return 0
	}
	return m.Duration - *at
}
