// Package measure holds what the measurement programs share: a Goblet of their own, quantiles, tables, and what machine
// the figures are from.
package measure

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Server is a running Goblet with a data directory of its own.
type Server struct {
	Room   string        // URL of its room
	Admin  string        // URL that makes one browser the admin's
	Linked time.Duration // from its start until it printed the link
	Ready  time.Duration // from its start until it answered that it is ready

	command *exec.Cmd
	errors  bytes.Buffer
	data    string
}

// Serve starts the program, a built Goblet, on a free port of loopback with args, which are flags and films (none: its
// sample), and waits until it is ready. Its data directory is below dir. The server lives until Stop, which the caller
// must call, or the end of ctx.
func Serve(ctx context.Context, program, dir string, args ...string) (*Server, error) {
	data, err := os.MkdirTemp(dir, "data-")
	if err != nil {
		return nil, err
	}
	s := &Server{data: data}
	args = append([]string{"--addr", "127.0.0.1:0", "--data", data, "--log-level", "warn"}, args...)
	s.command = exec.CommandContext(ctx, program, args...)
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
		s.Stop()
		return nil, fmt.Errorf("goblet did not start: %w\n%s", err, s.errors.String())
	}
	return s, nil
}

func (s *Server) await(ctx context.Context, out io.Reader, started time.Time) error {
	lines := bufio.NewScanner(out)
	for s.Room == "" || s.Admin == "" {
		if !lines.Scan() {
			return fmt.Errorf("it printed no links")
		}
		if link, found := strings.CutPrefix(lines.Text(), "Watch together at "); found {
			s.Room, s.Linked = link, time.Since(started)
		}
		if link, found := strings.CutPrefix(lines.Text(), "Admin link: "); found {
			s.Admin = link
		}
	}
	go io.Copy(io.Discard, out) // ends with the process
	base, err := url.Parse(s.Room)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // it is our own
	defer client.CloseIdleConnections()
	for ctx.Err() == nil && time.Since(started) < 10*time.Second {
		response, err := client.Get(base.Scheme + "://" + base.Host + "/readyz")
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				s.Ready = time.Since(started)
				return nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("it was not ready within 10 s")
}

// Stop ends the server and removes its data.
func (s *Server) Stop() {
	_ = s.command.Cancel()
	kill := time.AfterFunc(5*time.Second, func() { _ = s.command.Process.Kill() })
	defer kill.Stop()
	_ = s.command.Wait()
	_ = os.RemoveAll(s.data)
}

// PID is the server's process id.
func (s *Server) PID() int { return s.command.Process.Pid }

// Memory returns the server's resident memory in bytes; 0 where there is no /proc.
func (s *Server) Memory() int { return Memory(s.PID()) }

// FreeAddress returns an address of loopback on whose port nobody listened a moment ago.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
