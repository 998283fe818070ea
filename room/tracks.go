package room

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tracks are the sound and the subtitles that were chosen for everyone. The zero
// Tracks are those of a film that was just put on. A viewer may prefer others.
type Tracks struct {
	Audio    int     `json:"audio"`    // id of the sound track, 0 = the film's default
	Subtitle string  `json:"subtitle"` // id of the subtitles, "" = none
	Delay    float64 `json:"delay"`    // milliseconds by which subtitles come later, negative: earlier
}

// Limits of what a client may choose.
const (
	MaxDelay      = 10 * 60 * 1000 // milliseconds, either way
	maxAudio      = math.MaxInt32  // ids of tracks
	maxSubtitleID = 255            // bytes, as a file name has at most
)

// SetTracks chooses for everyone; what is nil stays. Labels name the choice for
// people, "" = it has no name.
type SetTracks struct {
	Audio      *int
	AudioLabel string

	Subtitle      *string
	SubtitleLabel string

	Delay *float64 // milliseconds
}

func (c SetTracks) decide(s State, _ Circumstances) (Event, error) {
	e := s.next(KindTracks)
	if c.Delay != nil {
		if !(math.Abs(*c.Delay) <= MaxDelay) {
			return Event{}, refuse(ErrInvalid, "Subtitles can be moved by ten minutes at most.")
		}
		e.Tracks.Delay, e.Reason = math.Round(*c.Delay), ReasonDelay
	}
	if c.Audio != nil && *c.Audio != s.Tracks.Audio {
		if *c.Audio < 0 || *c.Audio > maxAudio {
			return Event{}, fault("There is no sound track of that number.")
		}
		e.Tracks.Audio, e.Reason, e.Label = *c.Audio, ReasonAudio, c.AudioLabel
	}
	if c.Subtitle != nil && *c.Subtitle != s.Tracks.Subtitle {
		if len(*c.Subtitle) > maxSubtitleID || !utf8.ValidString(*c.Subtitle) || strings.ContainsFunc(*c.Subtitle, unicode.IsControl) {
			return Event{}, fault("There are no subtitles of that name.")
		}
		e.Tracks.Subtitle, e.Reason, e.Label = *c.Subtitle, ReasonSubtitle, c.SubtitleLabel
	}
	if e.Tracks == s.Tracks {
		return Event{}, errAlready
	}
	return e, nil
}

// NoteSubtitles tells everyone that the film has got subtitles, or lost some.
type NoteSubtitles struct {
	Media   string // id of the film that they belong to
	ID      string
	Label   string // for people
	Removed bool   // else they were added
	Show    bool   // choose them for everyone, if the sender may
}

func (c NoteSubtitles) decide(s State, in Circumstances) (Event, error) {
	if c.Media != s.Media.ID {
		return Event{}, errAlready // another film is on by now
	}
	e := s.next(KindTracks)
	e.Reason, e.Label = ReasonSubtitleAdded, c.Label
	switch {
	case c.Removed:
		e.Reason = ReasonSubtitleRemoved
		if s.Tracks.Subtitle == c.ID {
			e.Tracks.Subtitle = ""
		}
	case c.Show && s.may(in, RightControl) == nil:
		e.Tracks.Subtitle = c.ID
	}
	return e, nil
}
