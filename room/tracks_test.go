package room

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// listening is watching with a choice of tracks.
func listening() State {
	s := watching(false)
	s.Tracks = Tracks{Audio: 2, Subtitle: "Film.de.srt", Delay: 500}
	return s
}

func TestTracksAreChosenForEveryone(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd    SetTracks
		want   Tracks
		reason Reason
		label  string
	}{
		"sound":             {SetTracks{Audio: new(3), AudioLabel: "French"}, Tracks{3, "Film.de.srt", 500}, ReasonAudio, "French"},
		"the default sound": {SetTracks{Audio: new(0)}, Tracks{0, "Film.de.srt", 500}, ReasonAudio, ""},
		"subtitles":         {SetTracks{Subtitle: new("track-4"), SubtitleLabel: "Czech"}, Tracks{2, "track-4", 500}, ReasonSubtitle, "Czech"},
		"no subtitles":      {SetTracks{Subtitle: new("")}, Tracks{2, "", 500}, ReasonSubtitle, ""},
		"a delay":           {SetTracks{Delay: new(-450.0)}, Tracks{2, "Film.de.srt", -450}, ReasonDelay, ""},
		"all at once": {SetTracks{new(3), "French", new("track-4"), "Czech", new(0.0)},
			Tracks{3, "track-4", 0}, ReasonSubtitle, "Czech"},
	} {
		e, changes, err := Decide(listening(), tt.cmd, Circumstances{Now: now, By: jon, Action: "a", Seen: 7})
		if err != nil || !changes || e.Kind != KindTracks || e.Tracks != tt.want || e.Reason != tt.reason || e.Label != tt.label {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
		if e.Playback != listening().Playback || e.Host != "maya" {
			t.Errorf("%s: changes playback or host: %+v", name, e)
		}
	}
}

func TestTheTracksThatAreOnBecomeNoEvent(t *testing.T) {
	for name, cmd := range map[string]SetTracks{
		"nothing":  {},
		"the same": {Audio: new(2), Subtitle: new("Film.de.srt"), Delay: new(500.2)},
	} {
		if _, changes, err := Decide(listening(), cmd, Circumstances{Now: now, By: jon, Action: "a", Seen: 7}); changes || err != nil {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
	}
}

func TestTracksThatCannotBeAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  SetTracks
		seen uint64
		want error
	}{
		"a negative track":          {SetTracks{Audio: new(-1)}, 7, ErrInvalid},
		"a long name":               {SetTracks{Subtitle: new(strings.Repeat("x", 256))}, 7, ErrInvalid},
		"a name that is no text":    {SetTracks{Subtitle: new("\xff")}, 7, ErrInvalid},
		"a name of two lines":       {SetTracks{Subtitle: new("a\nb")}, 7, ErrInvalid},
		"a delay of hours":          {SetTracks{Delay: new(1e7)}, 7, ErrInvalid},
		"a delay that is no number": {SetTracks{Delay: new(math.NaN())}, 7, ErrInvalid},
		"tracks of the film before": {SetTracks{Audio: new(3)}, 2, ErrStale},
	} {
		if _, changes, err := Decide(listening(), tt.cmd, Circumstances{Now: now, By: jon, Action: "a", Seen: tt.seen}); changes || !errors.Is(err, tt.want) {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
	}
}

func TestAChoiceOfTracksLastsUntilAnotherFilmIsOn(t *testing.T) {
	s := listening()
	for _, cmd := range []Command{Seek{3}, ClaimHost{}, Refresh{Media{ID: "bunny", Version: "v2", Duration: 100}}} {
		e, _, err := Decide(s, cmd, Circumstances{Now: now, By: jon, Seen: s.Seq})
		if err != nil {
			t.Fatal(err)
		}
		if s = Apply(s, e, 0); s.Tracks != listening().Tracks {
			t.Errorf("%T changed the tracks to %+v", cmd, s.Tracks)
		}
	}
	e, _, err := Decide(s, Load{Media{ID: "sintel", Version: "s1"}}, Circumstances{Now: now, By: jon, Admin: true, Seen: s.Seq})
	if s = Apply(s, e, 0); err != nil || s.Tracks != (Tracks{}) {
		t.Errorf("another film begins with %+v, %v", s.Tracks, err)
	}
}

func TestEveryoneHearsOfSubtitlesThatComeAndGo(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd    NoteSubtitles
		reason Reason
		want   string
	}{
		"added":                   {NoteSubtitles{Media: "bunny", ID: "dropped-1", Label: "Czech"}, ReasonSubtitleAdded, "Film.de.srt"},
		"added and shown":         {NoteSubtitles{Media: "bunny", ID: "dropped-1", Label: "Czech", Show: true}, ReasonSubtitleAdded, "dropped-1"},
		"removed":                 {NoteSubtitles{Media: "bunny", ID: "dropped-1", Label: "Czech", Removed: true}, ReasonSubtitleRemoved, "Film.de.srt"},
		"removed while they show": {NoteSubtitles{Media: "bunny", ID: "Film.de.srt", Label: "Czech", Removed: true}, ReasonSubtitleRemoved, ""},
	} {
		e, changes, err := Decide(listening(), tt.cmd, Circumstances{Now: now, By: jon, Action: "a"})
		if err != nil || !changes || e.Reason != tt.reason || e.Label != "Czech" || e.Tracks.Subtitle != tt.want || e.Tracks.Delay != 500 {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
	if _, changes, err := Decide(listening(), NoteSubtitles{Media: "sintel", ID: "x"}, Circumstances{Now: now, By: jon}); changes || err != nil {
		t.Errorf("of another film: changes %v, error %v", changes, err)
	}
}
