package hls_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"goblet/media/container"
)

// film is a test film: how ffmpeg makes it, and what is known about it.
type film struct {
	name  string   // of the file
	input []string // instead of the usual picture and two sounds
	args  []string // after the inputs
	pipe  bool     // written to a pipe: without what a writer adds at the end
	trim  []string // a second run that copies the first film, args before its input
}

const (
	picture = "testsrc2=size=160x90:rate=25"
	tone    = "sine=frequency=440:beep_factor=4:sample_rate=48000"
	hum     = "sine=frequency=110:sample_rate=44100"
)

// avc makes H.264 with B-frames and a keyframe every two seconds.
var avc = strings.Fields("-c:v libx264 -preset veryfast -crf 35 -pix_fmt yuv420p -g 50")

// films are films of twelve seconds that can be copied into segments.
func films() []film {
	mp4 := strings.Fields("-map 0 -map 1 -c:a aac -b:a 64k")
	all := []film{
		{name: "faststart.mp4", args: join(avc, mp4, "-movflags +faststart")},
		{name: "moov-at-end.mp4", args: join(avc, mp4, "")},
		{name: "fragmented.mp4", args: join(avc, mp4, "-movflags frag_keyframe+empty_moov")},
		{name: "edit-list.mp4", args: join(avc, mp4, ""), trim: []string{"-ss", "3.3"}},
		{name: "varying-rate.mp4", input: []string{picture + ",select='not(eq(mod(n\\,7)\\,3))*not(between(n\\,100\\,130))'", tone},
			args: join(avc, mp4, "-fps_mode vfr")},
		{name: "wide-pixels.mp4", args: join(avc, mp4, "-vf setsar=4/3")},
		{name: "flac.mp4", args: join(avc, nil, "-map 0 -map 1 -c:a flac -strict -2")},
		{name: "hevc.mp4", args: strings.Fields("-map 0 -map 1 -c:v libx265 -preset ultrafast -crf 38 -x265-params log-level=error:keyint=75 -tag:v hvc1 -c:a aac")},
		{name: "sounds.mkv", args: join(avc, nil, "-map 0 -map 1 -map 2 -c:a:0 ac3 -c:a:1 aac -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger")},
		{name: "piped.mkv", args: join(avc, mp4, "-f matroska"), pipe: true},
		{name: "hevc10.mkv", args: strings.Fields("-map 0 -map 1 -c:v libx265 -preset ultrafast -crf 38 -pix_fmt yuv420p10le -x265-params log-level=error:keyint=75 -c:a eac3")},
		{name: "flac.mkv", args: join(avc, nil, "-map 0 -map 2 -c:a flac")},
		{name: "vp9.webm", args: strings.Fields("-map 0 -map 1 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 100k -g 60 -c:a libopus -b:a 48k")},
		{name: "late-picture.mkv", input: []string{"-itsoffset 0.4 " + picture, tone}, args: join(avc, mp4, "")},
		{name: "late-sound.mkv", input: []string{picture, "-itsoffset 0.7 " + tone}, args: join(avc, mp4, "")},
		{name: "sound.m4a", args: strings.Fields("-map 1 -c:a aac -b:a 64k")},
		{name: "sound.webm", args: strings.Fields("-map 1 -c:a libopus -b:a 48k")},
	}
	if encoder("libaom-av1") {
		all = append(all, film{name: "av1.mp4", args: strings.Fields("-map 0 -map 1 -c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 100k -g 60 -c:a libopus")})
	}
	return all
}

func join(first, second []string, more string) []string {
	return append(append(append([]string{}, first...), second...), strings.Fields(more)...)
}

func encoder(name string) bool {
	out, _ := exec.Command("ffmpeg", "-v", "quiet", "-encoders").Output()
	return strings.Contains(string(out), " "+name+" ")
}

// folder is where the films are made, each once.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "goblet-hls-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// made holds one lock a film while it is made.
var made sync.Map

// make makes the film if it was not made yet, and returns its path.
func (f film) make(t testing.TB) string {
	t.Helper()
	lock, _ := made.LoadOrStore(f.name, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	defer lock.(*sync.Mutex).Unlock()
	path := filepath.Join(folder, f.name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	input := f.input
	if input == nil {
		input = []string{picture, tone, hum}
	}
	args := []string{"-v", "error", "-y"}
	for _, in := range input {
		words := strings.Split(in, " ")
		args = append(args, words[:len(words)-1]...)
		args = append(args, "-f", "lavfi")
		if !slices.Contains(words, "-t") {
			args = append(args, "-t", "12")
		}
		args = append(args, "-i", words[len(words)-1])
	}
	args = append(append(args, f.args...), "-fflags", "+bitexact")
	switch {
	case f.pipe:
		if err := os.WriteFile(path, ffmpeg(t, append(args, "-")...), 0o600); err != nil {
			t.Fatal(err)
		}
	case f.trim != nil:
		whole := filepath.Join(t.TempDir(), "whole-"+f.name)
		ffmpeg(t, append(args, whole)...)
		ffmpeg(t, append(append([]string{"-v", "error", "-y"}, f.trim...), "-i", whole, "-c", "copy", path)...)
	default:
		ffmpeg(t, append(args, path)...)
	}
	return path
}

// ffmpeg runs ffmpeg and returns what it writes to its output.
func ffmpeg(t testing.TB, args ...string) []byte {
	t.Helper()
	var out, complaints strings.Builder
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append([]string{"-nostdin"}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("ffmpeg %v: %v\n%s", args, err, complaints.String())
	}
	return []byte(out.String())
}

// open opens a film's file and reads its table of contents.
func open(t testing.TB, path string) (*container.Film, *os.File) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	film, err := container.Open(file, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	return film, file
}
