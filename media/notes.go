package media

import (
	"slices"
	"strings"

	"goblet/media/container"
	"goblet/media/hls"
)

// note says what is converted for a form, and why; how far that is, is said to
// rooms as it goes on.
func (p *planner) note(f *Form) string {
	var said []string
	switch {
	case f.Name == Low:
		said = append(said, "A small picture for slow lines.")
	case f.Name == Full && p.picture.OpenGOP:
		said = append(said, "Picture has open GOPs, at which some browsers stop: converted for them.")
	case f.Name == Full && hls.CanCopy(*p.picture) && p.uncut != nil:
		said = append(said, "Picture has too few places to begin at: converted for browsers.")
	case f.Name == Full:
		said = append(said, "Picture is "+p.picture.CodecName()+": converted for browsers.")
	}
	if sounds := p.converted(); len(sounds) > 0 {
		said = append(said, "Sound is "+codecsOf(sounds)+": converted for browsers.")
	}
	return strings.Join(said, " ")
}

// missing says what can't be done, and what to do about it, given how many forms
// there are.
func (p *planner) missing(forms int) string {
	cause := p.cause()
	switch {
	case cause == "" && forms > 0:
		return ""
	case p.can():
		return ""
	case p.film.Duration <= 0:
		return cause + " Its length is unknown, so that it can't be converted: let another program write it anew."
	case p.converter == nil:
		return cause + " This Goblet can't convert films: convert it to H.264 and AAC in MP4."
	}
	return cause + " " + p.converter.Missing()
}

// cause says what keeps browsers from playing a film as it is, all of them or
// some; "" when nothing does.
func (p *planner) cause() string {
	var said []string
	switch {
	case p.picture == nil && len(p.sounds) == 0:
		return "The film has neither picture nor sound that can be played."
	case p.picture == nil:
	case p.picture.Codec != container.H264:
		said = append(said, "Picture is "+p.picture.CodecName()+", which not all browsers play.")
	case p.picture.BitDepth() > 8:
		said = append(said, "Picture is "+p.picture.CodecName()+", which not all browsers play.")
	case p.uncut != nil && p.picture.OpenGOP:
		said = append(said, "Picture has open GOPs, at which some browsers stop.")
	case p.uncut != nil && len(p.sounds) > 1 && containers[p.film.Format] != "":
		said = append(said, "Picture has too few places to begin at, which a choice of sounds needs.")
	}
	var silent []container.Track
	for _, t := range p.sounds {
		if !slices.Contains([]container.Codec{container.AAC, container.Opus, container.FLAC}, t.Codec) {
			silent = append(silent, t)
		}
	}
	if len(silent) > 0 {
		said = append(said, "Sound is "+codecsOf(silent)+", which not all browsers play.")
	}
	return strings.Join(said, " ")
}

// codecsOf lists the codecs of tracks: "AC-3 and DTS".
func codecsOf(tracks []container.Track) string {
	var names []string
	for _, t := range tracks {
		if name := t.CodecName(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
