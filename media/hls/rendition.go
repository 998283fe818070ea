package hls

import (
	"strconv"
	"strings"

	"goblet/media/container"
)

// Target is what a rendition's track is turned into.
type Target string

// The targets. Their values are the endings of renditions' names.
const (
	Copy Target = ""     // nothing: the samples as they are
	AAC  Target = "aac"  // of sound
	H264 Target = "h264" // of a picture, in its own size
	Low  Target = "low"  // of a picture: a small one for slow lines
)

// Rendition is a track of a film in one form, with a playlist of its own.
type Rendition struct {
	Kind  container.Kind // Video or Audio
	Track int            // ID of the track in the film
	To    Target
}

// String returns the name of the rendition in addresses: "v1" is the picture
// of track 1 as it is, "a2-aac" the sound of track 2 as AAC.
func (r Rendition) String() string {
	name := "v"
	if r.Kind == container.Audio {
		name = "a"
	}
	name += strconv.Itoa(r.Track)
	if r.To != Copy {
		name += "-" + string(r.To)
	}
	return name
}

// ParseRendition is the reverse of String; ok is false when name is no name of
// a rendition.
func ParseRendition(name string) (r Rendition, ok bool) {
	track, to, _ := strings.Cut(name, "-")
	r.To = Target(to)
	kind, number := "", ""
	if len(track) > 0 {
		kind, number = track[:1], track[1:]
	}
	id, err := strconv.Atoi(number)
	r.Track = id
	switch kind {
	case "v":
		r.Kind = container.Video
		ok = r.To == Copy || r.To == H264 || r.To == Low
	case "a":
		r.Kind = container.Audio
		ok = r.To == Copy || r.To == AAC
	}
	return r, ok && err == nil && r.String() == name
}
