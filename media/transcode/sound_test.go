package transcode

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"goblet/media/hls"
)

// onsets returns when the tone of a test film sets in, in seconds after the
// beginning of some sound that ffmpeg can decode.
func onsets(t *testing.T, data []byte) []float64 {
	t.Helper()
	const rate, quiet = 48000, 0.05
	pcm := output(t, data, "ffmpeg", "-i", "pipe:0", "-ac", "1", "-ar", "48000", "-f", "f32le", "pipe:1")
	var all []float64
	last := -rate
	for i := 0; i+4 <= len(pcm); i += 4 {
		if math.Abs(float64(math.Float32frombits(binary.LittleEndian.Uint32(pcm[i:])))) < quiet {
			continue
		}
		if at := i / 4; at-last > rate/4 {
			all = append(all, float64(at)/rate)
			last = at
		} else {
			last = at
		}
	}
	return all
}

// wanted returns when the tone sets in in a film, in seconds after its first
// picture, as ffmpeg decodes it. Encoders and containers that do not tell of a
// delay make it later than it was when the film was made.
func wanted(t *testing.T, path string, start float64) []float64 {
	t.Helper()
	filter := fmt.Sprintf("asetpts=PTS-(%f)/TB,aresample=48000:async=1:first_pts=0", start)
	return onsets(t, output(t, nil, "ffmpeg", "-copyts", "-i", path, "-map", "0:a:0", "-af", filter, "-c:a", "flac",
		"-f", "matroska", "pipe:1"))
}

func TestSoundStaysInStepWithThePictures(t *testing.T) {
	for _, name := range []string{"ac3.mkv", "ntsc.mp4", "opus.webm", "dts.mkv", "vorbis.mkv", "hevc.mp4", "late.mkv", "xvid.avi", "dvb.ts"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sourceOf(t, tools(t), film(t, name))
			want := wanted(t, film(t, name), s.Film.Start)
			for _, begin := range []int{0, 1} {
				soundInStep(t, s, begin, want)
			}
		})
	}
}

// soundInStep converts sound from a segment on and compares when tones set in.
func soundInStep(t *testing.T, s hls.Source, begin int, want []float64) {
	t.Helper()
	const tolerance = 0.010
	r, tr := renditionOf(s, hls.AAC), start(t, Options{})
	data := get(t, tr, s, r, begin)
	data = append(initOf(t, tr, s, r), data...)
	for n := begin + 1; n < len(tr.Bounds(s.Film, r))-1; n++ {
		data = append(data, get(t, tr, s, r, n)...)
	}
	at := tr.Bounds(s.Film, r)[begin]
	var got []float64
	for _, onset := range onsets(t, data) {
		got = append(got, onset+at)
	}
	for _, onset := range want {
		if onset < at+0.5 || onset > s.Film.Duration-0.5 {
			continue // the first frame after a seek fades in
		}
		if !slices.ContainsFunc(got, func(g float64) bool { return math.Abs(g-onset) <= tolerance }) {
			t.Errorf("from segment %d: no tone sets in at %.3f s, but at %.3f", begin, onset, got)
			return
		}
	}
}

func TestSoundIsTheSameWhereverItsConversionStarts(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	r := renditionOf(s, hls.AAC)
	all := start(t, Options{})
	one := whole(t, all, s, r, 0, 8)
	// The first half of one conversion and the second of another.
	early, late := start(t, Options{}), start(t, Options{})
	joined := append(whole(t, early, s, r, 0, 4), whole(t, late, s, r, 4, 8)[len(initOf(t, late, s, r)):]...)
	a := output(t, one, "ffmpeg", "-f", "mp4", "-i", "pipe:0", "-ac", "1", "-f", "f32le", "pipe:1")
	b := output(t, joined, "ffmpeg", "-f", "mp4", "-i", "pipe:0", "-ac", "1", "-f", "f32le", "pipe:1")
	if len(a) != len(b) {
		t.Fatalf("%d bytes of sound, want %d", len(b), len(a))
	}
	for i := 0; i < len(a); i += 4 {
		x, y := math.Float32frombits(binary.LittleEndian.Uint32(a[i:])), math.Float32frombits(binary.LittleEndian.Uint32(b[i:]))
		if math.Abs(float64(x-y)) > 0.05 {
			t.Fatalf("at %.4f s the sound is %v, want %v", float64(i/4)/48000, y, x)
		}
	}
}
