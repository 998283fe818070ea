// Command goblet-bench measures Goblet beside its budgets and prints a table. It builds and starts the real program on
// loopback, drives it with raw HTTP clients and with real Chromium, and leaves nothing behind.
//
// Run it from the project's folder: go tool task bench. The clients share the machine's processors with the server,
// so the figures are what this machine does as a whole.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"goblet/measure"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "goblet-bench:", err)
		os.Exit(1)
	}
}

// bench is what every measurement gets.
type bench struct {
	program string        // the server
	dir     string        // for temporary files
	streams int           // of the fan-out
	watch   time.Duration // of steady play
	log     io.Writer     // progress
}

// measurement yields rows of the table. An error means that nothing could be measured.
type measurement struct {
	name string
	run  func(*bench, context.Context) ([]row, error)
}

func measurements() []measurement {
	return []measurement{
		{"start", (*bench).start},
		{"streams", (*bench).fanOut},
		{"append", (*bench).appends},
		{"sync", (*bench).inStep},
		{"hls", (*bench).packaging},
		{"upload", (*bench).uploads},
		{"watch-upload", (*bench).watchUploads},
		{"range", (*bench).ranges},
		{"chat", (*bench).chat},
		{"page", (*bench).pages},
	}
}

func names() []string {
	var all []string
	for _, m := range measurements() {
		all = append(all, m.name)
	}
	return all
}

// choose returns the measurements of the list, in their own order; an empty list means all.
func choose(list string) ([]measurement, error) {
	if list == "" {
		return measurements(), nil
	}
	wanted := strings.Split(list, ",")
	for _, name := range wanted {
		if !slices.Contains(names(), name) {
			return nil, fmt.Errorf("there is no measurement %q; there are %s", name, strings.Join(names(), ", "))
		}
	}
	return slices.DeleteFunc(measurements(), func(m measurement) bool { return !slices.Contains(wanted, m.name) }), nil
}

// run measures what args say and prints the table to stdout.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	b := &bench{log: stderr}
	flags := flag.NewFlagSet("goblet-bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	only := flags.String("only", "", "measure only these, separated by commas: "+strings.Join(names(), ", "))
	flags.IntVar(&b.streams, "streams", 1000, "how many streams the fan-out has")
	flags.DurationVar(&b.watch, "watch", 30*time.Second, "how long the skew of two browsers is watched")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	}
	wanted, err := choose(*only)
	if err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "goblet-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if b.program, err = measure.Build(ctx, b.dir); err != nil {
		return err
	}
	before := measure.Machine()
	var rows []row
	for _, m := range wanted {
		fmt.Fprintf(stderr, "measuring %s ...\n", m.name)
		measured, err := m.run(b, ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		rows = append(rows, measured...)
	}
	fmt.Fprintf(stdout, "%s\n\n", before)
	return writeTable(stdout, rows)
}
