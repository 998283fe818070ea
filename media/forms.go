package media

import (
	"slices"
	"strings"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/words"
)

// The names of forms, best first.
const (
	Direct = "direct" // the file itself
	Copied = "copy"   // HLS, all tracks as they are
	Sound  = "sound"  // HLS, the picture as it is, sound as AAC
	Full   = "full"   // HLS, H.264 and AAC
	Low    = "low"    // HLS, a small H.264 picture for slow lines, and AAC
)

// Form is one way to play a film. All forms of a film show the same at the same
// position.
type Form struct {
	Name  string
	Type  string       // MIME type with codecs of all that is played together, for canPlayType
	Video *StreamType  // nil: without a picture
	Audio []StreamType // of each sound
	// Start is what the player's position differs by from the film's: the form
	// shows at currentTime = Start what others show at 0. Seconds.
	Start float64
	Note  words.Sentence // what is done to the film for this form, or silent

	Renditions []hls.Rendition // in HLS: the picture if there is one, then the sounds
}

// StreamType describes one stream of a form for isTypeSupported and decodingInfo.
type StreamType struct {
	Type          string  // MIME type with codecs
	Width, Height int     // of a picture, pixels as shown
	FrameRate     float64 // of a picture, frames a second, 0 when unknown or varying
	Channels      int     // of sound
	SampleRate    int     // of sound, Hz
	Bitrate       float64 // bits a second, 0 when unknown
}

// Forms are the ways to play a film, best first.
type Forms struct {
	Forms []Form
	// Missing says which forms there would be if something was installed, and how
	// to do that, or why there are none at all; or it is silent.
	Missing words.Sentence
	Sounds  []container.Track // to choose from, in the order of the renditions
	Labels  []words.Sentence  // of Sounds
}

// Find returns the form of a name, or nil.
func (fs Forms) Find(name string) *Form {
	i := slices.IndexFunc(fs.Forms, func(f Form) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &fs.Forms[i]
}

// FormsOf returns the forms of a film. c may be nil: nothing can be converted.
func FormsOf(s hls.Source, c Converter) Forms {
	p := planner{source: s, film: s.Film, converter: c, sounds: s.Film.Of(container.Audio)}
	if pictures := s.Film.Of(container.Video); len(pictures) > 0 {
		p.picture = &pictures[0]
	}
	p.uncut = hls.CanCut(s.Film)
	all := Forms{Sounds: p.sounds, Labels: TrackLabels(p.sounds)}
	for _, form := range []*Form{p.direct(), p.copied(), p.sound(), p.full(), p.low()} {
		if form != nil {
			all.Forms = append(all.Forms, *form)
		}
	}
	if len(all.Forms) == 0 {
		if f := p.lastResort(); f != nil {
			all.Forms, all.Sounds, all.Labels = []Form{*f}, all.Sounds[:1], all.Labels[:1]
		}
	}
	all.Missing = p.missing(len(all.Forms))
	return all
}

// planner decides on the forms of a film.
type planner struct {
	source    hls.Source
	film      *container.Film
	converter Converter        // may be nil
	picture   *container.Track // nil: the film has none
	sounds    []container.Track
	uncut     error // why the film can't be cut into segments as it is
}

// maxStart is how far the timeline of a file that is played directly may be from
// that of the other forms, in seconds: the delay of an AAC encoder, 1024 samples
// at 44.1 kHz, by which ffmpeg moves all tracks of a Matroska file.
const maxStart = 0.025

// containers are the MIME types of the formats that browsers play directly.
var containers = map[container.Format]string{
	container.MP4:      "/mp4",
	container.WebM:     "/webm",
	container.Matroska: "/x-matroska",
}

// direct returns the form of the file itself. Browsers offer no choice of sound
// there, and some stop at open GOPs.
func (p *planner) direct() *Form {
	if len(p.sounds) > 1 {
		return nil
	}
	return p.file(p.sounds)
}

// lastResort returns the form of the file itself for a film of several sounds
// that has no other form: it can be seen, and one of them heard.
func (p *planner) lastResort() *Form {
	if len(p.sounds) < 2 {
		return nil
	}
	f := p.file(p.sounds[:1])
	if f != nil {
		f.Note = words.Say("Only the first sound can be heard.")
	}
	return f
}

// file returns the form of the file itself, of which some sounds are heard.
func (p *planner) file(sounds []container.Track) *Form {
	kind := containers[p.film.Format]
	if kind == "" || p.film.Start > maxStart || p.film.Start < -maxStart {
		return nil
	}
	f := p.form(Direct, kind, p.picture, sounds)
	if f == nil || p.picture != nil && p.picture.OpenGOP {
		return nil
	}
	f.Start = p.film.Start
	return f
}

// copied returns the form with all tracks as they are. Sound that can't be
// copied is left out when nothing else can be done with it.
func (p *planner) copied() *Form {
	if p.uncut != nil || p.picture != nil && !hls.CanCopy(*p.picture) {
		return nil
	}
	var sounds, left []container.Track
	for _, t := range p.sounds {
		if hls.CanCopy(t) {
			sounds = append(sounds, t)
		} else {
			left = append(left, t)
		}
	}
	if len(left) > 0 && (p.can() || len(sounds) == 0) {
		return nil
	}
	f := p.form(Copied, "/mp4", p.picture, sounds)
	if f == nil {
		return nil
	}
	if len(left) > 0 {
		f.Note = words.Say("Sound in {codecs} is left out: browsers can't play it.", "codecs", codecsOf(left))
	}
	f.Renditions = renditions(p.picture, sounds, hls.Copy, func(container.Track) hls.Target { return hls.Copy })
	return f
}

// sound returns the form with the picture as it is and all sounds as AAC.
func (p *planner) sound() *Form {
	if p.uncut != nil || !p.can() || p.picture != nil && !hls.CanCopy(*p.picture) || len(p.converted()) == 0 {
		return nil
	}
	return p.hls(Sound, hls.Copy)
}

// full returns the form that all browsers play.
func (p *planner) full() *Form {
	if p.picture == nil || !p.can() {
		return nil
	}
	return p.hls(Full, hls.H264)
}

// low returns the form for slow lines.
func (p *planner) low() *Form {
	if p.picture == nil || !p.can() {
		return nil
	}
	return p.hls(Low, hls.Low)
}

// hls returns a form with the picture turned into something, and AAC.
func (p *planner) hls(name string, to hls.Target) *Form {
	all := renditions(p.picture, p.sounds, to, p.soundTarget)
	var picture *container.Track
	var sounds []container.Track
	for _, r := range all {
		t := describe(p.film, p.converter, r)
		if r.Kind == container.Video {
			picture = &t
		} else {
			sounds = append(sounds, t)
		}
	}
	f := p.form(name, "/mp4", picture, sounds)
	if f == nil {
		return nil
	}
	f.Renditions = all
	f.Note = p.note(f)
	return f
}

// can reports whether tracks can be converted.
func (p *planner) can() bool {
	return p.converter != nil && p.film.Duration > 0 && p.converter.Missing() == nil
}

// soundTarget returns what a sound becomes in forms for all browsers: AAC that
// can be copied stays as it is.
func (p *planner) soundTarget(t container.Track) hls.Target {
	if t.Codec == container.AAC && p.uncut == nil && hls.CanCopy(t) {
		return hls.Copy
	}
	return hls.AAC
}

// converted returns the sounds that are not AAC in forms for all browsers.
func (p *planner) converted() []container.Track {
	var some []container.Track
	for _, t := range p.sounds {
		if p.soundTarget(t) != hls.Copy {
			some = append(some, t)
		}
	}
	return some
}

// renditions returns those of a form: the picture's, then the sounds'.
func renditions(picture *container.Track, sounds []container.Track, to hls.Target, sound func(container.Track) hls.Target) []hls.Rendition {
	var all []hls.Rendition
	if picture != nil {
		all = append(all, hls.Rendition{Kind: container.Video, Track: picture.ID, To: to})
	}
	for _, t := range sounds {
		all = append(all, hls.Rendition{Kind: container.Audio, Track: t.ID, To: sound(t)})
	}
	return all
}

// describe returns the track that a rendition is.
func describe(film *container.Film, c Converter, r hls.Rendition) container.Track {
	if r.To != hls.Copy {
		return c.Track(film, r)
	}
	if t := film.Track(r.Track); t != nil {
		return *t
	}
	return container.Track{}
}

// form returns a form of some tracks, nil when one has no name that browsers
// know, or there are none.
func (p *planner) form(name, kind string, picture *container.Track, sounds []container.Track) *Form {
	f := &Form{Name: name}
	var codecs []string
	if picture != nil {
		f.Video = &StreamType{
			Type: mime("video"+kind, picture.Codecs), Width: picture.Width, Height: picture.Height,
			FrameRate: picture.FrameRate, Bitrate: picture.Bitrate,
		}
		codecs = append(codecs, picture.Codecs)
	}
	for _, t := range sounds {
		f.Audio = append(f.Audio, StreamType{Type: mime("audio"+kind, t.Codecs), Channels: t.Channels, SampleRate: t.SampleRate, Bitrate: t.Bitrate})
		codecs = append(codecs, t.Codecs)
	}
	if len(codecs) == 0 || slices.Contains(codecs, "") {
		return nil
	}
	slices.Sort(codecs[min(1, len(codecs)):])
	top := "video"
	if picture == nil {
		top = "audio"
	}
	f.Type = mime(top+kind, strings.Join(slices.Compact(codecs), ", "))
	return f
}

func mime(kind, codecs string) string { return kind + `; codecs="` + codecs + `"` }
