package hls

import (
	"io"
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
// Decode times are the presentation times in ascending order, moved so that the
// first is the segment's bound. So they need not be known elsewhere, segments
// join without gaps, and the first decode time of each is its place in the
// playlist: hls.js takes a difference for an offset of the whole film.
// Composition offsets may be negative, as CMAF allows (7.5.17, brand cmf2).
func (p *Packager) pictures(r io.ReaderAt, t *container.Track, n int) ([]frame, error) {
	samples, err := p.group(r, t, n)
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
	order := make([]int64, len(frames))
	for i, f := range frames {
		order[i] = f.pts
	}
	slices.Sort(order)
	if n == p.Len()-1 {
		end = order[len(order)-1] + lastDuration(samples, order)
	}
	decodeTimes(order, begin, end)
	for i := range frames {
		frames[i].dts = order[i]
	}
	setDurations(frames, end)
	return frames, nil
}

// group reads the samples from the keyframe of segment n to before that of the
// next one.
func (p *Packager) group(r io.ReaderAt, t *container.Track, n int) ([]container.Sample, error) {
	from, to := p.from(n, t), p.from(n+1, t)
	var samples []container.Sample
	for s, err := range p.film.Samples(r, t.ID, from) {
		if err != nil {
			return nil, err
		}
		if s.Sync && s.PTS >= to {
			break
		}
		if len(samples) > 0 || s.Sync && s.PTS >= from {
			samples = append(samples, s)
		}
	}
	return samples, nil
}

// beginAtZero makes the first picture that is shown begin at 0. What must be
// decoded before it, but lies before the film's beginning, is shown for an
// instant each, since fragmented MP4 has no negative times; a picture that
// begins later than the sound is shown from 0 on.
func beginAtZero(frames []frame, instant int64) {
	var before int64
	for i := range frames {
		if frames[i].pts < 0 {
			before++
		}
	}
	first := 0
	for i := range frames {
		if frames[i].pts >= 0 && (frames[first].pts < 0 || frames[i].pts < frames[first].pts) {
			first = i
		}
	}
	if frames[first].pts >= 0 {
		frames[first].pts = before * instant
	}
	if before == 0 {
		return
	}
	order := make([]int, 0, before)
	for i := range frames {
		if frames[i].Sample.PTS < 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(frames[a].pts - frames[b].pts) })
	for k, i := range order {
		frames[i].pts = int64(k) * instant
	}
}

// lastDuration returns how long the last picture of the film is shown: what the
// file says, else as long as the one before it. order has the times when
// pictures are shown.
func lastDuration(samples []container.Sample, order []int64) int64 {
	last := slices.MaxFunc(samples, func(a, b container.Sample) int { return int(a.PTS - b.PTS) })
	if last.Duration > 0 {
		return last.Duration
	}
	if n := len(order); n > 1 {
		return max(1, order[n-1]-order[n-2])
	}
	return 1
}

// decodeTimes turns the times when pictures are shown, in ascending order, into
// the times when they are decoded: from begin on, at the same distances, each
// later than the one before, all before end if there is room.
func decodeTimes(times []int64, begin, end int64) {
	offset := begin - times[0]
	for i := range times {
		times[i] += offset
	}
	for i := len(times) - 1; i > 0; i-- {
		times[i] = min(times[i], end-int64(len(times)-i))
	}
	for i := 1; i < len(times); i++ {
		times[i] = max(times[i], times[i-1]+1)
	}
}

// setDurations makes each frame last until the next one is decoded, and the last
// until end.
func setDurations(frames []frame, end int64) {
	for i := range frames {
		next := end
		if i+1 < len(frames) {
			next = frames[i+1].dts
		}
		frames[i].duration = max(1, next-frames[i].dts)
	}
}

// sounds returns the frames of segment n of sound: those that begin in it. All
// times are later by the track's delay, so that what a decoder needs before the
// first sound has a time, too; the edit list of the init segment moves it back.
func (p *Packager) sounds(r io.ReaderAt, t *container.Track, n int) ([]frame, error) {
	from, to := p.from(n, t), p.from(n+1, t)
	if n == 0 {
		from = -t.Delay
	}
	var frames []frame
	var end int64
	for s, err := range p.film.Samples(r, t.ID, from) {
		if err != nil {
			return nil, err
		}
		if s.PTS >= to {
			end = s.PTS + t.Delay
			break
		}
		if s.PTS < from {
			continue
		}
		dts := s.PTS + t.Delay
		if len(frames) > 0 {
			dts = max(dts, frames[len(frames)-1].dts+1)
		}
		frames = append(frames, frame{Sample: s, dts: dts, pts: dts})
		end = dts + max(1, s.Duration)
	}
	setDurations(frames, end)
	return frames, nil
}
