package reach

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// Cloudflared is a quick tunnel of Cloudflare, for which an installed program is run.
type Cloudflared struct {
	Program string // path
	Target  string // URL of what it brings people to
	Logger  *slog.Logger
}

// ErrNoCloudflared says how to get the program.
var ErrNoCloudflared = errors.New("there is no cloudflared on this machine: install it as " +
	"https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/ says (macOS: brew install cloudflared; " +
	"Windows: winget install Cloudflare.cloudflared), or leave --tunnel out")

// FindCloudflared returns the path of the installed program, or ErrNoCloudflared.
func FindCloudflared() (string, error) {
	path, err := exec.LookPath("cloudflared")
	if err != nil {
		return "", ErrNoCloudflared
	}
	return path, nil
}

// Name returns what people call it.
func (Cloudflared) Name() string { return "cloudflared" }

const (
	// registering is how long cloudflared may take from its address to a connection.
	registering = 15 * time.Second
	ending      = 2 * time.Second // that it has to end by itself
)

// carry runs the program once. It has a group of its own, so that a Ctrl+C in the terminal reaches us alone.
func (c Cloudflared) carry(ctx context.Context, s signs) error {
	// On Linux a process is told to end when the thread that started it does.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	out := lines{to: make(chan string)}
	// A configuration of the user's own is for other tunnels, and quick ones don't come up with it.
	cmd := exec.CommandContext(ctx, c.Program, "tunnel", "--config", os.DevNull, "--no-autoupdate", "--loglevel", "info",
		"--grace-period", "1s", "--url", c.Target)
	cmd.Stdout, cmd.Stderr = &out, &out
	confine(cmd)
	cmd.Cancel = func() error { return endGroup(cmd) }
	cmd.WaitDelay = ending
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s can't be run: %w", c.Program, cause(err))
	}
	defer killGroup(cmd)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	var found sighting
	var soon <-chan time.Time
	told := false
	judge := func(late bool) {
		switch up, why := found.usable(late); {
		case up && !told:
			told = true
			s.up(found.address)
		case why != "" && !told:
			s.down(errors.New(why))
		}
	}
	for {
		select {
		case line := <-out.to:
			c.Logger.Debug("cloudflared: " + oneLine(line))
			found.read(line)
			if found.address != nil && soon == nil {
				soon = time.After(registering)
			}
			judge(false)
		case <-soon:
			judge(true)
		case err := <-ended:
			return errors.New(cmp.Or(found.trouble, "it ended: "+fmt.Sprint(err)))
		}
	}
}

// sighting is what cloudflared's output has told so far.
type sighting struct {
	address    *url.URL // of the tunnel, nil: not told yet
	registered bool     // a connection to Cloudflare is there
	trouble    string   // the last error
}

var (
	quickAddress = regexp.MustCompile(`https://[a-z0-9][a-z0-9-]*\.trycloudflare\.com(?:[/\s|"]|$)`)
	registered   = regexp.MustCompile(`(?i)\bregistered tunnel connection|connection \S+ registered`)
	errorLine    = regexp.MustCompile(`^(?:\S+ )?(?:ERR|FTL|ERROR)\s+(.*)|(?i)^((?:failed|error)\b.*)`)
)

// read takes in a line. Cloudflare's own interface lies at api.trycloudflare.com, which errors name. That the
// configuration is empty is what we want.
func (s *sighting) read(line string) {
	if m := quickAddress.FindString(line); m != "" && s.address == nil {
		if u, err := url.Parse(strings.TrimRight(m, "/ \t\r|\"")); err == nil && u.Host != "api.trycloudflare.com" {
			s.address = u
		}
	}
	if registered.MatchString(line) {
		s.registered = true
	}
	if m := errorLine.FindStringSubmatch(line); m != nil && !strings.Contains(line, "Configuration file") {
		s.trouble = oneLine(cmp.Or(m[1], m[2]))
	}
}

// usable reports whether people can come, or why they can't. It is late when cloudflared took too long to connect: then
// the address counts if there was no error, since how it says that there is a connection may change.
func (s *sighting) usable(late bool) (up bool, why string) {
	if s.address == nil {
		return false, ""
	}
	if s.registered || late && s.trouble == "" {
		return true, ""
	}
	if late {
		return false, s.trouble
	}
	return false, ""
}

// lines cuts what is written into lines, each of which is waited for to be taken.
type lines struct {
	to   chan string
	rest []byte
}

// Write is part of io.Writer. A line without an end is cut where it is too long.
func (l *lines) Write(p []byte) (int, error) {
	const long = 64 << 10
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			if len(l.rest) > long {
				l.rest = nil
			}
			return len(p), nil
		}
		l.to <- string(line)
		l.rest = rest
	}
}
