package container

import (
	"iter"
	"slices"
)

// maxReorder is how many pictures may be decoded, at most, before one that is
// shown before them (max_num_reorder_frames of H.264 and HEVC).
const maxReorder = 16

// reorder measures by the first pictures' times, in decoding order, how many
// are decoded before one that is shown earlier.
func (t *entry) reorder(times []int64) {
	switch t.Codec {
	case VP8, VP9, AV1: // whose frames come in the order in which they are shown
		return
	}
	t.lookahead = maxReorder
	depth := 0
	for i, time := range times {
		earlier := 0
		for _, other := range times[:i] {
			if other > time {
				earlier++
			}
		}
		depth = max(depth, earlier)
	}
	frame := t.clock.frame
	if frame == 0 && len(times) > 1 {
		frame = ticksOf((slices.Max(times)-slices.Min(times))/int64(len(times)-1), t.clock.timescale)
	}
	t.shift = int64(min(depth, maxReorder)) * frame
}

// decodingTimes gives samples their DTS: pictures are decoded at the steps at
// which they are shown, only earlier by what reordering takes. It begins with
// the first sample at which decoding can begin.
func (t *entry) decodingTimes(samples iter.Seq2[Sample, error]) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		var queue []Sample
		var times []int64 // PTS of those in the queue, ascending
		var last int64    // DTS
		begun, first := false, true
		next := func() bool {
			s := queue[0]
			s.DTS = times[0] - t.shift
			if !first && s.DTS <= last {
				s.DTS = last + 1
			}
			last, first = s.DTS, false
			queue, times = queue[1:], times[1:]
			return yield(s, nil)
		}
		for s, err := range samples {
			for len(queue) > 0 && (err != nil || s.Sync) {
				if !next() {
					return
				}
			}
			if err != nil {
				yield(s, err)
				return
			}
			first = first || s.Sync
			if begun = begun || s.Sync; !begun {
				continue
			}
			queue = append(queue, s)
			at, _ := slices.BinarySearch(times, s.PTS)
			times = slices.Insert(times, at, s.PTS)
			for len(queue) > t.lookahead {
				if !next() {
					return
				}
			}
		}
		for len(queue) > 0 {
			if !next() {
				return
			}
		}
	}
}
