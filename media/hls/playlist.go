package hls

import (
	"fmt"
	"math"
	"strings"
)

// ContentType is the MIME type of playlists.
const ContentType = "application/vnd.apple.mpegurl"

// Playlist returns the media playlist of a rendition whose segments lie between
// the bounds (seconds, ascending, the first 0). It names the initialization
// segment init.mp4 and the segments 0.m4s, 1.m4s and so on. The durations add up
// to the last bound, however many there are.
func Playlist(bounds []float64) []byte {
	var b strings.Builder
	durations := durationsOf(bounds)
	longest := int64(0)
	for _, d := range durations {
		longest = max(longest, d)
	}
	// A duration rounded to whole seconds must not exceed the target (RFC 8216, 4.3.3.1).
	target := max(1, math.Ceil(float64(longest)/micro))
	fmt.Fprintf(&b, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:%.0f\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"init.mp4\"\n", target)
	for i, d := range durations {
		fmt.Fprintf(&b, "#EXTINF:%d.%06d,\n%d.m4s\n", d/micro, d%micro, i)
	}
	b.WriteString("#EXT-X-ENDLIST\n")
	return []byte(b.String())
}

// micro is the precision of playlists, parts a second.
const micro = 1_000_000

// durationsOf returns the distances of bounds in microseconds. They are those of
// the rounded bounds, so that errors don't add up.
func durationsOf(bounds []float64) []int64 {
	durations := make([]int64, max(0, len(bounds)-1))
	for i := range durations {
		durations[i] = int64(math.Round(bounds[i+1]*micro)) - int64(math.Round(bounds[i]*micro))
	}
	return durations
}
