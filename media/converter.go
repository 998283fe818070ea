package media

import (
	"context"

	"goblet/media/container"
	"goblet/media/hls"
)

// Converter makes the renditions of a film that need more than copying: sound
// as AAC (hls.AAC), a picture as H.264 (hls.H264, hls.Low). All methods are safe
// for concurrent use.
type Converter interface {
	// Missing is nil when conversions can be made, else an error that tells why
	// not, and what to do about it, see [words.Told].
	Missing() error
	// Track describes what a rendition will be: Codec, Codecs, the size and rate
	// of a picture, the channels of sound, Bitrate. It is quick and reads nothing.
	Track(f *container.Film, r hls.Rendition) container.Track
	// Bounds returns the positions between which a rendition's segments lie:
	// seconds, ascending, the first 0, the last the film's duration. It is quick
	// and the same whenever it is asked for the same film.
	Bounds(f *container.Film, r hls.Rendition) []float64
	// Init returns the rendition's initialization segment: one track, whose
	// times are the film's (see container.Film).
	Init(ctx context.Context, s hls.Source, r hls.Rendition) ([]byte, error)
	// Segment returns segment n of the rendition, counted from 0: what is shown
	// from Bounds[n] to before Bounds[n+1]. It waits until the segment is made,
	// at most until ctx ends.
	Segment(ctx context.Context, s hls.Source, r hls.Rendition, n int) ([]byte, error)
}
