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
	// whole segment, it lies in memory, and Chromium gets stuck when it seeks far
	// into one of 30 s. x264's usual 250 pictures fit at 24 a second.
	maxSegmentLength = 12.0
	// minSegmentLength is how long the last segment is at least, so that there is
	// sound in it: the tracks of a film seldom end together.
	minSegmentLength = 1.0
)

// Packager copies the tracks of a film into segments, which begin where its
// picture can be decoded from. It does not change and is safe for concurrent use.
type Packager struct {
	film   *container.Film
	track  *container.Track // whose times cuts are: the picture, else the first sound
	cuts   []int64          // PTS of what each segment begins with, ticks of track
	bounds []float64
	begins map[int]beginning // of sounds, by track
}

// beginning is what the first frames of a sound tell, in ticks of the track.
type beginning struct {
	lead  int64 // how long before 0 the first frame begins that segments hold
	frame int64 // how long a frame lasts, 0 when unknown
}

// New returns the packager of a film. It reads the first frames of each sound,
// which waits for bytes that have not arrived as r does. The error is ErrUncut
// or one of r.
func New(film *container.Film, r io.ReaderAt) (*Packager, error) {
	p, err := cut(film)
	if err != nil {
		return nil, err
	}
	for _, t := range film.Of(container.Audio) {
		if p.begins[t.ID], err = begin(film, r, t); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// CanCut returns nil when a film can be cut into segments, else ErrUncut. It
// reads nothing.
func CanCut(film *container.Film) error {
	_, err := cut(film)
	return err
}

// cut chooses where segments begin.
func cut(film *container.Film) (*Packager, error) {
	if film.Duration <= 0 {
		return nil, fmt.Errorf("%w: its length is unknown", ErrUncut)
	}
	p := &Packager{film: film, begins: make(map[int]beginning)}
	if pictures := film.Of(container.Video); len(pictures) > 0 {
		p.track = film.Track(pictures[0].ID)
		p.cuts = keyframeCuts(film.Keyframes(p.track.ID), p.ticks(segmentLength), p.ticks(film.Duration-minSegmentLength))
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

// maxLead bounds the sound before 0 that a decoder is given to get under way,
// in seconds; Opus wants most, 80 ms (RFC 7845, 4.6).
const maxLead = 0.1

// begin looks at the first frames of a sound.
func begin(film *container.Film, r io.ReaderAt, t container.Track) (b beginning, err error) {
	earliest := -int64(maxLead * float64(t.Timescale))
	seen := 0
	for s, err := range film.Samples(r, t.ID, math.MinInt64) {
		if err != nil {
			return b, err
		}
		if s.PTS < earliest {
			continue
		}
		if seen == 0 {
			b.lead = max(0, -s.PTS)
		}
		if s.Duration > 0 && (b.frame == 0 || s.Duration < b.frame) {
			b.frame = s.Duration
		}
		if seen++; seen == 3 { // the very first may be longer, or have no duration
			break
		}
	}
	return b, nil
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
// is shown at 0 is decoded from, then each that lies far enough behind the one
// before it, but not behind last.
func keyframeCuts(keyframes []int64, length, last int64) []int64 {
	first := 0
	for first+1 < len(keyframes) && keyframes[first+1] <= 0 {
		first++
	}
	var cuts []int64
	for _, k := range keyframes[min(first, len(keyframes)):] {
		if len(cuts) == 0 || k <= last && k-max(0, cuts[len(cuts)-1]) >= length {
			cuts = append(cuts, k)
		}
	}
	return cuts
}

// steadyCuts cuts sound, which can be decoded from anywhere.
func steadyCuts(duration float64, ticks func(float64) int64) []int64 {
	var cuts []int64
	for at := 0.0; at == 0 || at < duration-minSegmentLength; at += segmentLength {
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
