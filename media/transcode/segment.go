package transcode

import (
	"bytes"
	"math"
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Grid is the length of segments in seconds: segment n of pictures holds the
// frames from n*Grid to before (n+1)*Grid.
const Grid = 4

// segments returns how many segments the pictures of a film have. What is
// shorter than a frame makes none.
func segments(duration float64) int {
	const frame = 0.02
	if !(duration > 0) || duration > maxDuration {
		return 0
	}
	return max(1, int(math.Ceil((duration-frame)/Grid)))
}

// maxDuration is the longest film that is converted, in seconds. Longer ones
// exist only in files that lie.
const maxDuration = 100 * 3600

// segment encodes samples, given in decoding order with their presentation
// times (ticks), as fragmented MP4 that spans from start to before end. Decoding
// times are the sorted presentation times, so that a sample's may be later than
// its presentation, as CMAF allows (ISO/IEC 23000-19, brand cmf2); the first one
// is start, which players take for the segment's position.
func segment(number int, samples []mp4.FullSample, pts []int64, start, end int64) ([]byte, error) {
	fragment, err := mp4.CreateFragment(uint32(number)+1, 1)
	if err != nil {
		return nil, err
	}
	times := slices.Sorted(slices.Values(pts))
	for i, s := range samples {
		next := end
		if i+1 < len(times) {
			next = times[i+1]
		}
		at := times[i]
		if i == 0 {
			at = start
		}
		s.DecodeTime = uint64(at)
		s.Dur = uint32(max(1, next-at))
		s.CompositionTimeOffset = int32(pts[i] - at)
		s.Size = uint32(len(s.Data))
		fragment.AddFullSample(s)
	}
	if len(samples) == 0 {
		fragment.Moof.Traf.Tfdt.SetBaseMediaDecodeTime(uint64(start))
	}
	whole := mp4.NewMediaSegment()
	whole.AddFragment(fragment)
	var out bytes.Buffer
	out.Grow(int(whole.Size()))
	err = whole.Encode(&out)
	return out.Bytes(), err
}
