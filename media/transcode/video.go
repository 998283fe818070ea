package transcode

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"goblet/media/container"
	"goblet/media/hls"
)

// size is one of the sizes to which pictures are converted.
type size struct {
	long  int  // most pixels along the longer side
	short int  // and along the shorter one
	main  bool // the Main profile, which small devices like, else High
	crf   int  // x264's quality, the lower the better
}

// sizes are what a picture can be turned into.
var sizes = map[hls.Target]size{
	hls.H264: {long: 1920, short: 1080, crf: 22},
	hls.Low:  {long: 640, short: 360, main: true, crf: 25},
}

// frameRate is what is assumed of a film that does not tell.
const frameRate = 25

// describe says how the pictures of a track look in the size.
func (s size) describe(track container.Track) container.Track {
	track.Width, track.Height = s.fit(track.Width, track.Height)
	profile := 0x6400
	if s.main {
		profile = 0x4D40
	}
	track.Codec, track.Codecs = container.H264, fmt.Sprintf("avc1.%04X%02X", profile, s.level(track))
	track.Timescale, track.Config, track.OpenGOP, track.Rotation = videoTimescale, nil, false, 0
	track.Bitrate = float64(maxRate(track.Width, track.Height))
	return track
}

// fit scales down to the size, to even numbers of pixels. A picture of unknown
// size is taken for one that fills it.
func (s size) fit(width, height int) (w, h int) {
	if width <= 0 || height <= 0 {
		return s.long, s.short
	}
	long, short := float64(max(width, height)), float64(min(width, height))
	scale := min(1, float64(s.long)/long, float64(s.short)/short)
	even := func(n int) int { return max(2, 2*int(math.Round(float64(n)*scale/2))) }
	return even(width), even(height)
}

// level is the H.264 level (ten times its number) whose limits on macroblocks a
// second (ITU-T H.264, table A-1) suffice for a track.
func (s size) level(track container.Track) int {
	w, h := s.fit(track.Width, track.Height)
	rate := track.FrameRate
	if rate <= 0 {
		rate = frameRate
	}
	blocks := float64((w+15)/16*((h+15)/16)) * rate
	for _, l := range []struct {
		level  int
		blocks float64
	}{{31, 108_000}, {41, 245_760}, {42, 522_240}} {
		if blocks <= l.blocks {
			return l.level
		}
	}
	return 51
}

// maxRate bounds the bit rate (bits a second) of pictures of a number of pixels.
func maxRate(width, height int) int {
	switch pixels := width * height; {
	case pixels <= 640*360:
		return 600_000
	case pixels <= 1024*576:
		return 2_000_000
	case pixels <= 1280*720:
		return 4_000_000
	}
	return 8_000_000
}

// Times of what ffmpeg reads and writes are later than the film's by the
// leeway, so that none is negative: samples before the first frame that is
// shown are decoded, and encoders put decoding times before the first picture.
// It is a multiple of Grid, and of an AAC frame at 48 kHz.
const leeway = 100 * Grid

// videoTimescale is the ticks a second of converted pictures.
const videoTimescale = 90_000

// longestRun is how many segments of pictures one ffmpeg makes at most: the
// beginning of each is an argument, and their length is limited.
const longestRun = 2500

// videoOutput returns ffmpeg's arguments after the input, for pictures from
// segment from to before segment to, or the film's end (seconds). If the track
// ends before the film its last picture is repeated.
func videoOutput(e encoder, s size, track container.Track, from, to int, duration float64, sync string) []string {
	width, height := s.fit(track.Width, track.Height)
	scale := fmt.Sprintf("scale=%d:%d", width, height)
	if track.Width <= 0 || track.Height <= 0 {
		// As fit does, but by what the decoder says; a pixel may be wider than high.
		factor := fmt.Sprintf("min(1,min(%d/max(iw*sar,ih),%d/min(iw*sar,ih)))", s.long, s.short)
		scale = fmt.Sprintf("scale=w='2*round(iw*sar*%[1]s/2)':h='2*round(ih*%[1]s/2)'", factor)
	}
	filters := "yadif=deint=interlaced," + // frames that are marked as interlaced, alone
		"tpad=stop=-1:stop_mode=clone," +
		"trim=start=" + strconv.Itoa(leeway+from*Grid) + ":end=" + seconds(leeway+min(duration, float64(to*Grid))) + "," +
		turns[track.Rotation] + scale + ",setsar=1,format=" + e.pixels + e.filters
	profile, level, rate := "high", s.level(track), maxRate(width, height)
	if s.main {
		profile = "main"
	}
	var keyframes []string
	for n := from; n < to; n++ {
		keyframes = append(keyframes, strconv.Itoa(leeway+n*Grid))
	}
	return slices.Concat(
		[]string{"-map_metadata", "-1", "-map_chapters", "-1", "-vf", filters, sync, "vfr", "-enc_time_base", "1:" + strconv.Itoa(videoTimescale), "-c:v", e.name},
		e.quality(s, rate),
		[]string{"-profile:v", profile, "-level", fmt.Sprintf("%d.%d", level/10, level%10)},
		// A keyframe at the first frame and at the first one of each cell of the
		// grid, and nowhere else. Expressions would count from the first frame.
		[]string{"-g", "100000", "-force_key_frames", strings.Join(keyframes, ",")},
		// Times as they are: no edit list, nothing shifted to 0.
		[]string{"-video_track_timescale", strconv.Itoa(videoTimescale), "-avoid_negative_ts", "disabled", "-use_editlist", "0"},
		[]string{"-movflags", "frag_keyframe+empty_moov+default_base_moof+frag_discont", "-f", "mp4", "pipe:1"})
}

// turns are the filters, with a comma behind them, that turn pictures by a
// track's Rotation: ffmpeg is not told of it.
var turns = map[int]string{90: "transpose=clock,", 180: "hflip,vflip,", 270: "transpose=cclock,"}

func seconds(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) }
