package container

import "slices"

// film makes of all that was read what Open returns. end is that of the last
// frame that was seen, in nanoseconds.
func (m *matroska) film(end int64, h head) *Film {
	film := &Film{Format: Matroska, Start: float64(m.start) / 1e9, Partial: m.partial, Growing: m.partial && m.duration == 0, index: m}
	if m.docType == "webm" {
		film.Format = WebM
	}
	m.length = m.seconds(end)
	film.Duration = m.length
	m.bitrates(film.Duration, h)
	for _, t := range m.entries {
		film.Tracks = append(film.Tracks, t.Track)
	}
	for _, c := range m.chapters {
		c.Start = max(0, c.Start-film.Start)
		film.Chapters = append(film.Chapters, c)
	}
	return film
}

// seconds returns the film's length. Some programs count the Info's duration
// from the first frame, others from 0: what lies behind tells.
func (m *matroska) seconds(end int64) float64 {
	if m.duration == 0 {
		return float64(max(0, end-m.start)) / 1e9
	}
	last := end
	if n := len(m.points); n > 0 {
		last = max(last, m.points[n-1].time)
	}
	if last > m.duration || m.duration <= m.start {
		return float64(m.duration) / 1e9
	}
	return float64(m.duration-m.start) / 1e9
}

// bitrates estimates what tracks take: sound by the film's beginning, pictures
// by what is left of the file.
func (m *matroska) bitrates(seconds float64, h head) {
	if seconds <= 0 {
		return
	}
	rest := 8 * float64(m.size) / seconds
	for _, t := range m.entries {
		if first := h.tracks[t.number]; t.Kind == Audio && first.last > first.time {
			n := float64(first.count)
			t.Bitrate = 8 * float64(first.bytes) / (float64(first.last-first.time) / 1e9 * n / (n - 1))
			rest -= t.Bitrate
		}
	}
	if main := m.main(); main != nil && main.Kind == Video {
		main.Bitrate = max(0, rest)
	}
}

// keyframes is index.keyframes. Of sound, where every frame is one, it is nil.
func (m *matroska) keyframes(track int) []int64 {
	if t := m.entry(track); t != nil {
		return slices.Clone(m.keys[t.number])
	}
	return nil
}

// span is index.span: from the cluster of the last point before, to that of the
// first point half a second behind, or in proportion where points lie far apart.
func (m *matroska) span(from, to float64) (start, end int64) {
	const (
		behind = 5e8   // nanoseconds that tracks may lie apart in the file
		far    = 20e9  // nanoseconds between points
		margin = 1.125 // of estimates
		least  = 1 << 20
	)
	if m.first == 0 || m.main() == nil {
		return 0, m.size
	}
	zero := m.start + m.main().delay // in the timestamps of the points
	first, last := int64(from*1e9)+zero, int64(to*1e9)+zero+behind
	before := point{zero, m.first}
	after := point{zero + int64(m.length*1e9), m.limit}
	start = m.first
	for _, p := range m.points {
		if p.time <= first {
			start = p.at
		}
		if p.time <= last {
			before = p
		} else {
			after = p
			break
		}
	}
	end = after.at
	if length := after.time - before.time; length > far && last > before.time {
		part := float64(last-before.time) / float64(length)
		end = min(end, before.at+int64(part*margin*float64(after.at-before.at))+least)
	}
	return start, max(start, end)
}
