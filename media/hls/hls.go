// Package hls packages films for HTTP Live Streaming (RFC 8216) with segments of
// fragmented MP4 (CMAF, ISO/IEC 23000-19). It copies the samples as they are:
// every frame of the film is in exactly one segment, and decoding the segments
// yields what decoding the film does.
//
// A segment depends on the film and its number alone, so that any can be asked
// for at any time, and nothing is kept between two.
package hls

import (
	"context"
	"errors"
	"io"
	"os"

	"goblet/media/container"
)

// Errors of packaging, besides those of the film's reader. Compare with errors.Is.
var (
	// ErrUncut: the film can't be cut into segments as it is, because its length
	// is unknown or too far lies between the pictures where decoding can begin.
	ErrUncut = errors.New("the film can't be cut into segments")
	// ErrCodec: the track's codec has no place in fragmented MP4.
	ErrCodec = errors.New("the track can't be copied into segments")
	// ErrNoSegment: the film has no such track, or no such segment.
	ErrNoSegment = errors.New("there is no such segment")
)

// Source is a film for those who make renditions of it.
type Source struct {
	Key  string // names film and version; the same bytes always have the same
	Film *container.Film
	// Open opens the film's bytes. The caller closes them.
	Open func() (Bytes, error)
}

// Bytes are an opened film, of which some bytes may not have arrived yet.
type Bytes interface {
	// File returns the bare file; complete is false while bytes are missing.
	File() (file *os.File, complete bool)
	// Reader returns a reader whose reads wait for missing bytes until ctx ends.
	Reader(ctx context.Context) io.ReaderAt
	Close() error
}
