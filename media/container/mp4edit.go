package container

import (
	"math"
	"math/bits"
)

// edits is what an edit list says about the beginning of a track. What it says
// about later parts is left out, as browsers do.
type edits struct {
	empty uint64 // ticks of the movie by which the track begins late
	media int64  // ticks of the track that are not shown, at its beginning
}

// readEdits reads an edit list (elst).
func readEdits(elst []byte) (e edits) {
	version, _, f := fullBox(elst)
	n := f.u32()
	for range n {
		if len(f) < 12 {
			break
		}
		var duration uint64
		var media int64
		if version == 0 {
			duration, media = uint64(f.u32()), int64(int32(f.u32()))
		} else {
			duration, media = f.u64(), int64(f.u64())
		}
		f.u32() // rate
		if media >= 0 {
			e.media = media
			break
		}
		e.empty += duration
	}
	return e
}

// offset is what is to be added to a track's own times so that they are the movie's.
func (t *movieTrack) offset(scale uint32) int64 {
	return rescale(int64(min(t.edits.empty, math.MaxInt64)), scale, t.Timescale) - t.edits.media
}

// rescale turns ticks of one time scale into those of another, rounded. Times
// that no film has are math.MaxInt64.
func rescale(ticks int64, from, to uint32) int64 {
	if from == to || from == 0 {
		return ticks
	}
	negative := ticks < 0
	if negative {
		ticks = -ticks
	}
	hi, lo := bits.Mul64(uint64(ticks), uint64(to))
	lo, carry := bits.Add64(lo, uint64(from)/2, 0)
	if hi += carry; hi >= uint64(from) {
		return math.MaxInt64
	}
	scaled, _ := bits.Div64(hi, lo, uint64(from))
	if scaled > math.MaxInt64 {
		return math.MaxInt64
	}
	if negative {
		return -int64(scaled)
	}
	return int64(scaled)
}

// timeline puts all tracks on the film's timeline: what is shown first, be it
// picture or sound, is at 0. It returns by how much that changes the movie's
// own times, in seconds.
func (m *movie) timeline() (start float64) {
	var zero int64
	var scale uint32
	first := math.Inf(1)
	for _, t := range m.tracks {
		t.table.offset = t.offset(m.scale)
		if t.table.count == 0 || t.Kind != Video && t.Kind != Audio {
			continue
		}
		shown := max(t.table.start(), t.table.offset+t.edits.media)
		if at := float64(shown) / float64(t.Timescale); at < first {
			first, zero, scale = at, shown, t.Timescale
		}
	}
	if scale == 0 {
		return 0
	}
	for _, t := range m.tracks {
		if t.Kind == Audio {
			t.Delay = max(0, t.edits.media+t.table.offset-t.table.start())
		}
		t.table.offset -= rescale(zero, scale, t.Timescale)
	}
	return first
}
