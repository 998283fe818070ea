package views

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// partKind says what a part of a line is.
type partKind int

const (
	plain    partKind = iota
	link              // to is the address
	timecode          // seconds is the position
	spoiler
	mention // to is the viewer's id
)

// textPart is a piece of a line's text as it is shown. The texts of all parts are the
// line's, but for the bars around spoilers.
type textPart struct {
	kind    partKind
	text    string
	to      string
	seconds int
}

// maxParts bounds what a line can become: markup is longer than the text it is made
// of. The rest of the line is plain.
const maxParts = 64

// tokenize finds what is more than text in a line. It looks at each character a
// bounded number of times.
func tokenize(text string, named []Viewer) []textPart {
	t := tokenizer{text: text, named: named}
	for t.at < len(text) && len(t.parts) < maxParts {
		if !t.special() {
			_, n := utf8.DecodeRuneInString(text[t.at:])
			t.at += n
		}
	}
	t.at = len(text)
	t.flush()
	return t.parts
}

type tokenizer struct {
	text  string
	named []Viewer
	parts []textPart
	begun int // where the plain text begins that is no part yet
	at    int
	bars  int // where the next || is, if ahead of at; len(text) when there is none
}

// special takes what begins here if it is more than text.
func (t *tokenizer) special() bool {
	rest := t.text[t.at:]
	switch c := rest[0]; {
	case c == '|':
		return t.spoiler(rest)
	case inWord(t.before()):
		return false
	case c == 'h' || c == 'H':
		return t.link(rest)
	case c == '@':
		return t.mention(rest)
	case c >= '0' && c <= '9':
		return t.timecode(rest)
	}
	return false
}

// before returns the character before the present one, a space at the beginning.
func (t *tokenizer) before() rune {
	if t.at == 0 {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(t.text[:t.at])
	return r
}

// take makes a part of the next n bytes of the text.
func (t *tokenizer) take(n int, p textPart) bool {
	t.flush()
	t.parts = append(t.parts, p)
	t.at += n
	t.begun = t.at
	return true
}

// skip leaves the next n bytes plain.
func (t *tokenizer) skip(n int) bool {
	t.at += n
	return true
}

// flush makes a part of the plain text before at.
func (t *tokenizer) flush() {
	if t.begun < t.at {
		t.parts = append(t.parts, textPart{kind: plain, text: t.text[t.begun:t.at]})
	}
	t.begun = t.at
}

// spoiler takes ||text||. What is between the bars is text alone.
func (t *tokenizer) spoiler(rest string) bool {
	inner, opens := strings.CutPrefix(rest, "||")
	if !opens {
		return false
	}
	n := t.closing(t.at+2) - t.at - 2
	if n+2 > len(inner) { // none of those that follow are closed either
		return t.skip(2)
	}
	if strings.TrimSpace(inner[:n]) == "" {
		return t.skip(n + 4)
	}
	return t.take(n+4, textPart{kind: spoiler, text: inner[:n]})
}

// closing returns where the first || from a place on is, len(text) if nowhere. It
// looks for each once.
func (t *tokenizer) closing(from int) int {
	if t.bars < from {
		t.bars = len(t.text)
		if i := strings.Index(t.text[from:], "||"); i >= 0 {
			t.bars = from + i
		}
	}
	return t.bars
}

// link takes an address of http or https that says where it leads: without a name
// before the host, and whole. Any other one stays text.
func (t *tokenizer) link(rest string) bool {
	scheme := 0
	for _, s := range []string{"https://", "http://"} {
		if len(rest) >= len(s) && strings.EqualFold(rest[:len(s)], s) {
			scheme = len(s)
			break
		}
	}
	if scheme == 0 {
		return false
	}
	end := strings.IndexFunc(rest, endsLink)
	if end < 0 {
		end = len(rest)
	}
	address := trimLink(rest[:end])
	u, err := url.Parse(address)
	if err != nil || u.User != nil || !strings.ContainsFunc(u.Hostname(), inWord) || strings.ContainsAny(u.Host, "@%") {
		return t.skip(end)
	}
	return t.take(len(address), textPart{kind: link, text: address, to: address})
}

// endsLink reports whether r is in no address: space, what surrounds addresses, and
// what browsers read in another way than it looks.
func endsLink(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"`\\|^{}", r)
}

// trimLink leaves out what follows an address in a sentence: punctuation, and
// brackets that were opened before it.
func trimLink(s string) string {
	open := strings.Count(s, "(") - strings.Count(s, ")")
	for len(s) > 0 {
		switch last := s[len(s)-1]; {
		case strings.IndexByte(".,;:!?'*_~]", last) >= 0:
		case last == ')' && open < 0:
			open++
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// mention takes @ and the name of one of those who are named in the line.
func (t *tokenizer) mention(rest string) bool {
	best, who := 0, Viewer{}
	for _, v := range t.named {
		if n := foldedPrefix(rest[1:], v.Name); n > best {
			if next, size := utf8.DecodeRuneInString(rest[1+n:]); size == 0 || !inWord(next) {
				best, who = n, v
			}
		}
	}
	if best == 0 {
		return false
	}
	return t.take(1+best, textPart{kind: mention, text: rest[:1+best], to: who.ID})
}

// foldedPrefix returns how many bytes of s are the name but for case, 0 if it does
// not begin with it.
func foldedPrefix(s, name string) int {
	n := 0
	for _, want := range name {
		r, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || unicode.ToLower(r) != unicode.ToLower(want) {
			return 0
		}
		n += size
	}
	return n
}

// timecode takes 1:23, 12:34 or 1:02:03.
func (t *tokenizer) timecode(rest string) bool {
	end := strings.IndexFunc(rest, func(r rune) bool { return r != ':' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(rest)
	}
	next, _ := utf8.DecodeRuneInString(rest[end:])
	code := strings.TrimSuffix(rest[:end], ":") // "at 1:23: he falls"
	if seconds, ok := parseTimecode(code); ok && (end < len(rest) && !inWord(next) || end == len(rest)) {
		return t.take(len(code), textPart{kind: timecode, text: code, seconds: seconds})
	}
	return t.skip(end)
}

// parseTimecode reads minutes and seconds, or hours, minutes and seconds.
func parseTimecode(code string) (seconds int, ok bool) {
	if len(code) > len("00:00:00") {
		return 0, false
	}
	fields := strings.Split(code, ":")
	if len(fields) < 2 || len(fields) > 3 {
		return 0, false
	}
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil || i == 0 && len(field) > 3 || i > 0 && (len(field) != 2 || n > 59) || i == 0 && len(fields) == 3 && len(field) > 2 {
			return 0, false
		}
		seconds = seconds*60 + n
	}
	return seconds, true
}

// inWord reports whether r is part of a word or number.
func inWord(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '_' }
