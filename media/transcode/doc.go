// Package transcode converts what browsers cannot play, with ffmpeg: pictures
// to H.264 and sound to AAC.
//
// ffmpeg converts pieces of the film's one timeline, and its output is cut on a
// grid of [Grid] seconds. Where a conversion was started cannot be told from
// its segments, so they are kept on the disk one by one, an encoder is started
// where the viewers are, and everyone who watches a film shares it.
//
// ffmpeg is not trusted with anything: it is given samples through a pipe,
// reads no other file and no network, and has limits of memory and time.
package transcode

import "errors"

// Errors of conversions. Compare with errors.Is.
var (
	// ErrNoFFmpeg: ffmpeg is not installed, too old, or lacks what Goblet needs of
	// it. The error's text says what to do.
	ErrNoFFmpeg = errors.New("no ffmpeg")
	// ErrBusy: as many films as this machine may convert at once are being watched.
	ErrBusy = errors.New("other films are being converted already: try again when one of them is over")
	// ErrFailed: ffmpeg could not convert the film.
	ErrFailed = errors.New("this film could not be converted")
	// ErrClosed: Goblet ends.
	ErrClosed = errors.New("the program is ending")
)
