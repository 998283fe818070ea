package measure

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Build builds the server from the source in the current folder, which must be the project's, into dir and returns its path.
func Build(ctx context.Context, dir string) (program string, err error) {
	program = filepath.Join(dir, "goblet")
	out, err := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", program, "./cmd/goblet").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build ./cmd/goblet (run this in the project's folder): %w\n%s", err, out)
	}
	return program, nil
}

// Machine says what the figures are taken on; a load besides ours makes them worse.
func Machine() string {
	text := fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if load := Load(); load != "" {
		text += ", load before (1, 5, 15 minutes) " + load
	}
	return text
}

// Load returns how many processes wanted to run over the last 1, 5 and 15 minutes; "" where there is no /proc.
func Load() string {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(string(load))[:3], ", ")
}
