package transcode

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"goblet/media/container"
	"goblet/media/hls"
)

// The sources of test films: pictures of which each differs from the others, and
// a tone that sets in at whole seconds.
const (
	pictures = "testsrc2=s=320x180:r=25"
	beeps    = "aevalsrc='lt(mod(t\\,1)\\,0.1)*sin(2*PI*1000*t)*0.8':s=48000:c=stereo"

	// Those of films of minutes, which are made in a quarter of the time.
	longPictures = "testsrc2=s=160x90:r=10"
	longSound    = "sine=frequency=1000:r=48000"
)

var x264 = []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}

// recipes are the ffmpeg arguments of the test films.
var recipes = map[string][]string{
	"ac3.mkv":    append(slices.Clone(x264), "-t", "33.3", "-g", "77", "-bf", "2", "-c:a", "ac3", "-ac", "2", "-b:a", "192k"),
	"long.mkv":   append(slices.Clone(x264), "-t", "300", "-ac", "2", "-g", "250", "-c:a", "ac3", "-b:a", "64k"),
	"corner.mkv": append([]string{"-t", "2", "-vf", "drawbox=c=black:t=fill,drawbox=w=160:h=90:c=white:t=fill"}, x264...),
	"hevc.mp4":   {"-t", "20", "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=error", "-tag:v", "hvc1", "-c:a", "aac"},
	"ntsc.mp4":   {"-t", "21", "-r", "24000/1001", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "mp3"},
	"vfr.mkv":    append([]string{"-t", "20", "-vf", "select='not(eq(mod(n\\,7)\\,3))*not(between(n\\,200\\,230))'", "-fps_mode", "vfr", "-c:a", "flac"}, x264...),
	"opus.webm":  {"-t", "12", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "200k", "-c:a", "libopus"},
	"xvid.avi":   {"-t", "20", "-c:v", "mpeg4", "-q:v", "5", "-c:a", "libmp3lame"},
	"long.avi":   {"-t", "120", "-ac", "2", "-c:v", "mpeg4", "-c:a", "libmp3lame"},
	"dvb.ts":     {"-t", "20", "-c:v", "mpeg2video", "-q:v", "5", "-c:a", "mp2", "-muxdelay", "0.5"},
	"short.mkv":  append([]string{"-t", "14", "-filter:v", "trim=end=6"}, append(slices.Clone(x264), "-c:a", "ac3")...),
	"dts.mkv":    append(slices.Clone(x264), "-t", "12", "-c:a", "dca", "-strict", "-2"),
	"vorbis.mkv": append(slices.Clone(x264), "-t", "12", "-c:a", "libvorbis"),
	"late.mkv":   append([]string{"-t", "12", "-filter:a", "asetpts=PTS+0.52/TB"}, append(slices.Clone(x264), "-c:a", "ac3")...),
}

// films is where the test films are, which are made once each.
var films struct {
	folder string
	making sync.Map // a *sync.Mutex by name
}

func TestMain(m *testing.M) {
	if os.Getenv("GOBLET_TEST_CONVERTS") != "" {
		convertUntilKilled()
		return
	}
	folder, err := os.MkdirTemp("", "films")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	films.folder = folder
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// film returns the path of a test film.
func film(t testing.TB, name string) string {
	t.Helper()
	lock, _ := films.making.LoadOrStore(name, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	defer lock.(*sync.Mutex).Unlock()
	path := filepath.Join(films.folder, name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	picture, sound := pictures, beeps
	if strings.HasPrefix(name, "long.") {
		picture, sound = longPictures, longSound
	}
	args := append([]string{"-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound}, recipes[name]...)
	output(t, nil, "ffmpeg", append(args, path)...)
	return path
}

// output runs ffmpeg or ffprobe with some input and returns what it prints.
func output(t testing.TB, input []byte, program string, args ...string) []byte {
	t.Helper()
	common := []string{"-hide_banner", "-loglevel", "error"}
	if program == "ffmpeg" {
		common = append(common, "-nostats", "-y")
	}
	cmd := exec.CommandContext(t.Context(), program, append(common, args...)...)
	var complaint bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, complaint.String())
	}
	return out
}

// file is a film in a file.
type file struct{ f *os.File }

func (f file) File() (*os.File, bool)             { return f.f, true }
func (f file) Reader(context.Context) io.ReaderAt { return f.f }
func (f file) Close() error                       { return f.f.Close() }

// sourceOf opens a film, by ffprobe if only that knows it.
func sourceOf(t testing.TB, tools *Tools, path string) hls.Source {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	known, err := container.Open(f, info.Size())
	if err != nil {
		if known, err = tools.Probe(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	return hls.Source{Key: filepath.Base(path), Film: known, Open: func() (hls.Bytes, error) {
		f, err := os.Open(path)
		return file{f}, err
	}}
}

// found looks for ffmpeg once, which takes a moment.
var found = sync.OnceValues(func() (*Tools, error) { return Find(context.Background(), "") })

func tools(t testing.TB) *Tools {
	t.Helper()
	tools, err := found()
	if err != nil {
		t.Fatal(err)
	}
	return tools
}

// start returns a Transcoder that runs until the test ends.
func start(t testing.TB, o Options) *Transcoder {
	t.Helper()
	if o.Tools == nil {
		o.Tools = tools(t)
	}
	if o.Folder == "" {
		o.Folder = t.TempDir()
	}
	o.SoftwareOnly = true
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	tr, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() {
		if err := tr.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { end(); running.Wait() })
	return tr
}

// rendition returns a film's rendition of a kind.
func renditionOf(s hls.Source, to hls.Target) hls.Rendition {
	kind := container.Video
	if to == hls.AAC {
		kind = container.Audio
	}
	return hls.Rendition{Kind: kind, Track: s.Film.Of(kind)[0].ID, To: to}
}

func get(t testing.TB, tr *Transcoder, s hls.Source, r hls.Rendition, n int) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	data, err := tr.Segment(ctx, s, r, n)
	if err != nil {
		t.Fatalf("segment %d: %v", n, err)
	}
	return data
}

func initOf(t testing.TB, tr *Transcoder, s hls.Source, r hls.Rendition) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	data, err := tr.Init(ctx, s, r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// whole returns a rendition's segments from one to before another, as one file.
func whole(t testing.TB, tr *Transcoder, s hls.Source, r hls.Rendition, from, to int) []byte {
	t.Helper()
	all := slices.Clone(initOf(t, tr, s, r))
	for n := from; n < to; n++ {
		all = append(all, get(t, tr, s, r, n)...)
	}
	return all
}

// times returns when the frames of converted pictures are shown, in seconds, in order.
func times(t testing.TB, data []byte) []float64 {
	t.Helper()
	parsed, err := mp4.DecodeFile(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var all []float64
	for _, s := range parsed.Segments {
		for _, f := range s.Fragments {
			samples, err := f.GetFullSamples(parsed.Init.Moov.Mvex.Trex)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range samples {
				all = append(all, float64(int64(s.DecodeTime)+int64(s.CompositionTimeOffset))/videoTimescale)
			}
		}
	}
	slices.Sort(all)
	return all
}

// timesOf returns when the frames of a film are shown, in order: seconds after
// start, which is when the file's own times show or sound the first of all.
func timesOf(t testing.TB, path string, start float64) []float64 {
	t.Helper()
	var all []float64
	for line := range strings.Lines(string(output(t, nil, "ffprobe", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path))) {
		at, err := strconv.ParseFloat(strings.Trim(line, ",\n"), 64)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, at-start)
	}
	slices.Sort(all)
	return all
}
