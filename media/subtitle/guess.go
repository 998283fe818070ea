package subtitle

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// Bounds and weights of a guess. A letter says the more for a language the more
// frequent it is there: from 1.5 for the first of its alphabet to 0.5 for the last.
const (
	evidence = 32 << 10 // bytes that are looked at
	mostOf   = 1.5
	leastOf  = 0.5
	foreign  = -2.0 // a character that the language does not have
	common   = 0.4  // one that all languages have
	capital  = 0.1  // what an upper case letter loses
	oddWord  = -1.0 // an upper case letter after a lower case one, or two scripts in a word
	hinted   = 0.3  // for the language that the file's name says
)

// guess returns the encoding in which data looks most like a language, which
// the language of the file's name (BCP 47, "" = unknown) makes likelier.
func guess(data []byte, name string) encoding.Encoding {
	sample := telling(data)
	base, _, _ := strings.Cut(strings.ToLower(name), "-")
	read := make(map[encoding.Encoding]*reading)
	best, at := western[0], foreign
	for _, a := range alphabets {
		for _, e := range a.encodings {
			r := read[e]
			if r == nil {
				r = readAs(e, sample)
				read[e] = r
			}
			score := a.score(r)
			if slices.Contains(strings.Fields(a.languages), base) {
				score += hinted
			}
			if score > at {
				best, at = e, score
			}
		}
	}
	return best
}

// telling returns the lines of data that are not all ASCII, up to the evidence
// that a guess needs.
func telling(data []byte) []byte {
	var lines []byte
	for line := range bytes.Lines(data) {
		if len(lines)+len(line) > evidence {
			break
		}
		if bytes.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) || bytes.ContainsRune(line, 0x1b) {
			lines = append(lines, line...)
		}
	}
	if len(lines) == 0 {
		lines = data[:min(len(data), evidence)]
	}
	return lines
}

// reading is what a text holds when it is read in one encoding.
type reading struct {
	runes map[rune]int // other than ASCII, in lower case
	upper int          // how many of them were in upper case
	odd   int          // what no word has: see oddWord
	total int          // of runes
	wide  float64      // bytes a rune
}

func readAs(e encoding.Encoding, sample []byte) *reading {
	text, err := e.NewDecoder().Bytes(sample)
	r := &reading{runes: make(map[rune]int)}
	if err != nil {
		return r
	}
	before := ' '
	ascii := 0
	for _, c := range string(text) {
		if c < utf8.RuneSelf {
			ascii++
			if unicode.IsLetter(before) && before >= utf8.RuneSelf && otherScript(before, c) {
				r.odd++
			}
			before = c
			continue
		}
		if unicode.IsUpper(c) {
			r.upper++
			if unicode.IsLower(before) {
				r.odd++
			}
		}
		if otherScript(c, before) {
			r.odd++
		}
		r.runes[unicode.ToLower(c)]++
		r.total++
		before = c
	}
	if r.total > 0 {
		r.wide = float64(len(sample)-ascii) / float64(r.total)
	}
	return r
}

// otherScript reports whether an ASCII letter stands beside a letter of a
// script that is written without them.
func otherScript(letter, ascii rune) bool {
	return ascii < utf8.RuneSelf && unicode.IsLetter(ascii) &&
		unicode.In(letter, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Thai)
}

// score tells how much a reading looks like the language: about 1 when it does.
func (a *alphabet) score(r *reading) float64 {
	if r.total == 0 {
		return foreign
	}
	letters := []rune(a.letters)
	rank := make(map[rune]int, len(letters))
	for i, c := range letters {
		if _, twice := rank[c]; !twice {
			rank[c] = i
		}
	}
	sum := oddWord*float64(r.odd) - capital*float64(r.upper)
	for c, n := range r.runes {
		sum += float64(n) * a.weigh(c, rank, len(letters))
	}
	return sum / float64(r.total)
}

// weigh tells how much one character says for the language.
func (a *alphabet) weigh(c rune, rank map[rune]int, letters int) float64 {
	if i, ok := rank[c]; ok {
		return mostOf - (mostOf-leastOf)*float64(i)/float64(letters)
	}
	for _, b := range a.block {
		if c >= b.first && c <= b.last {
			return b.weight
		}
	}
	if strings.ContainsRune(neutral, c) {
		return common
	}
	return foreign
}
