//go:build unix

package main

import "golang.org/x/sys/unix"

// openFiles returns how many files this process may have open, to which Go has raised its limit at the start.
func openFiles() (most uint64, known bool) {
	var limit unix.Rlimit
	err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit)
	return uint64(limit.Cur), err == nil
}
