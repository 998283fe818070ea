package media

import (
	"context"
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"goblet/media/subtitle"
	"goblet/words"
)

// SubtitleKind says where subtitles come from.
type SubtitleKind string

// The kinds of subtitles.
const (
	SubtitleFile     SubtitleKind = "file"     // lies beside the film
	SubtitleEmbedded SubtitleKind = "embedded" // a track of the film
	SubtitleDropped  SubtitleKind = "dropped"  // given by a viewer
)

// Subtitle is one choice among a film's subtitles.
type Subtitle struct {
	ID       string // unique among those of the film
	Kind     SubtitleKind
	Label    words.Sentence // the language's own name, and what else is known
	Language string         // BCP 47, "" = unknown
	Default  bool
	Forced   bool           // only what is not in the film's own language
	ASS      bool           // can be drawn as its author styled it
	By       string         // of a dropped one: the id of the viewer who gave it
	Problem  words.Sentence // why it can't be shown, silent when it can
}

// SubtitleText is what subtitles say.
type SubtitleText struct {
	WebVTT  []byte
	ASS     string // the script as its author wrote it, "" when it is none
	Partial bool   // more will come: a film is still being read, or uploaded
}

// Errors of subtitles; compare with errors.Is.
var (
	// ErrSubtitles: no subtitles that can be read.
	ErrSubtitles = subtitle.ErrUnreadable
	// ErrNoSubtitles: the film has no subtitles of this ID (any more).
	ErrNoSubtitles = errors.New("the film has no such subtitles")
)

// Subtitles returns all subtitles of a film: files beside it, those given by
// viewers, and its own tracks. partial says that the tracks are not known yet,
// since that part of the film has not arrived. ErrNotFound: there is no such film.
func (l *Library) Subtitles(ctx context.Context, id string) (found []Subtitle, partial bool, err error) {
	beside, err := l.sidecars(id)
	if err != nil {
		return nil, false, err
	}
	tracks, partial := l.embedded(ctx, id)
	return slices.Concat(beside, l.dropped.list(id), tracks), partial, nil
}

// SubtitleText returns the text of a film's subtitles.
// ErrNotFound: there is no such film; ErrNoSubtitles: it has none of this id;
// ErrSubtitles: they cannot be read.
func (l *Library) SubtitleText(ctx context.Context, film, id string) (SubtitleText, error) {
	if track, ok := trackOf(id); ok {
		return l.trackText(ctx, film, track)
	}
	hints := subtitle.Hints{FrameRate: l.frameRate(film)}
	var data []byte
	var err error
	if strings.HasPrefix(id, droppedPrefix) {
		data, hints.Language, err = l.dropped.read(film, id)
	} else {
		data, hints.Language, err = l.readSidecar(film, id)
	}
	if err != nil {
		return SubtitleText{}, err
	}
	file, err := subtitle.Parse(data, hints)
	if err != nil {
		return SubtitleText{}, err
	}
	text := SubtitleText{WebVTT: subtitle.WebVTT(file.Cues)}
	if file.Format == subtitle.ASS {
		text.ASS = file.Text
	}
	return text, nil
}

// languageName is a language's own name for itself, "" when it is unknown.
func languageName(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil || parsed == language.Und {
		return ""
	}
	return display.Self.Name(parsed)
}
