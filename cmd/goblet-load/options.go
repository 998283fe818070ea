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
	storm                  bool
	bursts                 time.Duration // of posting as fast as the server takes; 0: not
	beside                 []string      // names of bare servers that get the same load
	json                   string        // file that figures are written to; "": none

	links    []string // of rooms of a Goblet that runs; nil: one is started
	pid      int      // of that Goblet; 0: not known
	goblet   string   // a built program to start; "": it is built
	portable bool     // it is started so that it writes streams through net/http
	secure   bool     // it is started with a certificate

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
	flags.DurationVar(&o.calm, "calm", 3*time.Second, "pause after joining, and after opening the streams; Go gives memory back over some minutes: for figures of it have 3m here")
	flags.BoolVar(&o.storm, "storm", false, "then cut all streams at once and let them come back")
	flags.BoolFunc("bursts", "then post as fast as the server takes for 5 s, or for as long as -bursts=DURATION says", o.setBursts)
	onFloor := flags.Bool("floor", false, "before all that, give the same load to a bare loop of writes to compare with")
	peers := flags.String("peer", "", "and to these, with a comma between: nchan (nginx with that module), r3labs (one sse.Stream a room)")
	links := flags.String("url", "", "links of rooms of a Goblet on this machine that runs already, with commas between")
	flags.IntVar(&o.pid, "pid", 0, "process of that Goblet, for its processor time and memory")
	flags.StringVar(&o.goblet, "goblet", "", "a built Goblet to start; else it is built from the current folder")
	flags.BoolVar(&o.portable, "portable", false, "start Goblet with --portable-streams, as it writes where it can't write to sockets itself")
	flags.BoolVar(&o.secure, "tls", false, "start Goblet with a certificate, and read streams over TLS and HTTP/2 on a connection each, as browsers do")
	flags.StringVar(&o.json, "json", "", "file to write the figures to as JSON, too")
	flags.DurationVar(&o.limit, "limit", 15*time.Minute, "everything is ended after this")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.script.verbs = strings.Split(*verbs, ",")
	if *onFloor {
		o.beside = append(o.beside, floor)
	}
	if *peers != "" {
		o.beside = append(o.beside, strings.Split(*peers, ",")...)
	}
	if *links != "" {
		o.links = strings.Split(*links, ",")
		o.rooms = len(o.links)
	}
	return o, o.check(flags.NArg())
}

// setBursts reads a switch, which may say how long.
func (o *options) setBursts(text string) (err error) {
	if text == "true" {
		text = "5s"
	}
	o.bursts, err = time.ParseDuration(text)
	return err
}

func (o options) check(rest int) error {
	n := o.script.rate * o.span.Seconds()
	switch {
	case rest > 0:
		return errors.New("there are flags alone, no arguments")
	case o.rooms < 1 || o.viewers < o.rooms:
		return errors.New("want at least one room, and a viewer for each")
	case (o.portable || o.secure) && o.links != nil:
		return errors.New("-portable and -tls are for a Goblet that is started, not for that of -url")
	case o.slow < 0 || o.stopped < 0 || o.calm < 0 || o.bursts < 0:
		return errors.New("want no numbers below 0")
	case !(n >= 1) || n > mostEvents:
		return fmt.Errorf("want 1 to %d actions in all, rate times seconds", mostEvents)
	}
	for _, verb := range o.script.verbs {
		if !slices.Contains([]string{"seek", "chat"}, verb) {
			return fmt.Errorf("there is no action %q; there are seek and chat", verb)
		}
	}
	for i, name := range o.beside {
		if _, ok := bareServers()[name]; !ok || slices.Contains(o.beside[:i], name) {
			return fmt.Errorf("there is no peer %q, or it is named twice; there are nchan and r3labs", name)
		}
	}
	return nil
}

// sources returns how many addresses are needed so that Goblet's limits for one are kept: 200 sessions and streams at once,
// 100 actions or 8 lines a second; in a burst each viewer acts.
func (o options) sources() int {
	actions := 50.0
	if slices.Contains(o.script.verbs, "chat") {
		actions = 4
	}
	of := 150 // viewers
	if o.bursts > 0 {
		of = 5
	}
	return min(1000, max(4, (o.viewers+o.slow+o.stopped)/of, int(o.script.rate/actions)))
}
