package container

import (
	"math"
	"slices"
	"sort"
)

// sampleTable is where the samples of a track lie and when they are shown, in
// decoding order, as compact as in the file: a film of two hours has some
// 500,000 samples. Samples are counted from 0.
type sampleTable struct {
	count  uint32
	size   uint32   // of each sample, when sizes is nil
	sizes  []uint32 // bytes
	chunks []chunk  // of samples that follow each other in the file
	times  []timeRun
	shifts []shiftRun // none: PTS and DTS are the same
	every  bool       // decoding can begin at every sample
	syncs  []uint32   // at which else, ascending
	offset int64      // what is added to the file's times to be on the film's timeline
	early  int64      // by which samples are decoded earlier than in the file, so that PTS >= DTS

	fragmentEnd int64 // while fragments are read: where the last one's samples end
}

// chunk begins at sample first.
type chunk struct {
	at    int64 // in the file
	first uint32
}

// timeRun is samples that last equally long, from sample first on.
type timeRun struct {
	dts   int64
	first uint32
	delta uint32
}

// shiftRun is samples that are shown equally long after they are decoded.
type shiftRun struct {
	first uint32
	shift int32
}

// run returns which of n runs sample i is in, given where each begins.
func run(n int, i uint32, first func(int) uint32) int {
	return max(0, sort.Search(n, func(k int) bool { return first(k) > i })-1)
}

func (t *sampleTable) chunkOf(i uint32) int {
	return run(len(t.chunks), i, func(k int) uint32 { return t.chunks[k].first })
}

func (t *sampleTable) timeOf(i uint32) int {
	return run(len(t.times), i, func(k int) uint32 { return t.times[k].first })
}

func (t *sampleTable) shiftOf(i uint32) int {
	return run(len(t.shifts), i, func(k int) uint32 { return t.shifts[k].first })
}

func (t *sampleTable) sizeOf(i uint32) uint32 {
	if t.sizes == nil {
		return t.size
	}
	return t.sizes[i]
}

// bytes returns how long the samples from first to before end are together.
func (t *sampleTable) bytes(first, end uint32) (n int64) {
	if t.sizes == nil {
		return int64(t.size) * int64(end-first)
	}
	for _, size := range t.sizes[first:end] {
		n += int64(size)
	}
	return n
}

// dts returns when sample i is decoded.
func (t *sampleTable) dts(i uint32) int64 { return t.time(i) - t.early }

// time returns what the file's decoding time of sample i is on the film's timeline.
func (t *sampleTable) time(i uint32) int64 {
	if len(t.times) == 0 {
		return t.offset
	}
	r := t.times[t.timeOf(i)]
	return t.offset + r.dts + int64(i-r.first)*int64(r.delta)
}

// pts returns when sample i is shown.
func (t *sampleTable) pts(i uint32) int64 {
	if len(t.shifts) == 0 {
		return t.time(i)
	}
	return t.time(i) + int64(t.shifts[t.shiftOf(i)].shift)
}

// end returns when the last sample is over. Shifts are looked at near the end only.
func (t *sampleTable) end() int64 {
	if t.count == 0 {
		return 0
	}
	last := int64(math.MinInt64)
	for i := t.count - min(t.count, 64); i < t.count; i++ {
		last = max(last, t.pts(i)+t.durationOf(i))
	}
	return last
}

func (t *sampleTable) durationOf(i uint32) int64 {
	if len(t.times) == 0 {
		return 0
	}
	return int64(t.times[t.timeOf(i)].delta)
}

// start returns when the first sample is shown: of the first ones, since they
// may be decoded in another order.
func (t *sampleTable) start() int64 {
	first := int64(math.MaxInt64)
	for i := range min(t.count, 64) {
		first = min(first, t.pts(i))
	}
	return first
}

// from returns the last sample at or before a PTS from which decoding can begin;
// before all of them the first.
func (t *sampleTable) from(pts int64) uint32 {
	if t.every {
		n := sort.Search(int(t.count), func(i int) bool { return t.pts(uint32(i)) > pts })
		return uint32(max(0, n-1))
	}
	if len(t.syncs) == 0 {
		return 0
	}
	n := sort.Search(len(t.syncs), func(k int) bool { return t.pts(t.syncs[k]) > pts })
	return t.syncs[max(0, n-1)]
}

// until returns the first sample that is decoded after a time, all samples that
// are shown before being before it.
func (t *sampleTable) until(dts int64) uint32 {
	return uint32(sort.Search(int(t.count), func(i int) bool { return t.dts(uint32(i)) > dts }))
}

// keyframes returns the PTS of the samples from which decoding can begin.
func (t *sampleTable) keyframes() []int64 {
	var all []int64
	if t.every {
		all = make([]int64, 0, min(t.count, 1<<20))
		for c := t.at(0); c.ok(); c.next() {
			all = append(all, c.sample().pts)
		}
	} else {
		all = make([]int64, 0, len(t.syncs))
		for _, i := range t.syncs {
			all = append(all, t.pts(i))
		}
	}
	if !slices.IsSorted(all) {
		slices.Sort(all)
	}
	return all
}

// cursor goes through a table sample by sample.
type cursor struct {
	t                        *sampleTable
	i                        uint32
	where                    int64 // of sample i in the file
	chunk, time, shift, sync int   // that sample i is in, or before
}

// place is one sample of a table.
type place struct {
	at       int64 // in the file
	size     uint32
	pts, dts int64
	duration int64
	sync     bool
}

// at returns a cursor at sample i.
func (t *sampleTable) at(i uint32) *cursor {
	c := &cursor{t: t, i: i}
	if !c.ok() {
		return c
	}
	c.chunk, c.time, c.shift = t.chunkOf(i), t.timeOf(i), t.shiftOf(i)
	c.sync, _ = slices.BinarySearch(t.syncs, i)
	c.where = t.chunks[c.chunk].at + t.bytes(t.chunks[c.chunk].first, i)
	return c
}

func (c *cursor) ok() bool { return c.i < c.t.count && len(c.t.chunks) > 0 }

// sample returns the sample that the cursor is at.
func (c *cursor) sample() place {
	p := place{at: c.where, size: c.t.sizeOf(c.i), dts: c.t.offset, sync: c.t.every}
	if len(c.t.times) > 0 {
		r := c.t.times[c.time]
		p.dts += r.dts + int64(c.i-r.first)*int64(r.delta)
		p.duration = int64(r.delta)
	}
	p.pts = p.dts
	if len(c.t.shifts) > 0 {
		p.pts += int64(c.t.shifts[c.shift].shift)
	}
	p.dts -= c.t.early
	if c.sync < len(c.t.syncs) && c.t.syncs[c.sync] == c.i {
		p.sync = true
	}
	return p
}

// next goes to the next sample.
func (c *cursor) next() {
	t := c.t
	c.where += int64(t.sizeOf(c.i))
	if c.sync < len(t.syncs) && t.syncs[c.sync] == c.i {
		c.sync++
	}
	c.i++
	if c.chunk+1 < len(t.chunks) && t.chunks[c.chunk+1].first == c.i {
		c.chunk++
		c.where = t.chunks[c.chunk].at
	}
	if c.time+1 < len(t.times) && t.times[c.time+1].first == c.i {
		c.time++
	}
	if c.shift+1 < len(t.shifts) && t.shifts[c.shift+1].first == c.i {
		c.shift++
	}
}
