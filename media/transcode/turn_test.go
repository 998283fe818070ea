package transcode

import (
	"testing"

	"goblet/media/container"
	"goblet/media/hls"
)

// brightest returns the quarter of the first picture that is the brightest, from
// 0, in lines.
func brightest(t *testing.T, data []byte) int {
	t.Helper()
	quarters := output(t, data, "ffmpeg", "-i", "pipe:0", "-frames:v", "1", "-vf", "scale=2:2:flags=area", "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1")
	if len(quarters) != 4 {
		t.Fatalf("%d quarters", len(quarters))
	}
	best := 0
	for i, q := range quarters {
		if q > quarters[best] {
			best = i
		}
	}
	return best
}

func TestPicturesOfTelephonesAreTurnedWhenConverted(t *testing.T) {
	const corner = 0 // which is bright in the film
	for degrees, want := range map[int]int{0: corner, 90: 1, 180: 3, 270: 2} {
		s := sourceOf(t, tools(t), film(t, "corner.mkv"))
		track := s.Film.Track(s.Film.Of(container.Video)[0].ID)
		if track.Rotation = degrees; degrees%180 == 90 {
			track.Width, track.Height = track.Height, track.Width
		}
		tr := start(t, Options{})
		for _, to := range []hls.Target{hls.H264, hls.Low} {
			r := renditionOf(s, to)
			converted := whole(t, tr, s, r, 0, 1)
			if got := brightest(t, converted); got != want {
				t.Errorf("%s, turned by %d: quarter %d is bright, want %d", r, degrees, got, want)
			}
			if told := tr.Track(s.Film, r); told.Rotation != 0 || told.Width != track.Width || told.Height != track.Height {
				t.Errorf("%s, turned by %d: told of %d×%d, turned by %d", r, degrees, told.Width, told.Height, told.Rotation)
			}
		}
		bytes, err := s.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer bytes.Close()
		frames := s.Film.Samples(bytes.Reader(t.Context()), track.ID, 0)
		pictures, err := tr.Pictures(t.Context(), *track, frames, track.Width, track.Height)
		if err != nil || len(pictures) == 0 {
			t.Fatalf("%d pictures, %v", len(pictures), err)
		}
		if got := brightest(t, pictures[0].JPEG); got != want {
			t.Errorf("a small picture, turned by %d: quarter %d is bright, want %d", degrees, got, want)
		}
	}
}
