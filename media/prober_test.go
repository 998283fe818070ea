package media

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"goblet/media/container"
)

func TestFilmsOfOtherFormatsAreListedWhenSomethingCanTellThem(t *testing.T) {
	dir := t.TempDir()
	for name, from := range map[string]string{"Old.avi": "no.avi", "Stream.TS": "no.ts", "New.mp4": "end.mp4"} {
		content, err := os.ReadFile(realFilm(t, from))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), content)
	}
	write(t, filepath.Join(dir, "program.ts"), []byte(strings.Repeat("export const film = 1;\n", 100)))
	write(t, filepath.Join(dir, "letter.txt"), []byte("no film"))
	write(t, filepath.Join(dir, "broken.avi"), []byte("no film either"))
	var asked []string
	tell := func(_ context.Context, file *os.File) (*container.Film, error) {
		name := filepath.Base(file.Name())
		asked = append(asked, name)
		if name == "broken.avi" {
			return nil, container.ErrNotFilm
		}
		return &container.Film{Format: "avi", Duration: 5, Tracks: []container.Track{
			{ID: 1, Kind: container.Video, Codec: container.MPEG4, Width: 160, Height: 90},
			{ID: 2, Kind: container.Audio, Codec: "mp2", Channels: 2},
		}}, nil
	}
	if films := open(t, Options{Paths: []string{dir}}).List(); len(films) != 1 || films[0].Name != "New.mp4" {
		t.Errorf("without a prober: %v", titles(films))
	}
	l := open(t, Options{Paths: []string{filepath.Join(dir, "Old.avi")}, Probe: tell})
	m := only(t, l)
	if m.Type != "video/x-msvideo" || m.Duration != 5 || m.Streams != "160×90 MPEG-4 (Xvid, DivX), mp2 stereo" {
		t.Errorf("%+v", m)
	}
	content, err := l.Content(m.ID, m.Version)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	film, err := l.Film(t.Context(), content)
	if err != nil || film.Format != "avi" || film.Keyframes(1) != nil {
		t.Errorf("Film = %+v, %v", film, err)
	}
	for _, err := range film.Samples(content.Reader(t.Context()), 1, 0) {
		if !errors.Is(err, container.ErrNotFilm) {
			t.Errorf("samples of an AVI: %v", err)
		}
	}
	asked = nil
	for _, name := range []string{"Stream.TS", "program.ts", "letter.txt", "broken.avi", "New.mp4"} {
		_, err := Open(t.Context(), Options{Paths: []string{filepath.Join(dir, name)}, Probe: tell})
		if film := name == "Stream.TS" || name == "New.mp4"; film != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := strings.Join(asked, " "); got != "Stream.TS broken.avi" {
		t.Errorf("the prober was asked about %s", got)
	}
}

func TestAFilmSaysWhatItConsistsOf(t *testing.T) {
	for name, want := range map[string]string{
		"end.mp4":       "160×90 H.264, AAC mono",
		"quicktime.mov": "160×90 H.264, AAC mono",
		"matroska.mkv":  "160×90 H.264, AAC mono",
		"webm.webm":     "160×90 VP8, Opus mono",
	} {
		if m := only(t, open(t, Options{Paths: []string{realFilm(t, name)}})); m.Streams != want {
			t.Errorf("%s consists of %q, want %q", name, m.Streams, want)
		}
	}
}
