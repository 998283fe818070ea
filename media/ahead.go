package media

import "goblet/media/container"

// Ahead returns how many seconds of a film, from a position (seconds) on, have
// arrived without a gap. whole is true when that is all there is to come, as of
// every film that is not being uploaded.
func (l *Library) Ahead(id, version string, position float64) (seconds float64, whole bool) {
	m, f, err := l.find(id)
	if err != nil || f.up == nil || m.Version != version || f.up.Complete() {
		return 0, true
	}
	l.mu.Lock()
	table := f.table
	l.mu.Unlock()
	return ahead(f.up, span(m, table), position, m.Duration)
}

// span returns a function that tells which bytes hold what is shown between two
// positions: by the table of contents, or if there is none as if all of the
// film's seconds were equally large.
func span(m Media, table *container.Film) func(from, to float64) (start, end int64) {
	if table != nil {
		return table.Span
	}
	at := func(position float64) int64 {
		if m.Duration <= 0 {
			return 0
		}
		return int64(position / m.Duration * float64(m.Size))
	}
	return func(from, to float64) (start, end int64) { return at(from), min(m.Size, at(to)+1) }
}

// longestFilm (seconds) is how far ahead a film of unknown duration is looked at.
const longestFilm = 12 * 3600

// ahead finds the last position up to which all bytes are there, to a quarter of
// a second.
func ahead(has interface{ Has(start, end int64) bool }, span func(from, to float64) (start, end int64), position, duration float64) (float64, bool) {
	there := func(to float64) bool { return has.Has(span(position, to)) }
	end := duration
	if end <= 0 {
		end = position + longestFilm
	}
	if position >= end || there(end) {
		return max(0, end-position), true
	}
	low, high := position, end
	for high-low > 0.25 {
		if middle := (low + high) / 2; there(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low - position, false
}
