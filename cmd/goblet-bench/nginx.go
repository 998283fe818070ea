package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"goblet/measure"
)

// nginxConfig serves a folder with sendfile, by one worker that may use every processor that a Go server may.
const nginxConfig = `daemon off; master_process off; pid %[1]s/nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  server { listen %[2]s; root %[3]s; }
}
`

// startNginx starts nginx on a free port of loopback and waits until it answers.
func startNginx(ctx context.Context, program, dir, film string) (*otherServer, error) {
	address, err := measure.FreeAddress()
	if err != nil {
		return nil, err
	}
	own := filepath.Join(dir, "nginx")
	if err := os.MkdirAll(own, 0o755); err != nil {
		return nil, err
	}
	config := filepath.Join(own, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, own, address, filepath.Dir(film)), 0o644); err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, "-c", config, "-p", own)
	var errors strings.Builder
	command.Stderr = &errors
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &otherServer{url: "http://" + address + "/" + filepath.Base(film), pid: command.Process.Pid}
	s.stop = func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	}
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(5 * time.Millisecond) {
		if response, err := http.Head(s.url); err == nil {
			response.Body.Close()
			if size, _ := strconv.ParseInt(response.Header.Get("Content-Length"), 10, 64); response.StatusCode == http.StatusOK && size > 0 {
				return s, nil
			}
			break
		}
	}
	s.stop()
	return nil, fmt.Errorf("nginx does not serve the film: %s", errors.String())
}
