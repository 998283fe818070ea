package media

import (
	"context"
	"errors"

	"goblet/media/container"
	"goblet/media/subtitle"
)

// trackWalk reads all samples of a track that are there.
type trackWalk struct {
	ctx     context.Context
	table   *container.Film
	content *Content
	from    *container.Track
	track   *subtitle.Track
	into    *trackLines

	lines []subtitle.Line
	bytes int
	at    float64 // seconds, how far the samples were read
}

// showEvery is after how many new lines those who wait get to see them.
const showEvery = 200

// run reads from the beginning, and after each hole from where bytes are again.
func (w *trackWalk) run() (whole bool, err error) {
	whole = !w.table.Partial
	for from, more := 0.0, true; more; {
		err := w.stretch(from)
		switch {
		case errors.Is(err, errNotHere):
			whole = false
			from, more = w.beyond(max(from, w.at))
		case err != nil:
			return false, err
		default:
			more = false
		}
	}
	w.into.set(w.lines)
	return whole, w.ctx.Err()
}

// stretch reads samples from a position (seconds) up to the next hole or the end.
func (w *trackWalk) stretch(from float64) error {
	all := present{w.ctx, w.content, w.content.Reader(w.ctx)}
	scale := float64(w.from.Timescale)
	for sample, err := range w.table.Samples(all, w.from.ID, int64(from*scale)) {
		if err != nil {
			return err
		}
		w.at = max(w.at, float64(sample.PTS)/scale)
		line, ok := w.track.Line(sample)
		if !ok {
			continue
		}
		w.lines = append(w.lines, line)
		w.bytes += len(line.Text) + len(line.Event)
		if len(w.lines) >= maxTrackLines || w.bytes > maxTrackBytes {
			return nil // what follows is nobody's film
		}
		if len(w.lines)%showEvery == 0 {
			w.into.more(w.lines)
		}
	}
	return w.ctx.Err()
}

// runUp is how much earlier (seconds) than asked for the reader of Matroska begins,
// since a text may have begun then. The bytes after a hole are met when the
// position is that much further.
const runUp = 60

// beyond returns the next position (seconds) after a hole of which the bytes are there.
func (w *trackWalk) beyond(hole float64) (position float64, ok bool) {
	for at := hole + hop; at < w.table.Duration+runUp; at += hop {
		near := min(at, max(0, w.table.Duration-hop))
		if start, end := w.table.Span(near, near+hop); end > start && w.content.Has(start, min(end, w.content.Media.Size)) {
			return at, true
		}
	}
	return 0, false
}
