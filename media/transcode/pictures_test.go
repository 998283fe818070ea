package transcode_test

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"iter"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"goblet/media/container"
	"goblet/media/transcode"
)

// greys is a film whose grey tells the second: 20 brighter each.
const greys = "color=black:s=320x180:r=25,geq=lum='20+20*mod(floor(T)\\,10)':cb=128:cr=128"

func greyFilm(t *testing.T, name string, args ...string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	args = append([]string{"-v", "error", "-f", "lavfi", "-i", greys, "-t", "10", "-g", "25", "-pix_fmt", "yuv420p"}, append(args, path)...)
	if out, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// running returns a transcoder that runs as long as the test.
func running(t *testing.T) *transcode.Transcoder {
	t.Helper()
	tools, err := transcode.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	x, err := transcode.New(transcode.Options{Tools: tools, Folder: t.TempDir(), SoftwareOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := x.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { end(); running.Wait() })
	return x
}

// keyframes yields one sample each from which decoding can begin.
func keyframes(f *container.Film, r *os.File, track int) iter.Seq2[container.Sample, error] {
	return func(yield func(container.Sample, error) bool) {
		for _, at := range f.Keyframes(track) {
			for s, err := range f.Samples(r, track, at) {
				if !yield(s, err) {
					return
				}
				break
			}
		}
	}
}

// checkGreys fails the test unless each picture shows the second that it says.
func checkGreys(t *testing.T, pictures []transcode.Picture, want, width, height int) {
	t.Helper()
	if len(pictures) != want {
		t.Fatalf("%d pictures, want %d", len(pictures), want)
	}
	for _, p := range pictures {
		img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != width || b.Dy() != height {
			t.Fatalf("the picture is %v", b)
		}
		r, _, _, _ := img.At(width/2, height/2).RGBA()
		grey := (20 + 20*math.Floor(p.Time+0.01) - 16) * 255 / 219 // full range of JPEG
		if math.Abs(float64(r>>8)-grey) > 5 {
			t.Errorf("the picture at %.3f s has grey %d, want %.0f", p.Time, r>>8, grey)
		}
	}
}

func TestPicturesShowTheirMoment(t *testing.T) {
	x := running(t)
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-bf", "2"}
	for name, args := range map[string][]string{
		"h264.mp4":  h264,
		"h264.mkv":  h264,
		"late.mkv":  append([]string{"-output_ts_offset", "3"}, h264...),
		"hevc.mp4":  {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:keyint=25"},
		"vp9.webm":  {"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"},
		"vp8.webm":  {"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"},
		"mpeg4.mkv": {"-c:v", "mpeg4", "-q:v", "3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := greyFilm(t, name, args...)
			info, err := file.Stat()
			if err != nil {
				t.Fatal(err)
			}
			f, err := container.Open(file, info.Size())
			if err != nil {
				t.Fatal(err)
			}
			track := f.Of(container.Video)[0]
			pictures, err := x.Pictures(t.Context(), track, keyframes(f, file, track.ID), 160, 90)
			if err != nil {
				t.Fatal(err)
			}
			checkGreys(t, pictures, len(f.Keyframes(track.ID)), 160, 90)
		})
	}
}

func TestPicturesOfFilmsThatOnlyFFmpegReads(t *testing.T) {
	x := running(t)
	for name, args := range map[string][]string{
		"xvid.avi": {"-c:v", "mpeg4", "-q:v", "3"},
		"dvb.ts":   {"-c:v", "mpeg2video", "-q:v", "3", "-bf", "0"},
	} {
		file := greyFilm(t, name, args...)
		f := &container.Film{Format: "avi", Duration: 10}
		if name == "dvb.ts" {
			f.Start = 1.4 // ffmpeg's mux delay
		}
		pictures, err := x.PicturesOf(t.Context(), file, f, container.Track{ID: 1, Kind: container.Video}, 2, 160, 90)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkGreys(t, pictures, 5, 160, 90)
	}
}

func TestPicturesNeedFramesAndFFmpeg(t *testing.T) {
	x := running(t)
	track := container.Track{ID: 1, Kind: container.Video, Codec: container.VP8, Width: 320, Height: 180, Timescale: 1000}
	broken := errors.New("broken")
	fails := func(yield func(container.Sample, error) bool) { yield(container.Sample{}, broken) }
	if _, err := x.Pictures(t.Context(), track, fails, 160, 90); !errors.Is(err, broken) {
		t.Errorf("frames that can't be read: %v", err)
	}
	noise := func(yield func(container.Sample, error) bool) {
		yield(container.Sample{Data: []byte("no frame at all"), Sync: true}, nil)
	}
	if p, err := x.Pictures(t.Context(), track, noise, 160, 90); len(p) != 0 || err != nil && !errors.Is(err, transcode.ErrFailed) {
		t.Errorf("frames that can't be decoded: %d pictures, %v", len(p), err)
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if _, err := x.Pictures(ctx, track, noise, 160, 90); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody wants them any more: %v", err)
	}
	without, err := transcode.New(transcode.Options{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := without.Pictures(t.Context(), track, noise, 160, 90); !errors.Is(err, transcode.ErrNoFFmpeg) {
		t.Errorf("without ffmpeg: %v", err)
	}
}
