// Package storetest runs a real S3 server for tests: versitygw, which
// go tool task setup installs.
package storetest

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The credentials that a Server takes, and the name of its bucket.
const (
	Key    = "goblet"
	Secret = "goblet-secret"
	Bucket = "films"
)

// patience is how long a server may take to start on a machine with much to do.
const patience = time.Minute

// Server is an S3 server on loopback with one bucket, whose objects are files of
// a folder. It ends with its test.
type Server struct {
	Address string // HOST:PORT
	Dir     string // of the bucket

	t       testing.TB
	root    string
	side    string
	command *exec.Cmd
	said    *bytes.Buffer
}

// Start runs a server on a free port.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, root: t.TempDir(), side: t.TempDir(), Address: free(t)}
	s.Dir = filepath.Join(s.root, Bucket)
	if err := os.Mkdir(s.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	s.Resume()
	return s
}

// Endpoint is the server's address as of an API.
func (s *Server) Endpoint() string { return "http://" + s.Address }

// URL is the bucket's address as store.Open takes it, below a prefix, "" = at its top.
func (s *Server) URL(prefix string) string {
	return "s3://" + Bucket + "/" + prefix + "?region=us-east-1&endpoint=" + url.QueryEscape(s.Endpoint())
}

// Setenv gives the credentials to the test's process.
func (s *Server) Setenv() {
	if t, ok := s.t.(interface{ Setenv(key, value string) }); ok {
		t.Setenv("AWS_ACCESS_KEY_ID", Key)
		t.Setenv("AWS_SECRET_ACCESS_KEY", Secret)
	}
}

// Stop ends the server, as in an outage; the objects stay.
func (s *Server) Stop() {
	if s.command == nil {
		return
	}
	s.command.Process.Kill()
	s.command.Wait()
	s.command = nil
}

// Resume runs the server again at the same address.
func (s *Server) Resume() {
	s.t.Helper()
	s.said = new(bytes.Buffer)
	s.command = exec.Command(program(s.t), "--port", s.Address, "--access", Key, "--secret", Secret, "--quiet", "--keep-alive",
		"--access-log", s.log(), "posix", "--sidecar", s.side, s.root)
	s.command.Stdout, s.command.Stderr = s.said, s.said
	if err := s.command.Start(); err != nil {
		s.command = nil
		s.t.Fatal(err)
	}
	client := &http.Client{Timeout: time.Second}
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		answer, err := client.Get(s.Endpoint() + "/")
		if err == nil {
			answer.Body.Close()
			return
		}
		if time.Now().After(deadline) {
			s.Stop()
			s.t.Fatalf("versitygw does not answer: %v\n%s", err, s.said)
		}
	}
}

func (s *Server) log() string { return filepath.Join(s.side, "requests") }

// Requests returns a line for each request that the server has answered, with its
// method, its path and who asked.
func (s *Server) Requests() []string {
	s.t.Helper()
	text, err := os.ReadFile(s.log())
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Split(string(text), "\n")
}

// program finds versitygw where go install puts it, too.
func program(t testing.TB) string {
	t.Helper()
	if name, err := exec.LookPath("versitygw"); err == nil {
		return name
	}
	for _, variable := range []string{"GOBIN", "GOPATH"} {
		said, err := exec.Command("go", "env", variable).Output()
		dir := string(bytes.TrimSpace(said))
		if err != nil || dir == "" {
			continue
		}
		if variable == "GOPATH" {
			dir = filepath.Join(filepath.SplitList(dir)[0], "bin")
		}
		name := filepath.Join(dir, "versitygw")
		if runtime.GOOS == "windows" {
			name += ".exe"
		}
		if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
			return name
		}
	}
	t.Fatal("versitygw is not installed: run go tool task setup")
	return ""
}

func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
