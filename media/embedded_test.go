package media

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"goblet/media/container"
	"goblet/media/subtitle"
)

// subtitled makes a film of 60 s with tracks of subtitles that say a line every 2 s.
func subtitled(t *testing.T, name string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	var lines, script strings.Builder
	script.WriteString(strings.SplitAfter(ass, "Effect, Text\n")[0])
	for i := range 29 {
		fmt.Fprintf(&lines, "%d\n00:00:%02d,000 --> 00:00:%02d,500\n<i>Zeile</i> %d\n\n", i+1, 2*i, 2*i+1, i)
		fmt.Fprintf(&script, "Dialogue: 0,0:00:%02d.00,0:00:%02d.50,Default,,0,0,0,,{\\an8}Satz %d\n", 2*i, 2*i+1, i)
	}
	for file, text := range map[string]string{"lines.srt": lines.String(), "script.ass": script.String()} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append(append([]string{"-v", "error", "-nostdin",
		"-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=60", "-i", "lines.srt", "-i", "script.ass", "-map", "0", "-map", "1", "-map", "2",
		"-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-metadata:s:s:0", "language=ger", "-metadata:s:s:1", "language=jpn",
		"-metadata:s:s:1", "title=Signs", "-disposition:s:0", "default", "-disposition:s:1", "forced"}, args...), name)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	return filepath.Join(dir, name)
}

// running opens a library and runs it until the test ends.
func running(t *testing.T, o Options) *Library {
	t.Helper()
	l, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { l.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	return l
}

// wholeText asks for subtitles until nothing is missing.
func wholeText(t *testing.T, l *Library, film, id string) SubtitleText {
	t.Helper()
	for {
		text, err := l.SubtitleText(t.Context(), film, id)
		if err != nil {
			t.Fatal(err)
		}
		if !text.Partial {
			return text
		}
	}
}

func TestTheTracksOfAMatroskaFilmAreSubtitles(t *testing.T) {
	data := t.TempDir()
	path := subtitled(t, "film.mkv", "-c:s:0", "srt", "-c:s:1", "ass")
	l := running(t, Options{Paths: []string{path}, Data: data})
	film := l.List()[0].ID
	found, _, err := l.Subtitles(t.Context(), film)
	if err != nil || len(found) != 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	lines, script := found[0], found[1]
	if lines.Language != "de" || lines.Label.String() != "Deutsch" || !lines.Default || lines.Forced || lines.ASS || lines.Kind != SubtitleEmbedded {
		t.Errorf("%+v", lines)
	}
	if script.Language != "ja" || script.Label.String() != "日本語 (Signs)" || script.Default || !script.Forced || !script.ASS {
		t.Errorf("%+v", script)
	}
	text := string(wholeText(t, l, film, lines.ID).WebVTT)
	if strings.Count(text, "-->") != 29 || !strings.Contains(text, "00:00:56.000 --> 00:00:57.500\n<i>Zeile</i> 28\n") {
		t.Errorf("%s", text)
	}
	both := wholeText(t, l, film, script.ID)
	if text := string(both.WebVTT); !strings.Contains(text, "00:00:56.000 --> 00:00:57.500 line:0\nSatz 28\n") {
		t.Errorf("%s", text)
	}
	if !strings.HasPrefix(both.ASS, "[Script Info]") || !strings.Contains(both.ASS, "Style: Default,Arial") ||
		!strings.Contains(both.ASS, `Dialogue: 0,0:00:56.00,0:00:57.50,Default,,0,0,0,,{\an8}Satz 28`) {
		t.Errorf("%s", both.ASS)
	}
	if kept, _ := filepath.Glob(filepath.Join(data, "cache", "subtitles", film+"-*.json")); len(kept) != 2 {
		t.Errorf("kept on the disk: %v", kept)
	}
	again := running(t, Options{Paths: []string{path}, Data: data})
	if text := wholeText(t, again, film, script.ID); text.ASS != both.ASS || string(text.WebVTT) != string(both.WebVTT) {
		t.Error("after a restart they differ")
	}
}

func TestTheTextOfAnMP4FilmIsSubtitles(t *testing.T) {
	l := running(t, Options{Paths: []string{subtitled(t, "film.mp4", "-c:s", "mov_text")}})
	film := l.List()[0].ID
	found, _, err := l.Subtitles(t.Context(), film)
	if err != nil || len(found) != 2 || found[0].Language != "de" || found[0].ASS {
		t.Fatalf("%+v, %v", found, err)
	}
	if text := string(wholeText(t, l, film, found[0].ID).WebVTT); strings.Count(text, "-->") != 29 || !strings.Contains(text, "<i>Zeile</i> 28") {
		t.Errorf("%s", text)
	}
}

// arrived is the first and the last part of a film. Who waits for another fails.
type arrived struct {
	*testing.T
	file       *os.File
	head, tail int64
}

func (a arrived) Has(start, end int64) bool { return end <= a.head || start >= a.tail }
func (arrived) Complete() bool              { return false }
func (a arrived) ReadAt(_ context.Context, p []byte, at int64) (int, error) {
	if !a.Has(at, at+int64(len(p))) {
		a.Errorf("bytes at %d are asked for", at)
	}
	return a.file.ReadAt(p, at)
}

func TestOfAnUploadTheSubtitlesThatHaveArrivedAreRead(t *testing.T) {
	for name, args := range map[string][]string{
		"film.mkv": {"-c:s:0", "srt", "-c:s:1", "ass", "-cluster_time_limit", "2000"},
		"film.mp4": {"-c:s", "mov_text", "-movflags", "+faststart"},
	} {
		l, err := Open(t.Context(), Options{Paths: []string{subtitled(t, name, args...)}})
		if err != nil {
			t.Fatal(err)
		}
		m := l.List()[0]
		file, _, err := l.File(m.ID, m.Version)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		c := &Content{Media: m, file: file, parts: arrived{t, file, m.Size / 4, m.Size * 3 / 4}}
		whole := &Content{Media: m, file: file}
		table, err := l.Film(t.Context(), whole)
		if err != nil {
			t.Fatal(err)
		}
		lines := readThrough(t, c, table)
		if n := len(lines); n < 6 || n > 22 || !strings.HasSuffix(lines[0], "Zeile</i> 0") || !strings.HasSuffix(lines[n-1], "Zeile</i> 28") {
			t.Errorf("%s: %d lines: %q", name, len(lines), lines)
		}
	}
}

// readThrough reads the first track of subtitles as far as it is there.
func readThrough(t *testing.T, c *Content, table *container.Film) (texts []string) {
	t.Helper()
	from := table.Of(container.Subtitle)[0]
	track, _ := subtitle.NewTrack(from)
	w := trackWalk{ctx: t.Context(), table: table, content: c, from: &from, track: track, into: &trackLines{}}
	if whole, err := w.run(); whole || err != nil {
		t.Errorf("whole %v, %v", whole, err)
	}
	for _, cue := range track.Cues(w.lines) {
		texts = append(texts, cue.Text)
	}
	return texts
}
