package container

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"strings"
)

// codecString returns what RFC 6381 calls a track's codecs parameter, as
// canPlayType, MediaSource.isTypeSupported and HLS playlists want it. It needs
// Codec and Config, and for VP9 without Config the picture's size and rate. It
// is "" when there is no such name or Config is too short to tell.
func codecString(t Track) string {
	switch t.Codec {
	case H264:
		return avcString(t.Config)
	case HEVC:
		return hevcString(t.Config)
	case AV1:
		return av1String(t.Config)
	case VP9:
		return vp9String(t)
	case AAC:
		return aacString(t.Config)
	case VP8:
		return "vp8"
	case Opus:
		return "opus"
	case FLAC:
		return "flac"
	case Vorbis:
		return "vorbis"
	case MP3:
		return "mp3"
	case AC3:
		return "ac-3"
	case EAC3:
		return "ec-3"
	case DTS:
		return "dtsc"
	}
	return ""
}

// avcString reads profile, constraints and level of an avcC record (RFC 6381,
// section 3.3).
func avcString(avcC []byte) string {
	if len(avcC) < 4 {
		return ""
	}
	return fmt.Sprintf("avc1.%02X%02X%02X", avcC[1], avcC[2], avcC[3])
}

// hevcString reads an hvcC record (ISO/IEC 14496-15, annex E.3): the profile
// with its space, the compatibility flags bit-reversed, tier and level, then the
// constraint bytes without the zeros at their end.
func hevcString(hvcC []byte) string {
	if len(hvcC) < 13 {
		return ""
	}
	space := []string{"", "A", "B", "C"}[hvcC[1]>>6]
	tier := "L"
	if hvcC[1]&0x20 != 0 {
		tier = "H"
	}
	flags := bits.Reverse32(binary.BigEndian.Uint32(hvcC[2:]))
	s := fmt.Sprintf("hvc1.%s%d.%X.%s%d", space, hvcC[1]&0x1F, flags, tier, hvcC[12])
	constraints := strings.TrimRight(string(hvcC[6:12]), "\x00")
	for _, c := range []byte(constraints) {
		s += fmt.Sprintf(".%X", c)
	}
	return s
}

// av1String reads an av1C record (AV1 in ISO BMFF, section 5): profile, level,
// tier and bit depth. The optional fields about color are left out.
func av1String(av1C []byte) string {
	if len(av1C) < 3 {
		return ""
	}
	tier := "M"
	if av1C[2]&0x80 != 0 {
		tier = "H"
	}
	return fmt.Sprintf("av01.%d.%02d%s.%02d", av1C[1]>>5, av1C[1]&0x1F, tier, av1Depth(av1C))
}

// vp9String reads a vpcC record (VP Codec ISO Media File Format Binding):
// profile, level and bit depth. Matroska films often have none; then it is
// profile 0 with the level that the picture needs.
func vp9String(t Track) string {
	if r := vpcC(t.Config); r != nil {
		return fmt.Sprintf("vp09.%02d.%02d.%02d", r[0], r[1], r[2]>>4)
	}
	return fmt.Sprintf("vp09.00.%02d.08", vp9Level(t.Width, t.Height, t.FrameRate))
}

// vpcC returns the VPCodecConfigurationRecord in the body of a vpcC box, with
// or without the version and flags before it, or nil when there is none.
func vpcC(config []byte) []byte {
	if len(config) >= 12 && binary.BigEndian.Uint32(config) == 1<<24 {
		config = config[4:]
	}
	if len(config) < 8 {
		return nil
	}
	return config
}

// vp9Level returns the least level, times ten, that allows a picture's size and
// rate (https://www.webmproject.org/vp9/levels).
func vp9Level(width, height int, rate float64) int {
	if rate <= 0 {
		rate = 30
	}
	levels := []struct {
		level   int
		samples float64 // luma samples a second
		size    int     // luma samples
	}{
		{10, 829440, 36864}, {11, 2764800, 73728}, {20, 4608000, 122880}, {21, 9216000, 245760},
		{30, 20736000, 552960}, {31, 36864000, 983040}, {40, 83558400, 2228224}, {41, 160432128, 2228224},
		{50, 311951360, 8912896}, {51, 588251136, 8912896}, {52, 1176502272, 8912896},
		{60, 1176502272, 35651584}, {61, 2353004544, 35651584},
	}
	for _, l := range levels {
		if width*height <= l.size && float64(width*height)*rate <= l.samples {
			return l.level
		}
	}
	return 62
}

// aacString reads the audio object type of an AudioSpecificConfig (ISO/IEC
// 14496-3, section 1.6.2.1): 2 is AAC-LC, 5 HE-AAC, 29 HE-AAC v2.
func aacString(config []byte) string {
	if len(config) < 2 {
		return ""
	}
	object := int(config[0] >> 3)
	if object == 31 {
		object = 32 + int(config[0]&7)<<3 + int(config[1]>>5)
	}
	if object == 0 {
		return ""
	}
	return fmt.Sprintf("mp4a.40.%d", object)
}
