// Command goblet-screens takes the pictures of Goblet's pages: it runs the
// program in the current folder, fills a room with browsers and saves what they
// show, for the documentation and for looking at after a change.
//
//	go tool task screens -- FOLDER
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"

	"goblet/browser"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: goblet-screens FOLDER")
		os.Exit(2)
	}
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "goblet-screens:", err)
		os.Exit(1)
	}
}

// run saves all pictures below folder.
func run(ctx context.Context, folder string) (err error) {
	temp, err := os.MkdirTemp("", "goblet-screens")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	binary := filepath.Join(temp, "goblet")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/goblet")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	own, upload, err := films(ctx, temp)
	if err != nil {
		return err
	}
	return steps(
		func() error {
			return session(ctx, folder, binary, []string{"--data", filepath.Join(temp, "sample")}, (*studio).shoot)
		},
		func() error {
			return session(ctx, folder, binary, []string{"--data", filepath.Join(temp, "own"), own}, func(s *studio, ctx context.Context) error {
				return s.shootFilms(ctx, upload)
			})
		},
	)
}

// session runs Goblet for the time of one series of pictures.
func session(ctx context.Context, folder, binary string, args []string, shoot func(*studio, context.Context) error) (err error) {
	s := &studio{folder: folder}
	defer s.close()
	stop, err := s.serve(binary, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return shoot(s, ctx)
}

var link = regexp.MustCompile(`^(Watch together at|Admin link:) (\S+)$`)

// serve starts Goblet and learns its links.
func (s *studio) serve(binary string, args []string) (stop func() error, err error) {
	cmd := exec.Command(binary, append([]string{"--addr", "127.0.0.1:0"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() error {
		cmd.Process.Signal(syscall.SIGTERM)
		return cmd.Wait()
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch m := link.FindStringSubmatch(lines.Text()); {
		case m == nil:
		case m[1] == "Admin link:":
			s.admin = m[2]
			return stop, nil
		default:
			s.room = m[2]
		}
	}
	return nil, errors.Join(errors.New("goblet printed no links"), stop())
}

// studio holds the links of the program and the browsers that are open.
type studio struct {
	folder, room, admin string
	pages               []*browser.Page
}

func (s *studio) close() {
	for _, p := range s.pages {
		p.Close()
	}
}

// guest opens the room as name and takes the gate.
func (s *studio) guest(ctx context.Context, name string, o browser.Options) (*browser.Page, error) {
	o.Name = name
	p, err := browser.Launch(ctx, o)
	if err != nil {
		return nil, err
	}
	s.pages = append(s.pages, p)
	return p, steps(
		func() error { return p.Open(ctx, s.room) },
		func() error { return p.Until(ctx, `window.goblet?.status().connected`, time.Minute) },
		func() error { return p.Until(ctx, `document.querySelector('#video').readyState > 2`, time.Minute) },
		func() error {
			_, err := browser.Value[bool](ctx, p, fmt.Sprintf(`(document.querySelector('#name').value = %q,
				document.querySelector('#name-form').requestSubmit(), true)`, name))
			return err
		},
		func() error {
			return p.Until(ctx, fmt.Sprintf(`document.querySelector('#viewers').textContent.includes(%q)`, name), time.Minute)
		},
	)
}

func (s *studio) shoot(ctx context.Context) error {
	maya, err := s.guest(ctx, "Maya", browser.Options{Width: 1440, Height: 900, Dark: true})
	if err != nil {
		return err
	}
	if err := s.save(ctx, maya, "gate"); err != nil {
		return err
	}
	jon, err := s.guest(ctx, "Jon", browser.Options{Mobile: true, Dark: true})
	if err != nil {
		return err
	}
	return steps(
		func() error { return s.save(ctx, jon, "gate-phone") },
		func() error { return maya.Click(ctx, "#join") },
		func() error { return jon.Tap(ctx, "#join") },
		func() error { return maya.Press(ctx, "5") },
		func() error { return maya.Until(ctx, `goblet.status().position > 4`, time.Minute) },
		func() error { return jon.Until(ctx, `goblet.status().position > 4`, time.Minute) },
		func() error { return maya.Press(ctx, "k") },
		func() error { return jon.Until(ctx, `goblet.status().position > 6.2`, time.Minute) },
		func() error { return jon.Press(ctx, "k") },
		func() error { return maya.Until(ctx, `document.querySelector('#video').paused`, time.Minute) },
		func() error { return s.both(ctx, maya, "room") },
		func() error { return s.both(ctx, jon, "room-phone") },
		func() error { return jon.SetViewport(ctx, 844, 390, true) },
		func() error { return s.both(ctx, jon, "room-landscape") },
		func() error { return jon.SetViewport(ctx, 320, 640, true) },
		func() error { return s.both(ctx, jon, "room-small") },
		func() error { return maya.Press(ctx, "?") },
		func() error { return s.both(ctx, maya, "keys") },
		func() error { return maya.Press(ctx, "Escape") },
		func() error { return maya.Open(ctx, s.room[:len(s.room)-1]+"x") },
		func() error { return s.both(ctx, maya, "no-room") },
		func() error { return maya.Open(ctx, regexp.MustCompile(`/r/.*`).ReplaceAllString(s.room, "/")) },
		func() error { return s.both(ctx, maya, "home") },
		func() error { return maya.SetViewport(ctx, 390, 844, true) },
		func() error { return s.both(ctx, maya, "home-phone") },
	)
}

// both saves the page in the dark and in the light scheme.
func (s *studio) both(ctx context.Context, p *browser.Page, name string) error {
	still := func() error {
		return p.Until(ctx, `document.getAnimations().every((a) => a.playState !== 'running')`, time.Minute)
	}
	return steps(
		func() error { return p.SetScheme(ctx, false) },
		still,
		func() error { return s.save(ctx, p, name+"-light") },
		func() error { return p.SetScheme(ctx, true) },
		still,
		func() error { return s.save(ctx, p, name) },
	)
}

func (s *studio) save(ctx context.Context, p *browser.Page, name string) error {
	png, err := p.Screenshot(ctx)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.folder, name+".png"), png, 0o644)
}

// steps does one after the other until one fails.
func steps(all ...func() error) error {
	for _, step := range all {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
