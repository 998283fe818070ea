package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"goblet/browser"
)

// probe is put into the room's page. It reads a wall clock finer than Date.now, whose milliseconds it takes the upper
// edge of, so that pages in different processes can be compared; the page's own estimate of the server's clock has no
// part in it. samples holds [ms, position s, playing]; marks what keys and the video element did when.
const probe = `(() => {
  const video = document.querySelector('#video')
  let offset = -Infinity
  const clock = () => {
    const now = performance.now()
    offset = Math.max(offset, Date.now() - now)
    return now + offset
  }
  for (const end = performance.now() + 20; performance.now() < end;) clock()
  const bench = window.bench = {samples: [], marks: [], clock}
  const sample = () => bench.samples.push([clock(), video.currentTime, video.paused || video.seeking || video.readyState < 3 ? 0 : 1])
  sample()
  setInterval(sample, 20)
  const mark = event => bench.marks.push([event.type, clock()])
  for (const type of ['pause', 'playing', 'seeking', 'seeked']) video.addEventListener(type, mark)
  addEventListener('keydown', mark, true)
})()`

// watcher is a Chromium in the room.
type watcher struct {
	*browser.Page
	opened time.Time
}

// sample is where a film was at a moment; ms of the wall clock and seconds.
type sample struct {
	at, position float64
	playing      bool
}

// watchRoom opens the room in a new browser and starts to probe it. The caller must close it.
func watchRoom(ctx context.Context, name, room string) (*watcher, error) {
	page, err := browser.Launch(ctx, browser.Options{Name: name, Width: 800, Height: 600})
	if err != nil {
		return nil, err
	}
	w := &watcher{Page: page, opened: time.Now()}
	err = w.Open(ctx, room)
	if err == nil {
		_, err = browser.Value[struct{}](ctx, page, probe)
	}
	if err != nil {
		page.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return w, nil
}

// enter passes the gate.
func (w *watcher) enter(ctx context.Context) error {
	if err := w.Click(ctx, "#join"); err != nil {
		return err
	}
	return w.Until(ctx, "document.querySelector('#gate').hidden && window.goblet.status().connected", 10*time.Second)
}

// seek posts what a drag on the time range does, in seconds.
func (w *watcher) seek(ctx context.Context, position float64) error {
	accepted, err := browser.Value[bool](ctx, w.Page, fmt.Sprintf(`fetch(document.querySelector('#room').dataset.base + '/seek', {method: 'POST',
		body: new URLSearchParams({action: String(Math.random()).slice(2), seen: goblet.status().seq, position: %g})}).then(answer => answer.ok)`, position))
	if err == nil && !accepted {
		err = fmt.Errorf("the seek to %g s was not accepted", position)
	}
	return err
}

// samples returns what has been sampled since the last call.
func (w *watcher) samples(ctx context.Context) ([]sample, error) {
	raw, err := browser.Value[[][3]float64](ctx, w.Page, "window.bench.samples.splice(0)")
	var all []sample
	for _, s := range raw {
		all = append(all, sample{s[0], s[1], s[2] == 1})
	}
	return all, err
}

// forget drops the marks so far.
func (w *watcher) forget(ctx context.Context) error {
	_, err := browser.Value[struct{}](ctx, w.Page, "window.bench.marks.length = 0")
	return err
}

// mark waits for the first mark of the type and returns its moment in ms.
func (w *watcher) mark(ctx context.Context, kind string) (float64, error) {
	find := fmt.Sprintf("window.bench.marks.find(([type]) => type === '%s')", kind)
	if err := w.Until(ctx, find, 10*time.Second); err != nil {
		return 0, err
	}
	return browser.Value[float64](ctx, w.Page, find+"[1]")
}

// at interpolates the position at a moment; ok is false where the samples around it are no steady play.
func at(samples []sample, moment float64) (position float64, ok bool) {
	i, _ := slices.BinarySearchFunc(samples, moment, func(s sample, m float64) int {
		if s.at < m {
			return -1
		}
		return 1
	})
	if i == 0 || i == len(samples) {
		return 0, false
	}
	before, after := samples[i-1], samples[i]
	if !before.playing || !after.playing || after.at-before.at > 200 {
		return 0, false
	}
	return before.position + (after.position-before.position)*(moment-before.at)/(after.at-before.at), true
}

// distances returns how far apart two players were, in ms, at each sample of a that b can be compared with.
func distances(a, b []sample) []float64 {
	var all []float64
	for _, s := range a {
		if position, ok := at(b, s.at); ok && s.playing {
			all = append(all, math.Abs(s.position-position)*1000)
		}
	}
	return all
}
