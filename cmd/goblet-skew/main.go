// Command goblet-skew measures how far apart browsers are that watch together. It opens real browsers on one room, each
// behind a line of its own that it can slow down or cut, lets the first one act and troubles the second one, and compares
// where both players are. All run on one machine, whose monotonic clock the pages' clocks are referred to; what the pages
// believe of themselves has no part in the figures.
//
// Run it from the project's folder: go tool task skew. Other work on the machine makes the figures worse; the
// table says how late timers were.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"goblet/browser"
	"goblet/measure"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "goblet-skew:", err)
		os.Exit(1)
	}
}

// config is what the flags say.
type config struct {
	url, goblet, film string
	phases            []phase
	engines           []browser.Engine
	nodes             int
	long              lengths
	limit             time.Duration
	json, picture     string
}

// run measures what args say and prints the table to stdout.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	c, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.limit, fmt.Errorf("stopped after %v, see --limit", c.limit))
	defer cancel()
	dir, err := os.MkdirTemp("", "goblet-skew-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if c.film == "" {
		if c.film, err = makeFilm(ctx, dir); err != nil {
			return err
		}
	}
	rooms := []string{c.url}
	if c.url == "" {
		g, err := serve(ctx, c, dir)
		if err != nil {
			return err
		}
		defer g.stop()
		rooms = g.rooms
	}
	p := &party{rooms: rooms, film: c.film, engines: c.engines, long: c.long, watch: stopwatch(time.Now()), log: stderr}
	return p.run(ctx, c, stdout)
}

// run opens the browsers, measures and reports. What was measured before ctx ended is reported, too.
func (p *party) run(ctx context.Context, c config, stdout io.Writer) error {
	machine := measure.Machine()
	defer p.lag.start(p.watch)()
	defer p.end()
	if err := p.begin(ctx); err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	var rows []row
	for _, ph := range c.phases {
		measured, err := p.measure(ctx, ph)
		rows = append(rows, measured...)
		if err != nil {
			return errors.Join(context.Cause(ctx), p.report(c, machine, rows, stdout))
		}
	}
	return p.report(c, machine, rows, stdout)
}

// report prints the table and writes the files that are wanted.
func (p *party) report(c config, machine string, rows []row, stdout io.Writer) error {
	fmt.Fprintf(stdout, "%s; after: %s\nbrowsers: %v\n\n", machine, measure.Load(), c.engines)
	err := writeTable(stdout, rows)
	if c.json != "" {
		err = errors.Join(err, p.save(c.json, machine, rows))
	}
	if c.picture != "" {
		err = errors.Join(err, os.WriteFile(c.picture, []byte(p.draw()), 0o644))
	}
	return err
}

func parse(args []string, stderr io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("goblet-skew", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.url, "url", "", "the `room` of a running Goblet without TLS, like http://localhost:5000/r/ROOM, instead of one of its own; its film should be of 3 minutes at least")
	flags.StringVar(&c.goblet, "goblet", "", "a built goblet `program` to start, instead of building one from the current folder")
	flags.StringVar(&c.film, "film", "", "the `file` to watch, instead of one that ffmpeg makes")
	list := flags.String("phases", "", "measure only these, separated by commas: "+strings.Join(names(), ", "))
	engine := flags.String("engine", "chromium", "chromium, firefox, or mixed: the first browser is a Chromium, the second a Firefox")
	viewers := flags.Int("viewers", 2, "how many browsers")
	flags.IntVar(&c.nodes, "nodes", 1, "how many Goblets of its own have the room; the browsers are spread over them")
	short := flags.Bool("short", false, "fewer rounds, and 15 s of steady play")
	flags.DurationVar(&c.long.steady, "steady", 60*time.Second, "how long steady play is watched")
	flags.DurationVar(&c.limit, "limit", 15*time.Minute, "when to stop in any case")
	flags.StringVar(&c.json, "json", "", "write all samples and figures to this `file`")
	flags.StringVar(&c.picture, "picture", "", "draw how far each viewer was off to this SVG `file`")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("what is %q? All is said by flags", flags.Arg(0))
	}
	c.long.rounds, c.long.few = 8, 3
	if *short {
		c.long.rounds, c.long.few = 4, 1
		c.long.steady = min(c.long.steady, 15*time.Second)
	}
	if *viewers < 2 || *viewers > 26 {
		return c, errors.New("--viewers: from 2 to 26")
	}
	if c.long.steady < time.Second || c.long.steady > 10*time.Minute {
		return c, errors.New("--steady: from 1s to 10m")
	}
	if c.nodes < 1 || c.nodes > 9 || c.nodes > 1 && c.url != "" {
		return c, errors.New("--nodes: from 1 to 9, and not with --url")
	}
	if c.url != "" && !strings.HasPrefix(c.url, "http://") {
		return c, errors.New("--url: want a room like http://localhost:5000/r/ROOM, since lines carry no TLS")
	}
	var err error
	if c.phases, err = choose(*list); err != nil {
		return c, err
	}
	c.engines, err = engines(*engine, *viewers)
	return c, err
}

// engines returns the engine of each of n browsers.
func engines(which string, n int) ([]browser.Engine, error) {
	kinds, known := map[string][]browser.Engine{
		"chromium": {browser.Chromium}, "firefox": {browser.Firefox}, "mixed": {browser.Chromium, browser.Firefox},
	}[which]
	if !known {
		return nil, fmt.Errorf("--engine: there is no %q; there are chromium, firefox, mixed", which)
	}
	var all []browser.Engine
	for i := range n {
		all = append(all, kinds[i%len(kinds)])
	}
	return all, nil
}

func (p *party) allChromium() bool {
	for _, engine := range p.engines {
		if engine != browser.Chromium {
			return false
		}
	}
	return true
}
