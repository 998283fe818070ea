package container

import (
	"errors"
	"io"
	"slices"
)

// arriver is a reader of a film of which some bytes may not be there yet.
type arriver interface {
	// Has reports whether all bytes from start to before end are there.
	Has(start, end int64) bool
}

// errAbsent is of bytes that have not arrived, where they are not waited for.
var errAbsent = errors.New("these bytes have not arrived yet")

// present reads what has arrived and does not wait for the rest.
type present struct {
	r     io.ReaderAt
	there arriver // nil: everything is
}

func arrived(r io.ReaderAt) present {
	there, _ := r.(arriver)
	return present{r, there}
}

// ReadAt fails with errAbsent where bytes have not arrived.
func (p present) ReadAt(b []byte, at int64) (int, error) {
	if p.there != nil && !p.there.Has(at, at+int64(len(b))) {
		return 0, errAbsent
	}
	return p.r.ReadAt(b, at)
}

// readIndex finds where decoding can begin: by the Cues, else by walking over
// the blocks' headers. It returns the end of the last frame that it saw, in
// nanoseconds. Of a film that is still arriving it looks at what is there.
func (m *matroska) readIndex(r io.ReaderAt) (end int64, err error) {
	main := m.main()
	if main == nil || m.first == 0 {
		return 0, nil
	}
	if len(m.points) == 0 {
		if end, err = m.scan(r, m.first, true); err != nil {
			return 0, err
		}
	} else if m.duration == 0 {
		if end, err = m.scan(r, m.points[len(m.points)-1].at, false); err != nil {
			return 0, err
		}
	}
	for _, t := range m.entries {
		if t.Kind == Video && m.keys[t.number] == nil {
			if err := m.listKeys(r, t); err != nil {
				return 0, err
			}
		}
	}
	return end, nil
}

// scan walks over the blocks' headers from a cluster on, makes the index of
// the main track when it has none, and returns the end of the last frame.
func (m *matroska) scan(r io.ReaderAt, from int64, index bool) (end int64, err error) {
	main := m.main()
	w := m.walker(arrived(r), blockCursor{at: from}, func(track uint64) bool {
		t := m.numbered(track)
		return t != nil && t.Kind != Subtitle
	})
	w.frames = false
	for {
		b, err := w.next()
		switch {
		case errors.Is(err, errAbsent):
			m.partial = true
			return end, nil
		case errors.Is(err, io.EOF) || errors.Is(err, errDamaged):
			return end, nil
		case err != nil:
			return end, err
		}
		t, time := m.numbered(b.track), m.nanoseconds(b.time)
		length := t.frame
		if b.duration > 0 {
			length = m.nanoseconds(b.duration)
		} else if length == 0 && t.clock.frame > 0 {
			length = t.clock.frame * 1e9 / t.clock.timescale
		}
		end = max(end, time+length)
		if !index || t != main {
			continue
		}
		if err := m.note(w, t, b, time); err != nil && !errors.Is(err, errAbsent) {
			return end, err
		}
	}
}

// note adds a block of the main track to the index if decoding can begin there.
func (m *matroska) note(w *walker, t *entry, b block, time int64) error {
	if t.Kind != Video {
		if n := len(m.points); n == 0 || m.points[n-1].at != b.at.cluster {
			m.points = append(m.points, point{time, b.at.cluster})
		}
		return nil
	}
	sync, err := t.judge(w, b)
	if err != nil || !sync {
		return err
	}
	m.points = append(m.points, point{time, b.at.cluster})
	m.keys[t.number] = append(m.keys[t.number], t.clock.pts(time))
	return nil
}

// listKeys makes the list of random access points of a video track from its
// cues. Those of H.264 that are no IDR pictures do not count: a few cues show
// whether the film has open GOPs, and only then all are looked at.
func (m *matroska) listKeys(r io.ReaderAt, t *entry) error {
	const few = 8
	cues := m.cues[t.number]
	var keys, seen []int64
	for i, c := range cues {
		pts := t.clock.pts(c.time)
		keys = append(keys, pts)
		if t.Codec != H264 || i >= few && !t.OpenGOP {
			continue
		}
		sync, err := m.checkCue(arrived(r), t, c)
		if errors.Is(err, errAbsent) {
			m.partial = m.partial || t.OpenGOP
			continue
		}
		if err != nil {
			return err
		}
		if sync {
			seen = append(seen, pts)
		}
	}
	if t.OpenGOP {
		keys = seen
	}
	slices.Sort(keys)
	m.keys[t.number] = slices.Compact(keys)
	return nil
}

// checkCue reports whether a cue leads to a random access point.
func (m *matroska) checkCue(r io.ReaderAt, t *entry, c point) (bool, error) {
	w := m.walker(r, blockCursor{at: c.at}, func(track uint64) bool { return track == t.number })
	w.frames = false
	for {
		b, err := w.next()
		if errors.Is(err, io.EOF) || errors.Is(err, errDamaged) || err == nil && b.at.cluster != c.at {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if m.nanoseconds(b.time) == c.time {
			return t.judge(w, b)
		}
	}
}

// judge is randomAccess, and notes when it tells of open GOPs.
func (t *entry) judge(w *walker, b block) (bool, error) {
	sync, err := t.randomAccess(w, b)
	if err == nil && b.key && !sync && t.Codec == H264 {
		t.OpenGOP = true
	}
	return sync, err
}

// randomAccess reports whether decoding can begin at a block.
func (t *entry) randomAccess(w *walker, b block) (bool, error) {
	if t.Kind != Video {
		return true, nil
	}
	if !b.key || t.nalLength == 0 || b.lacing != laceNone || t.packing.zlib {
		return b.key, nil
	}
	for _, n := range []int{1 << 10, 64 << 10, int(b.end - b.data)} {
		data, err := w.peek(b, n)
		if err != nil {
			return false, err
		}
		data, err = t.packing.unpack(data)
		if err != nil {
			return false, err
		}
		if random, known := randomAccess(t.Codec, data, t.nalLength); known {
			return random, nil
		}
	}
	return false, nil
}
