package media

import "goblet/media/container"

// Ahead returns how many seconds of a film, from a position (seconds) on, have
// arrived without a gap. whole is true when that is all there is to come, as of
// every film that is not being uploaded.
func (l *Library) Ahead(id, version string, position float64) (seconds float64, whole bool) {
	m, f, err := l.find(id)
	switch {
	case err != nil || m.Version != version:
	case f.coming != nil:
		table := l.films.get(f.coming.film)
		if f.coming.Complete() || table == nil && m.Duration <= 0 { // in the latter case nothing can be told
			return 0, true
		}
		return ahead(f.coming, span(m, table), position, m.Duration)
	case f.up != nil && !f.up.Complete():
		l.mu.Lock()
		table := f.table
		l.mu.Unlock()
		return ahead(f.up, span(m, table), position, m.Duration)
	}
	return 0, true
}

// Pace returns how many seconds of a film that is being uploaded arrive each
// second, as its seconds are on average; 0 when nothing arrives or its length is
// not known.
func (l *Library) Pace(id string) float64 {
	p, ok := l.Arrival(id)
	if !ok || p.Size <= 0 {
		return 0
	}
	m, _ := l.Get(id) // the zero Media, of no duration, if it was removed just now
	return p.Rate / float64(p.Size) * m.Duration
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
	known := bisect(end, position, there)
	return known - position + begun(has, span, position, known, end), false
}

// begun returns how many seconds have arrived after a position up to which all is
// there, of what can only be told as a whole, such as a cluster of a Matroska
// file: by how many of its bytes are there, as if its seconds were equally large.
func begun(has interface{ Has(start, end int64) bool }, span func(from, to float64) (start, end int64), position, known, end float64) float64 {
	const more = 0.5 // seconds
	start, next := span(position, known)
	first := known // what the next bytes begin with
	if known == position {
		next = start
		first = bisect(0, position, func(from float64) bool { s, _ := span(from, position); return s == start })
	}
	_, stop := span(position, min(known+more, end))
	if stop <= next || !has.Has(next, next+1) {
		return 0
	}
	// The last position that needs no more bytes than these.
	last := bisect(end, known, func(to float64) bool { _, s := span(position, to); return s <= stop })
	var there int64
	for n := (stop - next) / 2; n > 0; n /= 2 {
		if has.Has(next, next+there+n) {
			there += n
		}
	}
	return max(0, first-known+(last-first)*float64(there)/float64(stop-next))
}

// bisect returns the position that is nearest to far, to a quarter of a second, of
// those for which holds is true, as it is for near.
func bisect(far, near float64, holds func(position float64) bool) float64 {
	for max(near-far, far-near) > 0.25 {
		if middle := (near + far) / 2; holds(middle) {
			near = middle
		} else {
			far = middle
		}
	}
	return near
}
