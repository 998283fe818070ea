package container

import (
	"bytes"
	"compress/zlib"
	"io"
	"math"

	"golang.org/x/text/language"
)

// entry is what a TrackEntry says.
type entry struct {
	Track
	number    uint64
	codecID   string
	private   []byte
	frame     int64   // nanoseconds of a frame (DefaultDuration), 0 when not said
	delay     int64   // nanoseconds (CodecDelay)
	frequency float64 // Hz, of the coded audio
	bitDepth  uint64
	packing   packing

	clock     clock
	nalLength int   // bytes before each NAL unit of H.264 and HEVC
	lookahead int   // pictures by which one may be decoded before it is shown
	shift     int64 // ticks by which pictures are decoded before they could be shown at the earliest
}

// packing is how the frames of a track are stored (ContentEncodings).
type packing struct {
	prefix []byte // stripped from each frame
	zlib   bool
	other  bool // encrypted, or in a way that nobody uses
}

// Kinds of tracks (TrackType).
const (
	typeVideo    = 1
	typeAudio    = 2
	typeSubtitle = 17
)

// parseTracks reads the Tracks element.
func parseTracks(b []byte) []*entry {
	var all []*entry
	seen := make(map[uint64]bool)
	children(b, func(id uint32, b []byte) {
		if id != idTrackEntry {
			return
		}
		if t := parseEntry(b); t != nil && !seen[t.number] {
			seen[t.number] = true
			all = append(all, t)
		}
	})
	return all
}

// parseEntry reads a TrackEntry, nil when it is of no use here.
func parseEntry(b []byte) *entry {
	t := &entry{Track: Track{Default: true}}
	tag, lang := "", "eng" // what the specification takes a missing one for
	children(b, func(id uint32, b []byte) {
		switch id {
		case idTrackNumber:
			t.number = ebmlUint(b)
		case idTrackType:
			t.Kind = kindOf(ebmlUint(b))
		case idFlagDefault:
			t.Default = ebmlUint(b) != 0
		case idFlagForced:
			t.Forced = ebmlUint(b) != 0
		case idDefaultDuration:
			t.frame = int64(min(ebmlUint(b), math.MaxInt32*1000))
		case idName:
			t.Title = ebmlText(b)
		case idLanguage:
			lang = ebmlText(b)
		case idLanguageBCP47:
			tag = ebmlText(b)
		case idCodecID:
			t.codecID = ebmlText(b)
		case idCodecPrivate:
			t.private = bytes.Clone(b)
		case idCodecDelay:
			t.delay = int64(min(ebmlUint(b), 10e9))
		case idVideo:
			t.video(b)
		case idAudio:
			t.audio(b)
		case idContentEncodings:
			t.encodings(b)
		}
	})
	if t.Kind == "" || t.number == 0 || t.number > math.MaxInt32 {
		return nil
	}
	t.ID = int(t.number)
	t.Language = languageOf(tag, lang)
	if t.Kind == Audio && t.SampleRate == 0 {
		t.audio(nil)
	}
	return t
}

func kindOf(trackType uint64) Kind {
	switch trackType {
	case typeVideo:
		return Video
	case typeAudio:
		return Audio
	case typeSubtitle:
		return Subtitle
	}
	return ""
}

// languageOf returns the BCP 47 name of a language, from one or from ISO 639-2.
func languageOf(tag, iso string) string {
	if tag == "" {
		tag = iso
	}
	t, err := language.Parse(tag)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// video reads the sizes of pictures.
func (t *entry) video(b []byte) {
	var width, height, shownWidth, shownHeight, unit, left, right, top, bottom int
	fields := map[uint32]*int{
		idPixelWidth: &width, idPixelHeight: &height, idDisplayWidth: &shownWidth, idDisplayHeight: &shownHeight,
		idDisplayUnit: &unit, idCropLeft: &left, idCropRight: &right, idCropTop: &top, idCropBottom: &bottom,
	}
	children(b, func(id uint32, b []byte) {
		if p := fields[id]; p != nil {
			*p = int(min(ebmlUint(b), 1<<16))
		}
	})
	t.Width, t.Height = max(0, width-left-right), max(0, height-top-bottom)
	switch {
	case shownWidth == 0 || shownHeight == 0:
	case unit == 0:
		t.Width, t.Height = shownWidth, shownHeight
	default: // centimetres, inches or an aspect ratio: a shape without pixels
		t.Width = int(math.Round(float64(t.Height) * float64(shownWidth) / float64(shownHeight)))
	}
}

func (t *entry) audio(b []byte) {
	t.frequency, t.Channels = 8000, 1 // the specification's defaults
	output := 0.0
	children(b, func(id uint32, b []byte) {
		switch id {
		case idSamplingFrequency:
			t.frequency = ebmlFloat(b)
		case idOutputSamplingFrequency:
			output = ebmlFloat(b)
		case idChannels:
			t.Channels = int(min(ebmlUint(b), 255))
		case idBitDepth:
			t.bitDepth = ebmlUint(b)
		}
	})
	if !(t.frequency >= 1 && t.frequency <= 1e7) {
		t.frequency = 8000
	}
	if !(output >= 1 && output <= 1e7) {
		output = t.frequency
	}
	t.SampleRate = int(math.Round(output))
}

// encodings reads how frames, and perhaps the CodecPrivate, are packed. Of
// several encodings, which nobody writes, none is undone.
func (t *entry) encodings(b []byte) {
	count := 0
	children(b, func(id uint32, b []byte) {
		if id != idContentEncoding {
			return
		}
		count++
		scope, kind, algorithm := uint64(1), uint64(0), uint64(0)
		var settings []byte
		children(b, func(id uint32, b []byte) {
			switch id {
			case idContentEncodingScope:
				scope = ebmlUint(b)
			case idContentEncodingType:
				kind = ebmlUint(b)
			case idContentCompression:
				children(b, func(id uint32, b []byte) {
					switch id {
					case idContentCompAlgo:
						algorithm = ebmlUint(b)
					case idContentCompSettings:
						settings = bytes.Clone(b)
					}
				})
			}
		})
		var p packing
		switch {
		case kind == 0 && algorithm == 0:
			p.zlib = true
		case kind == 0 && algorithm == 3:
			p.prefix = settings
		default:
			p.other = true
		}
		if scope&2 != 0 {
			t.private, _ = p.unpack(t.private)
		}
		if scope&1 != 0 {
			t.packing = p
		}
	})
	if count > 1 {
		t.packing = packing{other: true}
	}
}

// maxUnpacked bounds what a compressed frame may grow to. Compressed are
// subtitles, of which pictures (PGS) have some 100 KB.
const maxUnpacked = 4 << 20

// unpack undoes what packing did to a frame.
func (p packing) unpack(frame []byte) ([]byte, error) {
	switch {
	case p.other:
		return nil, errDamaged
	case p.zlib:
		z, err := zlib.NewReader(bytes.NewReader(frame))
		if err != nil {
			return nil, errDamaged
		}
		frame, err = io.ReadAll(io.LimitReader(z, maxUnpacked+1))
		if err != nil || len(frame) > maxUnpacked {
			return nil, errDamaged
		}
	case len(p.prefix) > 0:
		return append(append(make([]byte, 0, len(p.prefix)+len(frame)), p.prefix...), frame...), nil
	}
	return frame, nil
}
