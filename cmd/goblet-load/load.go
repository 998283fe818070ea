package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"goblet/measure"
)

// target is what is put under load.
type target struct {
	rooms []string // their links
	pid   int      // of its process; 0: not known
	bare  bool     // it is the floor: without sessions, figures of its own, slow viewers and storms
}

// load puts the target under the load that o asks for, and returns what came of it.
func load(ctx context.Context, t target, o options, tell func(format string, args ...any)) (outcome, error) {
	counts := map[manner]int{prompt: o.viewers, slow: o.slow, stopped: o.stopped}
	if t.bare {
		counts = map[manner]int{prompt: o.viewers}
	}
	var places []*place
	for _, link := range t.rooms {
		p, err := newPlace(link)
		if err != nil {
			return outcome{}, err
		}
		places = append(places, p)
	}
	n := int(o.script.rate * o.span.Seconds())
	f := newFleet(places, sources(o.sources()), counts, n/len(places))
	defer f.end()
	defer context.AfterFunc(ctx, f.close)()
	l := loading{t, o, f, tell, outcome{}}
	var got outcome
	err := l.begin(ctx)
	if err == nil {
		got, err = l.run(ctx, n)
	}
	return got, err
}

// loading is one load on its way.
type loading struct {
	t    target
	o    options
	f    *fleet
	tell func(format string, args ...any)
	out  outcome // what is known so far
}

// begin lets all viewers join and opens their streams.
func (l *loading) begin(ctx context.Context) error {
	l.out.memory.start = measure.Memory(l.t.pid)
	if !l.t.bare {
		began := time.Now()
		if err := l.f.join(ctx); err != nil {
			return err
		}
		l.out.joining = time.Since(began)
		l.tell("%d sessions joined within %.1f s", len(l.f.viewers), l.out.joining.Seconds())
		if err := wait(ctx, l.o.calm); err != nil {
			return err
		}
	}
	l.out.memory.joined = measure.Memory(l.t.pid)
	if err := l.f.open(ctx); err != nil {
		return err
	}
	l.tell("%d streams are open", len(l.f.viewers))
	if err := wait(ctx, l.o.calm); err != nil {
		return err
	}
	l.out.memory.idle = measure.Memory(l.t.pid)
	return nil
}

// settleLimit bounds how long viewers may take for the rest of what they are owed.
const settleLimit = 20 * time.Second

// run posts n actions, has a storm if there shall be one, and judges.
func (l *loading) run(ctx context.Context, n int) (outcome, error) {
	evicted := l.evicted(ctx)
	used := measure.Processor(l.t.pid)
	a, err := l.f.act(ctx, l.o.script, n, nil)
	if err != nil {
		return outcome{}, err
	}
	if len(a.posts) == 0 {
		return outcome{}, fmt.Errorf("%w: no action became an event", errEndpoint)
	}
	close(l.f.hurry)
	if err := l.f.settle(ctx, newest(a.posts), settleLimit); err != nil {
		return outcome{}, err
	}
	l.out.processor = measure.Processor(l.t.pid) - used
	l.out.memory.loaded = measure.Memory(l.t.pid)
	l.tell("%d actions posted, %d of them became events", n, len(a.posts))
	final := newest(a.posts)
	if l.o.storm && !l.t.bare {
		s, err := l.f.storm(ctx, l.o.script)
		if err != nil {
			return outcome{}, err
		}
		l.out.storm = &s
		for p, seq := range newest(s.acts.posts) {
			final[p] = max(final[p], seq)
		}
	}
	l.out.evicted = -1
	if now := l.evicted(ctx); evicted >= 0 && now >= 0 {
		l.out.evicted = now - evicted
	}
	l.f.end()
	if err := ctx.Err(); err != nil {
		return outcome{}, err
	}
	got := l.f.judge(a)
	got.faults = l.f.inspect(final)
	got.joining, got.processor, got.memory, got.evicted, got.storm = l.out.joining, l.out.processor, l.out.memory, l.out.evicted, l.out.storm
	return got, nil
}

// evicted returns how many streams the server has cut for being slow since it was started; -1: it does not tell.
func (l *loading) evicted(ctx context.Context) int {
	if l.t.bare {
		return -1
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+l.f.places[0].host+"/metrics", nil)
	if err != nil {
		return -1
	}
	answer, err := l.f.viewers[0].from.transport.RoundTrip(request)
	if err != nil {
		return -1
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if text, found := strings.CutPrefix(lines.Text(), "goblet_streams_evicted_total "); found {
			if n, err := strconv.Atoi(text); err == nil {
				return n
			}
		}
	}
	return -1
}

// sampleSize returns how many bytes an event has on the target's wire, from a few of the script's.
func sampleSize(ctx context.Context, t target, o options) (int, error) {
	o.viewers, o.slow, o.stopped, o.storm, o.calm = 1, 0, 0, false, 0
	o.script.rate, o.span = seeksOfViewer, time.Second
	t.rooms = t.rooms[:1]
	got, err := load(ctx, t, o, func(string, ...any) {})
	return int(got.size), err
}
