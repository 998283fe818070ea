// Command goblet-load puts a Goblet on this machine under the load of many viewers in real rooms, each with a session of its
// own, and prints a table of what they got and what it cost the server. It fails if any viewer missed an event, or got one
// twice or out of order.
//
//	go run ./cmd/goblet-load -viewers 1000 -rate 10 -floor -peer nchan,r3labs -storm -bursts
//
// Without -url it builds and starts a Goblet of its own, from the project's folder, and ends it. Viewers come from many
// loopback addresses, so that what Goblet allows one address suffices. They share the machine's processors with the server,
// as they do with the floor and the peers, which get the same load from the same viewers.
//
//	go run ./cmd/goblet-load curves FILE.json ... > growth.svg
//
// draws what several runs have written with -json.
//
//	go run ./cmd/goblet-load failover -viewers 300
//
// measures how long viewers are without a stream when one of three Goblets behind a balancer is killed, and when all are
// replaced one after the other.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"goblet/measure"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "goblet-load:", err)
		os.Exit(1)
	}
}

// run measures what args say and prints the table to stdout.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) == 1 {
		if serve, ok := ownServers()[args[0]]; ok {
			return runOwn(ctx, serve, stdin, stdout)
		}
	}
	if len(args) > 0 && args[0] == failoverCommand {
		return failover(ctx, args[1:], stdout, stderr)
	}
	if len(args) > 0 && args[0] == curvesCommand {
		return drawCurves(args[1:], stdout)
	}
	o, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.limit, fmt.Errorf("it took longer than %v, see -limit", o.limit))
	defer cancel()
	machine := measure.Machine()
	got, beside, err := measured(ctx, o, stderr)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return err
	}
	fmt.Fprintf(stdout, "%s\n%s\n\n", machine, o)
	if err := measure.WriteTable(stdout, table(got, beside)); err != nil {
		return err
	}
	if o.json != "" {
		if err := writeJSON(o.json, machine, o, append([]outcome{got}, beside...)); err != nil {
			return err
		}
	}
	return got.faults.err()
}

// measured starts what is to be started, and loads one after the other the bare servers that are asked for, with events as
// long as Goblet's, and Goblet.
func measured(ctx context.Context, o options, stderr io.Writer) (got outcome, beside []outcome, err error) {
	tell := func(format string, args ...any) { fmt.Fprintf(stderr, format+"\n", args...) }
	t, stop, err := o.target(ctx)
	if err != nil {
		return got, nil, err
	}
	defer stop()
	size := 0
	if len(o.beside) > 0 {
		if size, err = sampleSize(ctx, t, o); err != nil {
			return got, nil, err
		}
	}
	for _, name := range o.beside {
		tell("%s ...", name)
		other, err := loadBare(ctx, name, size, o, tell)
		if err != nil {
			return got, nil, fmt.Errorf("%s: %w", name, err)
		}
		beside = append(beside, other)
	}
	tell("%s ...", goblet)
	got, err = load(ctx, t, o, tell)
	return got, beside, err
}

// loadBare gives a bare server the load that Goblet is going to have. What it loses is shown beside Goblet's figures, but
// the floor has to deliver everything: it would be no measure else.
func loadBare(ctx context.Context, name string, size int, o options, tell func(string, ...any)) (outcome, error) {
	t, stop, err := startBare(ctx, name, size, o)
	if err != nil {
		return outcome{}, err
	}
	defer stop()
	got, err := load(ctx, t, o, tell)
	if err == nil && name == floor {
		err = got.faults.err()
	}
	return got, err
}
