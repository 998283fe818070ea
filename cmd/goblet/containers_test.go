package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"goblet/browser"
)

func TestEachContainerThatBrowsersPlayPlaysAndSeeks(t *testing.T) {
	dir := t.TempDir()
	mp4 := film(t, "Test Film.mp4", dir)
	for name, args := range map[string][]string{
		"matroska.mkv":   {"-c", "copy"},
		"fragmented.mp4": {"-c", "copy", "-movflags", "frag_keyframe+empty_moov"},
		"quicktime.mov":  {"-c", "copy"},
		"webm.webm":      {"-t", "40", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "50", "-c:a", "libopus"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			args := append([]string{"-v", "error", "-i", mp4}, append(args, path)...)
			if out, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
				t.Fatalf("ffmpeg: %v: %s", err, out)
			}
			p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), path)
			a := join(t, p, browser.Options{})
			a.Press("5")
			a.Until(`document.querySelector('#video').currentTime > 15`, soon)
			a.Press("k")
			a.playing()
			a.inStep()
			a.Until(`document.querySelector('#video').webkitDecodedFrameCount > 5 && document.querySelector('#video').webkitAudioDecodedByteCount > 0`, soon)
			a.clean()
		})
	}
}
