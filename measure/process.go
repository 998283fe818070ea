package measure

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tick is the unit of processor times in /proc: USER_HZ, which is 100 on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// Memory returns the resident memory of a process in bytes; 0 where there is no /proc.
func Memory(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	return field(string(status), "VmRSS:")
}

// Processor returns how long a process has used processors, to 10 ms; 0 where there is no /proc.
func Processor(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	return processor(stat)
}

// processor reads the times in user and kernel mode from /proc/PID/stat.
func processor(stat []byte) time.Duration {
	_, rest, _ := bytes.Cut(stat[max(0, bytes.LastIndexByte(stat, ')')):], []byte(" ")) // its name may hold anything
	fields := bytes.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(string(fields[11]), 10, 64)
	kernel, _ := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+kernel) * tick
}
