package subtitle

import "strings"

// style is what a style of ASS says that WebVTT can show.
type style struct {
	bold, italic, underline bool
	align                   int // as on a number pad, 0 = 2
}

// script is an ASS or SSA file that is being read.
type script struct {
	section string
	old     bool // SSA: other numbers of alignment
	styles  map[string]style
	format  []string // fields of the section's lines
	cues    []Cue
}

// parseASS reads ASS and SSA. Signs that are placed at will come to stand at the
// edge that they are nearest to, drawings are dropped.
func parseASS(text string) []Cue {
	s := script{styles: make(map[string]style)}
	s.read(text)
	return join(Sort(s.cues))
}

func (s *script) read(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			s.section, s.format = strings.ToLower(line), nil
			s.old = s.old || s.section == "[v4 styles]"
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		s.line(strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value))
	}
}

func (s *script) line(key, value string) {
	switch key {
	case "format":
		s.format = fields(strings.ToLower(value), -1)
	case "style":
		if strings.HasSuffix(s.section, "styles]") {
			s.style(value)
		}
	case "dialogue":
		if s.section == "[events]" && len(s.cues) < maxCues {
			s.dialogue(value)
		}
	}
}

// fields splits a line at commas into at most n trimmed fields, -1 = all.
func fields(line string, n int) []string {
	parts := strings.SplitN(line, ",", n)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// The fields of lines when no Format line says them.
var (
	styleFormat = strings.Split("name,fontname,fontsize,primarycolour,secondarycolour,outlinecolour,backcolour,bold,italic,underline,strikeout,"+
		"scalex,scaley,spacing,angle,borderstyle,outline,shadow,alignment,marginl,marginr,marginv,encoding", ",")
	eventFormat = strings.Split("layer,start,end,style,name,marginl,marginr,marginv,effect,text", ",")
)

// maxStyles bounds how many styles are kept; a film's have some dozens.
const maxStyles = 10_000

func (s *script) style(value string) {
	if s.format == nil {
		s.format = styleFormat
	}
	if len(s.styles) >= maxStyles {
		return
	}
	parts := fields(value, len(s.format))
	var st style
	name := ""
	for i, field := range s.format[:len(parts)] {
		on := parts[i] != "0" && parts[i] != ""
		switch field {
		case "name":
			name = styleName(parts[i])
		case "bold":
			st.bold = on
		case "italic":
			st.italic = on
		case "underline":
			st.underline = on
		case "alignment":
			st.align, _ = digits(parts[i])
			if s.old {
				st.align = numpad(st.align)
			}
		}
	}
	s.styles[name] = st
}

// styleName makes the names that mean the same style equal.
func styleName(name string) string { return strings.ToLower(strings.TrimLeft(name, "*")) }

// numpad turns an alignment of SSA into one of ASS, as on a number pad.
func numpad(old int) int {
	column := old & 3
	switch {
	case column == 0 || old > 11:
		return 0
	case old&4 != 0:
		return column + 6 // top
	case old&8 != 0:
		return column + 3 // middle
	}
	return column
}

func (s *script) dialogue(value string) {
	if s.format == nil {
		s.format = eventFormat
	}
	parts := strings.SplitN(value, ",", len(s.format))
	if len(parts) < len(s.format) {
		return
	}
	var c Cue
	var st style
	var startOK, endOK bool
	for i, field := range s.format {
		switch field {
		case "start":
			c.Start, startOK = moment(parts[i])
		case "end":
			c.End, endOK = moment(parts[i])
		case "style":
			st = s.styles[styleName(strings.TrimSpace(parts[i]))]
		case "text":
			c.Text = parts[i]
		}
	}
	if c.Text, c.Settings = assText(c.Text, st); c.Text != "" && startOK && endOK && c.End > c.Start {
		s.cues = append(s.cues, c)
	}
}
