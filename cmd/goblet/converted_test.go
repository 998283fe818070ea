package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"goblet/browser"
)

// madeOf makes a film of the test film with other codecs.
func madeOf(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	args = append([]string{"-v", "error", "-i", film(t, "Test Film.mp4", t.TempDir()), "-t", "30"}, append(args, path)...)
	if out, err := exec.CommandContext(t.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

var filmFolder = regexp.MustCompile(`/media/[a-z0-9]+/[a-z0-9]+/`)

// folderOf returns the path below which the film is served that is on.
func folderOf(v *viewer) string { return filmFolder.FindString(v.get("")) }

// fetch gets a path of the server.
func fetch(v *viewer, path string) string {
	v.t.Helper()
	root, _, _ := strings.Cut(v.room, "/r/")
	return v.read(v.Get(root + path))
}

// converted are films that no browser plays, and a form in which all do.
var converted = map[string]struct {
	form string
	args []string
}{
	"Xvid.avi": {"full", []string{"-vf", "scale=320:180", "-c:v", "mpeg4", "-q:v", "5", "-c:a", "libmp3lame"}},
	"AC-3.mkv": {"low", []string{"-vf", "scale=320:180", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-c:a", "ac3"}},
}

// segmentsShown are what plays shows.
var segmentsShown = []string{"init.mp4", "2.m4s", "3.m4s", "4.m4s"}

// appendSegments is JavaScript that puts one segment after the other of a form's
// renditions into the page's film, from one segment on, and plays them there.
const appendSegments = `(async () => {
	const video = document.createElement('video'), source = new MediaSource()
	window.probe = video
	video.muted = true
	video.src = URL.createObjectURL(source)
	await new Promise(done => source.addEventListener('sourceopen', done, { once: true }))
	source.duration = 30
	await Promise.all(%s.map(async ([type, base]) => {
		const buffer = source.addSourceBuffer(type)
		for (const part of %s) {
			const answer = await fetch(base + part)
			if (!answer.ok) throw new Error(base + part + ' ' + answer.status + ' ' + await answer.text())
			buffer.appendBuffer(await answer.arrayBuffer())
			await new Promise((done, fail) => { buffer.onupdateend = done; buffer.onerror = fail })
		}
		window.ranges = (window.ranges ?? []).concat([[buffer.buffered.length, buffer.buffered.start(0), buffer.buffered.end(0)]])
	}))
	video.currentTime = 9
	await video.play()
	return JSON.stringify(window.ranges)
})()`

func TestFilmsThatNoBrowserPlaysAreConverted(t *testing.T) {
	for name, want := range converted {
		t.Run(name, func(t *testing.T) {
			p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--encoder", "software", madeOf(t, name, want.args...))
			v := newViewer(t, p.room)
			forms := fetch(v, folderOf(v)+"forms")
			var said struct {
				Forms []struct {
					Name, URL, Note string
					Video           struct{ Type string }
					Audio           []struct{ Type string }
				}
			}
			if err := json.Unmarshal([]byte(forms), &said); err != nil {
				t.Fatalf("%v: %s", err, forms)
			}
			for _, f := range said.Forms {
				if f.Name != want.form {
					continue
				}
				if f.Note == "" {
					t.Error("nothing is said about the conversion")
				}
				plays(t, p, v, f.URL, f.Video.Type, f.Audio[0].Type)
				return
			}
			t.Fatalf("no form %s: %s", want.form, forms)
		})
	}
}

// plays plays a part of a form in a browser, without the player of the page.
func plays(t *testing.T, p *program, v *viewer, master string, types ...string) {
	t.Helper()
	playlist := fetch(v, master)
	var renditions [][2]string
	for line := range strings.Lines(playlist) {
		line = strings.TrimSpace(line)
		if _, sound, ok := strings.Cut(line, `URI="`); ok {
			line, _, _ = strings.Cut(sound, `"`)
		}
		if list, ok := strings.CutSuffix(line, "index.m3u8"); ok {
			base, err := url.JoinPath(master, "..", list)
			if err != nil {
				t.Fatal(err)
			}
			kind := types[0]
			if strings.HasPrefix(list, "a") {
				kind = types[1]
			}
			renditions = append(renditions, [2]string{kind, base})
			for _, part := range segmentsShown { // so that the page need not wait
				fetch(v, base+part)
			}
		}
	}
	if len(renditions) != 2 {
		t.Fatalf("%d renditions: %s", len(renditions), playlist)
	}
	list, err := json.Marshal(renditions)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := json.Marshal(segmentsShown)
	if err != nil {
		t.Fatal(err)
	}
	b := browser.Start(t, browser.Options{})
	b.Open(p.room)
	ranges := browser.Eval[string](b, fmt.Sprintf(appendSegments, list, parts))
	t.Logf("buffered (ranges, start, end): %s", ranges)
	var buffered [][3]float64
	if err := json.Unmarshal([]byte(ranges), &buffered); err != nil {
		t.Fatal(err)
	}
	for _, r := range buffered {
		if r[0] != 1 || r[1] < 7.99 || r[1] > 8.05 || r[2] < 19.9 || r[2] > 20.05 {
			t.Errorf("segments 2 to 4 are shown from %v to %v, in %v parts", r[1], r[2], r[0])
		}
	}
	b.Until(`probe.currentTime > 14 && probe.webkitDecodedFrameCount > 50 && probe.webkitAudioDecodedByteCount > 0`, time.Minute)
}

func TestNoFFmpegOutlivesGoblet(t *testing.T) {
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--encoder", "software",
		madeOf(t, "Xvid.avi", converted["Xvid.avi"].args...))
	v := newViewer(t, p.room)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	list := fetch(v, folderOf(v)+"hls/v1-h264/index.m3u8")
	if !strings.Contains(list, "#EXT-X-ENDLIST") {
		t.Fatal(list)
	}
	if part := fetch(v, folderOf(v)+"hls/v1-h264/3.m4s"); len(part) < 1000 {
		t.Fatal(part)
	}
	parent := fmt.Sprint(p.cmd.Process.Pid)
	p.kill()
	for exec.CommandContext(ctx, "pgrep", "-P", parent, "ffmpeg").Run() == nil {
		if ctx.Err() != nil {
			t.Fatal("ffmpeg is still there")
		}
	}
}
