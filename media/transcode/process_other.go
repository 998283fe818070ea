//go:build !linux

package transcode

import "os/exec"

// Elsewhere ffmpeg ends by itself when its pipes do.
func confine(*exec.Cmd) {}

func limit(int, bool) {}

func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = cmd.Process.Kill()
	}
}
