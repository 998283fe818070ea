//go:build !linux && !darwin && !freebsd && !windows

package upload

import "math"

// diskOf does not know how to ask this system: a full disk shows when writing
// fails.
func diskOf(string) (Disk, error) { return Disk{Free: math.MaxInt64}, nil }
