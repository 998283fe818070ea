//go:build !linux

package upload

import "os"

// flush makes a file's bytes safe on the disk.
func flush(f *os.File) error { return f.Sync() }
