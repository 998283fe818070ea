package measure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Nginx is an nginx of a measurement's own.
type Nginx struct {
	Address string // of loopback, with its port
	PID     int    // of the process that was started

	command *exec.Cmd
	said    strings.Builder
	dir     string
}

// StartNginx starts the program in a folder of its own below dir, with the configuration that config makes of that folder
// and of a free address of loopback, and waits until it answers a GET of path well. It lives until Stop, which the caller
// must call, or the end of ctx.
func StartNginx(ctx context.Context, program, dir, path string, config func(dir, address string) []byte) (*Nginx, error) {
	address, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	n := &Nginx{Address: address}
	if n.dir, err = os.MkdirTemp(dir, "nginx-"); err != nil {
		return nil, err
	}
	file := filepath.Join(n.dir, "nginx.conf")
	if err := os.WriteFile(file, config(n.dir, address), 0o600); err != nil {
		_ = os.RemoveAll(n.dir)
		return nil, err
	}
	n.command = exec.CommandContext(ctx, program, "-c", file, "-p", n.dir)
	n.command.Cancel = func() error { return n.command.Process.Signal(syscall.SIGTERM) } // it ends its workers
	n.command.WaitDelay = 5 * time.Second
	n.command.Stderr = &n.said
	if err := n.command.Start(); err != nil {
		_ = os.RemoveAll(n.dir)
		return nil, err
	}
	n.PID = n.command.Process.Pid
	if err := n.await(ctx, "http://"+address+path); err != nil {
		n.Stop()
		return nil, fmt.Errorf("nginx: %w\n%s", err, n.said.String())
	}
	return n, nil
}

// await waits up to 10 s until it answers.
func (n *Nginx) await(ctx context.Context, address string) error {
	var transport http.Transport
	defer transport.CloseIdleConnections()
	for began := time.Now(); ctx.Err() == nil && time.Since(began) < 10*time.Second; time.Sleep(5 * time.Millisecond) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		answer, err := transport.RoundTrip(request)
		if err != nil {
			continue
		}
		answer.Body.Close()
		if answer.StatusCode/100 == 2 {
			return nil
		}
		return fmt.Errorf("%s is answered with %s", address, answer.Status)
	}
	return errors.New("it does not answer")
}

// Stop ends it and removes its folder.
func (n *Nginx) Stop() {
	_ = n.command.Cancel()
	kill := time.AfterFunc(5*time.Second, func() { _ = n.command.Process.Kill() })
	defer kill.Stop()
	_ = n.command.Wait()
	_ = os.RemoveAll(n.dir)
}
