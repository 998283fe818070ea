package transcode

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"goblet/media/container"
	"goblet/media/hls"
)

// convertUntilKilled is a Goblet of which only the Transcoder is left: it
// converts the films that GOBLET_TEST_CONVERTS names, says the numbers of its
// ffmpegs, and waits to be killed.
func convertUntilKilled() {
	fail := func(err error) {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	ctx := context.Background()
	found, err := Find(ctx, "")
	if err != nil {
		fail(err)
	}
	folder, err := os.MkdirTemp("", "converted")
	if err != nil {
		fail(err)
	}
	tr, err := New(Options{Tools: found, Folder: folder, SoftwareOnly: true, Ahead: Grid * time.Second})
	if err != nil {
		fail(err)
	}
	go func() { _ = tr.Run(ctx) }()
	for path := range strings.SplitSeq(os.Getenv("GOBLET_TEST_CONVERTS"), ":") {
		f, err := os.Open(path)
		if err != nil {
			fail(err)
		}
		info, _ := f.Stat()
		known, err := container.Open(f, info.Size())
		if err != nil {
			if known, err = found.Probe(ctx, f); err != nil {
				fail(err)
			}
		}
		s := hls.Source{Key: filepath.Base(path), Film: known, Open: func() (hls.Bytes, error) { f, err := os.Open(path); return file{f}, err }}
		if _, err := tr.Segment(ctx, s, hls.Rendition{Kind: container.Video, Track: known.Of(container.Video)[0].ID, To: hls.Low}, 0); err != nil {
			fail(err)
		}
	}
	fmt.Println("converting in", folder)
	select {}
}

func TestKillingGobletLeavesNoFFmpeg(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "GOBLET_TEST_CONVERTS="+film(t, "long.mkv")+":"+film(t, "long.avi"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if folder, ok := strings.CutPrefix(strings.TrimSpace(line), "converting in "); ok {
		defer os.RemoveAll(folder)
	} else {
		t.Fatalf("%q, %v", line, err)
	}
	children := childrenOf(t, cmd.Process.Pid)
	if len(children) != 2 {
		t.Fatalf("%d ffmpegs, want 2", len(children))
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	late := time.After(time.Minute)
	for _, pid := range children {
		for syscall.Kill(pid, 0) == nil && !zombie(pid) {
			select {
			case <-time.After(10 * time.Millisecond):
			case <-late:
				t.Fatalf("ffmpeg %d is still there", pid)
			}
		}
	}
}

// zombie reports whether a process has ended, although nobody has asked how.
func zombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// childrenOf returns the process numbers of the ffmpegs of a process.
func childrenOf(t *testing.T, parent int) []int {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	var found []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		if f := strings.Fields(rest); strings.Contains(string(stat), "(ffmpeg)") && f[0] != "Z" && f[1] == strconv.Itoa(parent) {
			found = append(found, pid)
		}
	}
	return found
}

// ffmpegs returns the process numbers of our own ffmpegs.
func ffmpegs(t *testing.T) []int { return childrenOf(t, os.Getpid()) }

func TestAnFFmpegThatStandsStillIsReplaced(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	tr := start(t, Options{Ahead: Grid * time.Second, Patience: 10 * time.Second})
	get(t, tr, s, r, 0)
	for _, pid := range ffmpegs(t) {
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	// What it had written is read, then it is given up and another one goes on.
	for n := range 8 {
		get(t, tr, s, r, n)
	}
}

func TestFFmpegIsConfined(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	tr := start(t, Options{Ahead: Grid * time.Second})
	get(t, tr, s, renditionOf(s, hls.Low), 0)
	pids := ffmpegs(t)
	if len(pids) != 1 {
		t.Fatalf("%d ffmpegs", len(pids))
	}
	read := func(file string) string {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pids[0], file))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if group, err := syscall.Getpgid(pids[0]); err != nil || group != pids[0] {
		t.Errorf("its group is %d, %v", group, err)
	}
	arguments := strings.Split(read("cmdline"), "\x00")
	line := strings.Join(arguments, " ")
	for _, want := range []string{"-nostdin", "-protocol_whitelist pipe ", "-i pipe:0", "-max_pixels"} {
		if !strings.Contains(line, want) {
			t.Errorf("%s is not in %s", want, line)
		}
	}
	if strings.Contains(line, films.folder) {
		t.Errorf("it is told where films are: %s", line)
	}
	if !strings.Contains(read("limits"), strconv.Itoa(memoryBytes)) {
		t.Errorf("its memory is not limited:\n%s", read("limits"))
	}
	_, rest, _ := strings.Cut(read("stat"), ") ")
	if nice := strings.Fields(rest)[16]; nice != strconv.Itoa(niceness) {
		t.Errorf("its niceness is %s", nice)
	}
	if strings.Contains(read("environ"), "HOME=") {
		t.Error("it is told of the user's folders")
	}
}

func TestAnFFmpegThatCannotBeStartedIsAnError(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	broken := *tools(t)
	broken.FFmpeg = filepath.Join(t.TempDir(), "ffmpeg")
	tr := start(t, Options{Tools: &broken})
	if _, err := tr.Segment(t.Context(), s, renditionOf(s, hls.Low), 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
