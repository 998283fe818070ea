package hls_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"goblet/media/container"
	"goblet/media/hls"
)

// turned makes a film as telephones do, whose track header has a matrix.
func turned(t *testing.T, matrix ...int32) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "telephone.mp4")
	ffmpeg(t, "-v", "error", "-f", "lavfi", "-t", "2", "-i", "testsrc2=size=160x90:rate=25",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("tkhd")) + 4 + 40
	for i, v := range matrix {
		binary.BigEndian.PutUint32(data[at+4*i:], uint32(v))
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPicturesOfTelephonesAreTurnedInSegmentsAsInTheFilm(t *testing.T) {
	const one, w = 1 << 16, 1 << 30
	for degrees, matrix := range map[int][]int32{
		0:   {one, 0, 0, 0, one, 0, 0, 0, w},
		90:  {0, one, 0, -one, 0, 0, 90 * one, 0, w},
		180: {-one, 0, 0, 0, -one, 0, 160 * one, 90 * one, w},
		270: {0, -one, 0, one, 0, 0, 0, 160 * one, w},
	} {
		path := turned(t, matrix...)
		film, file := open(t, path)
		track := film.Of(container.Video)[0]
		if track.Rotation != degrees {
			t.Fatalf("the film is turned by %d, want %d", track.Rotation, degrees)
		}
		packager, err := hls.New(film, file)
		if err != nil {
			t.Fatal(err)
		}
		init, err := packager.Init(track.ID)
		if err != nil {
			t.Fatal(err)
		}
		segment, err := packager.Segment(file, track.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(t.TempDir(), "copied.mp4")
		if err := os.WriteFile(copied, slices.Concat(init, segment), 0o600); err != nil {
			t.Fatal(err)
		}
		// ffmpeg turns pictures as it is told.
		got, want := seen(t, copied), seen(t, path)
		if !slices.Equal(got, want) {
			t.Errorf("turned by %d the segment looks otherwise:\n%q\n%q", degrees, got[:8], want[:8])
		}
		if degrees%180 == 90 && !slices.Contains(got, "#dimensions 0: 90x160") {
			t.Errorf("turned by %d it still lies: %q", degrees, got[:8])
		}
	}
}

// seen lists size, shape of pixels and contents of a film's pictures.
func seen(t *testing.T, path string) (all []string) {
	t.Helper()
	for line := range strings.Lines(string(ffmpeg(t, "-v", "error", "-i", path, "-f", "framemd5", "-"))) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#dimensions") || strings.HasPrefix(line, "#sar") {
			all = append(all, line)
		} else if !strings.HasPrefix(line, "#") {
			all = append(all, line[strings.LastIndexByte(line, ',')+1:])
		}
	}
	return all
}
