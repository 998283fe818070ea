// Command goblet serves a watch party: films from this machine, one link for
// everyone, the same frame at the same moment.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "goblet:", err)
		os.Exit(1)
	}
}

// run is the whole program: it serves until ctx ends. The links go to stdout,
// the log to stderr. Its error is one line that says what to do.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	c, err := parseConfig(args, getenv)
	switch {
	case errors.Is(err, errHelp):
		_, err := io.WriteString(stdout, usage())
		return err
	case err != nil:
		return err
	case c.version:
		_, err := fmt.Fprintln(stdout, "goblet", version())
		return err
	}
	return serve(ctx, c, newLogger(c, stderr), stdout)
}

func newLogger(c config, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.logLevel}
	if c.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// version returns the module's version, or the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "commit " + s.Value[:12]
		}
	}
	return info.Main.Version
}
