package handlers

import (
	"bytes"
	"context"
	"time"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// noter says in sentences what is being done with the film that is on in a room,
// now (Unix milliseconds). What is the same every time says nothing new: round
// what changes all the time.
type noter func(s room.State, now float64) []views.FilmNote

// noteEvery is how often rooms are told how it stands with their films.
const noteEvery = time.Second

// Run tells rooms how it stands with films that are not ready yet, until ctx ends.
func (s *Server) Run(ctx context.Context) error {
	if s.broadcast == nil {
		<-ctx.Done()
		return nil
	}
	tick := time.NewTicker(noteEvery)
	defer tick.Stop()
	told := map[string]string{} // by room: the HTML that was sent last, in English
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			told = s.tellNotes(told)
		}
	}
}

// tellNotes sends the notes of each room that differ from those told before, and
// returns what is told now.
func (s *Server) tellNotes(before map[string]string) map[string]string {
	told := make(map[string]string, len(before))
	for _, rm := range s.rooms.Open() {
		notes := s.notesOn(rm.State())
		if len(notes) == 0 && before[rm.ID()] == "" {
			continue
		}
		var html bytes.Buffer
		if err := views.FilmNotes(notes).Render(s.base.views(context.Background()), &html); err != nil {
			s.logger.Error("rendering failed", "err", err)
			continue
		}
		if html.String() != before[rm.ID()] {
			s.broadcast.Film(rm.ID(), notes)
		}
		if len(notes) > 0 {
			told[rm.ID()] = html.String()
		}
	}
	return told
}

func (s *Server) notesOn(state room.State) (notes []views.FilmNote) {
	now := s.now()
	for _, note := range s.notes {
		notes = append(notes, note(state, now)...)
	}
	return notes
}

// uploadNotes says how far a film's upload is, and how far ahead of the room.
func (s *Server) uploadNotes(state room.State, now float64) []views.FilmNote {
	p, ok := s.library.Arrival(state.Media.ID)
	if !ok || p.Complete {
		return nil
	}
	part := float64(p.Have) / float64(p.Size)
	text := words.Say("{part} uploaded, nobody is sending it right now.", "part", views.Percent(part))
	if left := float64(p.Size-p.Have) / p.Rate; p.Rate > 0 {
		text = words.Say("{part} uploaded, about {time} left.", "part", views.Percent(part), "time", views.About(roundly(left)))
	}
	ahead, whole := s.library.Ahead(state.Media.ID, state.Media.Version, state.PositionAt(now))
	switch {
	case state.Wait != nil && state.Wait.Cause == room.CauseUpload:
		text = words.Then(text, words.Say("The room waits for more of it."))
	case whole:
		text = words.Then(text, words.Say("All that is to come is here."))
	case ahead >= 1:
		text = words.Then(text, words.Say("{time} ahead of the room.", "time", views.About(roundly(ahead))))
	}
	return []views.FilmNote{{Text: text, Bar: true, Done: part}}
}

// roundly rounds seconds to what people would say: to 5 s below a minute, to 10 s above.
func roundly(seconds float64) float64 {
	step := 10.0
	if seconds < 60 {
		step = 5
	}
	return max(step, float64(int(seconds/step+0.5))*step)
}
