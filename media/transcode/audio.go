package transcode

import (
	"fmt"
	"goblet/media/container"
	"math"
	"strconv"
)

// Converted sound is AAC LC at this rate, in stereo.
const (
	audioRate     = 48_000  // Hz, and ticks a second
	audioFrame    = 1024    // samples of a frame
	audioChannels = 2       //
	audioBitrate  = 160_000 // bits a second
)

// preroll is how many frames are encoded and dropped before the first that is
// wanted: the first frame of an encoder is its delay and holds nothing yet
// (ffmpeg's aac has a delay of one frame), and the next ones find their rate.
const preroll = 4

// firstFrame returns the number of the first frame of a segment: the first one
// that begins in its cell. Frame n holds the samples from n*1024.
func firstFrame(segment int) int {
	return (segment*Grid*audioRate + audioFrame - 1) / audioFrame
}

// endFrame returns the number of the frame after a film's last.
func endFrame(duration float64) int {
	return max(1, int(math.Ceil(duration*audioRate/audioFrame)))
}

// audioSegments returns how many segments the sound of a film has.
func audioSegments(duration float64) int {
	n := segments(duration)
	for n > 1 && firstFrame(n-1) >= endFrame(duration) {
		n--
	}
	return n
}

// audioOutput returns ffmpeg's arguments after the input, for the sound of
// segments from one on, without an end. The filters make a stream without gaps
// or overlaps that begins exactly where it should: silence where the film has
// none, and what lies before is dropped. So a frame's number tells its time,
// and frames lie the same wherever a conversion starts.
func audioOutput(segment int) []string {
	first := leeway*audioRate + (firstFrame(segment)-preroll)*audioFrame
	return []string{
		"-map_metadata", "-1", "-map_chapters", "-1",
		"-af", fmt.Sprintf("aresample=%d:async=1:min_hard_comp=0.02:first_pts=%d,apad", audioRate, first),
		"-ac", strconv.Itoa(audioChannels), "-ar", strconv.Itoa(audioRate),
		"-c:a", "aac", "-profile:a", "aac_low", "-b:a", strconv.Itoa(audioBitrate),
		"-f", "adts", "pipe:1",
	}
}

// describeAudio says how the sound of a track is after its conversion.
func describeAudio(track container.Track) container.Track {
	track.Codec, track.Codecs, track.Timescale = container.AAC, "mp4a.40.2", audioRate
	track.Channels, track.SampleRate, track.Bitrate = audioChannels, audioRate, audioBitrate
	track.Config, track.Delay = nil, 0
	return track
}
