package transcode

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"goblet/media/hls"
)

func TestSegmentsAreTheSameWhereverAConversionStarts(t *testing.T) {
	for _, name := range []string{"ac3.mkv", "ntsc.mp4", "vfr.mkv"} {
		s := sourceOf(t, tools(t), film(t, name))
		r := renditionOf(s, hls.H264)
		var inits [][]byte
		frames := make(map[int][]float64)
		for _, begin := range []int{0, 2, 3} {
			tr := start(t, Options{})
			first := get(t, tr, s, r, begin)
			init := initOf(t, tr, s, r)
			inits = append(inits, init)
			for n := begin; n < 5; n++ {
				data := first
				if n > begin {
					data = get(t, tr, s, r, n)
				}
				got := times(t, slices.Concat(init, data))
				if before := frames[n]; before != nil && !slices.Equal(got, before) {
					t.Errorf("%s: segment %d has frames at %v when started at %d, else at %v", name, n, got, begin, before)
				}
				frames[n] = got
				for _, at := range got {
					if at < float64(n*Grid) || at >= float64((n+1)*Grid) {
						t.Errorf("%s: segment %d has a frame at %v", name, n, at)
					}
				}
			}
		}
		if !bytes.Equal(inits[0], inits[1]) || !bytes.Equal(inits[0], inits[2]) {
			t.Errorf("%s: initialization segments differ", name)
		}
	}
}

func TestFramesAreShownWhenTheFilmShowsThem(t *testing.T) {
	for _, name := range []string{"ac3.mkv", "ntsc.mp4", "vfr.mkv", "hevc.mp4", "opus.webm"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sourceOf(t, tools(t), film(t, name))
			r := renditionOf(s, hls.Low)
			tr := start(t, Options{})
			got := times(t, whole(t, tr, s, r, 0, len(tr.Bounds(s.Film, r))-1))
			want := timesOf(t, film(t, name), s.Film.Start)
			if len(got) < len(want) {
				t.Fatalf("%d frames, want %d", len(got), len(want))
			}
			for i := range want {
				if math.Abs(got[i]-want[i]) > 0.0011 { // the film's own times may be rounded to ms
					t.Fatalf("frame %d is shown at %v, want %v", i, got[i], want[i])
				}
			}
		})
	}
}
