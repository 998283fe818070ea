package subtitle

import (
	"regexp"
	"strings"
)

// parseVTT reads WebVTT. Style sheets, regions and notes are dropped: what a cue
// looks like is the viewer's choice.
func parseVTT(text string) []Cue {
	var cues []Cue
	var cue Cue
	var lines []string
	timed := false
	flush := func() {
		if timed && len(cues) < maxCues {
			if cue.Text = vttText(strings.Join(lines, "\n")); cue.Text != "" {
				cues = append(cues, cue)
			}
		}
		lines, timed = nil, false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\n")
		if strings.Contains(line, "-->") {
			flush()
			if start, end, settings, ok := span(line); ok {
				cue, timed = Cue{Start: start, End: end, Settings: vttSettings(settings)}, true
			}
			continue
		}
		if line == "" {
			flush()
			continue
		}
		if timed {
			lines = append(lines, line)
		}
	}
	flush()
	return cues
}

// setting is what a cue may say of its place; regions are known to few browsers.
var setting = regexp.MustCompile(`^(vertical:(rl|lr)|line:-?\d{1,3}(\.\d{1,6})?%?(,(start|center|end))?|` +
	`position:\d{1,3}(\.\d{1,6})?%(,(line-left|center|line-right))?|size:\d{1,3}(\.\d{1,6})?%|align:(start|center|end|left|right))$`)

// vttSettings keeps the settings that are known.
func vttSettings(s string) string {
	var kept []string
	for field := range strings.FieldsSeq(s) {
		if setting.MatchString(field) && len(kept) < 5 {
			kept = append(kept, field)
		}
	}
	return strings.Join(kept, " ")
}

// classes are what may follow the name of a tag.
var classes = regexp.MustCompile(`^(\.[A-Za-z0-9_-]{1,32}){1,4}$`)

// vttText reads the text of a cue. Of tags those remain that WebVTT knows, but
// for moments within a cue, which a delay would have to move.
func vttText(s string) string {
	var p payload
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			p.text(unescape(s))
			break
		}
		p.text(unescape(s[:i]))
		name, attributes, rest, ok := tag(s[i:])
		if !ok {
			p.text("<")
			s = s[i+1:]
			continue
		}
		s = rest
		base, class, _ := strings.Cut(name, ".")
		if class = "." + class; !classes.MatchString(class) {
			class = ""
		}
		switch base {
		case "c", "i", "b", "u", "ruby", "rt":
			p.start(base+class, "")
		case "v", "lang":
			p.start(base+class, unescape(attributes))
		case "/c", "/i", "/b", "/u", "/ruby", "/rt", "/v", "/lang":
			p.end(base[1:])
		}
	}
	return p.String()
}
