package media

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Find returns the first films, at most some, in natural order, whose title,
// folder and file name together hold every word of a query, and how many do.
// Case and accents don't count, in any script.
func (l *Library) Find(query string, most int) (films []Media, total int) {
	words := strings.Fields(fold(query))
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sort()
	for i, key := range l.keys {
		if !holdsAll(key, words) {
			continue
		}
		if total++; total <= most {
			films = append(films, l.sorted[i])
		}
	}
	return films, total
}

func holdsAll(key string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(key, word) })
}

// sort brings the films into order and makes the keys by which they are found,
// if that is to be done. l.mu is held.
func (l *Library) sort() {
	if l.sorted != nil {
		return
	}
	l.sorted = make([]Media, 0, len(l.ids))
	for _, f := range l.ids {
		if f.listed {
			l.sorted = append(l.sorted, f.media)
		}
	}
	sortNaturally(l.sorted)
	l.keys = make([]string, len(l.sorted))
	for i, m := range l.sorted {
		l.keys[i] = fold(m.Folder + "\n" + m.Title + "\n" + m.Name)
	}
}

// unmarked are letters whose strokes and ligatures no decomposition takes apart,
// as people type them who lack the key.
var unmarked = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h")

// fold makes texts alike that people take for the same: compatible forms
// (Unicode's NFKD), case, and accents, which are left out.
func fold(text string) string {
	text = norm.NFKD.String(cases.Fold().String(strings.ToValidUTF8(text, "\uFFFD")))
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return unmarked.Replace(cases.Fold().String(text))
}
