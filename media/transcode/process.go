package transcode

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
)

// process is a running ffmpeg.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout io.ReadCloser
	stderr tail

	mu     sync.Mutex
	ended  bool      // its number may be another's
	waited sync.Once //
	status error     // of its end
}

// spawner starts processes from one thread that lives as long as it does: on
// Linux a process is told to end when the thread that started it does.
type spawner struct{ requests chan spawn }

type spawn struct {
	cmd  *exec.Cmd
	done chan error
}

// run starts what is asked for, until ctx ends.
func (s *spawner) run(ctx context.Context) {
	runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
	for {
		select {
		case r := <-s.requests:
			r.done <- r.cmd.Start()
		case <-ctx.Done():
			return
		}
	}
}

// command is how ffmpeg is to be started.
type command struct {
	program  string
	args     []string
	files    []*os.File // that it may read, as /dev/fd/3 and on
	hardware bool       // it uses a graphics card
}

// start starts ffmpeg in a process group of its own, with limits and pipes.
func (s *spawner) start(ctx context.Context, c command) (*process, error) {
	p := &process{cmd: exec.Command(c.program, c.args...)}
	p.cmd.Env = environment()
	p.cmd.Dir = os.TempDir()
	p.cmd.ExtraFiles = c.files
	p.cmd.Stderr = &p.stderr
	confine(p.cmd)
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if p.stdout, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	r := spawn{p.cmd, make(chan error, 1)}
	select {
	case s.requests <- r:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := <-r.done; err != nil {
		return nil, err
	}
	limit(p.cmd.Process.Pid, c.hardware)
	return p, nil
}

// kill ends the process and all that it has started, now.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		killGroup(p.cmd)
	}
}

// wait waits until the process has ended, when its output has been read. The
// error is what it had to complain about, nil when it succeeded.
func (p *process) wait() error {
	p.waited.Do(func() {
		p.status = p.cmd.Wait()
		if text := p.stderr.String(); p.status != nil && text != "" {
			p.status = errors.New(text)
		}
	})
	return p.status
}

// end kills the process, if it is still there, and waits for it.
func (p *process) end() error {
	p.kill()
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	return p.wait()
}

// environment is what ffmpeg gets to know: where libraries and devices are.
func environment() []string {
	env := []string{"LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1"}
	for _, name := range []string{
		"PATH", "LD_LIBRARY_PATH", "LIBVA_DRIVER_NAME", "LIBVA_DRIVERS_PATH", "CUDA_VISIBLE_DEVICES",
		"NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES", "SystemRoot", "TEMP", "TMPDIR",
	} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// tail keeps the end of what is written to it. It is safe for concurrent use.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

const tailBytes = 2048

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p[max(0, len(p)-tailBytes):]...)
	t.kept = bytes.Clone(t.kept[max(0, len(t.kept)-tailBytes):])
	return len(p), nil
}

// String returns the kept text as one line.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(string(t.kept), "?"), func(r rune) bool { return r < ' ' }), "; ")
}

// limited drops what is written beyond left bytes.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	some := p[:min(len(p), l.left)]
	l.left -= len(some)
	if _, err := l.to.Write(some); err != nil {
		return 0, err
	}
	return len(p), nil
}

// closed reports whether writing failed because nobody reads any more.
func closed(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed) || errors.Is(err, io.ErrClosedPipe)
}
