package media

import (
	"slices"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/words"
)

// note says what is converted for a form, and why; how far that is, is said to
// rooms as it goes on.
func (p *planner) note(f *Form) words.Sentence {
	var said words.Sentence
	switch {
	case f.Name == Low:
		said = words.Say("A small picture for slow lines.")
	case f.Name == Full && p.picture.OpenGOP:
		said = words.Say("Picture has open GOPs, at which some browsers stop: converted for them.")
	case f.Name == Full && hls.CanCopy(*p.picture) && p.uncut != nil:
		said = words.Say("Picture has too few places to begin at: converted for browsers.")
	case f.Name == Full:
		said = words.Say("Picture is {codec}: converted for browsers.", "codec", p.picture.CodecName())
	}
	if sounds := p.converted(); len(sounds) > 0 {
		said = words.Then(said, words.Say("Sound is {codecs}: converted for browsers.", "codecs", codecsOf(sounds)))
	}
	return said
}

// missing says what can't be done, and what to do about it, given how many forms
// there are.
func (p *planner) missing(forms int) words.Sentence {
	cause := p.cause()
	switch {
	case cause.Silent() && forms > 0:
		return cause
	case p.can():
		return words.Sentence{}
	case p.film.Duration <= 0:
		return words.Then(cause, words.Say("Its length is unknown, so that it can't be converted: let another program write it anew."))
	case p.converter == nil:
		return words.Then(cause, words.Say("This Goblet can't convert films: convert it to H.264 and AAC in MP4."))
	}
	return words.Then(cause, words.Told(p.converter.Missing()))
}

// cause says what keeps browsers from playing a film as it is, all of them or
// some; "" when nothing does.
func (p *planner) cause() words.Sentence {
	var said words.Sentence
	switch {
	case p.picture == nil && len(p.sounds) == 0:
		return words.Say("The film has neither picture nor sound that can be played.")
	case p.picture == nil:
	case p.picture.Codec != container.H264, p.picture.BitDepth() > 8:
		said = words.Say("Picture is {codec}, which not all browsers play.", "codec", p.picture.CodecName())
	case p.uncut != nil && p.picture.OpenGOP:
		said = words.Say("Picture has open GOPs, at which some browsers stop.")
	case p.uncut != nil && len(p.sounds) > 1 && containers[p.film.Format] != "":
		said = words.Say("Picture has too few places to begin at, which a choice of sounds needs.")
	}
	var silent []container.Track
	for _, t := range p.sounds {
		if !slices.Contains([]container.Codec{container.AAC, container.Opus, container.FLAC}, t.Codec) {
			silent = append(silent, t)
		}
	}
	if len(silent) > 0 {
		said = words.Then(said, words.Say("Sound is {codecs}, which not all browsers play.", "codecs", codecsOf(silent)))
	}
	return said
}

// codecsOf lists the codecs of tracks: "AC-3 and DTS".
func codecsOf(tracks []container.Track) words.Sentence {
	var names []string
	for _, t := range tracks {
		if name := t.CodecName(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return words.List(names...)
}
