package subtitle

import "strings"

// assText reads the text of an event: its overrides between braces, and the
// escapes of line breaks and spaces. style is the event's own.
func assText(s string, st style) (text, settings string) {
	var p payload
	w := assWriter{p: &p}
	w.set("b", st.bold)
	w.set("i", st.italic)
	w.set("u", st.underline)
	settings = place(st.align)
	for s != "" {
		i := strings.IndexByte(s, '{')
		end := -1
		if i >= 0 {
			end = strings.IndexByte(s[i:], '}')
		}
		if end < 0 {
			w.text(s)
			break
		}
		w.text(s[:i])
		if where := w.overrides(s[i+1:i+end], st); where != "" {
			settings = where
		}
		s = s[i+end+1:]
	}
	return p.String(), strings.TrimSpace(settings)
}

// overrides reads overrides of ASS that stand in another kind of subtitles.
func overrides(p *payload, s string, st style) (settings string) {
	w := assWriter{p: p}
	return w.overrides(s, st)
}

// assWriter writes the text of an event.
type assWriter struct {
	p       *payload
	drawing bool
}

var assEscapes = strings.NewReplacer(`\N`, "\n", `\n`, "\n", `\h`, "\u00a0")

func (w *assWriter) text(s string) {
	if !w.drawing {
		w.p.text(assEscapes.Replace(s))
	}
}

// set makes what follows bold, italic or underlined, or not.
func (w *assWriter) set(tag string, on bool) {
	w.p.end(tag)
	if on {
		w.p.start(tag, "")
	}
}

// overrides obeys the tags between two braces, of which most have no meaning
// in WebVTT, and returns where the cue shall be, "" = where it is.
func (w *assWriter) overrides(s string, st style) (settings string) {
	for tag := range strings.SplitSeq(s, `\`) {
		tag = strings.TrimSpace(tag)
		switch {
		case tag == "b1", tag == "b0":
			w.set("b", tag == "b1")
		case strings.HasPrefix(tag, "b") && len(tag) == 4 && strings.Trim(tag[1:], "0123456789") == "":
			w.set("b", tag >= "b500") // by weight
		case tag == "i1", tag == "i0":
			w.set("i", tag == "i1")
		case tag == "u1", tag == "u0":
			w.set("u", tag == "u1")
		case tag == "r":
			w.set("b", st.bold)
			w.set("i", st.italic)
			w.set("u", st.underline)
		case strings.HasPrefix(tag, "an"):
			if n, ok := digits(tag[2:]); ok {
				settings = " " + place(n)
			}
		case strings.HasPrefix(tag, "a"):
			if n, ok := digits(tag[1:]); ok {
				settings = " " + place(numpad(n))
			}
		case strings.HasPrefix(tag, "p"):
			if n, ok := digits(tag[1:]); ok {
				w.drawing = n > 0
			}
		}
	}
	return settings
}

// place returns the cue settings of an alignment as on a number pad.
func place(align int) string {
	if align < 1 || align > 9 {
		return ""
	}
	settings := ""
	switch {
	case align > 6:
		settings = "line:0"
	case align > 3:
		settings = "line:50%"
	}
	switch align % 3 {
	case 1:
		settings += " align:start"
	case 0:
		settings += " align:end"
	}
	return strings.TrimSpace(settings)
}
