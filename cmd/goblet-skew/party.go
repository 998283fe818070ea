package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"goblet/browser"
	"goblet/measure"
)

// party is the browsers in the room, and what has been sampled of them.
type party struct {
	rooms   []string // URL of the room at each of its Goblets
	film    string   // the file that bare pages show
	engines []browser.Engine
	long    lengths
	watch   stopwatch
	log     io.Writer

	viewers []*viewer // the first acts, the second is the one whom things happen to
	launchN int
	traces  []*trace // of all viewers, those who have left too
	spans   []span
	lag     lag
	server  bounds // of the server's clock
}

// lengths are how long and how often things are measured.
type lengths struct {
	steady time.Duration
	rounds int // of pauses, plays and seeks
	few    int // of what takes longer
}

// span is when a phase was measured.
type span struct {
	Name     string
	From, To float64 // ms
	Late     float64 // ms, p99 of how late the pages' timers were
	Lag      float64 // ms, p99 of how late the program's timer was
}

// begin opens the browsers and lets them enter.
func (p *party) begin(ctx context.Context) error {
	if err := p.readServer(ctx); err != nil {
		return err
	}
	for i := range p.engines {
		p.viewers = append(p.viewers, nil)
		if err := p.replace(ctx, i, kind{}); err != nil {
			return err
		}
		if err := p.viewers[i].enter(ctx); err != nil {
			return err
		}
	}
	return nil
}

// warming is how long a browser that has just been started is left to itself: its own start keeps a core busy.
const warming = 2 * time.Second

// replace ends a viewer and opens the room in a new browser in its place.
func (p *party) replace(ctx context.Context, i int, k kind) error {
	if old := p.viewers[i]; old != nil {
		old.end()
		p.viewers[i] = nil
	}
	name := string(rune('A' + i))
	if p.launchN++; p.launchN > len(p.engines) {
		name = fmt.Sprintf("%s (%d)", name, p.launchN)
	}
	k.engine = p.engines[i]
	v, err := launch(ctx, p.watch, name, p.rooms[i%len(p.rooms)], k)
	if err != nil {
		return err
	}
	p.viewers[i] = v
	p.traces = append(p.traces, v.trace)
	// People's browsers run already when they open a link.
	if err := pause(ctx, warming); err != nil {
		return err
	}
	return v.open(ctx)
}

func (p *party) end() {
	for _, v := range p.viewers {
		if v != nil {
			v.end()
		}
	}
}

func (p *party) a() *viewer { return p.viewers[0] }
func (p *party) b() *viewer { return p.viewers[1] }

// pair is the traces of the one who acts and the one whom things happen to.
func (p *party) pair() []*trace { return []*trace{p.a().trace, p.b().trace} }

// present is the traces of all who are here.
func (p *party) present() []*trace {
	var all []*trace
	for _, v := range p.viewers {
		all = append(all, v.trace)
	}
	return all
}

func (p *party) collect(ctx context.Context) error {
	for _, v := range p.viewers {
		if err := v.collect(ctx); err != nil {
			return err
		}
	}
	return nil
}

// press has the first viewer press a key and returns a moment just before, ms. Nothing else is asked of the page, which
// has the key to attend to.
func (p *party) press(ctx context.Context, key string) (before float64, err error) {
	before = p.watch.now() - 1
	return before, p.a().Press(ctx, key)
}

// pressed returns when the page of the first viewer got the key, ms, once that was collected.
func (p *party) pressed(before float64) (float64, error) {
	at, ok := p.a().first("keydown", before)
	if !ok {
		return 0, fmt.Errorf("the key in A: %w", errNoMark)
	}
	return at, nil
}

// inStep is JavaScript for whether a page believes to play in step: for getting ready, not for measuring.
const inStep = "(s => s.state === 'playing' && Math.abs(s.drift) < 50)(goblet.status())"

// play sees to it that the film plays, for seconds at least before it ends, and that all have been in step for a while.
func (p *party) play(ctx context.Context, seconds float64) error {
	const rest = "(s => (document.querySelector('#video').duration || 0) - s.position)(goblet.status())"
	left, err := browser.Value[float64](ctx, p.a().Page, rest)
	if err != nil {
		return err
	}
	standing, err := browser.Value[bool](ctx, p.a().Page, "goblet.status().roomPaused")
	if err == nil && left < seconds {
		_, err = p.press(ctx, "1")
	}
	if err == nil && standing {
		_, err = p.press(ctx, "k")
	}
	if err != nil {
		return err
	}
	for _, v := range p.viewers {
		if err := v.Until(ctx, inStep, 15*time.Second); err != nil {
			fmt.Fprintf(p.log, "  %s does not believe to be in step, measured nevertheless\n", v.name)
		}
	}
	return pause(ctx, 2*time.Second)
}

// together waits until the first two viewers have been within 100 ms of each other for hold ms, and returns how long
// after from that was; infinite if it was not within the limit. parted is whether they are apart to begin with.
func (p *party) together(ctx context.Context, from float64, hold float64, limit time.Duration, parted bool) (float64, error) {
	return p.near(ctx, within, from, hold, limit, parted)
}

// near does the same for another distance, ms. What goes on is looked at now and then only, since a look takes the
// pages' time.
func (p *party) near(ctx context.Context, distance, from, hold float64, limit time.Duration, parted bool) (float64, error) {
	for {
		if err := pause(ctx, 2500*time.Millisecond); err != nil {
			return 0, err
		}
		if err := p.collect(ctx); err != nil {
			return 0, err
		}
		now := p.watch.now()
		if took, ok := recovery(compare(p.pair(), from, now), distance, hold, parted); ok {
			return took, nil
		}
		if now-from > measure.MS(limit) {
			return math.Inf(1), nil
		}
	}
}

// undisturbed returns by how much the first viewer left its pace, ms; infinite if it stopped or sought.
func (p *party) undisturbed(from, to float64) float64 {
	return moved(p.a().between(from, to))
}

// readServer reads the server's clock.
func (p *party) readServer(ctx context.Context) error {
	address, err := url.Parse(p.rooms[0])
	if err != nil {
		return err
	}
	before, _, found := strings.Cut(address.Path, "/r/")
	if !found {
		return errors.New("the URL is not that of a room, like http://localhost:5000/r/ROOM")
	}
	p.server = unbounded()
	clock := (&url.URL{Scheme: address.Scheme, Host: address.Host, Path: before + "/clock"}).String()
	for range readings {
		sent := p.watch.now()
		reading, err := serverClock(ctx, clock)
		if err != nil {
			return fmt.Errorf("read the server's clock: %w", err)
		}
		p.server.exchange(sent, reading, p.watch.now())
	}
	return nil
}

// serverClock asks for the server's time, ms.
func serverClock(ctx context.Context, address string) (float64, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", address, response.Status)
	}
	var answer struct{ Now float64 }
	err = json.NewDecoder(response.Body).Decode(&answer)
	return answer.Now, err
}
