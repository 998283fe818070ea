package container

import (
	"io"
	"iter"
	"math"
)

// movieIndex is where the samples of an MP4 film are.
type movieIndex struct {
	tracks map[int]*movieTrack
}

func (x *movieIndex) keyframes(track int) []int64 {
	t := x.tracks[track]
	if t == nil {
		return nil
	}
	return t.table.keyframes()
}

func (x *movieIndex) samples(r io.ReaderAt, track int, from int64) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		t := x.tracks[track]
		if t == nil {
			return
		}
		reader := runReader{r: r}
		reader.arrived, _ = r.(arriving)
		c := t.table.at(t.table.from(from))
		for c.ok() {
			places, data, err := reader.next(c)
			if err != nil {
				yield(Sample{}, err)
				return
			}
			for _, p := range places {
				d := data[p.at-places[0].at:][:p.size:p.size]
				s := Sample{PTS: p.pts, DTS: p.dts, Duration: p.duration, Sync: p.sync, Data: d}
				if s.Sync && t.avc > 0 {
					s.Sync, _ = startsWithIDR(d, t.avc)
				}
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

// arriving is a reader of a film of which some bytes may not be there yet.
type arriving interface {
	// Has reports whether all bytes from start to before end are there.
	Has(start, end int64) bool
}

// runReader reads samples that lie close to each other at once.
type runReader struct {
	r       io.ReaderAt
	arrived arriving // nil: all bytes are there
	most    int64    // bytes of the next run
	places  []place
}

// Bounds of a run, in bytes. The first one is short, since who seeks wants the
// first frame soon, and who asks for little shall not read much.
const (
	firstRun   = 64 << 10
	longestRun = 2 << 20
	widestGap  = 16 << 10 // of other tracks' samples that are read along
)

// next reads the samples at the cursor, one at least, and moves it behind them.
// Of a film that is still arriving it reads no more than what is needed, apart
// from what is there.
func (r *runReader) next(c *cursor) ([]place, []byte, error) {
	r.most = min(max(2*r.most, firstRun), longestRun)
	first := c.sample()
	r.places = append(r.places[:0], first)
	end := first.at + int64(first.size)
	for c.next(); c.ok(); c.next() {
		p := c.sample()
		pEnd := p.at + int64(p.size)
		if p.at < end || p.at > end+widestGap || pEnd-first.at > r.most {
			break
		}
		if r.arrived != nil && !r.arrived.Has(first.at, pEnd) {
			break
		}
		r.places = append(r.places, p)
		end = pEnd
	}
	data := make([]byte, end-first.at)
	if n, err := r.r.ReadAt(data, first.at); n < len(data) {
		return nil, nil, err
	}
	return r.places, data, nil
}

func (x *movieIndex) span(from, to float64) (start, end int64) {
	start = math.MaxInt64
	for _, t := range x.tracks {
		if t.Kind != Video && t.Kind != Audio || t.table.count == 0 {
			continue
		}
		first := t.table.from(ticks(from, t.Timescale))
		last := max(first+1, t.table.until(ticks(to, t.Timescale)))
		if first >= t.table.count {
			continue
		}
		low, high := t.table.extent(first, min(last, t.table.count))
		start, end = min(start, low), max(end, high)
	}
	return min(start, end), end
}

// ticks turns seconds into ticks.
func ticks(seconds float64, scale uint32) int64 {
	return int64(max(math.MinInt64/2, min(math.MaxInt64/2, seconds*float64(scale))))
}

// extent returns which bytes hold the samples from first to before end.
func (t *sampleTable) extent(first, end uint32) (low, high int64) {
	low = math.MaxInt64
	a, b := t.chunkOf(first), t.chunkOf(end-1)
	for k := a; k <= b; k++ {
		from, to := t.chunks[k].first, t.count
		if k+1 < len(t.chunks) {
			to = t.chunks[k+1].first
		}
		at := t.chunks[k].at
		if k == a {
			at += t.bytes(from, first)
			from = first
		}
		low, high = min(low, at), max(high, at+t.bytes(from, min(to, end)))
	}
	return low, high
}
