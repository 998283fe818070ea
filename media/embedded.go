package media

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"goblet/media/container"
	"goblet/media/subtitle"
	"goblet/words"
)

const trackPrefix = "track-"

// trackOf returns which track of its film the subtitles of an id are.
func trackOf(id string) (track int, ok bool) {
	number, ok := strings.CutPrefix(id, trackPrefix)
	if !ok {
		return 0, false
	}
	track, err := strconv.Atoi(number)
	return track, err == nil
}

// embedded returns the tracks of subtitles of a film; none while the film's
// table of contents can't be read. partial: it has not arrived yet.
func (l *Library) embedded(ctx context.Context, id string) (found []Subtitle, partial bool) {
	table, c, err := l.tableNow(ctx, id)
	if err != nil {
		return nil, errors.Is(err, errNotHere)
	}
	c.Close()
	for _, t := range table.Of(container.Subtitle) {
		s := Subtitle{
			ID: trackPrefix + strconv.Itoa(t.ID), Kind: SubtitleEmbedded, Language: t.Language, Label: subtitleLabel(t),
			Default: t.Default, Forced: t.Forced, ASS: t.Codec == container.ASS,
		}
		if !subtitle.Readable(t.Codec) {
			s.Problem = words.Say("These subtitles are pictures, which can’t be shown.")
		}
		found = append(found, s)
	}
	return found, false
}

// subtitleLabel names a track of subtitles for people.
func subtitleLabel(t container.Track) words.Sentence {
	label := trackLabel(t)
	switch {
	case label == "":
		return words.Say("Subtitles {n}", "n", t.ID)
	case t.Forced && t.Title == "":
		return words.Say("{label}, forced", "label", label)
	}
	return words.Plain(label)
}

// errNotHere: bytes that have not arrived.
var errNotHere = errors.New("these bytes have not arrived")

// present reads what is there of a film, and asks for nothing: what viewers
// watch shall arrive first.
type present struct {
	ctx     context.Context
	content *Content
	all     io.ReaderAt
}

func (p present) ReadAt(b []byte, at int64) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	end := min(at+int64(len(b)), p.content.Media.Size)
	if at < end && !p.content.Has(at, end) {
		return 0, errNotHere
	}
	return p.all.ReadAt(b, at)
}

// tableNow returns a film's table of contents as far as it is there, and the
// film, which the caller closes.
func (l *Library) tableNow(ctx context.Context, id string) (*container.Film, *Content, error) {
	m, err := l.Get(id)
	if err != nil {
		return nil, nil, err
	}
	c, err := l.Content(id, m.Version)
	if err != nil {
		return nil, nil, err
	}
	var table *container.Film
	if c.whole() {
		table, err = l.Film(ctx, c)
	} else if table = l.films.get(filmKey{id, m.Version}); table == nil || table.Partial {
		table, err = container.Open(present{ctx, c, c.Reader(ctx)}, m.Size)
	}
	if err != nil {
		c.Close()
		return nil, nil, err
	}
	return table, c, nil
}

// frameRate returns the frame rate of a film, 0 when its table of contents was
// not read yet.
func (l *Library) frameRate(id string) float64 {
	m, err := l.Get(id)
	if err != nil {
		return 0
	}
	if table := l.films.get(filmKey{id, m.Version}); table != nil {
		for _, t := range table.Of(container.Video) {
			return t.FrameRate
		}
	}
	return 0
}
