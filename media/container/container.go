// Package container reads films: which tracks an MP4 or Matroska file holds,
// and the samples of each, in order, from any position.
//
// It reads from an io.ReaderAt, so that a film may lie in a file, still be
// uploading, or be anywhere else that bytes can be had from. It never trusts
// what a file says: no input makes it panic, hang, or allocate much more than
// the file is long.
package container

import (
	"errors"
	"io"
	"iter"
	"math"
)

// Errors of Open, besides those of the reader. Compare with errors.Is.
var (
	// ErrNotFilm: no format that this package reads.
	ErrNotFilm = errors.New("no film")
	// ErrIncomplete: a film of which a part is missing, as while it is copied.
	ErrIncomplete = errors.New("the copy is not complete")
)

// Format is a file format.
type Format string

// The formats.
const (
	MP4      Format = "mp4" // and QuickTime
	Matroska Format = "matroska"
	WebM     Format = "webm"
)

// Kind is what a track is for.
type Kind string

// The kinds of tracks.
const (
	Video    Kind = "video"
	Audio    Kind = "audio"
	Subtitle Kind = "subtitle"
)

// Codec is how a track's samples are coded, by ffmpeg's name for it. A codec
// that is not among the constants is named as the file names it.
type Codec string

// The codecs that Goblet knows what to do with.
const (
	H264   Codec = "h264"
	HEVC   Codec = "hevc"
	AV1    Codec = "av1"
	VP8    Codec = "vp8"
	VP9    Codec = "vp9"
	MPEG4  Codec = "mpeg4" // part 2: Xvid, DivX
	AAC    Codec = "aac"
	Opus   Codec = "opus"
	FLAC   Codec = "flac"
	MP3    Codec = "mp3"
	Vorbis Codec = "vorbis"
	AC3    Codec = "ac3"
	EAC3   Codec = "eac3"
	DTS    Codec = "dts"
	TrueHD Codec = "truehd"

	SubRip  Codec = "subrip"
	ASS     Codec = "ass" // and SSA
	WebVTT  Codec = "webvtt"
	MovText Codec = "mov_text"
	PGS     Codec = "hdmv_pgs_subtitle"
	VobSub  Codec = "dvd_subtitle"
)

// Track is one stream of samples.
type Track struct {
	ID        int    // unique in the film, the file's own number
	Kind      Kind   //
	Codec     Codec  //
	Codecs    string // RFC 6381, as canPlayType and HLS want it; "" when there is no such name
	Timescale uint32 // ticks a second of the samples' times
	// Config is what a decoder must know before the first sample: avcC, hvcC,
	// av1C or vpcC record (without box header); AudioSpecificConfig of AAC; dOps
	// record of Opus (MP4's, big-endian); dfLa body of FLAC; the dac3 or dec3
	// record of AC-3 and E-AC-3; the header of ASS; else Matroska's CodecPrivate.
	Config   []byte
	Language string // BCP 47, "" when unknown
	Title    string // as the file has it
	Default  bool
	Forced   bool

	Width, Height int     // of video, pixels as shown
	Rotation      int     // of video, degrees by which pictures are turned clockwise to be shown: 0, 90, 180 or 270
	FrameRate     float64 // of video, frames a second, 0 when unknown or varying
	Channels      int     // of audio
	SampleRate    int     // of audio, Hz
	OpenGOP       bool    // of H.264: the file calls pictures keyframes that are no IDR, where some decoders fail after a seek
	Delay         int64   // of audio, ticks at the start that a decoder drops (priming)
	Bitrate       float64 // bits a second, 0 when unknown

	codedWidth, codedHeight int // of video, pixels before they are stretched or cropped, 0 when unknown
}

// Chapter is a named part of a film, from Start (seconds) to the next one.
type Chapter struct {
	Start float64
	Title string
}

// Sample is one coded frame of a track. Times are in ticks of the track, on the
// film's timeline: what is shown first, picture or sound, is at 0, edit lists
// and other offsets are taken into account, and what comes before is negative.
type Sample struct {
	PTS      int64
	DTS      int64
	Duration int64
	Sync     bool   // decoding can begin here: IDR of H.264, IRAP of HEVC, any audio frame
	Data     []byte // the caller's to keep, not to change
}

// Film is a file's table of contents. It does not change and is safe for
// concurrent use; the bytes are handed to each method that needs them.
type Film struct {
	Format   Format
	Duration float64 // seconds, 0 when unknown
	Start    float64 // seconds by which the file's own timestamps of what is shown first differ from 0
	Tracks   []Track
	Chapters []Chapter
	// Partial: a part of the film had not arrived. Of a film without an index
	// Keyframes and Duration end there; of one with open GOPs keyframes are
	// missing. Open it again later for more.
	Partial bool
	// Growing: the film does not say how long it is, and Duration is how far it
	// has arrived.
	Growing bool

	index index
}

// index is what a format knows about where samples lie.
type index interface {
	// keyframes returns the PTS of the samples from which decoding a track can
	// begin, ascending.
	keyframes(track int) []int64
	// samples is Film.Samples.
	samples(r io.ReaderAt, track int, from int64) iter.Seq2[Sample, error]
	// span is Film.Span.
	span(from, to float64) (start, end int64)
}

// Track returns the track of an ID, or nil.
func (f *Film) Track(id int) *Track {
	for i := range f.Tracks {
		if f.Tracks[i].ID == id {
			return &f.Tracks[i]
		}
	}
	return nil
}

// Of returns the tracks of a kind, in the file's order.
func (f *Film) Of(k Kind) []Track {
	var some []Track
	for _, t := range f.Tracks {
		if t.Kind == k {
			some = append(some, t)
		}
	}
	return some
}

// Keyframes returns the PTS (ticks of the track, ascending) of the samples from
// which decoding can begin: IDR pictures of H.264, not recovery points of open
// GOPs, since some decoders fail there.
func (f *Film) Keyframes(track int) []int64 {
	if f.index == nil {
		return nil
	}
	return f.index.keyframes(track)
}

// Samples yields a track's samples in decoding order, from the last one at or
// before the PTS from (ticks of the track) at which decoding can begin. Reads of
// bytes that have not arrived wait as r does. An error ends the sequence; the
// end of the film ends it without. It is ErrNotFilm for a film that another
// program than this package has told about.
func (f *Film) Samples(r io.ReaderAt, track int, from int64) iter.Seq2[Sample, error] {
	if f.index == nil {
		return func(yield func(Sample, error) bool) { yield(Sample{}, ErrNotFilm) }
	}
	return f.index.samples(r, track, from)
}

// Span returns which bytes of the file hold what is shown between two positions
// (seconds), all tracks taken together. It may be an estimate, rather too much than too little.
func (f *Film) Span(from, to float64) (start, end int64) {
	if f.index == nil {
		return 0, math.MaxInt64
	}
	return f.index.span(from, to)
}
