package container

import (
	"math"
	"slices"
)

// film makes of all that was read what Open returns.
func (m *movie) film() (*Film, error) {
	m.tracks = slices.DeleteFunc(m.tracks, func(t *movieTrack) bool { return t.Timescale == 0 })
	start := m.timeline()
	film := &Film{Format: MP4, Start: start, Chapters: m.listChapters(start)}
	m.dropChapterTracks()
	index := &movieIndex{tracks: make(map[int]*movieTrack)}
	playable := false
	for _, t := range m.tracks {
		if t.Kind == "" {
			continue
		}
		playable = playable || t.Kind != Subtitle
		if t.Kind != Video {
			t.table.every, t.table.syncs = true, nil
		}
		for _, r := range t.table.shifts {
			t.table.early = max(t.table.early, -int64(r.shift))
		}
		if err := m.verify(t); err != nil {
			return nil, err
		}
		t.measure()
		film.Tracks = append(film.Tracks, t.Track)
		index.tracks[t.ID] = t
	}
	if !playable {
		return nil, ErrNotFilm
	}
	film.Duration = m.seconds()
	film.index = index
	return film, nil
}

// measure fills in what follows from a track's samples.
func (t *movieTrack) measure() {
	t.Codecs = codecString(t.Track)
	if t.Kind != Video {
		t.Width, t.Height = 0, 0
	}
	if t.table.count == 0 {
		return
	}
	length := float64(t.table.end()-t.table.pts(0)) / float64(t.Timescale)
	if length > 0 {
		t.Bitrate = 8 * float64(t.table.bytes(0, t.table.count)) / length
	}
	if t.Kind == Video {
		t.FrameRate = t.table.rate(t.Timescale)
		t.Codecs = codecString(t.Track)
	}
}

// rate returns how many frames a second there are, 0 when that varies. Times
// may be rounded to a coarse time scale, and the last frame may last longer.
func (t *sampleTable) rate(scale uint32) float64 {
	if t.count < 3 || len(t.times) == 0 {
		return 0
	}
	low, high := uint32(math.MaxUint32), uint32(0)
	for _, r := range t.times {
		if r.first+1 < t.count {
			low, high = min(low, r.delta), max(high, r.delta)
		}
	}
	length := t.dts(t.count-1) - t.dts(0)
	if length <= 0 || high-low > 2 && float64(high-low) > 0.01*float64(high) {
		return 0
	}
	return float64(t.count-1) * float64(scale) / float64(length)
}

// seconds returns how long the film is: to the end of its longest track, or
// else what the headers say.
func (m *movie) seconds() float64 {
	var longest, declared float64
	for _, t := range m.tracks {
		if t.Kind != Video && t.Kind != Audio {
			continue
		}
		if t.table.count > 0 {
			longest = max(longest, float64(t.table.end())/float64(t.Timescale))
		}
		declared = max(declared, float64(t.duration)/float64(t.Timescale))
	}
	if longest > 0 {
		return saneSeconds(longest)
	}
	if ticks := max(m.extended, m.duration); ticks > 0 && m.scale > 0 {
		declared = float64(ticks) / float64(m.scale)
	}
	return saneSeconds(declared)
}

// saneSeconds turns durations that no film has into "unknown".
func saneSeconds(seconds float64) float64 {
	const year = 365 * 24 * 3600
	if math.IsNaN(seconds) || seconds < 0 || seconds > year {
		return 0
	}
	return seconds
}
