package hls

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/Eyevinn/mp4ff/avc"
	"github.com/Eyevinn/mp4ff/hevc"
	"github.com/Eyevinn/mp4ff/mp4"

	"goblet/media/container"
)

// formats are the codecs that segments can hold: the names of their sample entry
// and of the box in it with the track's Config, and how long that is at least.
var formats = map[container.Codec]struct {
	entry, config string
	least         int
}{
	container.H264: {"avc1", "avcC", 7},
	container.HEVC: {"hvc1", "hvcC", 23},
	container.AV1:  {"av01", "av1C", 4},
	container.VP9:  {"vp09", "vpcC", 8},
	container.AAC:  {"mp4a", "esds", 2},
	container.Opus: {"Opus", "dOps", 11},
	container.FLAC: {"fLaC", "dfLa", 38},
	container.AC3:  {"ac-3", "dac3", 3},
	container.EAC3: {"ec-3", "dec3", 5},
}

// CanCopy reports whether segments can hold a track as it is.
func CanCopy(t container.Track) bool {
	f, ok := formats[t.Codec]
	return ok && len(t.Config) >= f.least && t.Timescale > 0
}

// sampleEntry returns the description of a track's samples (stsd), with its
// Config as the film has it. The error is ErrCodec.
func sampleEntry(t *container.Track) (mp4.Box, error) {
	if !CanCopy(*t) {
		return nil, fmt.Errorf("%w: %s", ErrCodec, t.CodecName())
	}
	f := formats[t.Codec]
	var body bytes.Buffer
	if t.Kind == container.Video {
		t = stored(t)
		writePicture(&body, t)
	} else {
		writeSound(&body, t)
	}
	if err := configBox(f.config, t).Encode(&body); err != nil {
		return nil, err
	}
	if t.Kind == container.Video {
		writeAspect(&body, t)
	}
	return rawBox(f.entry, body.Bytes()), nil
}

// configBox wraps the Config of a track in its box.
func configBox(name string, t *container.Track) mp4.Box {
	body := t.Config
	switch {
	case name == "esds":
		return mp4.CreateEsdsBox(body)
	case name == "vpcC" && binary.BigEndian.Uint32(body) != 1<<24:
		body = append([]byte{1, 0, 0, 0}, body...) // version and flags of the box
	case name == "dfLa" && string(body[:4]) == "fLaC": // the header of a FLAC file
		body = append(make([]byte, 4), body[4:]...)
	}
	return rawBox(name, body)
}

func rawBox(name string, body []byte) mp4.Box {
	return mp4.CreateUnknownBox(name, uint64(len(body))+8, body)
}

// writePicture writes the fields of a VisualSampleEntry (ISO/IEC 14496-12, 12.1.3).
func writePicture(b *bytes.Buffer, t *container.Track) {
	width, height := codedSize(t)
	b.Write([]byte{0, 0, 0, 0, 0, 0, 0, 1}) // reserved, data reference
	b.Write(make([]byte, 16))
	field(b, clamp16(width), clamp16(height))
	field(b, uint32(72<<16), uint32(72<<16), uint32(0), uint16(1)) // dots an inch, frames a sample
	b.Write(make([]byte, 32))                                      // name of the encoder
	field(b, uint16(24), int16(-1))                                // color depth
}

// writeSound writes the fields of an AudioSampleEntry (ISO/IEC 14496-12, 12.2.3).
func writeSound(b *bytes.Buffer, t *container.Track) {
	b.Write([]byte{0, 0, 0, 0, 0, 0, 0, 1})
	b.Write(make([]byte, 8))
	rate := t.SampleRate
	if rate > math.MaxUint16 { // the decoder's configuration says it
		rate = 0
	}
	if t.Codec == container.Opus {
		rate = 48000 // by the encapsulation of Opus in ISO BMFF, 4.3.1
	}
	field(b, clamp16(t.Channels), uint16(16), uint32(0), uint32(rate)<<16)
}

// writeAspect writes the shape of a pixel if it is not square.
func writeAspect(b *bytes.Buffer, t *container.Track) {
	width, height := codedSize(t)
	h, v := t.Width*height, t.Height*width
	if h <= 0 || v <= 0 || math.Abs(float64(h)/float64(v)-1) < 0.01 {
		return
	}
	d := gcd(h, v)
	field(b, uint32(16), [4]byte([]byte("pasp")), uint32(h/d), uint32(v/d))
}

// codedSize returns the size of a picture in the pixels that it is coded in.
func codedSize(t *container.Track) (width, height int) {
	switch t.Codec {
	case container.H264:
		if c, err := avc.DecodeAVCDecConfRec(t.Config); err == nil && len(c.SPSnalus) > 0 {
			if sps, err := avc.ParseSPSNALUnit(c.SPSnalus[0], false); err == nil {
				return int(sps.Width), int(sps.Height)
			}
		}
	case container.HEVC:
		if c, err := hevc.DecodeHEVCDecConfRec(t.Config); err == nil {
			if units := c.GetNalusForType(hevc.NALU_SPS); len(units) > 0 {
				if sps, err := hevc.ParseSPSNALUnit(units[0]); err == nil {
					w, h := sps.ImageSize()
					return int(w), int(h)
				}
			}
		}
	}
	return t.Width, t.Height
}

// field writes numbers, most significant byte first.
func field(b *bytes.Buffer, values ...any) {
	for _, v := range values {
		binary.Write(b, binary.BigEndian, v) // neither a Buffer nor these types fail
	}
}

func clamp16(v int) uint16 { return uint16(min(max(v, 0), math.MaxUint16)) }

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
