package container

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// matroskaCodecs maps Matroska's codec IDs to codecs.
var matroskaCodecs = map[string]Codec{
	"V_MPEG4/ISO/AVC":  H264,
	"V_MPEGH/ISO/HEVC": HEVC,
	"V_AV1":            AV1,
	"V_VP8":            VP8,
	"V_VP9":            VP9,
	"V_MPEG4/ISO/SP":   MPEG4,
	"V_MPEG4/ISO/ASP":  MPEG4,
	"V_MPEG4/ISO/AP":   MPEG4,
	"A_AAC":            AAC,
	"A_OPUS":           Opus,
	"A_FLAC":           FLAC,
	"A_MPEG/L3":        MP3,
	"A_VORBIS":         Vorbis,
	"A_AC3":            AC3,
	"A_EAC3":           EAC3,
	"A_DTS":            DTS,
	"A_TRUEHD":         TrueHD,
	"S_TEXT/UTF8":      SubRip,
	"S_TEXT/ASCII":     SubRip,
	"S_TEXT/ASS":       ASS,
	"S_TEXT/SSA":       ASS,
	"S_ASS":            ASS,
	"S_SSA":            ASS,
	"S_TEXT/WEBVTT":    WebVTT,
	"S_HDMV/PGS":       PGS,
	"S_VOBSUB":         VobSub,
}

// matroskaCodec returns the codec of a track.
func matroskaCodec(id string, private []byte) Codec {
	if c, ok := matroskaCodecs[id]; ok {
		return c
	}
	switch {
	case strings.HasPrefix(id, "A_AAC/"):
		return AAC
	case strings.HasPrefix(id, "A_AC3/"):
		return AC3
	case strings.HasPrefix(id, "A_DTS/"):
		return DTS
	case id == "V_MS/VFW/FOURCC" && len(private) >= 20:
		switch fourCC := strings.ToUpper(string(private[16:20])); fourCC { // of a BITMAPINFOHEADER
		case "XVID", "DIVX", "DX50", "FMP4", "MP4V":
			return MPEG4
		default:
			return Codec(id + "/" + fourCC)
		}
	}
	return Codec(id)
}

// pcmCodec returns ffmpeg's name of uncompressed sound, "" when id is something else.
func pcmCodec(id string, bits uint64) Codec {
	depth := map[uint64]string{8: "8", 16: "16", 24: "24", 32: "32", 64: "64"}[bits]
	switch {
	case depth == "":
		return ""
	case id == "A_PCM/INT/LIT" && bits == 8:
		return "pcm_u8"
	case id == "A_PCM/INT/LIT":
		return Codec("pcm_s" + depth + "le")
	case id == "A_PCM/INT/BIG":
		return Codec("pcm_s" + depth + "be")
	case id == "A_PCM/FLOAT/IEEE":
		return Codec("pcm_f" + depth + "le")
	}
	return ""
}

// describe fills in codec and configuration. first is the track's first frame,
// nil when none was found.
func (t *entry) describe(first []byte) {
	t.Codec = matroskaCodec(t.codecID, t.private)
	if c := pcmCodec(t.codecID, t.bitDepth); c != "" {
		t.Codec = c
	}
	if t.packing.other {
		t.Codec = Codec("unreadable " + t.codecID)
	}
	t.Config = t.private
	switch t.Codec {
	case H264:
		if len(t.private) >= 7 {
			t.nalLength = int(t.private[4]&3) + 1
		}
	case HEVC:
		if len(t.private) >= 23 {
			t.nalLength = int(t.private[21]&3) + 1
		}
	case AAC:
		if len(t.private) < 2 {
			t.Config = oldAAC(t.codecID, int(t.frequency), t.Channels)
		}
	case Opus:
		t.Config = dOps(t.private, t.Channels)
	case FLAC:
		t.Config = dfLa(t.private)
	case AC3, EAC3:
		t.Config = ac3Config(first)
		if h, ok := parseAC3(first); ok && h.enhanced { // some call E-AC-3 AC-3
			t.Codec = EAC3
		}
	case VP9:
		t.Config = vp9Config(first, t.private)
	case VP8:
		t.Config = vpcRecord(0, 10, 8, 1, 0)
	}
}

// oldAAC makes an AudioSpecificConfig for the codec IDs from before there was
// one in the CodecPrivate, as A_AAC/MPEG4/LC/SBR.
func oldAAC(id string, rate, channels int) []byte {
	object := 2
	switch {
	case strings.Contains(id, "/MAIN"):
		object = 1
	case strings.Contains(id, "/SSR"):
		object = 3
	case strings.Contains(id, "/LTP"):
		object = 4
	}
	for i, r := range []int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350} {
		if r == rate {
			return []byte{byte(object<<3 | i>>1), byte(i<<7 | channels&15<<3)}
		}
	}
	return nil
}

// dOps turns an OpusHead (RFC 7845, little-endian) into the record of MP4
// (Encapsulation of Opus in ISO BMFF, 4.3.2), and makes one where there is none.
func dOps(head []byte, channels int) []byte {
	if len(head) < 19 || !bytes.HasPrefix(head, []byte("OpusHead")) {
		return []byte{0, byte(channels), 0, 0, 0, 0, 0xBB, 0x80, 0, 0, 0}
	}
	d := []byte{0, head[9]}
	d = binary.BigEndian.AppendUint16(d, binary.LittleEndian.Uint16(head[10:])) // pre-skip
	d = binary.BigEndian.AppendUint32(d, binary.LittleEndian.Uint32(head[12:])) // rate of the input
	d = binary.BigEndian.AppendUint16(d, binary.LittleEndian.Uint16(head[16:])) // gain
	return append(d, head[18:]...)
}

// opusHead is the reverse of dOps.
func opusHead(d []byte) []byte {
	if len(d) < 11 {
		return nil
	}
	head := append([]byte("OpusHead"), 1, d[1])
	head = binary.LittleEndian.AppendUint16(head, binary.BigEndian.Uint16(d[2:]))
	head = binary.LittleEndian.AppendUint32(head, binary.BigEndian.Uint32(d[4:]))
	head = binary.LittleEndian.AppendUint16(head, binary.BigEndian.Uint16(d[8:]))
	return append(head, d[10:]...)
}

// dfLa turns the header of a FLAC stream into the record of MP4: version and
// flags, and the STREAMINFO alone.
func dfLa(header []byte) []byte {
	blocks, ok := bytes.CutPrefix(header, []byte("fLaC"))
	if !ok || len(blocks) < 38 || blocks[0]&0x7F != 0 {
		return nil
	}
	record := append(make([]byte, 4, 42), blocks[:38]...)
	record[4] |= 0x80 // the last block
	return record
}

// vpcRecord returns the vpcC record of a VP8 or VP9 stream in MP4 (VP Codec ISO Media File
// Format Binding): subsampling 1 is 4:2:0 with the chroma of the left samples.
func vpcRecord(profile, level, depth, subsampling, fullRange byte) []byte {
	const unspecified = 2 // of colour primaries, transfer and matrix
	return []byte{1, 0, 0, 0, profile, level, depth<<4 | subsampling<<1 | fullRange, unspecified, unspecified, unspecified, 0, 0}
}

// vp9Config reads the uncompressed header of a key frame (VP9 bitstream, 6.2)
// and the level from the feature list that WebM keeps in the CodecPrivate.
func vp9Config(frame, features []byte) []byte {
	level := byte(0) // unknown
	for f := features; len(f) >= 3 && int(f[1]) <= len(f)-2; f = f[2+int(f[1]):] {
		if f[0] == 2 && f[1] == 1 {
			level = f[2]
		}
	}
	b := bitReader{b: frame}
	if b.uint(2) != 2 {
		return vpcRecord(0, level, 8, 1, 0)
	}
	profile := b.uint(1) | b.uint(1)<<1
	if profile == 3 {
		b.uint(1)
	}
	if b.uint(1) == 1 || b.uint(1) == 1 { // shows another frame, or no key frame
		return vpcRecord(byte(profile), level, 8, 1, 0)
	}
	b.uint(2) // show, error resilience
	if b.uint(24) != 0x498342 {
		return vpcRecord(byte(profile), level, 8, 1, 0)
	}
	depth := byte(8)
	if profile >= 2 {
		depth = 10 + 2*byte(b.uint(1))
	}
	const rgb = 7
	if b.uint(3) == rgb {
		return vpcRecord(byte(profile), level, depth, 3, 1)
	}
	full := byte(b.uint(1))
	subsampling := byte(1)
	if profile&1 == 1 {
		x, y := b.uint(1), b.uint(1)
		switch {
		case x == 1 && y == 0:
			subsampling = 2
		case x == 0:
			subsampling = 3
		}
	}
	return vpcRecord(byte(profile), level, depth, subsampling, full)
}
