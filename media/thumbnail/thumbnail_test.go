package thumbnail

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"goblet/media/container"
)

// every returns keyframes that many seconds apart, in milliseconds.
func every(seconds, until float64) (keyframes []int64) {
	for at := 0.0; at < until; at += seconds {
		keyframes = append(keyframes, int64(at*1000))
	}
	return keyframes
}

func TestAboutOneKeyframeAStepIsChosen(t *testing.T) {
	for name, c := range map[string]struct {
		keyframes []int64
		duration  float64
		want      int     // moments
		apart     float64 // seconds from one to the next
	}{
		"no keyframes":                 {nil, 100, 0, 0},
		"a short film":                 {every(1, 12), 12, 3, 5},
		"an hour":                      {every(2, 3600), 3600, 360, 10},
		"four hours":                   {every(2, 4*3600), 4 * 3600, 360, 40},
		"keyframes further than steps": {every(20, 100), 100, 5, 20},
		"one keyframe":                 {[]int64{0}, 3600, 1, 0},
		"an unknown duration":          {every(1, 60), 0, 13, 5},
		"a duration that is none":      {every(1, 60), math.NaN(), 13, 5},
		"an endless duration":          {every(1, 60), math.Inf(1), 13, 5},
	} {
		all := moments(c.keyframes, 1000, c.duration)
		if len(all) != c.want {
			t.Errorf("%s: %d moments, want %d", name, len(all), c.want)
			continue
		}
		for i, m := range all {
			if i == 0 && m.from != 0 {
				t.Errorf("%s: the first is shown from %v s", name, m.from)
			}
			if i > 0 && (m.pts <= all[i-1].pts || m.from <= all[i-1].from) {
				t.Errorf("%s: %v follows %v", name, m, all[i-1])
			}
			if i > 1 && math.Abs(m.from-all[i-1].from-c.apart) > 5 {
				t.Errorf("%s: %v s lie between two, want about %v", name, m.from-all[i-1].from, c.apart)
			}
		}
	}
}

func TestVTTSaysWhatIsShownWhen(t *testing.T) {
	all := []moment{{0, 0}, {5000, 5}, {10000, 10}, {15000, 15}}
	for name, c := range map[string]struct {
		there []int
		want  string
	}{
		"none": {nil, "WEBVTT\n"},
		"all": {[]int{0, 1, 2, 3}, `WEBVTT

00:00:00.000 --> 00:00:05.000
thumbnails/0.jpg?r=000000ff#xywh=0,0,160,90

00:00:05.000 --> 00:00:10.000
thumbnails/0.jpg?r=000000ff#xywh=160,0,160,90

00:00:10.000 --> 00:00:15.000
thumbnails/0.jpg?r=000000ff#xywh=320,0,160,90

00:00:15.000 --> 00:00:19.500
thumbnails/0.jpg?r=000000ff#xywh=480,0,160,90
`},
		"gaps are bridged": {[]int{1, 3}, `WEBVTT

00:00:05.000 --> 00:00:15.000
thumbnails/0.jpg?r=000000ff#xywh=0,0,160,90

00:00:15.000 --> 00:00:19.500
thumbnails/0.jpg?r=000000ff#xywh=160,0,160,90
`},
	} {
		list := cues(all, func(i int) bool { return slices.Contains(c.there, i) }, 19.5)
		if got := string(vtt(list, 160, 90, 255)); got != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	long := moments(every(1, 1000), 1000, 1000)
	list := cues(long, func(i int) bool { return i == 0 || i == 150 }, 1000)
	if len(list) != 2 || list[0].to != 35 || list[1].from != 750 {
		t.Errorf("wide gaps: %v", list)
	}
	if at := place(149%onSheet, 160, 90).Min; at != image.Pt(9*160, 4*90) {
		t.Errorf("picture 149 lies at %v", at)
	}
	if got := clock(3_725.0406); got != "01:02:05.041" {
		t.Errorf("clock %s", got)
	}
}

// plain is a JPEG of one grey, or with noise.
func plain(t *testing.T, grey uint8, noise int) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 16, 10))
	for i := range picture.Pix {
		picture.Pix[i] = grey
		if noise > 0 {
			picture.Pix[i] += uint8(rand.IntN(noise))
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSheetsHoldThePicturesInOrder(t *testing.T) {
	var pictures [][]byte
	for i := range 105 {
		pictures = append(pictures, plain(t, uint8(i*2), 0))
	}
	all, err := sheets(pictures, 16, 10)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d sheets, %v", len(all), err)
	}
	for i := range pictures {
		sheet, err := jpeg.Decode(bytes.NewReader(all[i/onSheet]))
		if err != nil {
			t.Fatal(err)
		}
		r := place(i%onSheet, 16, 10)
		if got := luma(sheet, r.Min.X+8, r.Min.Y+5); math.Abs(float64(got)-float64(i*2)) > 6 {
			t.Errorf("picture %d has grey %d", i, got)
		}
	}
	if _, err := sheets([][]byte{[]byte("no JPEG")}, 16, 10); err == nil {
		t.Error("what is no picture lies on a sheet")
	}
}

func TestThePictureWithMostToSeeIsThePoster(t *testing.T) {
	lively := plain(t, 50, 150)
	if got := liveliest([][]byte{plain(t, 0, 0), nil, plain(t, 200, 4), lively, []byte("no JPEG")}); !bytes.Equal(got, lively) {
		t.Error("another one is")
	}
	if liveliest(nil) != nil {
		t.Error("a poster of nothing")
	}
	if luma(image.NewUniform(color.White), 0, 0) < 250 {
		t.Error("white is not bright")
	}
}

func TestPicturesKeepTheShapeOfTheFilm(t *testing.T) {
	for _, c := range []struct{ w, h, want int }{{1920, 1080, 90}, {1920, 800, 66}, {720, 1280, 284}, {0, 0, 90}, {10000, 1, 40}, {1, 10000, 640}} {
		if got := height(container.Track{Width: c.w, Height: c.h}, 160); got != c.want {
			t.Errorf("%dx%d becomes 160x%d, want %d", c.w, c.h, got, c.want)
		}
	}
}

func TestTheStoreForgetsWhatWasNotUsedForLongest(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "thumbnails")
	s, err := openStore(dir, 100)
	if err != nil {
		t.Fatal(err)
	}
	keys := []Key{{"a", "1"}, {"b", "1"}, {"c", "1"}}
	for i, k := range keys[:2] {
		if err := s.write(k, "x", make([]byte, 40)); err != nil {
			t.Fatal(err)
		}
		s.kept[k].used = time.Unix(int64(i), 0)
	}
	if _, err := s.read(keys[0], "x"); err != nil { // used again
		t.Fatal(err)
	}
	if err := s.write(keys[2], "x", make([]byte, 40)); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false, true} {
		if _, err := s.read(keys[i], "x"); (err == nil) != want || !want && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v: %v", keys[i], err)
		}
	}
	again, err := openStore(dir, 100)
	if err != nil || again.bytes != 80 || len(again.kept) != 2 {
		t.Errorf("after a restart it knows %d bytes of %v, %v", again.bytes, again.kept, err)
	}
	if _, err := again.read(Key{"..", ".."}, "x"); err == nil {
		t.Error("a key leads out of the store")
	}
	if err := again.write(Key{"../../z", "1"}, "x", nil); err == nil {
		t.Error("a key writes outside of the store")
	}
}
