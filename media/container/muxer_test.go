package container

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestFFmpegDecodesAMuxedFilmAsItDecodesTheSource(t *testing.T) {
	dir := t.TempDir()
	films := map[string][]string{
		"end.mp4":        {"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac"},
		"fragmented.mp4": {"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "flac", "-strict", "-2", "-movflags", "frag_keyframe+empty_moov"},
		"hevc.mp4":       {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-c:a", "ac3"},
		"mpeg4.mp4":      {"-c:v", "mpeg4", "-bf", "2", "-c:a", "libmp3lame"},
		"vp9.mp4":        {"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"},
	}
	for name, args := range mkvFilms {
		films[name] = args
	}
	for name, args := range films {
		t.Run(name, func(t *testing.T) {
			mp4ffmpeg(t, dir, mp4Picture, mp4Sound, args, []string{name})
			film, content := openFile(t, filepath.Join(dir, name))
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
				source, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				want, got := decoded(t, dir, name, kind, source), decoded(t, dir, "pipe:", kind, muxed.Bytes())
				if strings.HasSuffix(name, ".mp4") && track.Kind == Audio { // whose edit lists cut sound at both ends
					want = strings.Join(strings.SplitAfter(want, "\n")[1:50], "")
				}
				if !strings.Contains(got, want) || strings.Count(want, "\n") < 49 {
					t.Errorf("%s (%s) decodes to other frames: %d lines, want %d", track.Kind, track.Codec, strings.Count(got, "\n"), strings.Count(want, "\n"))
				}
			}
		})
	}
}

// decoded returns the sizes and hashes of the frames that ffmpeg decodes.
func decoded(t *testing.T, dir, input, stream string, stdin []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-i", input, "-map", stream, "-f", "framemd5", "-")
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(stdin)
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
