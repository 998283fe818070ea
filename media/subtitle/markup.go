package subtitle

import (
	"html"
	"slices"
	"strings"
	"unicode"
)

// maxNesting bounds how many tags are open at once.
const maxNesting = 16

// escaper makes text that no reader of WebVTT takes for a tag or for the times
// of a cue.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// payload writes the text of a cue: whatever is put in, it comes out escaped,
// with balanced tags and without blank lines.
type payload struct {
	out  strings.Builder
	open []string // names of the open tags
}

// text adds plain text, in which line feeds separate lines.
func (p *payload) text(s string) {
	if p.out.Len() < maxText {
		p.out.WriteString(escaper.Replace(strings.Map(printable, s[:min(len(s), maxText)])))
	}
}

// printable drops control characters, which have no place in a line.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r != '\n' && unicode.IsControl(r):
		return -1
	}
	return r
}

// start opens a tag, as "i", "c.yellow" or "v"; note is its annotation.
func (p *payload) start(tag, note string) {
	if len(p.open) >= maxNesting || p.out.Len() > maxText {
		return
	}
	p.out.WriteString("<" + tag)
	if note = strings.Join(strings.Fields(strings.Map(printable, note)), " "); note != "" {
		p.out.WriteString(" " + escaper.Replace(note))
	}
	p.out.WriteString(">")
	name, _, _ := strings.Cut(tag, ".")
	p.open = append(p.open, name)
}

// end closes the last open tag of a name, and those within it; none is a no-op.
func (p *payload) end(name string) {
	for at, open := range slices.Backward(p.open) {
		if open != name {
			continue
		}
		for _, inner := range slices.Backward(p.open[at:]) {
			p.out.WriteString("</" + inner + ">")
		}
		p.open = p.open[:at]
		return
	}
}

// String closes what is open and returns the text, "" when there is none to see.
func (p *payload) String() string {
	if len(p.open) > 0 {
		for _, inner := range slices.Backward(p.open) {
			p.out.WriteString("</" + inner + ">")
		}
		p.open = nil
	}
	var text strings.Builder
	waiting := "" // tags of lines that show nothing
	for line := range strings.Lines(p.out.String()) {
		line = strings.TrimSpace(line)
		if seen(line) == "" {
			waiting += line
			continue
		}
		if text.Len() > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(waiting + line)
		waiting = ""
	}
	if text.Len() == 0 {
		return ""
	}
	return text.String() + waiting
}

// seen returns what a viewer sees of a cue's text.
func seen(text string) string {
	var out strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "<")
		out.WriteString(before)
		if !found {
			break
		}
		_, text, _ = strings.Cut(rest, ">")
	}
	return strings.TrimSpace(out.String())
}

// maxTag bounds a tag in bytes; what is longer is text.
const maxTag = 512

// tag splits what begins with "<" into a tag's name in lower case ("/i" when it
// ends one), its attributes and what follows it; ok is false when it is no tag
// but text, as in "a < b" or "<3".
func tag(s string) (name, attributes, rest string, ok bool) {
	end := strings.IndexByte(s[:min(len(s), maxTag)], '>')
	if end < 0 {
		return "", "", s, false
	}
	content, rest := s[1:end], s[end+1:]
	name, attributes, _ = strings.Cut(strings.TrimSuffix(content, "/"), " ")
	name = strings.ToLower(name)
	letter := strings.TrimPrefix(name, "/")
	ok = letter != "" && (letter[0] >= 'a' && letter[0] <= 'z' || letter[0] >= '0' && letter[0] <= '9' && strings.Contains(letter, ":"))
	return name, attributes, rest, ok
}

// unescape reads the entities that text of the web has.
func unescape(s string) string { return html.UnescapeString(s) }
