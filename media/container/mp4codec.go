package container

import (
	"bytes"
	"math"

	"github.com/Eyevinn/mp4ff/aac"
)

func floatOf(bits uint64) float64 {
	v := math.Float64frombits(bits)
	if !(v >= 0 && v < 1<<24) {
		return 0
	}
	return v
}

// Tags of the descriptors in an esds box (ISO/IEC 14496-1, section 7.2.2).
const (
	tagStream  = 3 // ES_Descriptor
	tagDecoder = 4 // DecoderConfigDescriptor
	tagConfig  = 5 // DecoderSpecificInfo
)

// elementaryStream reads an esds box: what kind of stream it is and what its
// decoder must know.
func elementaryStream(esds []byte) (object byte, config []byte) {
	if len(esds) < 4 {
		return 0, nil
	}
	stream := fields(descriptor(esds[4:], tagStream))
	stream.u16()
	flags := stream.u8()
	if flags&0x80 != 0 { // depends on another stream
		stream.u16()
	}
	if flags&0x40 != 0 { // has an address
		stream.take(int(stream.u8()))
	}
	if flags&0x20 != 0 { // has a clock of its own
		stream.u16()
	}
	decoder := fields(descriptor(stream, tagDecoder))
	object = decoder.u8()
	decoder.take(12) // kind of stream, size of the buffer, bit rates
	return object, bytes.Clone(descriptor(decoder, tagConfig))
}

// descriptor returns the body of the first descriptor of a tag, nil when there is none.
func descriptor(b []byte, tag byte) []byte {
	for f := fields(b); len(f) > 1; {
		found := f.u8()
		length := 0
		for range 4 {
			c := f.u8()
			length = length<<7 | int(c&0x7F)
			if c&0x80 == 0 {
				break
			}
		}
		body := f.take(length)
		if found == tag {
			return body
		}
	}
	return nil
}

// objectCodec returns the codec of an object type (https://mp4ra.org/registered-types/object-types).
func objectCodec(object byte, otherwise Codec) Codec {
	switch object {
	case 0x20:
		return MPEG4
	case 0x21:
		return H264
	case 0x23:
		return HEVC
	case 0x60, 0x61, 0x62, 0x63, 0x64, 0x65:
		return "mpeg2video"
	case 0x6A:
		return "mpeg1video"
	case 0x6C:
		return "mjpeg"
	case 0x40, 0x66, 0x67, 0x68:
		return AAC
	case 0x69, 0x6B:
		return MP3
	case 0xA5:
		return AC3
	case 0xA6:
		return EAC3
	case 0xA9, 0xAA, 0xAB, 0xAC:
		return DTS
	case 0xAD:
		return Opus
	case 0xDD:
		return Vorbis
	}
	return otherwise
}

// aac takes channels and rate from an AudioSpecificConfig: those of the box are
// often wrong.
func (t *movieTrack) aac() {
	config, err := aac.DecodeAudioSpecificConfig(bytes.NewReader(t.Config))
	if err != nil {
		return
	}
	t.SampleRate = config.SamplingFrequency
	if config.SBRPresentFlag && config.ExtensionFrequency > 0 {
		t.SampleRate = config.ExtensionFrequency
	}
	switch c := int(config.ChannelConfiguration); {
	case c == 7:
		t.Channels = 8
	case c > 0:
		t.Channels = c
	}
}

// flac takes channels and rate from the stream information, the first block of
// a dfLa box, of which the box's own fields have only 16 bits.
func (t *movieTrack) flac() {
	const at = 4 + 4 + 10 // version and flags, head of the block, sizes
	if len(t.Config) < at+4 {
		return
	}
	f := fields(t.Config[at:])
	v := f.u32()
	t.SampleRate, t.Channels = int(v>>12), int(v>>9&7)+1
}

// ac3Channels returns how many channels a mode (acmod) has (ETSI TS 102 366, section 4.4.2.3).
func ac3Channels(mode, lfe uint64) int {
	return []int{2, 1, 2, 3, 3, 4, 4, 5}[mode&7] + int(lfe&1)
}

// eac3 takes the channels from a dec3 record (ETSI TS 102 366, section F.6): those
// of the first independent stream and what its dependent streams add.
func (t *movieTrack) eac3() {
	if len(t.Config) < 5 {
		return
	}
	f := fields(t.Config[2:])
	v := f.uint(3)
	t.Channels = ac3Channels(v>>9&7, v>>8&1)
	if dependent := v >> 1 & 15; dependent > 0 {
		places := v&1<<8 | uint64(f.u8())
		// Which places are pairs of loudspeakers.
		for place, channels := range []int{2, 2, 1, 1, 2, 2, 2, 1, 1} {
			if places>>place&1 != 0 {
				t.Channels += channels
			}
		}
	}
}
