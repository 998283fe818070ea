package measure

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Renderer returns how many bytes the largest renderer of a Chromium holds that are no file's (RssAnon), such as its page's
// scripts, elements and pictures. leader is the process id of the browser, which leads its group. It needs /proc.
func Renderer(leader int) (int, error) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	most := 0
	for _, dir := range processes {
		command, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || !bytes.Contains(command, []byte("--type=renderer")) || groupOf(dir) != leader {
			continue
		}
		status, err := os.ReadFile(filepath.Join(dir, "status"))
		if err == nil {
			most = max(most, field(string(status), "RssAnon:"))
		}
	}
	if most == 0 {
		return 0, errors.New("no renderer found in /proc for process " + strconv.Itoa(leader))
	}
	return most, nil
}

// groupOf returns the process group of a process, 0 if it is gone.
func groupOf(dir string) (group int) {
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // its name may hold spaces
	var state string
	var parent int
	if _, err := fmt.Sscan(rest, &state, &parent, &group); err != nil {
		return 0
	}
	return group
}

// field returns a size of /proc/PID/status in bytes.
func field(status, name string) int {
	_, rest, _ := strings.Cut(status, name)
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.Atoi(fields[0])
	return kilobytes << 10
}
