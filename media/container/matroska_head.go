package container

import (
	"encoding/binary"
	"errors"
	"io"
)

// head is what the first clusters tell of the tracks.
type head struct {
	start  int64 // nanoseconds of the first frame that is shown
	tracks map[uint64]headTrack
}

// headTrack is what the first clusters tell of a track.
type headTrack struct {
	seen  bool
	time  int64   // nanoseconds of the first frame
	data  []byte  // of the first frame, as a decoder gets it
	times []int64 // nanoseconds of the first blocks, in decoding order
	count int     // of blocks that were seen
	bytes int64   // of them
	last  int64   // nanoseconds of the last one
}

// How far readHead looks: enough pictures to see how they are reordered, and
// tracks whose first frame comes late.
const (
	headPictures = 33
	headBlocks   = 128
	headTime     = 10e9 // nanoseconds
	headBytes    = 32 << 20
)

// readHead reads the film's first frames.
func (m *matroska) readHead(r io.ReaderAt) (head, error) {
	h := head{tracks: make(map[uint64]headTrack)}
	missing := make(map[uint64]bool)
	for _, t := range m.entries {
		if t.Kind != Subtitle {
			missing[t.number] = true
		}
	}
	main := m.main()
	if m.first == 0 || main == nil {
		return h, nil
	}
	found := false
	w := m.walker(r, blockCursor{at: m.first}, func(track uint64) bool {
		return missing[track] || h.tracks[track].seen
	})
	for len(missing) > 0 && w.at-m.first < headBytes {
		b, err := w.next()
		if errors.Is(err, io.EOF) || errors.Is(err, errDamaged) {
			break
		}
		if err != nil {
			return h, err
		}
		t, time := m.numbers[b.track], m.nanoseconds(b.time)
		first := h.tracks[b.track]
		if !first.seen {
			first = headTrack{seen: true, time: time}
			if frames, err := w.read(b, false); err == nil && len(frames) > 0 {
				first.data, _ = t.packing.unpack(frames[0])
			}
		}
		if first.count++; first.count <= headBlocks {
			first.times = append(first.times, time)
		}
		first.bytes += b.end - b.data
		first.last = time
		h.tracks[b.track] = first
		if t == main && !found && (b.key || t.Kind != Video) {
			h.start, found = time-t.delay+t.priming(), true
		}
		if t.Kind != Video || t != main || len(first.times) >= headPictures {
			delete(missing, b.track)
		}
		if time-h.tracks[main.number].time > headTime && h.tracks[main.number].seen {
			break
		}
	}
	if !found {
		h.start = h.tracks[main.number].time
	}
	for _, t := range m.entries {
		if first := h.tracks[t.number]; t.Kind == Audio && first.seen {
			h.start = min(h.start, first.time-t.delay+t.priming()) // sound that is heard before the picture is seen
		}
	}
	return h, nil
}

// priming returns the nanoseconds at the start of a track of sound that a decoder
// drops. The CodecDelay says so, unless it is longer than any codec needs.
func (t *entry) priming() int64 {
	const most = 200e6
	switch {
	case t.Kind != Audio:
		return 0
	case t.codecID == "A_OPUS" && len(t.private) >= 12:
		return int64(binary.LittleEndian.Uint16(t.private[10:])) * 1e9 / 48000 // pre-skip (RFC 7845)
	case t.delay > most:
		return 0
	}
	return t.delay
}

// walker returns one that reads frames.
func (m *matroska) walker(r io.ReaderAt, from blockCursor, want func(uint64) bool) *walker {
	return &walker{win: window{r: r, size: m.size}, limit: m.limit, want: want, frames: true, blockCursor: from}
}
