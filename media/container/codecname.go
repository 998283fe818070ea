package container

import (
	"fmt"
	"strings"
)

// codecNames are what people call the codecs.
var codecNames = map[Codec]string{
	H264:   "H.264",
	HEVC:   "HEVC",
	AV1:    "AV1",
	VP8:    "VP8",
	VP9:    "VP9",
	MPEG4:  "MPEG-4 (Xvid, DivX)",
	AAC:    "AAC",
	Opus:   "Opus",
	FLAC:   "FLAC",
	MP3:    "MP3",
	Vorbis: "Vorbis",
	AC3:    "AC-3",
	EAC3:   "E-AC-3",
	DTS:    "DTS",
	TrueHD: "TrueHD",

	SubRip:  "SubRip",
	ASS:     "ASS",
	WebVTT:  "WebVTT",
	MovText: "MP4 text",
	PGS:     "PGS pictures",
	VobSub:  "VobSub pictures",
}

// CodecName returns what people call a track's codec, for sentences: "AC-3",
// "H.264", "HEVC 10-bit". A codec that Goblet does not know keeps the file's
// name for it.
func (t Track) CodecName() string {
	name := codecNames[t.Codec]
	if name == "" {
		name = strings.TrimSpace(string(t.Codec))
	}
	if name == "" {
		return "an unknown codec"
	}
	if depth := t.BitDepth(); depth > 8 {
		name += fmt.Sprintf(" %d-bit", depth)
	}
	return name
}

// BitDepth returns how many bits a sample of a video track's picture has, by
// its Config; 0 when that does not say it.
func (t Track) BitDepth() int {
	c := t.Config
	switch {
	case t.Codec == H264 && len(c) >= 4:
		return avcDepth(c)
	case t.Codec == HEVC && len(c) >= 18:
		return 8 + int(c[17]&7)
	case t.Codec == AV1 && len(c) >= 3:
		return av1Depth(c)
	case t.Codec == VP9 && vpcC(c) != nil:
		return int(vpcC(c)[2] >> 4)
	}
	return 0
}

// avcDepth returns the bit depth that the profile of an avcC record is for: the
// record has the depth itself only at its end, where many writers leave it out.
func avcDepth(avcC []byte) int {
	switch avcC[1] {
	case 110, 122, 244: // High 10, High 4:2:2, High 4:4:4 Predictive
		return 10
	}
	return 8
}

// av1Depth reads the bit depth of an av1C record.
func av1Depth(av1C []byte) int {
	switch {
	case av1C[2]&0x40 == 0:
		return 8
	case av1C[1]>>5 == 2 && av1C[2]&0x20 != 0:
		return 12
	}
	return 10
}
