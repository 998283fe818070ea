package media

import (
	"slices"
	"unicode/utf8"
)

// Following returns the films of a film's folder that come after it in natural order.
func (l *Library) Following(id string) (films []Media) {
	items := l.look().items
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == id })
	if at < 0 {
		return nil
	}
	for _, i := range items[at+1:] {
		if i.Folder != items[at].Folder {
			break
		}
		if i.Problem.Silent() {
			films = append(films, i.Media)
		}
	}
	return films
}

// Series returns those of Following that go on with the film's series, as far as
// their titles say: each differs from the one before first in a number.
func (l *Library) Series(id string) []Media {
	before, err := l.Get(id)
	if err != nil {
		return nil
	}
	following := l.Following(id)
	for i, next := range following {
		if !goesOn(before.Title, next.Title) {
			return following[:i]
		}
		before = next
	}
	return following
}

// goesOn reports whether two titles are alike up to a number that differs, as in
// "Show S01E01 Pilot" and "Show S01E02 The Cat".
func goesOn(before, after string) bool {
	i := 0
	for i < len(before) && i < len(after) {
		r, size := utf8.DecodeRuneInString(before[i:])
		if other, _ := utf8.DecodeRuneInString(after[i:]); other != r {
			break
		}
		i += size
	}
	return before != after && digitAt(before, i) && digitAt(after, i)
}

// digitAt reports whether a number is at i, or ends there.
func digitAt(text string, i int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return digit(i) || digit(i-1)
}
