package container

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// muxCodec returns Matroska's codec ID and CodecPrivate of a track, "" when it
// has none.
func muxCodec(t Track) (id string, private []byte) {
	switch t.Codec {
	case H264:
		return "V_MPEG4/ISO/AVC", t.Config
	case HEVC:
		return "V_MPEGH/ISO/HEVC", t.Config
	case AV1:
		return "V_AV1", t.Config
	case VP8:
		return "V_VP8", nil
	case VP9:
		return "V_VP9", nil
	case MPEG4:
		if len(t.Config) >= 40 && binary.LittleEndian.Uint32(t.Config) <= uint32(len(t.Config)) { // a BITMAPINFOHEADER
			return "V_MS/VFW/FOURCC", t.Config
		}
		return "V_MPEG4/ISO/ASP", t.Config
	case AAC:
		return "A_AAC", t.Config
	case Opus:
		return "A_OPUS", opusHead(t.Config)
	case FLAC:
		return "A_FLAC", append([]byte("fLaC"), t.Config[min(4, len(t.Config)):]...)
	case MP3:
		return "A_MPEG/L3", nil
	case Vorbis:
		return "A_VORBIS", t.Config
	case AC3:
		return "A_AC3", nil
	case EAC3:
		return "A_EAC3", nil
	case DTS:
		return "A_DTS", nil
	case TrueHD:
		return "A_TRUEHD", nil
	case SubRip, MovText:
		return "S_TEXT/UTF8", nil
	case ASS:
		return "S_TEXT/ASS", t.Config
	case WebVTT:
		return "S_TEXT/WEBVTT", t.Config
	case PGS:
		return "S_HDMV/PGS", t.Config
	case VobSub:
		return "S_VOBSUB", t.Config
	}
	return muxOther(t)
}

// muxOther is muxCodec for codecs that are named as a file names them, and for
// uncompressed sound.
func muxOther(t Track) (id string, private []byte) {
	name := string(t.Codec)
	switch {
	case strings.HasPrefix(name, "V_MS/VFW/FOURCC/"):
		return "V_MS/VFW/FOURCC", t.Config
	case strings.HasPrefix(name, "V_"), strings.HasPrefix(name, "A_"), strings.HasPrefix(name, "S_"):
		return name, t.Config
	case pcmBits(t.Codec) == 0:
		return "", nil
	case strings.HasPrefix(name, "pcm_f"):
		return "A_PCM/FLOAT/IEEE", nil
	case strings.HasSuffix(name, "be"):
		return "A_PCM/INT/BIG", nil
	}
	return "A_PCM/INT/LIT", nil
}

// pcmBits returns the size of a sample by ffmpeg's name of uncompressed sound, as
// pcm_s16le, 0 for another codec.
func pcmBits(c Codec) uint64 {
	digits, ok := strings.CutPrefix(string(c), "pcm_")
	if !ok || len(digits) < 2 {
		return 0
	}
	digits = strings.TrimRight(digits[1:], "lbe")
	bits, err := strconv.ParseUint(digits, 10, 8)
	if err != nil {
		return 0
	}
	return bits
}
