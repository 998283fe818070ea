package container

import (
	"cmp"
	"errors"
	"io"
	"math"
	"slices"
)

// matroska is the table of contents of a Matroska or WebM film (RFC 9559).
type matroska struct {
	size     int64
	docType  string
	body     int64 // of the segment: what positions are relative to
	limit    int64 // end of the segment
	scale    int64 // nanoseconds a tick
	duration int64 // nanoseconds by the Info, 0 when not said
	first    int64 // offset of the first cluster, 0 when there is none
	start    int64 // nanoseconds of the film's 0
	entries  []*entry
	chapters []Chapter
	cues     map[uint64][]point // by track number, ascending
	points   []point            // where to read from, of the main track
	keys     map[uint64][]int64 // PTS of random access points of video tracks
	partial  bool
}

// point is a cluster from which a time can be read.
type point struct {
	time int64 // nanoseconds
	at   int64 // offset of the cluster
}

// openMatroska reads headers and Cues, and the first cluster or so: what
// follows from the frames themselves.
func openMatroska(r io.ReaderAt, size int64) (*Film, error) {
	m := &matroska{size: size, scale: 1_000_000, cues: make(map[uint64][]point), keys: make(map[uint64][]int64)}
	w := &window{r: r, size: size}
	if err := m.header(w); err != nil {
		return nil, err
	}
	if err := m.contents(w); err != nil {
		return nil, err
	}
	if len(m.entries) == 0 {
		return nil, ErrNotFilm
	}
	h, err := m.readHead(r)
	if err != nil {
		return nil, err
	}
	m.settle(h)
	end, err := m.readIndex(r)
	if err != nil {
		return nil, err
	}
	return m.film(end, h), nil
}

// header reads the EBML header and finds the segment.
func (m *matroska) header(w *window) error {
	e, err := w.element(0, w.size)
	if err != nil {
		return err
	}
	if e.id != idEBML || e.unknown || e.end-e.body > 4096 {
		return errDamaged
	}
	b, err := w.copy(e.body, int(e.end-e.body), w.size)
	if err != nil {
		return err
	}
	children(b, func(id uint32, b []byte) {
		if id == idDocType {
			m.docType = ebmlText(b)
		}
	})
	if m.docType != "matroska" && m.docType != "webm" {
		return ErrNotFilm
	}
	for at, n := e.end, 0; at < w.size && n < 100; n++ {
		e, err := w.element(at, w.size)
		if err != nil {
			return err
		}
		if e.id == idSegment {
			if e.end > w.size {
				return io.ErrUnexpectedEOF
			}
			m.body, m.limit = e.body, e.end
			return nil
		}
		at = e.end
	}
	return io.ErrUnexpectedEOF
}

// contents reads what stands before the first cluster, and from elsewhere what
// the SeekHead names.
func (m *matroska) contents(w *window) error {
	places := make(map[uint32]int64)
	read := make(map[uint32]bool)
	for at := m.body; at < m.limit; {
		e, err := w.element(at, m.limit)
		if errors.Is(err, io.ErrUnexpectedEOF) && read[idTracks] {
			break // a recording that has not begun
		}
		if err != nil {
			return err
		}
		if e.id == idCluster {
			m.first = at
			break
		}
		if err := m.top(w, e, places, read); err != nil {
			return err
		}
		at = e.end
	}
	for _, id := range []uint32{idInfo, idTracks, idCues, idChapters} {
		at, known := places[id]
		if read[id] || !known || at >= m.limit {
			continue
		}
		e, err := w.element(at, m.limit)
		if err == nil && e.id == id {
			err = m.top(w, e, places, read)
		}
		if err != nil && (id == idTracks || !errors.Is(err, errDamaged) && !errors.Is(err, io.ErrUnexpectedEOF)) {
			return err
		}
	}
	return nil
}

// top reads an element of the segment's top level.
func (m *matroska) top(w *window, e element, places map[uint32]int64, read map[uint32]bool) error {
	switch e.id {
	case idSeekHead, idInfo, idTracks, idCues, idChapters:
	default:
		if e.unknown {
			return errDamaged
		}
		return nil
	}
	b, err := w.master(e)
	if err != nil {
		return err
	}
	if read[e.id] && e.id != idSeekHead {
		return nil
	}
	read[e.id] = true
	switch e.id {
	case idSeekHead:
		m.seekHead(b, places)
	case idInfo:
		m.info(b)
	case idTracks:
		m.entries = parseTracks(b)
	case idCues:
		m.parseCues(b)
	case idChapters:
		m.chapters = parseChapters(b)
	}
	return nil
}

func (m *matroska) seekHead(b []byte, places map[uint32]int64) {
	children(b, func(id uint32, b []byte) {
		if id != idSeek {
			return
		}
		var target, position uint64
		children(b, func(id uint32, b []byte) {
			switch id {
			case idSeekID:
				target = ebmlUint(b)
			case idSeekPosition:
				position = ebmlUint(b)
			}
		})
		if position < uint64(m.limit-m.body) {
			places[uint32(target)] = m.body + int64(position)
		}
	})
}

func (m *matroska) info(b []byte) {
	duration := 0.0
	children(b, func(id uint32, b []byte) {
		switch id {
		case idTimestampScale:
			if v := ebmlUint(b); v > 0 && v <= 1e9 {
				m.scale = int64(v)
			}
		case idDuration:
			duration = ebmlFloat(b)
		}
	})
	if ns := duration * float64(m.scale); ns > 0 && ns < maxNanoseconds {
		m.duration = int64(ns)
	}
}

// maxNanoseconds bounds times so that sums of them do not overflow.
const maxNanoseconds = math.MaxInt64 / 8

// nanoseconds converts ticks of the file.
func (m *matroska) nanoseconds(ticks int64) int64 {
	if limit := maxNanoseconds / m.scale; ticks > limit || ticks < -limit {
		return maxNanoseconds
	}
	return ticks * m.scale
}

// parseCues reads the Cues element. Times are converted later, since the Info
// may follow: m.scale is applied by settle.
func (m *matroska) parseCues(b []byte) {
	children(b, func(id uint32, b []byte) {
		if id != idCuePoint {
			return
		}
		var time uint64
		children(b, func(id uint32, b []byte) {
			switch id {
			case idCueTime:
				time = ebmlUint(b)
			case idCueTrackPosition:
				var track, position uint64
				children(b, func(id uint32, b []byte) {
					switch id {
					case idCueTrack:
						track = ebmlUint(b)
					case idCueCluster:
						position = ebmlUint(b)
					}
				})
				if time <= maxTicks && position < uint64(m.limit-m.body) {
					m.cues[track] = append(m.cues[track], point{int64(time), m.body + int64(position)})
				}
			}
		})
	})
}

// settle converts the cues and sets the clocks, which need the first frames.
func (m *matroska) settle(h head) {
	for track, cues := range m.cues {
		for i := range cues {
			cues[i].time = m.nanoseconds(cues[i].time)
		}
		slices.SortFunc(cues, func(a, b point) int {
			return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.at, b.at))
		})
		m.cues[track] = slices.CompactFunc(cues, func(a, b point) bool { return a.time == b.time })
	}
	m.start = h.start
	for _, t := range m.entries {
		first := h.tracks[t.number]
		t.describe(first.data)
		t.clock = m.clock(t, first)
		t.Timescale = uint32(t.clock.timescale)
		t.Delay = ticksOf(t.delay, t.clock.timescale)
		if t.Kind == Video {
			_, _, t.FrameRate = videoClock(t.frame)
			t.reorder(first.times)
		}
		t.Codecs = codecString(t.Track)
	}
	if main := m.main(); main != nil {
		m.points = m.cues[main.number]
	}
}

// clock returns the clock of a track, which counts from its first frame.
func (m *matroska) clock(t *entry, first headTrack) clock {
	c := clock{scale: m.scale, start: m.start + t.delay, timescale: 1000, anchor: first.time}
	switch t.Kind {
	case Video:
		c.timescale, c.frame, _ = videoClock(t.frame)
	case Audio:
		c.timescale = int64(math.Round(t.frequency))
		if t.Codec == Opus {
			c.timescale = 48000
		}
		c.frame = int64(frameSamples(t.Codec, t.Config, first.data))
	}
	return c
}

// main returns the track by which the film is indexed: the first video track,
// else the first audio track.
func (m *matroska) main() *entry {
	for _, kind := range []Kind{Video, Audio} {
		for _, t := range m.entries {
			if t.Kind == kind {
				return t
			}
		}
	}
	return nil
}

func (m *matroska) entry(track int) *entry {
	for _, t := range m.entries {
		if t.ID == track {
			return t
		}
	}
	return nil
}
