package container

import (
	"encoding/binary"
	"fmt"
	"math"
)

// readTable reads the sample table (stbl) of a track. All of its samples must
// lie within a file of size bytes.
func readTable(stbl []byte, size int64) (sampleTable, error) {
	t := sampleTable{every: true}
	parts := make(map[string]fields)
	for kind, body := range boxesIn(stbl) {
		if len(body) >= 4 && parts[kind] == nil {
			parts[kind] = body[4:] // without version and flags
		}
	}
	t.readSizes(parts["stsz"], parts["stz2"])
	t.readTimes(parts["stts"])
	t.readShifts(parts["ctts"])
	t.readSyncs(parts["stss"])
	offsets, width := parts["stco"], 4
	if offsets == nil {
		offsets, width = parts["co64"], 8
	}
	return t, t.readChunks(parts["stsc"], offsets, width, size)
}

// entries returns the entries of a table of which each is so many bytes long,
// as far as they are there.
func entries(f fields, width int) fields {
	n := int64(f.u32()) * int64(width)
	return f[:min(n, int64(len(f)/width*width))]
}

func (t *sampleTable) readSizes(stsz, stz2 fields) {
	if stsz != nil {
		if t.size = stsz.u32(); t.size > 0 {
			t.count = stsz.u32()
			return
		}
		all := entries(stsz, 4)
		t.sizes = make([]uint32, len(all)/4)
		for i := range t.sizes {
			t.sizes[i] = all.u32()
		}
		t.count = uint32(len(t.sizes))
		return
	}
	if len(stz2) < 8 {
		return
	}
	width, n := int(stz2[3]), binary.BigEndian.Uint32(stz2[4:])
	table := stz2[8:]
	switch width {
	case 4:
		n = min(n, uint32(2*len(table)))
	case 8, 16:
		n = min(n, uint32(len(table)/(width/8)))
	default:
		return
	}
	t.sizes = make([]uint32, n)
	for i := range t.sizes {
		switch width {
		case 4:
			t.sizes[i] = uint32(table[i/2]>>(4-4*(i%2))) & 15
		case 8:
			t.sizes[i] = uint32(table[i])
		case 16:
			t.sizes[i] = uint32(binary.BigEndian.Uint16(table[2*i:]))
		}
	}
	t.count = n
}

// readTimes reads how long samples last. What the file leaves out lasts as long
// as what was before.
func (t *sampleTable) readTimes(stts fields) {
	all := entries(stts, 8)
	t.times = make([]timeRun, 0, len(all)/8)
	var first uint32
	var dts int64
	for len(all) > 0 && first < t.count {
		n, delta := all.u32(), all.u32()
		if n == 0 {
			continue
		}
		if delta > math.MaxInt32 { // some writers say so that a sample came early
			delta = 0
		}
		t.times = append(t.times, timeRun{dts, first, delta})
		n = min(n, t.count-first)
		first += n
		dts += int64(n) * int64(delta)
	}
}

// readShifts reads the differences of PTS and DTS. Those of version 0 should be
// unsigned, but no film has such big ones and some have negative ones.
func (t *sampleTable) readShifts(ctts fields) {
	all := entries(ctts, 8)
	var first uint32
	for len(all) > 0 && first < t.count {
		n, shift := all.u32(), int32(all.u32())
		t.addShift(first, shift)
		first += min(n, t.count-first)
	}
}

// addShift says what the shift is from sample first on.
func (t *sampleTable) addShift(first uint32, shift int32) {
	n := len(t.shifts)
	switch {
	case n == 0:
		if shift != 0 && first > 0 {
			t.shifts = append(t.shifts, shiftRun{0, 0})
		}
		if shift != 0 {
			t.shifts = append(t.shifts, shiftRun{first, shift})
		}
	case t.shifts[n-1].first == first:
		t.shifts[n-1].shift = shift
	case t.shifts[n-1].shift != shift:
		t.shifts = append(t.shifts, shiftRun{first, shift})
	}
}

// readSyncs reads at which samples decoding can begin: at all when there is no
// such table.
func (t *sampleTable) readSyncs(stss fields) {
	if stss == nil {
		return
	}
	t.every = false
	all := entries(stss, 4)
	t.syncs = make([]uint32, 0, len(all)/4)
	for len(all) > 0 {
		i := all.u32() - 1 // counted from 1
		if n := len(t.syncs); i < t.count && (n == 0 || i > t.syncs[n-1]) {
			t.syncs = append(t.syncs, i)
		}
	}
}

// readChunks reads where the samples are. Samples that are in no chunk are left
// out, and so are those that would make all together more than the file.
func (t *sampleTable) readChunks(stsc, offsets fields, width int, size int64) error {
	where, runs := entries(offsets, width), entries(stsc, 12)
	chunks := uint32(len(where) / width)
	var first, samples uint32 // of the chunk that is at hand
	var end, total int64      // of the chunk before, of all
	next := uint32(1)         // the chunk with which the next run begins
	for k := uint32(1); k <= chunks && first < t.count; k++ {
		for k >= next && len(runs) > 0 {
			runs.u32()
			samples = runs.u32()
			runs.u32()
			next = math.MaxUint32
			if len(runs) >= 4 {
				next = binary.BigEndian.Uint32(runs)
			}
		}
		at := where.uint(width)
		n := min(samples, t.count-first)
		if n == 0 {
			continue
		}
		length := t.bytes(first, first+n)
		if at > uint64(size) || length > size-int64(at) {
			return fmt.Errorf("%w: a sample lies behind its end", ErrIncomplete)
		}
		if total += length; total > size {
			break
		}
		if len(t.chunks) == 0 || int64(at) != end {
			t.chunks = append(t.chunks, chunk{int64(at), first})
		}
		end = int64(at) + length
		first += n
	}
	t.truncate(first)
	return nil
}

// truncate leaves out all samples from the n-th on.
func (t *sampleTable) truncate(n uint32) {
	t.count = n
	if t.sizes != nil {
		t.sizes = t.sizes[:n]
	}
	for len(t.syncs) > 0 && t.syncs[len(t.syncs)-1] >= n {
		t.syncs = t.syncs[:len(t.syncs)-1]
	}
}
