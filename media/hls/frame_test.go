package hls

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"goblet/media/container"
)

func TestSegmentsBeginAtKeyframesThatAreFarEnoughApart(t *testing.T) {
	for _, test := range []struct{ keyframes, want []int64 }{
		{[]int64{0, 200, 400, 600, 800, 1000, 1200, 1300}, []int64{0, 600, 1200}},
		{[]int64{0, 200, 599, 601, 5000}, []int64{0, 601, 5000}},
		{[]int64{-300, -100, 200, 500, 700}, []int64{-100, 700}}, // an edit list shows it from the middle
		{[]int64{40, 620, 640}, []int64{40, 640}},                // the sound begins before the picture
		{[]int64{0, 700, 7950}, []int64{0, 700}},                 // the film ends at 8000
		{[]int64{50}, []int64{50}},
		{nil, nil},
	} {
		if got := keyframeCuts(test.keyframes, 600, 7900); !slices.Equal(got, test.want) {
			t.Errorf("keyframeCuts(%v) = %v, want %v", test.keyframes, got, test.want)
		}
	}
}

func TestFilmsThatCanNotBeCutAreRefused(t *testing.T) {
	for name, film := range map[string]*container.Film{
		"length unknown": {Tracks: []container.Track{{ID: 1, Kind: container.Audio, Timescale: 48000}}},
		"no tracks":      {Duration: 10},
		"subtitles only": {Duration: 10, Tracks: []container.Track{{ID: 1, Kind: container.Subtitle, Timescale: 1000}}},
	} {
		if _, err := New(film, nil); !errors.Is(err, ErrUncut) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// shown makes frames of presentation times in decoding order, of which each
// lasts 40 ticks by the film.
func shown(pts ...int64) []frame {
	frames := make([]frame, len(pts))
	for i, p := range pts {
		frames[i] = frame{Sample: container.Sample{PTS: p, Duration: 40}, pts: p}
	}
	return frames
}

func TestFramesLastUntilTheNextIsShown(t *testing.T) {
	for _, test := range []struct {
		frames     []frame
		next       int64
		begin, end int64
		durations  []int64
		decoded    []int64
	}{
		{shown(0, 120, 40, 80), 160, 0, 160, []int64{40, 40, 40, 40}, []int64{0, 40, 80, 120}},
		{shown(0, 120, 40, 70), 190, 0, 190, []int64{40, 70, 30, 50}, []int64{0, 40, 110, 140}}, // varying rate
		{shown(1000, 1040), math.MaxInt64, 1000, math.MaxInt64, []int64{40, 40}, []int64{1000, 1040}},
		// Leading pictures are shown before the keyframe, and the next segment has fewer.
		{shown(200, 120, 160), 240, 200, 280, []int64{40, 39, 1}, []int64{200, 240, 279}},
		{shown(0, 0, 0), 1, 0, 1, []int64{1, 1, 1}, []int64{0, 1, 2}}, // nonsense
	} {
		show(test.frames, test.next)
		decode(test.frames, test.begin, test.end)
		var durations, decoded []int64
		for _, f := range test.frames {
			durations, decoded = append(durations, f.duration), append(decoded, f.dts)
		}
		if !slices.Equal(durations, test.durations) || !slices.Equal(decoded, test.decoded) {
			t.Errorf("frames last %v and are decoded at %v, want %v and %v", durations, decoded, test.durations, test.decoded)
		}
	}
}

func TestTheFirstPictureIsShownFromTheBeginning(t *testing.T) {
	for _, test := range []struct{ pts, want []int64 }{
		{[]int64{0, 120, 40, 80}, []int64{0, 120, 40, 80}},
		{[]int64{30, 150, 70, 110}, []int64{0, 150, 70, 110}}, // it begins later than the sound
		{[]int64{-80, 40, -40, 0}, []int64{0, 40, 1, 2}},      // an edit list cuts two off
		{[]int64{-80, 60, -40, 20}, []int64{0, 60, 1, 2}},     // in the middle of a frame
		{[]int64{-80, -40, -120}, []int64{1, 2, 0}},           // nothing is left
		{[]int64{-3, 1000, 997, -1}, []int64{0, 1000, 2, 1}},  // a gap
		{[]int64{500}, []int64{0}},
	} {
		frames := shown(test.pts...)
		beginAtZero(frames, 1)
		var got []int64
		for _, f := range frames {
			got = append(got, f.pts)
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("beginAtZero(%v) = %v, want %v", test.pts, got, test.want)
		}
	}
}

func FuzzDecodeTimesAscend(f *testing.F) {
	f.Add([]byte{0, 120, 40, 80}, int64(0), int64(160))
	f.Add([]byte{200, 1, 2, 3, 3}, int64(5), int64(6))
	f.Fuzz(func(t *testing.T, pts []byte, begin, length int64) {
		if len(pts) == 0 || begin < 0 || begin > 1<<40 || length < 0 || length > 1<<40 {
			return
		}
		var times []int64
		for _, p := range pts {
			times = append(times, int64(int8(p)))
		}
		frames := shown(times...)
		beginAtZero(frames, 1)
		show(frames, begin+length)
		decode(frames, begin, begin+length)
		for i, f := range frames {
			if i == 0 && f.dts != begin || i > 0 && f.dts != frames[i-1].dts+frames[i-1].duration || f.duration < 1 {
				t.Fatalf("frame %d of %d is decoded at %d for %d ticks", i, len(frames), f.dts, f.duration)
			}
		}
	})
}
