package container

import (
	"encoding/binary"
	"math/bits"
)

// frameSamples returns how many samples of sound a frame holds at the rate that
// the codec counts in, 0 when it is not known. config is as in Track.Config.
func frameSamples(codec Codec, config, frame []byte) int {
	switch codec {
	case AAC:
		return aacSamples(config)
	case Opus:
		return opusSamples(frame)
	case FLAC:
		return flacSamples(config, frame)
	case MP3:
		return mpegSamples(frame)
	case AC3, EAC3:
		return ac3Samples(frame)
	case DTS:
		return dtsSamples(frame)
	}
	return 0
}

// aacSamples reads the frame length flag of an AudioSpecificConfig (ISO/IEC
// 14496-3, 1.6.2.1); of HE-AAC it is that of the core.
func aacSamples(config []byte) int {
	b := bitReader{b: config}
	if object := b.uint(5); object == 31 {
		b.uint(6)
	}
	if b.uint(4) == 15 {
		b.uint(24)
	}
	b.uint(4)
	if b.uint(1) == 1 && !b.short {
		return 960
	}
	return 1024
}

// opusSamples reads the table of contents of an Opus packet (RFC 6716, section
// 3.1): the samples at 48 kHz.
func opusSamples(packet []byte) int {
	if len(packet) == 0 {
		return 0
	}
	var length int
	switch config := packet[0] >> 3; {
	case config < 12: // SILK
		length = []int{480, 960, 1920, 2880}[config&3]
	case config < 16: // hybrid
		length = []int{480, 960}[config&1]
	default: // CELT
		length = 120 << (config & 3)
	}
	switch packet[0] & 3 {
	case 0:
		return length
	case 1, 2:
		return 2 * length
	}
	if len(packet) < 2 {
		return 0
	}
	return length * int(packet[1]&63)
}

// flacSamples reads the block size of a FLAC frame (RFC 9639, section 9.1.1), or
// takes it from the STREAMINFO.
func flacSamples(config, frame []byte) int {
	if len(frame) < 5 || frame[0] != 0xFF || frame[1]&0xFC != 0xF8 {
		return 0
	}
	code := int(frame[2] >> 4)
	switch {
	case code == 0:
		return 0
	case code == 1:
		return 192
	case code < 6:
		return 144 << code
	case code > 7:
		return 1 << code
	}
	number := max(1, bits.LeadingZeros8(^frame[4])) // bytes of the coded number, as UTF-8
	rest := frame[min(len(frame), 4+number):]
	switch {
	case code == 6 && len(rest) >= 1:
		return int(rest[0]) + 1
	case code == 7 && len(rest) >= 2:
		return int(binary.BigEndian.Uint16(rest)) + 1
	}
	return 0
}

// mpegSamples reads the header of an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3).
func mpegSamples(frame []byte) int {
	if len(frame) < 4 || frame[0] != 0xFF || frame[1]&0xE0 != 0xE0 {
		return 0
	}
	first := frame[1]&0x18 == 0x18 // MPEG-1, else the half rates of 2 and 2.5
	switch frame[1] >> 1 & 3 {
	case 3:
		return 384
	case 2:
		return 1152
	case 1:
		if first {
			return 1152
		}
		return 576
	}
	return 0
}

// dtsSamples reads the header of a DTS core frame (ETSI TS 102 114, 5.3.1).
func dtsSamples(frame []byte) int {
	b := bitReader{b: frame}
	if b.uint(32) != 0x7FFE8001 {
		return 0
	}
	b.uint(1 + 5 + 1)
	blocks := int(b.uint(7)) + 1
	if b.short {
		return 0
	}
	return blocks * 32
}

// bitReader reads bits from the highest on.
type bitReader struct {
	b     []byte
	at    int // bits
	short bool
}

// uint returns the next n bits, at most 32; those beyond the end are 0.
func (r *bitReader) uint(n int) uint32 {
	var v uint32
	for range n {
		v <<= 1
		if r.at>>3 >= len(r.b) {
			r.short = true
			continue
		}
		v |= uint32(r.b[r.at>>3]>>(7-r.at&7)) & 1
		r.at++
	}
	return v
}
