package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"goblet/browser"
)

var update = flag.Bool("update", false, "write docs/media.md anew")

// difficultFilm is a film of testdata/films.sh and how it is to reach browsers.
type difficultFilm struct {
	file, what        string
	chromium, firefox string  // the form that each gets
	offset            float64 // what the burned-in time is ahead of the film's, seconds
	gap               float64 // the longest time that a frame stands, seconds; 0 = 0.04
	period            float64 // the burned-in time starts over after so many seconds; 0 = never
	module            string  // the file is a real clip in this module, without a burned-in time
	silent            bool
	seeks             int // besides the three of each film, for the first film of a kind
}

var everyFilm = []difficultFilm{
	{file: "faststart.mp4", what: "MP4, H.264, AAC", chromium: "direct", firefox: "direct", seeks: 7},
	{file: "moov_end.mp4", what: "the same, index at the end", chromium: "direct", firefox: "direct"},
	{file: "fragmented.mp4", what: "the same, in fragments", chromium: "direct", firefox: "direct", offset: -0.08},
	{file: "quicktime.mov", what: "QuickTime, H.264, AAC", chromium: "direct", firefox: "direct"},
	{file: "variable_rate.mp4", what: "MP4, variable frame rate", chromium: "direct", firefox: "direct", gap: 1.3, seeks: 3},
	{file: "ac3.mkv", what: "Matroska, H.264, AC-3", chromium: "sound", firefox: "sound", seeks: 7},
	{file: "multi_ac3_aac_srt_ass.mkv", what: "Matroska, H.264, AC-3 and AAC, two subtitles", chromium: "sound", firefox: "sound"},
	{file: "hevc.mp4", what: "MP4, HEVC, AAC", chromium: "full", firefox: "direct"},
	{file: "hevc10_eac3.mkv", what: "Matroska, HEVC 10-bit, E-AC-3", chromium: "full", firefox: "sound"},
	// A browser that has to decode all from the beginning may stop a few pictures early.
	{file: "one_keyframe.mkv", what: "Matroska, a single keyframe", chromium: "direct", firefox: "direct", gap: 0.4, seeks: 3},
	{file: "open_gop.mkv", what: "Matroska, H.264 with open GOPs", chromium: "full", firefox: "full", seeks: 7},
	{file: "vp9_opus.webm", what: "WebM, VP9, Opus", chromium: "direct", firefox: "direct"},
	{file: "xvid.avi", what: "AVI, Xvid, MP3", chromium: "full", firefox: "full", offset: -0.04},
	{file: "broadcast.ts", what: "MPEG-TS, MPEG-2, MP2", chromium: "full", firefox: "full"},
	{file: "starts_late.mkv", what: "Matroska, begins at 4 s", chromium: "copy", firefox: "copy", offset: 3.904, seeks: 7},
	{file: "two_hours.mkv", what: "Matroska of two hours, AC-3 and AAC", chromium: "sound", firefox: "sound", period: 30.0170833},
	{file: "mp4/testdata/bbb_prog_10s.mp4", what: "a clip of Big Buck Bunny: MP4, H.264, AAC", chromium: "direct", firefox: "direct", module: "github.com/Eyevinn/mp4ff@v0.48.0"},
	{file: "fixtures/sample.webm", what: "a real WebM, VP9 at 5 pictures a second, no sound", chromium: "direct", firefox: "direct", module: "github.com/h2non/filetype@v1.1.3", silent: true},
	{file: "fixtures/sample.mkv", what: "a real Matroska, H.264, Vorbis", chromium: "direct", firefox: "direct", module: "github.com/h2non/filetype@v1.1.3"},
}

// refused are the files that are no films, and what is said of them.
var refused = []struct{ file, what, says string }{
	{"truncated.mp4", "the first 60 % of an MP4", "the copy is not complete"},
	{"letter.mp4", "text under the name of a film", "is no film that can be played"},
}

func TestEveryFilmPlaysAndSeeksInEveryBrowserOrIsRefusedWithAReason(t *testing.T) {
	films, err := difficultFilms()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--addr", "127.0.0.1:0", "--data", t.TempDir()}
	for _, f := range everyFilm {
		args = append(args, f.path(t, films))
	}
	p := startProgram(t, args...)
	host := join(t, p, browser.Options{Name: "chromium"})
	fox := join(t, p, browser.Options{Name: "firefox", Engine: browser.Firefox})
	var table strings.Builder
	for _, f := range everyFilm {
		t.Run(path.Base(f.file), func(t *testing.T) {
			a, b := host.in(t), fox.in(t)
			a.puts(f)
			b.Until(fmt.Sprintf(`goblet.status().playback.media === %q`, a.media()), soon)
			a.Until(fmt.Sprintf(`goblet.status().form === %q`, f.chromium), soon)
			b.Until(fmt.Sprintf(`goblet.status().form === %q`, f.firefox), soon)
			a.ready()
			b.ready()
			seekAround(t, f, a, b)
			a.Press("k")
			for _, g := range []*guest{a, b} {
				g.playing()
				g.decodes(f)
				g.inStep()
			}
		})
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", path.Base(f.file), f.what, says[f.chromium], says[f.firefox])
	}
	for _, r := range refused {
		t.Run(r.file, func(t *testing.T) { refuses(t, films, r.file, r.says) })
		fmt.Fprintf(&table, "| `%s` | %s | refused: %q | the same |\n", r.file, r.what, r.says)
	}
	compareTable(t, table.String())
}

// path is where the film lies, if those of testdata/films.sh are in a folder.
func (f difficultFilm) path(t *testing.T, films string) string {
	t.Helper()
	if f.module != "" {
		films = module(t, f.module)
	}
	return filepath.Join(films, filepath.FromSlash(f.file))
}

// in is the guest for a subtest.
func (g *guest) in(t testing.TB) *guest { return &guest{g.Browser.In(t), t} }

// media is the ID of the film that is on.
func (g *guest) media() string {
	return browser.Eval[string](g.Browser, `goblet.status().playback.media`)
}

// puts puts a film on, as the chooser does; it waits until the library has found it.
func (g *guest) puts(f difficultFilm) {
	g.t.Helper()
	file := path.Base(f.file)
	title := strings.ReplaceAll(strings.TrimSuffix(file, path.Ext(file)), "_", " ")
	g.Until(fmt.Sprintf(`fetch(document.querySelector('#room').dataset.base + '/films?q=%s').then(answer => answer.text()).then(text => {
		const all = [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('.film-choice')];
		const named = all.filter(film => [%q, %q].includes(film.querySelector('.film-choice-title').textContent));
		return window.found = named.length === 1 && named[0].value;
	})`, file, title, title+path.Ext(file)), soon)
	if found := browser.Eval[string](g.Browser, `found`); found != g.media() {
		g.post("load", fmt.Sprintf(`{media: %q}`, found))
	}
	g.Until(`goblet.status().playback.media === found`, soon)
}

// says is how docs/media.md puts a form.
var says = map[string]string{
	"direct": "plays as it is", "copy": "copied to HLS", "sound": "copied to HLS, sound converted", "full": "converted",
}

// places are where to seek in a film of a duration (seconds): far ahead, back, on by a little, and then anywhere.
func (f difficultFilm) places(duration float64) []float64 {
	random := rand.New(rand.NewPCG(1, uint64(len(f.file))))
	in := func(from, to float64) float64 {
		return math.Round((from+random.Float64()*(to-from))*(duration-1)*1000) / 1000
	}
	all := []float64{in(0.6, 1), in(0, 0.2), in(0.2, 0.5)}
	for range f.seeks {
		all = append(all, in(0, 1))
	}
	return all
}

// seekAround goes to places at each of which both must show the frame that belongs there.
func seekAround(t *testing.T, f difficultFilm, guests ...*guest) {
	t.Helper()
	duration := browser.Eval[float64](guests[0].Browser, `document.querySelector('#video').duration`)
	for _, position := range f.places(duration) {
		guests[0].seek(position)
		for _, g := range guests {
			g.Until(fmt.Sprintf(`(({currentTime, seeking, readyState}) =>
				!seeking && readyState >= 2 && Math.abs(currentTime - %v) < 0.03)(document.querySelector('#video'))`, position), 2*soon)
			if f.module == "" {
				g.showsFrameOf(f, position)
			}
		}
	}
}

// showsFrameOf waits for the picture of a position: browsers show it a moment after the seek.
func (g *guest) showsFrameOf(f difficultFilm, position float64) {
	g.t.Helper()
	gap := max(f.gap, 0.04)
	const tolerance = 0.025
	var last string
	for range 25 {
		burned, _, ok := g.burned()
		behind := position + f.offset - burned
		if f.period > 0 {
			behind = math.Mod(position, f.period) - burned
		}
		if ok && behind > -tolerance && behind < gap+tolerance {
			return
		}
		last = fmt.Sprintf("%v (read: %v)", burned, ok)
	}
	g.t.Errorf("at %v the picture says %s in %s", position, last, g.engine())
}

// engine names the browser.
func (g *guest) engine() string {
	return browser.Eval[string](g.Browser, `navigator.userAgent.match(/Firefox|Chrome/)[0]`)
}

// decodes waits until pictures and sound come out of the decoders.
func (g *guest) decodes(f difficultFilm) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`(() => {
		const video = document.querySelector('#video');
		const sound = video.webkitAudioDecodedByteCount ?? (video.mozHasAudio ? 1 : 0);
		return video.getVideoPlaybackQuality().totalVideoFrames > 5 && (sound > 0 || %v);
	})()`, f.silent), soon)
}

// module returns the folder of a module's source, which Go fetches if need be.
func module(t *testing.T, version string) string {
	t.Helper()
	out, err := exec.Command("go", "mod", "download", "-json", version).Output()
	var answer struct{ Dir string }
	if err := errors.Join(err, json.Unmarshal(out, &answer)); err != nil {
		t.Fatalf("%s: %v: %s", version, err, out)
	}
	return answer.Dir
}

func refuses(t *testing.T, films, file, says string) {
	film := filepath.Join(films, file)
	if file == "letter.mp4" {
		film = filepath.Join(t.TempDir(), file)
		if err := os.WriteFile(film, []byte("Dear friends, this is no film.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(binary, "--addr", "127.0.0.1:0", "--data", t.TempDir(), film).CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte(says)) {
		t.Errorf("%v: %s", err, out)
	}
}

// compareTable holds docs/media.md to what the test found.
func compareTable(t *testing.T, rows string) {
	t.Helper()
	const begin, end = "<!-- every film -->\n", "<!-- end of every film -->\n"
	file := filepath.Join("..", "..", "docs", "media.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), begin)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", file)
	}
	table := "| file | what it is | Chromium | Firefox |\n|---|---|---|---|\n" + rows
	if *update {
		if err := os.WriteFile(file, []byte(before+begin+table+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if old != table {
		t.Errorf("docs/media.md is stale, go test ./cmd/goblet -run EveryFilm -update writes it; it should say\n%s", table)
	}
}
