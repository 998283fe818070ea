package transcode

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// memoryBytes is the address space that ffmpeg may use. Converting 10-bit 4K
// takes less than half of it.
const memoryBytes = 8 << 30

// niceness lets everything else go first, serving films above all.
const niceness = 10

// confine gives the process a group of its own, and ends it when we die.
func confine(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// limit bounds what a process may use. One that has ended already needs no
// limits. Drivers of hardware encoders reserve more addresses than there is memory.
func limit(pid int, hardware bool) {
	_ = unix.Setpriority(unix.PRIO_PROCESS, pid, niceness)
	if !hardware {
		_ = unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: memoryBytes, Max: memoryBytes}, nil)
	}
	_ = unix.Prlimit(pid, unix.RLIMIT_CORE, &unix.Rlimit{}, nil)
}

func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil && cmd.Process.Pid > 1 {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}
