package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// film makes a film of five minutes with sound, long enough to watch two browsers for a while.
func (b *bench) film(ctx context.Context) (string, error) {
	path := filepath.Join(b.dir, "film.mp4")
	out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-y",
		"-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i", "sine=frequency=440",
		"-t", "300", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac",
		"-movflags", "+faststart", path).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("make a film with ffmpeg (go tool task setup installs it): %w\n%s", err, out)
	}
	return path, nil
}
