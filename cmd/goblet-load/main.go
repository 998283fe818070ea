// Command goblet-load puts a Goblet on this machine under the load of many viewers in real rooms, each with a session of its
// own, and prints a table of what they got and what it cost the server. It fails if any viewer missed an event, or got one
// twice or out of order.
//
//	go run ./cmd/goblet-load -viewers 1000 -rate 10 -floor -storm
//
// Without -url it builds and starts a Goblet of its own, from the project's folder, and ends it. Viewers come from many
// loopback addresses, so that what Goblet allows one address suffices. They share the machine's processors with the server,
// which the floor does, too.
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
	if len(args) > 0 && args[0] == floorCommand {
		return runFloor(ctx, args[1:], stdin, stdout)
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
	got, floor, err := measured(ctx, o, stderr)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return err
	}
	fmt.Fprintf(stdout, "%s\n%s\n\n", machine, o)
	if err := measure.WriteTable(stdout, table(got, floor)); err != nil {
		return err
	}
	return got.faults.err()
}

// measured starts what is to be started, and loads the floor, if that is asked for, and Goblet.
func measured(ctx context.Context, o options, stderr io.Writer) (got outcome, floor *outcome, err error) {
	tell := func(format string, args ...any) { fmt.Fprintf(stderr, format+"\n", args...) }
	t, stop, err := o.target(ctx)
	if err != nil {
		return got, nil, err
	}
	defer stop()
	if o.floor {
		tell("the floor ...")
		if floor, err = loadFloor(ctx, t, o, tell); err != nil {
			return got, nil, fmt.Errorf("the floor: %w", err)
		}
		tell("Goblet ...")
	}
	got, err = load(ctx, t, o, tell)
	return got, floor, err
}

// loadFloor gives the floor the load that Goblet is going to have, with events as long as t's.
func loadFloor(ctx context.Context, t target, o options, tell func(string, ...any)) (*outcome, error) {
	size, err := sampleSize(ctx, t, o)
	if err != nil {
		return nil, err
	}
	bare, stop, err := startFloor(ctx, o.rooms, size)
	if err != nil {
		return nil, err
	}
	defer stop()
	got, err := load(ctx, bare, o, tell)
	if err == nil {
		err = got.faults.err()
	}
	return &got, err
}
