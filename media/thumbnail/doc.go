// Package thumbnail makes the small pictures that the seek bar shows, and
// posters: of keyframes alone, in the background, one film at a time. Of a film
// that is still being uploaded they are made as its bytes arrive.
//
// Pictures lie on sheets (sprites), and a WebVTT file says which part of which
// sheet shows what time, as "0.jpg#xywh=160,0,160,90" (W3C Media Fragments).
package thumbnail

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"

	"goblet/media/container"
)

// Errors of Sheet and Poster. Compare with errors.Is.
var (
	// ErrNotYet: the picture is not made yet.
	ErrNotYet = errors.New("this picture is not there yet")
	// ErrNone: there is no such picture, and there will be none.
	ErrNone = errors.New("there is no such picture")
)

// Key names a version of a film; both parts are letters, digits and dashes.
type Key struct{ ID, Version string }

// Film is an opened film. The maker closes it.
type Film struct {
	Table *container.Film
	// Bytes reads what has arrived of the file, and fails at once for the rest.
	Bytes io.ReaderAt
	// File is the whole file, nil while it is not complete.
	File  *os.File
	Close func() error
}

// Complete reports whether all bytes of the film are there.
func (f *Film) Complete() bool { return f.File != nil }

// Picture is a frame of a film as a JPEG.
type Picture struct {
	Time float64 // seconds on the film's timeline
	JPEG []byte
}

// Decoder makes pictures of frames; sizes are in pixels.
type Decoder interface {
	// Pictures decodes keyframes of a track, in the order of their times. What
	// can't be decoded is left out.
	Pictures(ctx context.Context, track container.Track, frames iter.Seq2[container.Sample, error], width, height int) ([]Picture, error)
	// PicturesOf decodes keyframes that lie at least every seconds apart, of a
	// film that container.Open does not read.
	PicturesOf(ctx context.Context, f *Film, track container.Track, every float64, width, height int) ([]Picture, error)
}
