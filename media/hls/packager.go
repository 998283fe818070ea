package hls

import (
	"fmt"
	"io"
	"math"
	"slices"

	"goblet/media/container"
)

const (
	// segmentLength is how long segments shall be, at least; Apple's authoring
	// specification for HLS recommends six seconds.
	segmentLength = 6.0
	// maxSegmentLength bounds them: a viewer who joins must get and decode a
	// whole segment, and it lies in memory.
	maxSegmentLength = 40.0
)

// Packager copies the tracks of a film into segments, which begin where its
// picture can be decoded from. It does not change and is safe for concurrent use.
type Packager struct {
	film   *container.Film
	track  *container.Track // whose times cuts are: the picture, else the first sound
	cuts   []int64          // PTS of what each segment begins with, ticks of track
	bounds []float64
}

// New returns the packager of a film, or ErrUncut. It reads nothing.
func New(film *container.Film) (*Packager, error) {
	if film.Duration <= 0 {
		return nil, fmt.Errorf("%w: its length is unknown", ErrUncut)
	}
	p := &Packager{film: film}
	if pictures := film.Of(container.Video); len(pictures) > 0 {
		p.track = film.Track(pictures[0].ID)
		p.cuts = keyframeCuts(film.Keyframes(p.track.ID), p.ticks(segmentLength))
	} else if sounds := film.Of(container.Audio); len(sounds) > 0 {
		p.track = film.Track(sounds[0].ID)
		p.cuts = steadyCuts(film.Duration, p.ticks)
	}
	if len(p.cuts) == 0 {
		return nil, fmt.Errorf("%w: there is nothing to begin with", ErrUncut)
	}
	p.bounds = boundsOf(p.cuts, film.Duration, p.seconds)
	for i := range p.Len() {
		if p.bounds[i+1]-p.bounds[i] > maxSegmentLength {
			return nil, fmt.Errorf("%w: decoding can't begin between %.0f and %.0f s", ErrUncut, p.bounds[i], p.bounds[i+1])
		}
	}
	return p, nil
}

// Len returns the number of segments.
func (p *Packager) Len() int { return len(p.cuts) }

// Bounds returns the positions between which the segments lie: seconds,
// ascending, the first 0, the last the film's duration.
func (p *Packager) Bounds() []float64 { return slices.Clone(p.bounds) }

// Segment returns segment n, from 0, of a track: a moof and an mdat box. Reads
// of bytes that have not arrived wait as r does. The error is ErrNoSegment,
// ErrCodec, or one of r.
func (p *Packager) Segment(r io.ReaderAt, track, n int) ([]byte, error) {
	t := p.film.Track(track)
	if t == nil || n < 0 || n >= p.Len() {
		return nil, ErrNoSegment
	}
	if _, err := sampleEntry(t); err != nil {
		return nil, err
	}
	var frames []frame
	var err error
	if t.Kind == container.Video {
		frames, err = p.pictures(r, t, n)
	} else {
		frames, err = p.sounds(r, t, n)
	}
	if err != nil {
		return nil, err
	}
	return encode(n, frames)
}

// from returns where segment n begins, in ticks of a track; behind the last
// segment that is never.
func (p *Packager) from(n int, t *container.Track) int64 {
	if n >= len(p.cuts) {
		return math.MaxInt64
	}
	return rescale(p.cuts[n], p.track.Timescale, t.Timescale)
}

func (p *Packager) ticks(seconds float64) int64 {
	return int64(seconds * float64(p.track.Timescale))
}

func (p *Packager) seconds(ticks int64) float64 {
	return float64(ticks) / float64(p.track.Timescale)
}

// keyframeCuts chooses the keyframes at which segments begin: the one that what
// is shown at 0 is decoded from, then each that lies far enough behind the last.
func keyframeCuts(keyframes []int64, length int64) []int64 {
	first := 0
	for first+1 < len(keyframes) && keyframes[first+1] <= 0 {
		first++
	}
	var cuts []int64
	for _, k := range keyframes[min(first, len(keyframes)):] {
		if len(cuts) == 0 || k-max(0, cuts[len(cuts)-1]) >= length {
			cuts = append(cuts, k)
		}
	}
	return cuts
}

// steadyCuts cuts sound, which can be decoded from anywhere.
func steadyCuts(duration float64, ticks func(float64) int64) []int64 {
	var cuts []int64
	for at := 0.0; at == 0 || at < duration; at += segmentLength {
		cuts = append(cuts, ticks(at))
	}
	return cuts
}

// boundsOf returns the cuts in seconds, and the film's end. The first segment
// begins at 0 even if its picture comes a little later. The last segment lasts
// for at least a moment.
func boundsOf(cuts []int64, duration float64, seconds func(int64) float64) []float64 {
	bounds := make([]float64, 1, len(cuts)+1)
	for _, c := range cuts[1:] {
		bounds = append(bounds, seconds(c))
	}
	const moment = 0.04
	return append(bounds, max(duration, bounds[len(bounds)-1]+moment))
}

// rescale turns ticks of one time scale into those of another, rounded.
func rescale(ticks int64, from, to uint32) int64 {
	if from == to {
		return ticks
	}
	whole, rest := ticks/int64(from), ticks%int64(from)
	if rest < 0 {
		whole, rest = whole-1, rest+int64(from)
	}
	return whole*int64(to) + (rest*int64(to)+int64(from)/2)/int64(from)
}
