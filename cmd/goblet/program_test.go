package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is a Goblet in a process of its own.
type program struct {
	t      testing.TB
	cmd    *exec.Cmd
	room   string // the printed link
	admin  string
	stdout *safeBuffer
	stderr *safeBuffer
	done   chan struct{}
}

// scratch is a folder for what all tests share.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "goblet-test") })

var buildOnce = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "goblet")
	out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := scratch(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var (
	roomLink  = regexp.MustCompile(`(?m)^Watch together at (https?://\S+/r/\S+)$`)
	adminLink = regexp.MustCompile(`(?m)^Admin link: (https?://\S+/admin/\S+)$`)
)

// launchProgram runs the built program until the test ends, with more variables than the test's own.
func launchProgram(t testing.TB, variables []string, args ...string) *program {
	t.Helper()
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return launch(t, binary, variables, args...)
}

// launch is launchProgram for another build of it.
func launch(t testing.TB, binary string, variables []string, args ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: exec.Command(binary, args...), stdout: &safeBuffer{}, stderr: &safeBuffer{}, done: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), variables...)
	p.cmd.Stdout, p.cmd.Stderr = p.stdout, p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.done) }()
	t.Cleanup(p.kill)
	return p
}

// startProgram launches the program and waits for its links.
func startProgram(t testing.TB, args ...string) *program {
	t.Helper()
	p := launchProgram(t, nil, args...)
	for deadline := time.Now().Add(30 * time.Second); p.admin == ""; time.Sleep(5 * time.Millisecond) {
		select {
		case <-p.done:
			t.Fatalf("goblet ended: %s", p.stderr)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("goblet printed no links: %q, %s", p.stdout, p.stderr)
		}
		if m := adminLink.FindStringSubmatch(p.stdout.String()); m != nil {
			p.admin, p.room = m[1], roomLink.FindStringSubmatch(p.stdout.String())[1]
		}
	}
	return p
}

// kill is what a power switch does.
func (p *program) kill() {
	p.cmd.Process.Kill()
	<-p.done
}

func (p *program) base() string {
	u, err := url.Parse(p.room)
	if err != nil {
		p.t.Fatal(err)
	}
	return u.Scheme + "://" + u.Host
}

// logs waits until the log holds a text.
func (p *program) logs(text string) {
	p.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(p.stderr.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("the log lacks %q: %s", text, p.stderr)
		}
	}
}

// prints waits until a text is printed, unless the program ends before.
func (p *program) prints(text string) {
	p.t.Helper()
	waitFor(p.t, text, func() bool {
		select {
		case <-p.done:
			p.t.Fatalf("goblet ended: %s", p.stderr)
		default:
		}
		return strings.Contains(p.stdout.String(), text)
	})
}

// freePort returns a port of 127.0.0.1 that nobody uses.
func freePort(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// occupied returns an address that is in use until the test ends.
func occupied(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

func TestABadStartIsOneClearLine(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "letter.mp4")
	if err := os.WriteFile(text, []byte("Dear Jon, this is no film."), 0o600); err != nil {
		t.Fatal(err)
	}
	locked := t.TempDir()
	startProgram(t, "--addr", "127.0.0.1:0", "--data", locked)
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a missing file":             {[]string{filepath.Join(dir, "missing.mp4")}, "missing.mp4"},
		"a file that is no film":     {[]string{text}, "letter.mp4"},
		"a port in use":              {[]string{"--addr", occupied(t)}, "--addr"},
		"a data directory in use":    {[]string{"--data", locked}, "another Goblet"},
		"a data directory of no use": {[]string{"--data", filepath.Join(text, "data")}, "--data"},
		"a bad flag":                 {[]string{"--log-level", "loud"}, "log-level"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir()}, tt.args...)
			out, err := exec.Command(binary, args...).CombinedOutput()
			exit, ok := err.(*exec.ExitError)
			if !ok || exit.ExitCode() != 1 {
				t.Fatalf("ended with %v", err)
			}
			if line := strings.TrimSpace(string(out)); strings.Contains(line, "\n") || !strings.Contains(line, tt.want) {
				t.Errorf("printed %q, want one line with %q", line, tt.want)
			}
		})
	}
}

func TestASignalEndsStreamsAndSavesTheRoom(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		data := t.TempDir()
		p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
		viewer := newViewer(t, p.room)
		stream := viewer.stream()
		viewer.act("seek", "position=4")
		if err := p.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(stream); err != nil && !strings.Contains(err.Error(), "EOF") && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%v: the stream ended with %v", signal, err)
		}
		select {
		case <-p.done:
		case <-time.After(20 * time.Second):
			t.Fatalf("%v does not end it", signal)
		}
		if code := p.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("%v: exit %d, %s", signal, code, p.stderr)
		}
		again := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
		if state := newViewer(t, again.room).get("/state"); !strings.Contains(state, `"position":4,`) {
			t.Errorf("%v: after the restart: %s", signal, state)
		}
	}
}

func TestNothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	addr, data := freePort(t), t.TempDir()
	p := startProgram(t, "--addr", addr, "--data", data)
	viewer := newViewer(t, p.room)
	viewer.act("name", "name=Maya")
	viewer.post("/spot", url.Values{"media": {viewer.media()}, "position": {"7.5"}, "keep": {"1"}})
	for i := range 15 {
		viewer.act("seek", fmt.Sprintf("position=%g", float64(i)/2))
	}
	p.kill()

	again := startProgram(t, "--addr", addr, "--data", data)
	if again.room != p.room {
		t.Errorf("the link is %s, was %s", again.room, p.room)
	}
	if state := viewer.get("/state"); !strings.Contains(state, `"position":7,`) || !strings.Contains(state, `"seq":15`) {
		t.Errorf("the room lost something: %s", state)
	}
	page := viewer.get("")
	for _, want := range []string{`value="Maya"`, "Go to my spot (0:07)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the session lost %q", want)
		}
	}
}

// viewer is a member of a room without a browser.
type viewer struct {
	t    testing.TB
	room string
	http.Client
	cookies []*http.Cookie // of the room's page
}

func newViewer(t testing.TB, room string) *viewer {
	t.Helper()
	return newViewerOver(t, room, http.DefaultTransport)
}

// newViewerOver is newViewer for who comes by special connections.
func newViewerOver(t testing.TB, room string, transport http.RoundTripper) *viewer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &viewer{t: t, room: room, Client: http.Client{Jar: jar, Transport: transport}}
	resp, err := v.Get(room)
	v.read(resp, err)
	v.cookies = resp.Cookies()
	return v
}

func (v *viewer) get(path string) string {
	v.t.Helper()
	resp, err := v.Get(v.room + path)
	return v.read(resp, err)
}

func (v *viewer) post(path string, form url.Values) string {
	v.t.Helper()
	resp, err := v.PostForm(v.room+path, form)
	return v.read(resp, err)
}

func (v *viewer) read(resp *http.Response, err error) string {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	body := v.readAny(resp)
	if resp.StatusCode >= 300 {
		v.t.Fatalf("%s %s: %s", resp.Request.URL, resp.Status, body)
	}
	return body
}

// readAny is read for whatever the status says.
func (v *viewer) readAny(resp *http.Response) string {
	v.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatalf("%s %s: %v", resp.Request.URL, resp.Status, err)
	}
	return string(body)
}

// load returns what an address, or that to which it redirects, answers.
func (v *viewer) load(method, address string) string {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, address, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	resp, err := v.Do(r)
	return v.read(resp, err)
}

// act posts an action; fields are form-encoded.
func (v *viewer) act(verb, fields string) {
	v.t.Helper()
	form, err := url.ParseQuery(fields)
	if err != nil {
		v.t.Fatal(err)
	}

	form.Set("action", rand.Text())
	form.Set("seen", "1")
	v.post("/"+verb, form)
}

var mediaID = regexp.MustCompile(`"media":"([a-z0-9]+)"`)

// media returns the id of the film that is on.
func (v *viewer) media() string {
	m := mediaID.FindStringSubmatch(v.get("/state"))
	if m == nil {
		v.t.Fatal("no media in the state")
	}
	return m[1]
}

var mediaURL = regexp.MustCompile(`"url":"([^"]+)"`)

// film returns the address of the film that is on.
func (v *viewer) film() string {
	v.t.Helper()
	m := mediaURL.FindStringSubmatch(v.get("/state"))
	room, err := url.Parse(v.room)
	if m == nil || err != nil {
		v.t.Fatal("no film in the state", err)
	}
	return room.Scheme + "://" + room.Host + m[1]
}

// stream opens the room's event stream.
func (v *viewer) stream() io.ReadCloser {
	v.t.Helper()
	return v.streamOf("/events")
}

func (v *viewer) streamOf(path string) io.ReadCloser {
	v.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	v.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.room+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	resp, err := v.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		v.t.Fatal(resp.Status)
	}
	return resp.Body
}

// address returns host and port of the program.
func (p *program) address() string {
	u, err := url.Parse(p.room)
	if err != nil {
		p.t.Fatal(err)
	}
	return u.Host
}
