package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// subtitled is a script of subtitles that says something all the time.
const subtitled = "1\n00:00:00,000 --> 00:01:00,000\nThere you are.\nWe kept you a seat.\n"

// films makes a folder of short films as people have them: with two sound tracks and
// subtitles, in a folder, and apart from them two to be uploaded.
func films(ctx context.Context, temp string) (folder string, uploads [2]string, err error) {
	folder, uploads = filepath.Join(temp, "films"), [2]string{filepath.Join(temp, "Holiday 2026.mp4"), filepath.Join(temp, "Birthday.mp4")}
	if err := os.MkdirAll(filepath.Join(folder, "Short films"), 0o755); err != nil {
		return "", uploads, err
	}
	if err := os.WriteFile(filepath.Join(temp, "a.srt"), []byte(subtitled), 0o644); err != nil {
		return "", uploads, err
	}
	picture := func(source string) []string {
		return []string{"-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-f", "lavfi", "-i", "sine=r=48000"}
	}
	code := []string{"-t", "60", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50"}
	for path, args := range map[string][]string{
		filepath.Join(folder, "The Long Evening.mkv"): append(append(picture("gradients=s=1280x720:r=25:c0=0x2b1630:c1=0xd4763c:x0=0:y0=720:x1=900:y1=0"),
			"-i", "a.srt", "-map", "0", "-map", "1", "-map", "1", "-map", "2"), append(code, "-c:a", "ac3", "-c:s", "srt",
			"-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fra", "-metadata:s:s:0", "language=eng")...),
		filepath.Join(folder, "Short films", "Blue Hour.mp4"): append(append(picture("gradients=s=640x360:r=25:c0=0x10243f:c1=0x7fb2c9"), code...), "-c:a", "aac"),
		uploads[0]: append(append(picture("testsrc2=s=640x360:r=25"), code...), "-b:v", "3M", "-minrate", "3M", "-maxrate", "3M", "-bufsize", "1M",
			"-x264-params", "nal-hrd=cbr", "-c:a", "aac"),
	} {
		cmd := exec.CommandContext(ctx, "ffmpeg", append(args, path)...)
		cmd.Dir, cmd.Stderr = temp, os.Stderr
		if err := cmd.Run(); err != nil {
			return "", uploads, fmt.Errorf("ffmpeg makes %s: %w", filepath.Base(path), err)
		}
	}
	// Under another name: what is complete isn't uploaded again.
	data, err := os.ReadFile(uploads[0])
	if err != nil {
		return "", uploads, err
	}
	return folder, uploads, os.WriteFile(uploads[1], data, 0o644)
}
