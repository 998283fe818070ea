package handlers

import (
	"testing"

	"goblet/room"
)

func TestAChoiceOfTracksIsToldToEveryone(t *testing.T) {
	for want, e := range map[string]room.Event{
		"Maya chose German subtitles for everyone":          {Reason: room.ReasonSubtitle, Label: "German", Tracks: room.Tracks{Subtitle: "a"}},
		"Maya chose other subtitles for everyone":           {Reason: room.ReasonSubtitle, Tracks: room.Tracks{Subtitle: "a"}},
		"Maya turned the subtitles off for everyone":        {Reason: room.ReasonSubtitle},
		"Maya chose French sound for everyone":              {Reason: room.ReasonAudio, Label: "French", Tracks: room.Tracks{Audio: 2}},
		"Maya chose another sound track for everyone":       {Reason: room.ReasonAudio, Tracks: room.Tracks{Audio: 2}},
		"Maya chose the film’s own sound for everyone":      {Reason: room.ReasonAudio},
		"Maya moved the subtitles by +0.5 s for everyone":   {Reason: room.ReasonDelay, Tracks: room.Tracks{Delay: 500}},
		"Maya moved the subtitles by −1.25 s for everyone":  {Reason: room.ReasonDelay, Tracks: room.Tracks{Delay: -1250}},
		"Maya put the subtitles back in place for everyone": {Reason: room.ReasonDelay},
	} {
		e.Kind, e.By = room.KindTracks, &room.Person{ID: "maya", Name: "Maya"}
		if got := describe(e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
