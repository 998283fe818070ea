package subtitle

import (
	"regexp"
	"strings"
)

// parseSRT reads SubRip: times with "-->", then lines of text. Numbers and blank
// lines between cues may be missing, and blank lines within cues are allowed.
func parseSRT(text string) []Cue {
	var cues []Cue
	var cue Cue
	var lines []string
	timed := false
	flush := func() {
		if timed && len(cues) < maxCues {
			if cue.Text, cue.Settings = srtText(strings.Join(lines, "\n")); cue.Text != "" {
				cues = append(cues, cue)
			}
		}
		lines, timed = nil, false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\n")
		if strings.Contains(line, "-->") {
			if start, end, _, ok := span(line); ok {
				if _, number := digits(last(lines)); number {
					lines = lines[:len(lines)-1]
				}
				flush()
				cue, timed = Cue{Start: start, End: end}, true
				continue
			}
		}
		lines = append(lines, line)
	}
	flush()
	return cues
}

func last(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[len(lines)-1]
}

// srtText reads the text of a cue with the tags of the web that are common, and
// the overrides of ASS that are, too.
func srtText(s string) (text, settings string) {
	var p payload
	for s != "" {
		i := strings.IndexAny(s, "<{")
		if i < 0 {
			p.text(unescape(s))
			break
		}
		p.text(unescape(s[:i]))
		s = s[i:]
		if s[0] == '{' {
			end := strings.IndexByte(s[:min(len(s), maxTag)], '}')
			if end < 0 || !strings.HasPrefix(s, `{\`) {
				p.text("{")
				s = s[1:]
				continue
			}
			if where := overrides(&p, s[1:end], style{}); where != "" {
				settings = where
			}
			s = s[end+1:]
			continue
		}
		name, attributes, rest, ok := tag(s)
		if !ok {
			p.text("<")
			s = s[1:]
			continue
		}
		webTag(&p, name, attributes)
		s = rest
	}
	return p.String(), strings.TrimSpace(settings)
}

// webTag opens or closes a tag that WebVTT has, too, and drops others.
func webTag(p *payload, name, attributes string) {
	switch name {
	case "i", "b", "u":
		p.start(name, "")
	case "em":
		p.start("i", "")
	case "strong":
		p.start("b", "")
	case "/i", "/b", "/u":
		p.end(name[1:])
	case "/em":
		p.end("i")
	case "/strong":
		p.end("b")
	case "br", "/br":
		p.text("\n")
	case "font":
		class := "c"
		if m := fontColor.FindStringSubmatch(attributes); m != nil {
			class += colorClass(m[1])
		}
		p.start(class, "")
	case "/font":
		p.end("c")
	}
}

var fontColor = regexp.MustCompile(`(?i)\bcolor\s*=\s*["']?#?([a-z0-9]+)`)

// colors are those that WebVTT has a class for.
var colors = map[string]string{
	"white": ".white", "ffffff": ".white", "lime": ".lime", "00ff00": ".lime", "cyan": ".cyan", "aqua": ".cyan", "00ffff": ".cyan",
	"red": ".red", "ff0000": ".red", "yellow": ".yellow", "ffff00": ".yellow", "magenta": ".magenta", "fuchsia": ".magenta", "ff00ff": ".magenta",
	"blue": ".blue", "0000ff": ".blue", "black": ".black", "000000": ".black",
}

// colorClass returns the class of a colour's name or six digits, "" for others.
func colorClass(color string) string { return colors[strings.ToLower(color)] }
