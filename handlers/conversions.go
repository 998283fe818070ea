package handlers

import (
	"time"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/media/transcode"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// conversionNotes says what is being converted of a film, and when that is done.
func (s *Server) conversionNotes(state room.State, _ float64) (notes []views.FilmNote) {
	if s.converter == nil {
		return nil
	}
	for _, c := range s.converter.Progress(state.Media.ID + "-" + state.Media.Version) {
		notes = append(notes, conversionNote(c))
	}
	return notes
}

// conversionNote is a sentence about one conversion. Sound is converted ahead of
// the room to its end; pictures follow the room, and only their being too slow
// is news.
func conversionNote(c transcode.Conversion) views.FilmNote {
	if c.Rendition.Kind == container.Audio {
		text := words.Say("Sound is {codec}: converting it for browsers.", "codec", c.Track.CodecName())
		if left := c.Left(); left > time.Second {
			text = words.Say("Sound is {codec}: converting it for browsers, ready in about {time}.",
				"codec", c.Track.CodecName(), "time", views.About(roundly(left.Seconds())))
		}
		part := float64(int(100*c.Done/max(c.Duration, 1))) / 100
		return views.FilmNote{Text: text, Bar: true, Done: part, Converting: true}
	}
	text := words.Say("Picture is {codec}: converting it while you watch.", "codec", c.Track.CodecName())
	if c.Rendition.To == hls.Low {
		text = words.Say("A smaller picture is being made for slow lines.")
	}
	if c.Speed > 0 && c.Speed < 1 {
		text = words.Then(text, words.Say("This computer is too slow for that right now, so the film will stop to wait."))
	}
	return views.FilmNote{Text: text, Converting: true}
}
