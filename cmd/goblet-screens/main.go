// Command goblet-screens takes the pictures of Goblet's pages: it runs the
// program in the current folder, fills a room with browsers and saves what they
// show, for looking at after a change. With -readme it takes those of the room
// alone, small enough for the documentation.
//
//	go tool task screens -- FOLDER
//	go tool task screens -- -readme docs
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	readme := flag.Bool("readme", false, "take the pictures of the documentation alone")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: goblet-screens [-readme] FOLDER")
		os.Exit(2)
	}
	if err := run(ctx, flag.Arg(0), *readme); err != nil {
		fmt.Fprintln(os.Stderr, "goblet-screens:", err)
		os.Exit(1)
	}
}

// run saves all pictures below folder, or those of the documentation.
func run(ctx context.Context, folder string, readme bool) (err error) {
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
	sample := []string{"--data", filepath.Join(temp, "sample")}
	if readme {
		return session(ctx, folder, binary, sample, (*studio).shootReadme)
	}
	own, uploads, err := films(ctx, temp)
	if err != nil {
		return err
	}
	return steps(
		func() error { return session(ctx, folder, binary, sample, (*studio).shoot) },
		func() error {
			return session(ctx, folder, binary, []string{"--data", filepath.Join(temp, "own"), own}, func(s *studio, ctx context.Context) error {
				return s.shootFilms(ctx, uploads)
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
