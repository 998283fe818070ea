//go:build !linux

package browser

import (
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd)       {}
func joinGroup(*exec.Cmd, int) {}

// killGroup kills the process; its children notice by themselves.
func killGroup(pid int) {
	if process, err := os.FindProcess(pid); err == nil {
		_ = process.Kill()
	}
}
