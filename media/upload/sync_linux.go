package upload

import (
	"os"

	"golang.org/x/sys/unix"
)

// flush makes a file's bytes, though not its times, safe on the disk.
func flush(f *os.File) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failure error
	if err := conn.Control(func(fd uintptr) { failure = unix.Fdatasync(int(fd)) }); err != nil {
		return err
	}
	return failure
}
