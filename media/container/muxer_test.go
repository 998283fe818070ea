package container

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMuxedFilmsFromMP4(t *testing.T) {
	dir := t.TempDir()
	for name, args := range map[string][]string{
		"end.mp4":        slices.Concat(mkvX264, []string{"-c:a", "aac"}),
		"fragmented.mp4": slices.Concat(mkvX264, []string{"-c:a", "flac", "-strict", "-2", "-movflags", "frag_keyframe+empty_moov"}),
		"hevc.mp4":       {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-c:a", "ac3"},
		"mpeg4.mp4":      {"-c:v", "mpeg4", "-bf", "2", "-c:a", "libmp3lame"},
		"vp9.mp4":        slices.Concat(mkvVP9, []string{"-c:a", "libopus"}),
	} {
		t.Run(name, func(t *testing.T) {
			mp4ffmpeg(t, dir, mp4Picture, mp4Sound, args, []string{name})
			film, content := openFile(t, filepath.Join(dir, name))
			decodesAlike(t, film, content, filepath.Join(dir, name))
		})
	}
}

// decodesAlike checks that ffmpeg decodes the same frames of a film that was
// muxed, read from a pipe, as of the file.
func decodesAlike(t *testing.T, film *Film, content *bytes.Reader, file string) {
	var ids []int
	for _, track := range film.Tracks {
		ids = append(ids, track.ID)
	}
	var muxed bytes.Buffer
	if err := film.Remux(&muxed, content, 0, ids...); err != nil {
		t.Fatal(err)
	}
	for _, track := range film.Tracks {
		kind := "0:" + string(track.Kind[0])
		want, got := decoded(t, file, kind, nil), decoded(t, "pipe:", kind, muxed.Bytes())
		if film.Format == MP4 && track.Kind == Audio { // whose edit lists cut sound at both ends
			want = strings.Join(strings.SplitAfter(want, "\n")[1:50], "")
		}
		if !strings.Contains(got, want) || strings.Count(want, "\n") < 49 {
			t.Errorf("%s (%s) decodes to other frames: %d, want %d", track.Kind, track.Codec, strings.Count(got, "\n"), strings.Count(want, "\n"))
		}
	}
}

// decoded returns the sizes and hashes of the frames that ffmpeg decodes.
func decoded(t *testing.T, input, stream string, stdin []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-i", input, "-map", stream, "-f", "framemd5", "-")
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var frames strings.Builder
	for line := range strings.Lines(string(out)) {
		if fields := strings.Split(line, ","); !strings.HasPrefix(line, "#") && len(fields) == 6 {
			frames.WriteString(fields[4] + fields[5])
		}
	}
	return frames.String()
}
