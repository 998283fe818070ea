package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a running Goblet with a data directory of its own.
type server struct {
	room    string        // URL of its room
	linked  time.Duration // from its start until it printed the link
	ready   time.Duration // from its start until it answered that it is ready
	command *exec.Cmd
	errors  bytes.Buffer
	data    string
}

// serve starts a Goblet with the films (none: its sample) and waits until it is ready. The caller must stop it.
func (b *bench) serve(ctx context.Context, films ...string) (*server, error) {
	return b.serveWith(ctx, nil, films...)
}

// serveWith is serve with more flags.
func (b *bench) serveWith(ctx context.Context, flags []string, films ...string) (*server, error) {
	data, err := os.MkdirTemp(b.dir, "data-")
	if err != nil {
		return nil, err
	}
	s := &server{data: data}
	args := append([]string{"--addr", "127.0.0.1:0", "--data", data, "--log-level", "warn"}, append(flags, films...)...)
	s.command = exec.CommandContext(ctx, b.program, args...)
	s.command.Cancel = func() error { return s.command.Process.Signal(syscall.SIGTERM) }
	s.command.WaitDelay = 5 * time.Second
	s.command.Stderr = &s.errors
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	started := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	if err := s.await(ctx, out, started); err != nil {
		s.stop()
		return nil, fmt.Errorf("goblet did not start: %w\n%s", err, s.errors.String())
	}
	return s, nil
}

func (s *server) await(ctx context.Context, out io.Reader, started time.Time) error {
	lines := bufio.NewScanner(out)
	for s.room == "" {
		if !lines.Scan() {
			return fmt.Errorf("it printed no link")
		}
		if link, found := strings.CutPrefix(lines.Text(), "Watch together at "); found {
			s.room, s.linked = link, time.Since(started)
		}
	}
	go io.Copy(io.Discard, out) // ends with the process
	base, err := url.Parse(s.room)
	if err != nil {
		return err
	}
	for ctx.Err() == nil && time.Since(started) < 10*time.Second {
		response, err := http.Get("http://" + base.Host + "/readyz")
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				s.ready = time.Since(started)
				return nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("it was not ready within 10 s")
}

// stop ends the server and removes its data.
func (s *server) stop() {
	_ = s.command.Cancel()
	kill := time.AfterFunc(5*time.Second, func() { _ = s.command.Process.Kill() })
	defer kill.Stop()
	_ = s.command.Wait()
	_ = os.RemoveAll(s.data)
}

// memory returns the server's resident memory in bytes; 0 where there is no /proc.
func (s *server) memory() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.Atoi(fields[0])
	return kilobytes << 10
}

// start measures start-up and the memory of a Goblet that nobody uses.
func (b *bench) start(ctx context.Context) ([]row, error) {
	var linked, ready, memory []float64
	for range 5 {
		s, err := b.serve(ctx)
		if err != nil {
			return nil, err
		}
		linked = append(linked, ms(s.linked))
		ready = append(ready, ms(s.ready))
		time.Sleep(2 * time.Second) // idle
		memory = append(memory, float64(s.memory())/1e6)
		s.stop()
	}
	started, held := quantile(ready, .5), quantile(memory, .5)
	return []row{
		{"start to listening, median of 5", fmt.Sprintf("%.0f ms (link printed after %.0f ms)", started, quantile(linked, .5)), "<= 150 ms", started <= 150},
		{"idle RSS, median of 5", fmt.Sprintf("%.1f MB", held), "<= 60 MB", held > 0 && held <= 60},
	}, nil
}
