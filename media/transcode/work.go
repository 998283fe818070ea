package transcode

import (
	"bytes"
	"context"
	"time"
)

// work converts what a run is to convert.
func (t *Transcoder) work(ctx context.Context, r *run) error {
	j := r.of.job
	film, err := j.source.Open()
	if err != nil {
		return err
	}
	defer film.Close()
	_, whole := film.File()
	t.mu.Lock()
	r.whole = whole
	t.mu.Unlock()
	t.log.Debug("converting", "film", j.source.Key, "rendition", j.rendition.String(), "segment", r.start)
	return t.convert(ctx, j, film, r.start, func(number int, data []byte) error {
		name := j.file(number)
		if number == initialization {
			t.keepInit(r.of, data)
			_ = t.shelf.later(name) // who lacks it gets it from this node
			return nil
		}
		t.store.put(name, data)
		lost := !t.shelf.later(name)
		t.count(func(c *Counters) {
			c.Converted++
			if lost {
				c.Unshelved++
			}
		})
		if err := t.claim(ctx, r.of); err != nil {
			return err
		}
		return t.made(ctx, r, number)
	})
}

// keepInit keeps a rendition's initialization segment: the first one.
func (t *Transcoder) keepInit(x *rendition, data []byte) {
	name := x.job.file(initialization)
	before, known := t.store.get(name)
	if !known {
		t.store.put(name, data)
		before = data
	}
	if !bytes.Equal(before, data) {
		t.log.Warn("an encoder has changed its mind: clear the folder of converted films if this film looks broken", "film", x.job.source.Key)
	}
	t.mu.Lock()
	x.init = before
	t.notify()
	t.mu.Unlock()
}

// made notes that a run has made a segment and waits until it may go on: not
// too far ahead of who watches, and not while others wait for their first one.
func (t *Transcoder) made(ctx context.Context, r *run, number int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.next = number + 1
	r.of.failure = nil
	t.notify()
	if r.next < r.of.job.count && t.gap(r.of, r.next, r.next+covered-1) < 0 {
		return errCovered
	}
	since := time.Now()
	for ctx.Err() == nil && !t.mayGoOn(r) {
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
		t.mu.Lock()
	}
	r.held += time.Since(since)
	return context.Cause(ctx)
}

// mayGoOn reports whether a run may make its next segment. mu is held.
func (t *Transcoder) mayGoOn(r *run) bool {
	if r.waiting > 0 {
		return true
	}
	if ahead := int(t.options.Ahead.Seconds()) / Grid; (r.of.job.video() || !r.whole) && r.next > r.wanted+ahead {
		return false
	}
	if r.parked {
		return false
	}
	for other := range t.runs {
		if other.waiting > 0 && other.of.job.video() {
			return false
		}
	}
	return true
}
