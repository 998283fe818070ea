//go:build unix && !linux

package reach

import (
	"os/exec"
	"syscall"
)

// confine gives the process a group of its own.
func confine(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
