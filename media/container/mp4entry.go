package container

import (
	"bytes"
	"strings"
)

// describe reads what the first sample description (stsd) says about a track.
// A track that is not to be listed keeps no Kind.
func (t *movieTrack) describe(stsd []byte) {
	version, _, f := fullBox(stsd)
	f.u32() // how many
	for name, entry := range boxesIn(f) {
		if len(entry) < 8 {
			return
		}
		entry = entry[8:] // reserved, and in which file the samples are
		switch t.handler {
		case "vide":
			t.picture(name, entry)
		case "soun":
			t.sound(name, entry, version)
		case "text", "sbtl", "subt", "subp", "clcp":
			t.words(name, entry)
		}
		return
	}
}

// pictureCodecs are the names of video sample entries.
var pictureCodecs = map[string]Codec{
	"avc1": H264, "avc2": H264, "avc3": H264, "avc4": H264, "dva1": H264, "dvav": H264,
	"hvc1": HEVC, "hev1": HEVC, "dvh1": HEVC, "dvhe": HEVC,
	"av01": AV1, "dav1": AV1, "vp08": VP8, "vp09": VP9,
	"mp4v": MPEG4, "xvid": MPEG4, "divx": MPEG4, "dx50": MPEG4, "fmp4": MPEG4,
}

// picture reads a video sample entry (ISO/IEC 14496-12, section 12.1.3).
func (t *movieTrack) picture(name string, entry []byte) {
	const head = 70
	if len(entry) < head {
		return
	}
	t.Kind = Video
	t.Codec = fourCC(name)
	if codec, ok := pictureCodecs[strings.ToLower(name)]; ok {
		t.Codec = codec
	}
	if t.Width == 0 || t.Height == 0 {
		size := fields(entry[16:])
		t.Width, t.Height = int(size.u16()), int(size.u16())
	}
	boxes := entry[head:]
	switch t.Codec {
	case H264:
		t.Config = bytes.Clone(inBox(boxes, "avcC"))
		if len(t.Config) > 4 {
			t.avc = int(t.Config[4]&3) + 1
		}
	case HEVC:
		t.Config = bytes.Clone(inBox(boxes, "hvcC"))
	case AV1:
		t.Config = bytes.Clone(inBox(boxes, "av1C"))
	case VP8, VP9:
		t.Config = bytes.Clone(inBox(boxes, "vpcC"))
	case MPEG4:
		object, config := elementaryStream(inBox(boxes, "esds"))
		t.Codec, t.Config = objectCodec(object, MPEG4), config
	}
}

// soundCodecs are the names of audio sample entries.
var soundCodecs = map[string]Codec{
	"mp4a": AAC, "Opus": Opus, "fLaC": FLAC, ".mp3": MP3, "ms\x00U": MP3,
	"ac-3": AC3, "sac3": AC3, "ec-3": EAC3, "mlpa": TrueHD,
	"dtsc": DTS, "dtse": DTS, "dtsh": DTS, "dtsl": DTS, "dtsx": DTS,
}

// sound reads an audio sample entry (ISO/IEC 14496-12, section 12.2.3, and the
// sound descriptions of QuickTime, of which versions 1 and 2 have more fields).
func (t *movieTrack) sound(name string, entry []byte, stsd byte) {
	const head = 20
	if len(entry) < head {
		return
	}
	t.Kind = Audio
	t.Codec = fourCC(name)
	if codec, ok := soundCodecs[name]; ok {
		t.Codec = codec
	}
	f := fields(entry)
	version := f.u16()
	f.take(6)
	t.Channels = int(f.u16())
	f.take(6) // bits, packets
	t.SampleRate = int(f.u32() >> 16)
	switch {
	case version == 1 && stsd == 0:
		f.take(16)
	case version == 2:
		f.u32()
		t.SampleRate = int(floatOf(f.u64()))
		t.Channels = int(min(f.u32(), 255))
		f.take(20)
	}
	boxes := []byte(f)
	if wave := inBox(boxes, "wave"); wave != nil && inBox(boxes, "esds") == nil {
		boxes = wave
	}
	t.soundConfig(boxes)
}

// soundConfig reads what a decoder of sound must know.
func (t *movieTrack) soundConfig(boxes []byte) {
	switch t.Codec {
	case AAC:
		object, config := elementaryStream(inBox(boxes, "esds"))
		if t.Codec = objectCodec(object, AAC); t.Codec == AAC {
			t.Config = config
			t.aac()
		}
	case Opus:
		t.Config = bytes.Clone(inBox(boxes, "dOps"))
		if len(t.Config) > 1 {
			t.Channels, t.SampleRate = int(t.Config[1]), 48000
		}
	case FLAC:
		t.Config = bytes.Clone(inBox(boxes, "dfLa"))
		t.flac()
	case AC3:
		t.Config = bytes.Clone(inBox(boxes, "dac3"))
		if len(t.Config) >= 3 {
			f := fields(t.Config)
			v := f.uint(3)
			t.Channels = ac3Channels(v>>11&7, v>>10&1)
		}
	case EAC3:
		t.Config = bytes.Clone(inBox(boxes, "dec3"))
		t.eac3()
	}
}

// words reads the sample entry of subtitles and other texts.
func (t *movieTrack) words(name string, entry []byte) {
	switch name {
	case "tx3g", "text":
		t.Kind, t.Codec = Subtitle, MovText
		t.Config = bytes.Clone(entry)
		flags := fields(entry)
		const allForced = 0x80000000 // QuickTime File Format, "Subtitle Sample Description"
		t.Forced = name == "tx3g" && flags.u32()&allForced != 0
	case "wvtt":
		t.Kind, t.Codec = Subtitle, WebVTT
		t.Config = bytes.Clone(inBox(entry, "vttC"))
	case "mp4s":
		object, config := elementaryStream(inBox(entry, "esds"))
		if object == 0xE0 {
			t.Kind, t.Codec, t.Config = Subtitle, VobSub, config
		}
	}
}

// fourCC names a codec as the file does.
func fourCC(name string) Codec {
	printable := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, name)
	return Codec(strings.TrimSpace(printable))
}
