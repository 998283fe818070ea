package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"goblet/browser"
)

// slowly is a line at home: 6 Mbit/s, in bytes a second.
const slowly = 750_000

// longFilm makes a film of 100 s and 2 Mbit/s: about 26 MB.
func longFilm(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := []string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-f", "lavfi", "-i", "sine=frequency=440:r=48000",
		"-t", "100", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50", "-b:v", "2M", "-minrate", "2M",
		"-maxrate", "2M", "-bufsize", "500k", "-x264-params", "nal-hrd=cbr:scenecut=0", "-c:a", "aac", "-b:a", "64k"}
	if out, err := exec.Command("ffmpeg", append(append(all, args...), path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

func sumOf(t testing.TB, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// received fails the test unless the data folder holds exactly this film.
func received(t testing.TB, data, film string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(data, "uploads", "*.film"))
	if err != nil || len(files) != 1 {
		t.Fatalf("uploads: %v %v", files, err)
	}
	if sumOf(t, files[0]) != sumOf(t, film) {
		t.Error("what was received differs from what was sent")
	}
}

// part is JavaScript for how much of the upload has arrived, 0 to 1.
const part = `document.querySelector('#upload-list .upload progress').value / 1000`

// uploading waits until so much has arrived, 0 to 1.
func (g *guest) uploading(least float64) {
	g.t.Helper()
	g.uploadHas(fmt.Sprintf(`%s >= %g`, part, least))
}

// uploadHas waits for something that is true of the upload's row.
func (g *guest) uploadHas(js string) {
	g.t.Helper()
	if err := g.Page.Until(g.t.Context(), js, 2*soon); err != nil {
		row := browser.Eval[string](g.Browser, `document.querySelector('#upload-list .upload').dataset.state + ': ' + document.querySelector('#upload-list .upload-status').textContent`)
		g.t.Fatalf("the upload's row says %q: %v", row, err)
	}
}

func (g *guest) uploadIs(stage string) {
	g.t.Helper()
	g.uploadHas(fmt.Sprintf(`document.querySelector('#upload-list .upload')?.dataset.state === %q`, stage))
}

func TestAFilmPlaysWhileItUploads(t *testing.T) {
	for name, args := range map[string][]string{
		"Moov at end.mp4": nil,
		"Matroska.mkv":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			data, film := t.TempDir(), longFilm(t, name, args...)
			p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
			a := join(t, p, browser.Options{Name: "a"})
			b := join(t, p, browser.Options{Name: "b"})
			a.Uplink(slowly)
			a.tab("film")
			a.Choose("#upload-files", film)
			a.Until(`!document.querySelector('.upload [data-do="watch"]').hidden`, soon)
			a.Click(`.upload [data-do="watch"]`)
			b.says("#film-notes", "uploaded")
			a.Until(`document.querySelector('#video').src.includes(document.querySelector('.upload').dataset.media)`, soon)
			a.Press("k")
			for _, g := range []*guest{a, b} {
				g.Until(`document.querySelector('#video').currentTime > 1 && document.querySelector('#video').webkitDecodedFrameCount > 5`, soon)
			}
			if p := browser.Eval[float64](a.Browser, part); p > 0.1 {
				t.Errorf("it plays with %.1f %% uploaded", 100*p)
			}
			b.says("#film-notes", "ahead of the room")

			begin := time.Now()
			a.Press("9") // 90 s
			b.Until(`document.querySelector('#video').currentTime > 90.1 && !document.querySelector('#video').paused`, soon)
			t.Logf("after a far seek it goes on within %v, %.1f %% uploaded", time.Since(begin), 100*browser.Eval[float64](a.Browser, part))
			if p := browser.Eval[float64](a.Browser, part); p > 0.6 {
				t.Errorf("a far seek goes on with %.1f %% uploaded", 100*p)
			}

			a.Offline(true)
			a.uploadIs("retrying")
			a.Offline(false)
			a.Uplink(0)
			a.uploadIs("complete")
			b.Until(`document.querySelector('#film-notes').children.length === 0`, soon)
			received(t, data, film)
			b.clean()
		})
	}
}

func TestAnUploadGoesOnAfterAKillAndAReload(t *testing.T) {
	data, film, addr := t.TempDir(), longFilm(t, "Film.mp4"), freePort(t)
	args := []string{"--addr", addr, "--data", data}
	p := startProgram(t, args...)
	a := join(t, p, browser.Options{Name: "a"})
	a.Uplink(4 * slowly)
	a.tab("film")
	a.Choose("#upload-files", film)
	a.uploading(0.2)
	p.kill()
	a.uploadIs("retrying")
	startProgram(t, args...)
	a.uploading(0.5)
	a.uploadIs("sending")

	a.Reload()
	a.says("#upload-list", "Choose the same file again")
	if p := browser.Eval[float64](a.Browser, part); p < 0.45 || p == 1 {
		t.Errorf("%.1f %% are still there", 100*p)
	}
	a.ready()
	a.tab("film")
	a.Choose("#upload-files", film)
	a.Uplink(0)
	a.uploadIs("complete")
	if n := browser.Eval[int](a.Browser, `document.querySelectorAll('#upload-list .upload').length`); n != 1 {
		t.Errorf("there are %d rows of one upload", n)
	}
	received(t, data, film)
}

func TestFilmsAndSubtitlesAreTakenWhereTheyAreDropped(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
	a := join(t, p, browser.Options{Name: "a"})
	bytes, err := os.ReadFile(filepath.Join(data, "sample", "Big.Buck.Bunny.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	a.dropAll(map[string]string{"Dropped.mp4": string(bytes), "Words.srt": always("Dropped words")})
	a.uploadIs("complete")
	a.says("#upload-list", "Dropped.mp4")
	received(t, data, filepath.Join(data, "sample", "Big.Buck.Bunny.mp4"))
	a.sees("Dropped words")
	a.clean()
}

func TestFirefoxUploadsAFilmThatIsChosen(t *testing.T) {
	data, film := t.TempDir(), film(t, "Test Film.mp4", t.TempDir())
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
	a := join(t, p, browser.Options{Name: "firefox", Engine: browser.Firefox})
	a.tab("film")
	a.Choose("#upload-files", film)
	a.uploadIs("complete")
	a.Click(`.upload [data-do="watch"]`)
	a.says("#film", "Test Film")
	a.playable()
	received(t, data, film)
	a.clean()
}

// playable waits until the film that is on can be played.
func (g *guest) playable() {
	g.t.Helper()
	g.Until(`document.querySelector('#video').readyState >= 2`, soon)
}

func TestARoomWhoseFilmWasRemovedSaysSoAndTheHostPutsOnAnotherOne(t *testing.T) {
	data, film := t.TempDir(), film(t, "Test Film.mp4", t.TempDir())
	addr := freePort(t)
	args := []string{"--addr", addr, "--data", data}
	p := startProgram(t, args...)
	a := join(t, p, browser.Options{Name: "a"})
	a.tab("film")
	a.Choose("#upload-files", film)
	a.uploadIs("complete")
	p.kill()
	p = startProgram(t, args...) // the only film is the one that was uploaded
	b := join(t, p, browser.Options{Name: "b"})
	a.Until(`goblet.status().connected`, soon)
	a.Reload()
	a.ready()
	b.says("#film", "Test Film")
	a.Click(`.upload [data-do="remove"]`)
	a.Click(`#remove-form [value="remove"]`)
	for _, g := range []*guest{a, b} {
		g.Until(`!document.querySelector('#film-gone').hidden`, soon)
		g.says("#film-gone", "The film was removed. The host can put on another one.")
	}
	a.Until(`document.querySelector('details.chooser').open`, soon)
	b.Reload()
	b.Until(`!document.querySelector('#film-gone').hidden`, soon)
	a.tab("film")
	a.Choose("#upload-files", film)
	a.Until(`!document.querySelector('.upload [data-do="watch"]').hidden`, soon)
	a.Click(`.upload [data-do="watch"]`)
	b.Until(`document.querySelector('#film-gone').hidden`, soon)
	b.playable()
}
