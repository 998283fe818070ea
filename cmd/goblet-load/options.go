package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// options say what load there shall be on what.
type options struct {
	viewers, slow, stopped int // of all rooms
	rooms                  int
	script                 script
	span                   time.Duration // of the acts
	calm                   time.Duration // between the steps before them
	storm, floor           bool

	links  []string // of rooms of a Goblet that runs; nil: one is started
	pid    int      // of that Goblet; 0: not known
	goblet string   // a built program to start; "": it is built

	limit time.Duration // of everything
}

// parseOptions reads the flags.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("goblet-load", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.viewers, "viewers", 1000, "viewers who read promptly, in all rooms together")
	flags.IntVar(&o.slow, "slow", 0, "more viewers, who read 2 KB a second until the actions are over")
	flags.IntVar(&o.stopped, "stopped", 0, "more viewers, who stop reading once their stream has begun")
	flags.IntVar(&o.rooms, "rooms", 1, "rooms that are made for them")
	flags.Float64Var(&o.script.rate, "rate", 10, "actions a second, in all rooms together")
	verbs := flags.String("actions", "seek", "what they are, in turn: seek, chat, or both with a comma between")
	flags.DurationVar(&o.span, "for", 15*time.Second, "how long actions are posted")
	flags.DurationVar(&o.calm, "calm", 3*time.Second, "pause after joining, and after opening the streams")
	flags.BoolVar(&o.storm, "storm", false, "then cut all streams at once and let them come back")
	flags.BoolVar(&o.floor, "floor", false, "before that, give the same load to a bare loop of writes to compare with")
	links := flags.String("url", "", "links of rooms of a Goblet on this machine that runs already, with commas between")
	flags.IntVar(&o.pid, "pid", 0, "process of that Goblet, for its processor time and memory")
	flags.StringVar(&o.goblet, "goblet", "", "a built Goblet to start; else it is built from the current folder")
	flags.DurationVar(&o.limit, "limit", 5*time.Minute, "everything is ended after this")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.script.verbs = strings.Split(*verbs, ",")
	if *links != "" {
		o.links = strings.Split(*links, ",")
		o.rooms = len(o.links)
	}
	return o, o.check(flags.NArg())
}

func (o options) check(rest int) error {
	n := o.script.rate * o.span.Seconds()
	switch {
	case rest > 0:
		return errors.New("there are flags alone, no arguments")
	case o.rooms < 1 || o.viewers < o.rooms:
		return errors.New("want at least one room, and a viewer for each")
	case o.slow < 0 || o.stopped < 0 || o.calm < 0:
		return errors.New("want no numbers below 0")
	case !(n >= 1) || n > mostEvents:
		return fmt.Errorf("want 1 to %d actions in all, rate times seconds", mostEvents)
	}
	for _, verb := range o.script.verbs {
		if !slices.Contains([]string{"seek", "chat"}, verb) {
			return fmt.Errorf("there is no action %q; there are seek and chat", verb)
		}
	}
	return nil
}

// sources returns how many addresses are needed so that Goblet's limits for one are kept: 200 sessions and streams at once,
// 100 actions or 8 lines a second.
func (o options) sources() int {
	actions := 50.0
	if slices.Contains(o.script.verbs, "chat") {
		actions = 4
	}
	return min(1000, max(4, (o.viewers+o.slow+o.stopped)/150, int(o.script.rate/actions)))
}
