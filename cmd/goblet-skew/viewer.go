package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"net/url"
	"time"

	"goblet/browser"
	"goblet/shaper"
)

//go:embed sampler.js
var sampler string

// viewer is a browser in the room, behind a line of its own.
type viewer struct {
	*browser.Page
	*trace
	line   *shaper.Line
	room   string // URL of the room over the line
	watch  stopwatch
	clock  bounds  // of the page's performance.now()
	opened float64 // when the room's page was asked for, ms
}

// kind is what a viewer is like.
type kind struct {
	engine browser.Engine
	shape  shaper.Shape
	script string // runs before the page's own
}

// launch starts a browser and its line to the room. The caller must end it.
func launch(ctx context.Context, watch stopwatch, name, room string, k kind) (*viewer, error) {
	address, err := url.Parse(room)
	if err != nil {
		return nil, err
	}
	line, err := shaper.Listen(address.Host)
	if err != nil {
		return nil, err
	}
	line.Set(k.shape)
	address.Host = line.Addr()
	page, err := browser.Launch(ctx, browser.Options{Engine: k.engine, Name: name, Width: 800, Height: 600, Script: k.script + sampler})
	if err != nil {
		line.Close()
		return nil, err
	}
	return &viewer{Page: page, trace: &trace{name: name}, line: line, room: address.String(), watch: watch, clock: unbounded()}, nil
}

func (v *viewer) end() {
	v.Close()
	v.line.Close()
}

// open opens the room's page, where the film runs without a sound until somebody taps.
func (v *viewer) open(ctx context.Context) error {
	v.opened = v.watch.now()
	return v.Open(ctx, v.room)
}

// calibrate reads the page's clock if it has not been read yet. A page that has just been opened has other things to do.
func (v *viewer) calibrate(ctx context.Context) error {
	if !math.IsInf(v.clock.low, 0) {
		return nil
	}
	return calibrate(ctx, v.Page, v.watch, &v.clock, readings)
}

// enter passes the gate.
func (v *viewer) enter(ctx context.Context) error {
	if err := v.Click(ctx, "#join"); err != nil {
		return err
	}
	return v.Until(ctx, "document.querySelector('#gate').hidden && goblet.status().connected", 20*time.Second)
}

// taken is what the sampler hands out.
type taken struct {
	Samples [][5]float64
	Marks   [][2]any
	Beliefs [][7]float64
}

// collect adds what has been sampled since the last time to the trace.
func (v *viewer) collect(ctx context.Context) error {
	if err := v.calibrate(ctx); err != nil {
		return err
	}
	got, err := browser.Value[taken](ctx, v.Page, "gobletSkew.take()")
	if err != nil {
		return err
	}
	offset := v.clock.offset()
	for _, s := range got.Samples {
		v.samples = append(v.samples, sample{s[0] + offset, s[1], int(s[2]), s[3], s[4]})
	}
	for _, m := range got.Marks {
		what, isText := m[0].(string)
		at, isNumber := m[1].(float64)
		if !isText || !isNumber {
			return fmt.Errorf("the sampler of %s marked %v", v.name, m)
		}
		v.marks = append(v.marks, mark{what, at + offset})
	}
	for _, b := range got.Beliefs {
		v.beliefs = append(v.beliefs, belief{b[0] + offset, b[1], playback{b[2], b[3], b[4], b[5] == 1}, b[6] == 1})
	}
	return nil
}

// do runs a statement in the page and returns when, ms.
func (v *viewer) do(ctx context.Context, statement string) (float64, error) {
	if err := v.calibrate(ctx); err != nil {
		return 0, err
	}
	at, err := browser.Value[float64](ctx, v.Page, "(() => { const now = performance.now(); "+statement+"; return now })()")
	return at + v.clock.offset(), err
}

// offline takes the viewer off the network, and tells the page, or puts it back.
func (v *viewer) offline(ctx context.Context, offline bool) error {
	v.line.Offline(offline)
	return v.Offline(ctx, offline)
}

// pause waits, since what is measured needs its time.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

var errNoMark = errors.New("the page noted no such event")
