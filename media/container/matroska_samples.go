package container

import (
	"cmp"
	"errors"
	"io"
	"iter"
	"math"
	"sort"
)

// samples is index.samples.
func (m *matroska) samples(r io.ReaderAt, track int, from int64) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		t := m.entry(track)
		if t == nil || m.first == 0 {
			return
		}
		from = min(max(from, math.MinInt64/2), math.MaxInt64/2) // so that sums do not overflow
		at, err := m.locate(r, t, from)
		if err != nil {
			yield(Sample{}, err)
			return
		}
		frames := m.frames(r, t, at)
		if t.Kind == Video {
			frames = timed(t.decodingTimes(frames), t.length())
		} else {
			frames = since(timed(frames, t.length()), from)
		}
		for s, err := range frames {
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// frames yields a track's frames from a place on, in the order of the file.
// Their DTS is their PTS; the duration is 0 where it is the distance to the next.
func (m *matroska) frames(r io.ReaderAt, t *entry, at blockCursor) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		w := m.walker(r, at, func(track uint64) bool { return track == t.number })
		for {
			b, err := w.next()
			if errors.Is(err, io.EOF) {
				return
			}
			var frames [][]byte
			if err == nil {
				frames, err = w.read(b, t.Kind == Video)
			}
			if err != nil {
				yield(Sample{}, err)
				return
			}
			pts := t.clock.pts(m.nanoseconds(b.time))
			for i, data := range frames {
				s, err := m.sample(t, b, data, len(frames))
				if err != nil {
					yield(Sample{}, err)
					return
				}
				if i < len(frames)-1 {
					s.Duration += ticksOf(max(0, b.discard), t.clock.timescale)
				}
				s.PTS, s.DTS = pts, pts
				if !yield(s, nil) {
					return
				}
				pts += s.Duration
			}
		}
	}
}

// sample makes one of a frame, of so many in a block.
func (m *matroska) sample(t *entry, b block, data []byte, of int) (Sample, error) {
	data, err := t.packing.unpack(data)
	if err != nil {
		return Sample{}, err
	}
	s := Sample{Data: data, Sync: true}
	switch t.Kind {
	case Video:
		s.Sync = b.key
		if b.key && t.nalLength > 0 {
			s.Sync, _ = randomAccess(t.Codec, data, t.nalLength)
		}
	case Audio:
		if s.Duration = int64(frameSamples(t.Codec, t.Config, data)); s.Duration > 0 {
			s.Duration = max(0, s.Duration-ticksOf(max(0, b.discard), t.clock.timescale))
		} else if of > 1 {
			s.Duration = m.shared(t, b, of)
		}
	case Subtitle:
		if b.duration >= 0 {
			s.Duration = ticksOf(m.nanoseconds(b.duration), t.clock.timescale)
		}
	}
	return s, nil
}

// shared returns the duration of each of several frames of a block.
func (m *matroska) shared(t *entry, b block, of int) int64 {
	if b.duration > 0 {
		return ticksOf(m.nanoseconds(b.duration)/int64(of), t.clock.timescale)
	}
	return ticksOf(t.frame, t.clock.timescale)
}

// length is what a track's last frame lasts, if nothing tells better.
func (t *entry) length() int64 {
	const guess = 20e6 // nanoseconds
	switch {
	case t.clock.frame > 0:
		return t.clock.frame
	case t.Kind == Subtitle:
		return 0
	}
	return ticksOf(cmp.Or(t.frame, guess), t.clock.timescale)
}

// timed fills in the durations that are 0: the distance to the next sample's
// DTS, and last for the last sample.
func timed(samples iter.Seq2[Sample, error], last int64) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		var held *Sample
		for s, err := range samples {
			if held != nil {
				held.Duration = last
				if err == nil {
					held.Duration = max(0, s.DTS-held.DTS)
				}
				if !yield(*held, nil) {
					return
				}
				held = nil
			}
			if err != nil || s.Duration > 0 {
				if !yield(s, err) || err != nil {
					return
				}
				continue
			}
			held = &s
		}
		if held != nil {
			held.Duration = last
			yield(*held, nil)
		}
	}
}

// since leaves out what comes before the last sample at or before a PTS.
func since(samples iter.Seq2[Sample, error], from int64) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		var held *Sample
		begun := false
		for s, err := range samples {
			if !begun && err == nil && s.PTS <= from {
				held = &s
				continue
			}
			begun = true
			if held != nil {
				if !yield(*held, nil) {
					return
				}
				held = nil
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
		if held != nil {
			yield(*held, nil)
		}
	}
}

// longest is for how many seconds a frame of sound or a subtitle may be heard or
// seen: earlier ones are not looked for.
const longest = 60

// locate returns from where to read, so that the last sample at or before a PTS
// at which decoding can begin comes first, or in its block.
func (m *matroska) locate(r io.ReaderAt, t *entry, from int64) (blockCursor, error) {
	points := m.points
	if own := m.cues[t.number]; len(own) > 0 && t.Kind == Video {
		points = own
	}
	before := func(pts int64) int { // the last point there
		return sort.Search(len(points), func(i int) bool { return t.clock.pts(points[i].time) > pts }) - 1
	}
	at := func(i int) int64 {
		if i < 0 {
			return m.first
		}
		return points[i].at
	}
	if t.Kind == Subtitle { // which may be far apart: all are read
		from -= longest * t.clock.timescale
		return blockCursor{at: m.hop(r, t, at(before(from)), from)}, nil
	}
	first := -1
	if t.Kind == Audio {
		first = before(from - longest*t.clock.timescale)
	}
	i, step := before(from), 1
	for {
		start := at(i)
		if t.Kind == Audio {
			start = m.hop(r, t, start, from-t.clock.timescale)
		}
		place, found, err := m.last(r, t, start, from)
		if found || err != nil {
			return place, err
		}
		if i <= first {
			return blockCursor{at: start}, nil
		}
		i, step = max(first, i-step), step*2
	}
}

// last finds the block of the last sample at or before a PTS, in what follows a
// cluster, at which decoding can begin.
func (m *matroska) last(r io.ReaderAt, t *entry, at, from int64) (place blockCursor, found bool, err error) {
	const apart = 10 // seconds that tracks may lie apart in the file
	var w *walker
	beyond := func() bool { return t.clock.pts(m.nanoseconds(w.time)) > from+apart*t.clock.timescale }
	w = m.walker(r, blockCursor{at: at}, func(track uint64) bool { return track == t.number || beyond() })
	w.frames = false
	for {
		b, err := w.next()
		if err != nil {
			if found || errors.Is(err, io.EOF) {
				err = nil // the reading that follows will meet it
			}
			return place, found, err
		}
		if b.track != t.number || t.clock.pts(m.nanoseconds(b.time)) > from {
			return place, found, nil
		}
		sync, err := t.randomAccess(w, b)
		if err != nil {
			return place, found, err
		}
		if sync {
			place, found = b.at, true
		}
	}
}

// hop goes from cluster to cluster to the last one that begins at or before a
// PTS. It stays where it is when clusters' sizes are not known.
func (m *matroska) hop(r io.ReaderAt, t *entry, at, from int64) int64 {
	w := m.walker(r, blockCursor{at: at}, nil)
	for {
		if w.enter() != nil {
			return at
		}
		if time, ok := w.clusterTime(); !ok || t.clock.pts(m.nanoseconds(time)) > from && w.cluster != at {
			return at
		}
		at = w.cluster
		if w.unknown {
			return at
		}
		w.at, w.blockCursor.end = w.blockCursor.end, 0
	}
}

// clusterTime reads the timestamp at the start of the cluster that was entered.
func (w *walker) clusterTime() (int64, bool) {
	const first = 4 // elements that may stand before it
	at := w.at
	for range first {
		e, err := w.win.element(at, w.end)
		if err != nil || e.unknown {
			return 0, false
		}
		if e.id == idTimestamp {
			b, err := w.value(e)
			v := ebmlUint(b)
			return int64(v), err == nil && v <= maxTicks
		}
		at = e.end
	}
	return 0, false
}
