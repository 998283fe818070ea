package transcode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"goblet/words"
)

// Tools are the installed programs that convert films.
type Tools struct {
	FFmpeg  string // path
	FFprobe string // path, "" when it is not installed
	Version string // as ffmpeg says it

	major, minor int             // of the version; a build without a number counts as new
	encoders     map[string]bool // ffmpeg's names
}

// The oldest ffmpeg whose options do what is asked of them here (2020).
const oldestMajor, oldestMinor = 4, 3

// Find looks for ffmpeg at a path, else in PATH, and for ffprobe beside it, else
// in PATH. The error is ErrNoFFmpeg, with a text that says what to do.
func Find(ctx context.Context, path string) (*Tools, error) {
	t := &Tools{FFmpeg: path}
	if path == "" {
		found, err := exec.LookPath("ffmpeg")
		if err != nil {
			if command := toInstall(); command != "" {
				return nil, words.Refuse(ErrNoFFmpeg, "Goblet needs ffmpeg to convert films: {command}", "command", command)
			}
			return nil, words.Refuse(ErrNoFFmpeg, "Goblet needs ffmpeg to convert films, from ffmpeg.org")
		}
		t.FFmpeg = found
	}
	if absolute, err := filepath.Abs(t.FFmpeg); err == nil {
		t.FFmpeg = absolute
	}
	out, err := ask(ctx, t.FFmpeg, "-version")
	if err != nil {
		if command := toInstall(); command != "" {
			return nil, words.Refuse(ErrNoFFmpeg, "{program} does not work as ffmpeg ({error}): install it anew: {command}", "program", t.FFmpeg, "error", err, "command", command)
		}
		return nil, words.Refuse(ErrNoFFmpeg, "{program} does not work as ffmpeg ({error}): install it anew, from ffmpeg.org", "program", t.FFmpeg, "error", err)
	}
	t.Version, t.major, t.minor = parseVersion(out)
	if t.major < oldestMajor || t.major == oldestMajor && t.minor < oldestMinor {
		oldest := fmt.Sprintf("%d.%d", oldestMajor, oldestMinor)
		if command := toInstall(); command != "" {
			return nil, words.Refuse(ErrNoFFmpeg, "ffmpeg {version} is too old to convert films, Goblet needs {oldest}: update it: {command}", "version", t.Version, "oldest", oldest, "command", command)
		}
		return nil, words.Refuse(ErrNoFFmpeg, "ffmpeg {version} is too old to convert films, Goblet needs {oldest}: update it, from ffmpeg.org", "version", t.Version, "oldest", oldest)
	}
	if out, err = ask(ctx, t.FFmpeg, "-encoders"); err == nil {
		t.encoders = parseEncoders(out)
	}
	beside := filepath.Join(filepath.Dir(t.FFmpeg), strings.Replace(filepath.Base(t.FFmpeg), "ffmpeg", "ffprobe", 1))
	if _, err := ask(ctx, beside, "-version"); err == nil && beside != t.FFmpeg {
		t.FFprobe = beside
	} else if found, err := exec.LookPath("ffprobe"); err == nil {
		t.FFprobe = found
	}
	return t, nil
}

// syncOption returns what the option is called that says which frames are kept.
func (t *Tools) syncOption() string {
	if t.major < 5 || t.major == 5 && t.minor < 1 {
		return "-vsync"
	}
	return "-fps_mode"
}

// ask runs a program that answers at once.
func ask(ctx context.Context, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append([]string{"-hide_banner"}, args...)...)
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout = &limited{&out, 1 << 20}
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return out.String(), fmt.Errorf("it ended with %v", exit.ExitCode())
	}
	return out.String(), err
}

var versionNumber = regexp.MustCompile(`^n?(\d+)\.(\d+)`)

// parseVersion reads "ffmpeg version 5.1.6-0+deb12u1 Copyright". A build of the
// development branch has no number and is taken for a new one.
func parseVersion(out string) (version string, major, minor int) {
	words := strings.Fields(out)
	if len(words) < 3 || words[1] != "version" {
		return "unknown", 0, 0
	}
	number := versionNumber.FindStringSubmatch(words[2])
	if number == nil {
		return words[2], 1000, 0
	}
	major, _ = strconv.Atoi(number[1]) // digits, at worst too many: then 0, which is too old
	minor, _ = strconv.Atoi(number[2])
	return words[2], major, minor
}

// parseEncoders reads the table of "ffmpeg -encoders".
func parseEncoders(out string) map[string]bool {
	names := make(map[string]bool)
	_, table, _ := strings.Cut(out, "------")
	for line := range strings.Lines(table) {
		if words := strings.Fields(line); len(words) > 1 {
			names[words[1]] = true
		}
	}
	return names
}
