package transcode

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// fullDisk returns a folder on a disk that is full: one of a MB, when this user
// may mount it, else one in which nothing can be made.
func fullDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err == nil {
		t.Cleanup(func() {
			if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
		return folder
	}
	if err := os.WriteFile(filepath.Join(folder, "film"), nil, 0o600); err != nil { // where a folder should be
		t.Fatal(err)
	}
	return folder
}
