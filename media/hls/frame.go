package hls

import (
	"cmp"
	"io"
	"math"
	"slices"

	"goblet/media/container"
)

// frame is a sample with the times that it has in its segment: ticks of the
// track, not negative.
type frame struct {
	container.Sample
	dts, pts int64
	duration int64 // until the next frame is decoded
}

// pictures returns the frames of segment n of a picture: from the keyframe at
// its beginning to before the next segment's, in decoding order.
//
// A frame's duration is how long it is shown, and the first is decoded at the
// segment's bound; the other decode times follow from the durations. So browsers
// that ask for the duration when they seek find the right frame, segments join
// without gaps, and each segment's first decode time is its place in the
// playlist: hls.js takes a difference for an offset of the whole film.
// Composition offsets may be negative, as CMAF allows (7.5.17, brand cmf2).
func (p *Packager) pictures(r io.ReaderAt, t *container.Track, n int) ([]frame, error) {
	samples, next, err := p.group(r, t, n)
	if err != nil || len(samples) == 0 {
		return nil, err
	}
	frames := make([]frame, len(samples))
	for i, s := range samples {
		frames[i] = frame{Sample: s, pts: s.PTS}
	}
	begin, end := max(0, p.from(n, t)), p.from(n+1, t)
	if n == 0 {
		begin = 0
		beginAtZero(frames, max(1, int64(t.Timescale)/10_000))
	}
	show(frames, next)
	decode(frames, begin, end)
	return frames, nil
}

// group reads the samples from the keyframe of segment n to before that of the
// next one. next is when the picture after them is shown, math.MaxInt64 after
// the last: that of the keyframe or of one that must be decoded after it but is
// shown before it, which HEVC has (leading pictures, ITU-T H.265, 3.75).
func (p *Packager) group(r io.ReaderAt, t *container.Track, n int) (samples []container.Sample, next int64, err error) {
	from, to := p.from(n, t), p.from(n+1, t)
	keyframe := int64(math.MaxInt64)
	next = keyframe
	for s, err := range p.film.Samples(r, t.ID, from) {
		switch {
		case err != nil:
			return nil, 0, err
		case keyframe < math.MaxInt64 && s.PTS > keyframe:
			return samples, next, nil
		case keyframe < math.MaxInt64:
			next = min(next, s.PTS)
		case s.Sync && s.PTS >= to:
			keyframe, next = s.PTS, s.PTS
			if t.Codec != container.HEVC {
				return samples, next, nil
			}
		case len(samples) > 0 || s.Sync && s.PTS >= from:
			samples = append(samples, s)
		}
	}
	return samples, next, nil
}

// show sets the durations of frames: each is shown until the one after it in
// time, the last until next.
func show(frames []frame, next int64) {
	order := make([]*frame, len(frames))
	for i := range frames {
		order[i] = &frames[i]
	}
	slices.SortStableFunc(order, func(a, b *frame) int { return cmp.Compare(a.pts, b.pts) })
	for i, f := range order {
		switch {
		case i+1 < len(order):
			f.duration = order[i+1].pts - f.pts
		case next < math.MaxInt64:
			f.duration = next - f.pts
		case f.Duration > 0 || i == 0: // the film's last
			f.duration = f.Duration
		default:
			f.duration = order[i-1].duration
		}
		f.duration = max(1, f.duration)
	}
}

// decode sets when frames are decoded: from begin on, one after the other. They
// must be done at end, where the next segment begins; when they are not, because
// that one has more pictures which are shown before its first, the last ones
// take less time.
func decode(frames []frame, begin, end int64) {
	at := begin
	for i := range frames {
		frames[i].dts = at
		at += frames[i].duration
	}
	for i := len(frames) - 1; i >= 0 && frames[i].dts+frames[i].duration > end; i-- {
		frames[i].dts = max(begin+int64(i), min(frames[i].dts, end-1))
		frames[i].duration = max(1, end-frames[i].dts)
		end = frames[i].dts
	}
}

// beginAtZero makes the first picture that is shown begin at 0. What must be
// decoded before it, but lies before the film's beginning, is shown for an
// instant each, since fragmented MP4 has no negative times; a picture that
// begins later than the sound is shown from 0 on.
func beginAtZero(frames []frame, instant int64) {
	order := make([]*frame, len(frames))
	for i := range frames {
		order[i] = &frames[i]
	}
	slices.SortStableFunc(order, func(a, b *frame) int { return cmp.Compare(a.pts, b.pts) })
	at := int64(0)
	for _, f := range order {
		before := f.pts < 0
		f.pts = at
		if !before {
			break
		}
		at += instant
	}
}

// sounds returns the frames of segment n of sound: those that begin in it, and
// silence where there are none. All times are later by the track's lead, so that
// what a decoder needs before the first sound has a time, too; the edit list of
// the init segment moves it back.
func (p *Packager) sounds(r io.ReaderAt, t *container.Track, n int) ([]frame, error) {
	from, to, begin := p.from(n, t), p.from(n+1, t), p.begins[t.ID]
	if n == 0 {
		from = -begin.lead
	}
	var frames []frame
	end := min(to, int64(p.film.Duration*float64(t.Timescale))) + begin.lead
	next := end // when the frame after them begins
	for s, err := range p.film.Samples(r, t.ID, from) {
		if err != nil {
			return nil, err
		}
		if s.PTS >= to {
			next = s.PTS + begin.lead
			break
		}
		if s.PTS < from {
			continue
		}
		at := s.PTS + begin.lead
		if len(frames) > 0 {
			at = max(at, frames[len(frames)-1].dts+1)
		}
		frames = append(frames, frame{Sample: s, dts: at, pts: at})
	}
	frames = fill(frames, from+begin.lead, end, t, begin.frame)
	for i := range frames {
		until := next
		if i+1 < len(frames) {
			until = frames[i+1].dts
		} else if n == p.Len()-1 && frames[i].Duration > 0 {
			until = frames[i].dts + frames[i].Duration
		}
		frames[i].duration = max(1, until-frames[i].dts)
	}
	return frames, nil
}
