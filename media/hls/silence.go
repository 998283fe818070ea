package hls

import "goblet/media/container"

// maxHole is how long sound may be missing in seconds until silence is put in
// its place. hls.js and some browsers stop where a track has no data, and wait
// for ever; shorter holes they jump (hls.js: maxBufferHole).
const maxHole = 0.1

// quiet are frames of AAC-LC in which nothing is heard, by number of channels
// (those of hls.js, src/remux/aac-helper.ts): raw_data_blocks whose spectra are empty.
var quiet = map[int][]byte{
	1: {0x00, 0xC8, 0x00, 0x80, 0x23, 0x80},
	2: {0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80},
	3: {0x00, 0xC8, 0x00, 0x80, 0x20, 0x84, 0x01, 0x26, 0x40, 0x08, 0x64, 0x00, 0x8E},
	4: {0x00, 0xC8, 0x00, 0x80, 0x20, 0x84, 0x01, 0x26, 0x40, 0x08, 0x64, 0x00, 0x80, 0x2C, 0x80, 0x08, 0x02, 0x38},
	5: {0x00, 0xC8, 0x00, 0x80, 0x20, 0x84, 0x01, 0x26, 0x40, 0x08, 0x64, 0x00, 0x82, 0x30, 0x04, 0x99, 0x00, 0x21, 0x90, 0x02, 0x38},
	6: {0x00, 0xC8, 0x00, 0x80, 0x20, 0x84, 0x01, 0x26, 0x40, 0x08, 0x64, 0x00, 0x82, 0x30, 0x04, 0x99, 0x00, 0x21, 0x90, 0x02, 0x00, 0xB2, 0x00, 0x20, 0x08, 0xE0},
}

// silence returns a frame of a track in which nothing is heard, and how many
// ticks it lasts, given how many a frame of the track does; nil for codecs of
// which there is none.
func silence(t *container.Track, frame int64) (data []byte, length int64) {
	switch t.Codec {
	case container.AAC:
		if frame > 0 && len(t.Config) >= 2 && channelConfiguration(t.Config) == t.Channels {
			return quiet[t.Channels], frame
		}
	case container.Opus: // a CELT frame of 20 ms (RFC 6716, 3.1)
		switch t.Channels {
		case 1:
			return []byte{0xF8, 0xFF, 0xFE}, int64(t.Timescale) / 50
		case 2:
			return []byte{0xFC, 0xFF, 0xFE}, int64(t.Timescale) / 50
		}
	}
	return nil, 0
}

// channelConfiguration reads that of an AudioSpecificConfig of one of the usual
// kinds and rates (ISO/IEC 14496-3, 1.6.2.1), else -1.
func channelConfiguration(config []byte) int {
	if config[0]>>3 == 31 || (config[0]&7)<<1|config[1]>>7 == 15 {
		return -1
	}
	return int(config[1] >> 3 & 15)
}

// fill puts silence where a track has no sound: between from and to, before,
// between and after frames. Times are in ticks of the track.
func fill(frames []frame, from, to int64, t *container.Track, length int64) []frame {
	data, length := silence(t, length)
	if data == nil {
		return frames
	}
	hole := int64(maxHole * float64(t.Timescale))
	filled := make([]frame, 0, len(frames))
	at := from
	for _, f := range append(frames, frame{dts: to}) {
		if f.dts-at > hole {
			for ; at+length/2 < f.dts; at += length {
				s := container.Sample{PTS: at, DTS: at, Duration: length, Sync: true, Data: data}
				filled = append(filled, frame{Sample: s, dts: at, pts: at})
			}
		}
		filled = append(filled, f)
		at = f.dts + max(1, min(f.Duration, length))
	}
	return filled[:len(filled)-1]
}
