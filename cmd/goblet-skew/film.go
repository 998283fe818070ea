package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
)

// filmLength is how long the program's own film is, s: enough for the phases between two seeks back.
const filmLength = 300

// makeFilm makes a film of 720p30 H.264 with sound in dir: ten seconds of picture over and over, a keyframe every 2 s.
func makeFilm(ctx context.Context, dir string) (string, error) {
	clip, film := filepath.Join(dir, "clip.mp4"), filepath.Join(dir, "film.mp4")
	for _, args := range [][]string{
		{"-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30", "-t", "10", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "30",
			"-g", "60", "-pix_fmt", "yuv420p", clip},
		{"-stream_loop", "-1", "-i", clip, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", strconv.Itoa(filmLength),
			"-c:v", "copy", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart", film},
	} {
		out, err := exec.CommandContext(ctx, "ffmpeg", append([]string{"-v", "error", "-y"}, args...)...).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("make a film with ffmpeg (go tool task setup installs it): %w\n%s", err, out)
		}
	}
	return film, nil
}
