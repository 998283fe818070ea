package container

import "fmt"

// maxFragmented bounds the samples of a track that come in fragments.
const maxFragmented = 16 << 20

// sampleDefaults are what samples of a fragment have if they do not say otherwise.
type sampleDefaults struct{ duration, size, flags uint32 }

// Flags of tfhd and trun boxes (ISO/IEC 14496-12, sections 8.8.7 and 8.8.8).
const (
	hasBase        = 0x1 // tfhd
	hasDescription = 0x2
	hasDuration    = 0x8
	hasSize        = 0x10
	hasFlags       = 0x20
	baseIsMoof     = 0x20000

	hasDataOffset  = 0x1 // trun
	hasFirstFlags  = 0x4
	sampleDuration = 0x100
	sampleSize     = 0x200
	sampleFlags    = 0x400
	sampleShift    = 0x800

	notSync = 0x10000 // of a sample's flags: decoding cannot begin here
)

// fragment is where reading a track fragment (traf) has come to.
type fragment struct {
	t        *movieTrack
	defaults sampleDefaults
	base     int64 // what offsets of data are relative to
	at       int64 // of the next sample in the file
	dts      int64 // of the next sample, ticks
}

// moof reads a fragment, which begins at an offset of the file.
func (m *movie) moof(b []byte, start int64) error {
	base := start
	for kind, body := range boxesIn(b) {
		if kind != "traf" {
			continue
		}
		end, err := m.traf(body, start, base)
		if err != nil {
			return err
		}
		base = end
	}
	return nil
}

// traf reads a track's part of a fragment that begins at moof. If it does not
// say what its offsets are relative to, that is base: where the data of the
// track before ended. It returns where its own end.
func (m *movie) traf(b []byte, moof, base int64) (end int64, err error) {
	_, flags, f := fullBox(inBox(b, "tfhd"))
	t := m.byID[f.u32()]
	if t == nil {
		return base, nil
	}
	g := fragment{t: t, defaults: t.defaults, base: base, dts: t.end}
	switch {
	case flags&hasBase != 0:
		g.base = int64(f.u64())
	case flags&baseIsMoof != 0:
		g.base = moof
	}
	if flags&hasDescription != 0 {
		f.u32()
	}
	if flags&hasDuration != 0 {
		g.defaults.duration = f.u32()
	}
	if flags&hasSize != 0 {
		g.defaults.size = f.u32()
	}
	if flags&hasFlags != 0 {
		g.defaults.flags = f.u32()
	}
	if tfdt := inBox(b, "tfdt"); len(tfdt) >= 8 {
		version, _, f := fullBox(tfdt)
		g.dts = int64(f.time(version))
	}
	g.at = g.base
	if err := t.table.expand(); err != nil {
		return 0, err
	}
	for kind, body := range boxesIn(b) {
		if kind == "trun" {
			if err := m.trun(&g, body); err != nil {
				return 0, err
			}
		}
	}
	t.end = g.dts
	return g.at, nil
}

// trun reads a run of samples.
func (m *movie) trun(g *fragment, b []byte) error {
	_, flags, f := fullBox(b)
	n := f.u32()
	if flags&hasDataOffset != 0 {
		g.at = g.base + int64(int32(f.u32()))
	}
	first := g.defaults.flags
	if flags&hasFirstFlags != 0 {
		first = f.u32()
	}
	width := 0
	for _, flag := range []uint32{sampleDuration, sampleSize, sampleFlags, sampleShift} {
		if flags&flag != 0 {
			width += 4
		}
	}
	if width > 0 {
		n = min(n, uint32(len(f)/width))
	}
	t := &g.t.table
	start := g.at
	if g.at < 0 {
		return errBadBox
	}
	if n > 0 && (len(t.chunks) == 0 || t.fragmentEnd != g.at) {
		t.chunks = append(t.chunks, chunk{g.at, t.count})
	}
	for i := range n {
		s := sampleDefaults{g.defaults.duration, g.defaults.size, g.defaults.flags}
		if i == 0 {
			s.flags = first
		}
		var shift int32
		if flags&sampleDuration != 0 {
			s.duration = f.u32()
		}
		if flags&sampleSize != 0 {
			s.size = f.u32()
		}
		if flags&sampleFlags != 0 {
			s.flags = f.u32()
		}
		if flags&sampleShift != 0 {
			shift = int32(f.u32())
		}
		if s.size == 0 && width == 0 { // promised, but neither in the box nor in the file
			break
		}
		if g.at += int64(s.size); g.at > m.size {
			return fmt.Errorf("%w: a sample lies behind its end", ErrIncomplete)
		}
		if t.count >= maxFragmented {
			return fmt.Errorf("%w: too many samples", ErrNotFilm)
		}
		t.add(s, g.dts, shift)
		g.dts += int64(s.duration)
	}
	t.fragmentEnd = g.at
	if m.sampled += g.at - start; m.sampled > m.size {
		return fmt.Errorf("%w: more samples than bytes", ErrNotFilm)
	}
	return nil
}

// add appends a sample to the last chunk.
func (t *sampleTable) add(s sampleDefaults, dts int64, shift int32) {
	i := t.count
	t.count++
	t.sizes = append(t.sizes, s.size)
	n := len(t.times)
	if n == 0 || t.times[n-1].delta != s.duration || t.times[n-1].dts+int64(i-t.times[n-1].first)*int64(s.duration) != dts {
		t.times = append(t.times, timeRun{dts, i, s.duration})
	}
	t.addShift(i, shift)
	if sync := s.flags&notSync == 0; sync {
		t.syncs = append(t.syncs, i)
	}
}

// expand makes a table ready for samples of fragments, which differ in size.
func (t *sampleTable) expand() error {
	if t.count > maxFragmented {
		return fmt.Errorf("%w: too many samples", ErrNotFilm)
	}
	if t.sizes == nil {
		t.sizes = make([]uint32, t.count)
		for i := range t.sizes {
			t.sizes[i] = t.size
		}
	}
	if t.every {
		t.every = false
		t.syncs = make([]uint32, t.count)
		for i := range t.syncs {
			t.syncs[i] = uint32(i)
		}
	}
	return nil
}
