package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTwoBrowsersOnTwoGobletsAreMeasured(t *testing.T) {
	t.Chdir("../..") // where the server can be built
	dir := t.TempDir()
	film, figures, picture := filepath.Join(dir, "film.mp4"), filepath.Join(dir, "skew.json"), filepath.Join(dir, "skew.svg")
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25",
		"-f", "lavfi", "-i", "sine", "-t", "60", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac",
		"-movflags", "+faststart", film).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var table strings.Builder
	args := []string{"--film", film, "--nodes", "2", "--short", "--steady", "2s", "--phases", "steady,hole,bare", "--json", figures, "--picture", picture}
	if err := run(t.Context(), args, &table, t.Output()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| steady 2s: median / p95 / max", "| 2 s black hole with a seek in it", "| two bare players sought at once"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, table.String())
		}
	}
	if strings.Contains(table.String(), "not measured") {
		t.Errorf("something was not measured:\n%s", table.String())
	}
	data, err := os.ReadFile(figures)
	if err != nil {
		t.Fatal(err)
	}
	var got saved
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, v := range got.Viewers {
		if bare := strings.HasPrefix(v.Name, "bare"); len(v.Samples) < 100 || bare == (len(v.Beliefs) > 0) {
			t.Errorf("%s was sampled %d times, its beliefs %d times", v.Name, len(v.Samples), len(v.Beliefs))
		}
	}
	if len(got.Viewers) != 4 || len(got.Phases) != 3 {
		t.Errorf("%d viewers in %d phases, want 2 in a room and 2 bare ones, in 3", len(got.Viewers), len(got.Phases))
	}
	if drawn, err := os.ReadFile(picture); err != nil || !strings.Contains(string(drawn), `class="line c1"`) {
		t.Errorf("the picture has no line of B (%v)", err)
	}
}

func TestARoomThatIsNotThereIsSaid(t *testing.T) {
	err := run(t.Context(), []string{"--url", "http://127.0.0.1:1/r/none"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("got %v, want the address that does not answer", err)
	}
}
