package reach

import (
	"os/exec"
	"syscall"
)

// confine gives the process a group of its own, and ends it when we die.
func confine(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
