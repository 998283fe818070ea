package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"goblet/measure"
)

// load puts the target under the load that o asks for, and returns what came of it. A bare target has prompt viewers alone,
// and no storm.
func load(ctx context.Context, t target, o options, tell func(format string, args ...any)) (outcome, error) {
	counts := map[manner]int{prompt: o.viewers, slow: o.slow, stopped: o.stopped}
	if t.bare() {
		counts = map[manner]int{prompt: o.viewers}
	}
	var places []*place
	for _, link := range t.rooms {
		p, err := newPlace(link)
		if err != nil {
			return outcome{}, err
		}
		p.text = t.text
		places = append(places, p)
	}
	n := int(o.script.rate * o.span.Seconds())
	f := newFleet(places, sources(o.sources()), counts, n/len(places))
	defer f.end()
	defer context.AfterFunc(ctx, f.close)()
	l := loading{t, o, f, tell, outcome{name: t.name}}
	if err := l.begin(ctx); err != nil {
		return outcome{}, err
	}
	return l.run(ctx, n)
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
	l.out.memory.start = cmp.Or(l.t.memory, measure.Memory(l.t.pid))
	if !l.t.bare() {
		began := time.Now()
		if err := l.f.join(ctx); err != nil {
			return err
		}
		l.f.hangUp()
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
	l.out.direct = 2*l.metric(ctx, "goblet_streams_direct") > len(l.f.viewers)
	return nil
}

const evictedMetric = "goblet_streams_evicted_total"

// settleLimit bounds how long viewers may take for the rest of what they are owed.
const settleLimit = 20 * time.Second

// run posts n actions, has a storm and a burst if there shall be, and judges.
func (l *loading) run(ctx context.Context, n int) (outcome, error) {
	evicted := l.metric(ctx, evictedMetric) // that Goblet may have run for long
	a, err := l.act(ctx, n)
	if err != nil {
		return outcome{}, err
	}
	final := newest(a.posts)
	if l.o.storm && !l.t.bare() {
		s, err := l.f.storm(ctx, l.o.script)
		if err != nil {
			return outcome{}, err
		}
		l.out.storm = &s
		add(final, newest(s.acts.posts))
	}
	l.out.evicted = -1
	if now := l.metric(ctx, evictedMetric); evicted >= 0 && now >= 0 {
		l.out.evicted = now - evicted
	}
	l.out.ended = l.f.dropped()
	if l.o.bursts > 0 {
		b, err := l.f.burst(ctx, l.o.bursts)
		if err != nil {
			return outcome{}, fmt.Errorf("the burst: %w", err)
		}
		l.tell("the burst's actions became %d events, %d did not", len(b.acts.posts), b.acts.not)
		l.out.burst = &b
		add(final, newest(b.acts.posts))
	}
	l.f.end()
	if err := ctx.Err(); err != nil {
		return outcome{}, err
	}
	if l.out.burst != nil {
		l.out.burst.count()
	}
	l.f.judge(a, &l.out)
	l.out.faults = l.f.inspect(final)
	return l.out, nil
}

// act posts n actions and waits until all have what came of them.
func (l *loading) act(ctx context.Context, n int) (acts, error) {
	used := measure.Processor(l.t.pid)
	a, err := l.f.act(ctx, l.o.script, n, nil)
	if err != nil {
		return a, err
	}
	if len(a.posts) == 0 {
		return a, fmt.Errorf("%w: no action became an event", errEndpoint)
	}
	close(l.f.hurry)
	if err := l.f.settle(ctx, newest(a.posts), settleLimit); err != nil {
		return a, err
	}
	l.out.processor = measure.Processor(l.t.pid) - used
	l.out.memory.loaded = measure.Memory(l.t.pid)
	l.tell("%d actions posted, %d of them became events", n, len(a.posts))
	return a, nil
}

// metric returns one of Goblet's whole figures; -1: the target does not tell it.
func (l *loading) metric(ctx context.Context, name string) int {
	if l.t.bare() {
		return -1
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.f.places[0].site()+"/metrics", nil)
	if err != nil {
		return -1
	}
	answer, err := l.f.viewers[0].from.transport.RoundTrip(request)
	if err != nil {
		return -1
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if text, found := strings.CutPrefix(lines.Text(), name+" "); found {
			if n, err := strconv.Atoi(text); err == nil {
				return n
			}
		}
	}
	return -1
}

// sampleSize returns how many bytes an event has on the target's wire, from a few of the script's.
func sampleSize(ctx context.Context, t target, o options) (int, error) {
	o.viewers, o.slow, o.stopped, o.storm, o.bursts, o.calm = 1, 0, 0, false, 0, 0
	o.script.rate, o.span = seeksOfViewer, time.Second
	t.rooms = t.rooms[:1]
	got, err := load(ctx, t, o, func(string, ...any) {})
	return int(got.size), err
}
