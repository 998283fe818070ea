package transcode

import (
	"context"
	"errors"
	"slices"
	"time"

	"goblet/media/container"
	"goblet/media/hls"
)

// rendition is what is known of one rendition while it is watched. Its fields
// are guarded by the Transcoder's mu, except for job, which does not change.
type rendition struct {
	job      *job
	runs     []*run
	init     []byte            // nil: not known yet
	clear    map[int]time.Time // segments that are to be made by this node, and when that was found
	alone    time.Time         // until when they all are, whoever has the lease
	last     int               // segment that was asked for last
	asked    time.Time         // when
	failure  error             // of the last run, if it made nothing
	failedAt time.Time
}

// run is one ffmpeg at work. Its fields are guarded by the Transcoder's mu.
type run struct {
	of      *rendition
	start   int           // its first segment
	next    int           // the one that it makes now
	wanted  int           // the furthest that was asked for near it
	waiting int           // requests that wait for it
	used    time.Time     // when one was asked for near it
	parked  bool          // the viewers have jumped elsewhere, it seems
	whole   bool          // all bytes of the film are there
	began   time.Time     //
	held    time.Duration // of that it was held up
	end     context.CancelCauseFunc
}

const (
	// reach is how many segments a request may be ahead of a run and still wait
	// for it, rather than start another. Also how far ahead gaps are looked for.
	reach = 3
	// covered is how many segments that are kept already end a run that comes to them.
	covered = 8
	// retryAfter is how long a failure is the answer before another try.
	retryAfter = 10 * time.Second
	// keepFor is how long a rendition is remembered that nobody asks for.
	keepFor = time.Hour
	// yields is how long after the last request a run goes on while another one
	// needs its place.
	yields = 15 * time.Second
)

// Reasons why runs end that are no failures.
var (
	errIdle    = errors.New("nobody asks for it any more")
	errCovered = errors.New("what follows is there already")
	errYield   = errors.New("another conversion needs its place")
)

// rendition finds or makes what is known of a rendition.
func (t *Transcoder) rendition(ctx context.Context, s hls.Source, r hls.Rendition) (*rendition, error) {
	if t.tools == nil {
		return nil, t.Missing()
	}
	e := software
	if r.Kind == container.Video {
		var err error
		if e, err = t.choose(ctx); err != nil {
			return nil, err
		}
	}
	j, err := newJob(s, r, e, t.tools.Version)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if x := t.renditions[j.folder]; x != nil {
		return x, nil
	}
	for folder, x := range t.renditions {
		if len(x.runs) == 0 && !x.asked.IsZero() && time.Since(x.asked) > keepFor {
			delete(t.renditions, folder)
		}
	}
	x := &rendition{job: j, clear: make(map[int]time.Time)}
	t.renditions[j.folder] = x
	return x, nil
}

// get returns a segment, waiting for it if it must be made.
func (t *Transcoder) get(ctx context.Context, x *rendition, number int) ([]byte, error) {
	deadline := time.Now().Add(t.options.Patience)
	for {
		data, ok := t.store.get(x.job.file(number))
		t.mu.Lock()
		if !ok && number == initialization && x.init != nil {
			data, ok = x.init, true
		}
		r, err := t.request(x, number)
		if ok || err != nil {
			t.mu.Unlock()
			if ok {
				return data, nil
			}
			return nil, err
		}
		changed := t.changed
		if r != nil {
			r.waiting++
		}
		t.mu.Unlock()
		late := time.NewTimer(time.Until(deadline))
		select {
		case <-changed:
		case <-ctx.Done():
			err = ctx.Err()
		case <-late.C:
			if r == nil {
				err = ErrBusy
			}
			deadline = time.Now().Add(t.options.Patience)
		}
		late.Stop()
		if r != nil {
			t.mu.Lock()
			r.waiting--
			t.mu.Unlock()
		}
		if err != nil {
			return nil, err
		}
	}
}

// request notes that a segment was asked for, and sees to it that it and the
// next ones are made. It returns the run to wait for, nil when there is no
// place for one, or nothing to wait for. mu is held.
func (t *Transcoder) request(x *rendition, number int) (*run, error) {
	if t.ctx != nil && t.ctx.Err() != nil {
		return nil, ErrClosed
	}
	now, first := time.Now(), number
	if first == initialization {
		if x.init != nil || t.store.has(x.job.file(initialization)) {
			return nil, nil
		}
		if len(x.runs) > 0 {
			return x.runs[0], nil
		}
		number = min(t.position(x), x.job.count-1)
	}
	x.last, x.asked = number, now
	for _, r := range x.runs {
		if r.start <= number && number <= r.next+reach || !x.job.video() {
			r.used, r.wanted, r.parked = now, max(r.wanted, number), false
		}
	}
	gap := t.gap(x, number, number+reach)
	switch {
	case first == initialization && gap < 0:
		gap = number // any run makes it
	case gap < 0:
		t.notify() // a run may go on
		return nil, nil
	case first != initialization:
		first = gap
	}
	if r := x.coming(gap); r != nil {
		t.notify()
		return r, nil
	}
	if !t.mayMake(x, first) {
		return nil, nil
	}
	if x.failure != nil && now.Sub(x.failedAt) < retryAfter {
		return nil, x.failure
	}
	return t.begin(x, gap), nil
}

// coming returns the run that soon comes to a segment, or nil. The Transcoder's mu is held.
func (x *rendition) coming(number int) *run {
	for _, r := range x.runs {
		if r.next <= number && number <= r.next+reach {
			return r
		}
	}
	return nil
}

// position returns the segment of a film that was asked for last, in whatever
// rendition. mu is held.
func (t *Transcoder) position(x *rendition) int {
	latest := x
	for _, other := range t.renditions {
		if other.job.source.Key == x.job.source.Key && other.asked.After(latest.asked) {
			latest = other
		}
	}
	return latest.last
}

// gap returns the first segment from one to another, inclusive, that is not
// kept; -1: none. mu is held.
func (t *Transcoder) gap(x *rendition, from, to int) int {
	for n := from; n <= min(to, x.job.count-1); n++ {
		if !t.store.has(x.job.file(n)) {
			return n
		}
	}
	return -1
}

// begin starts a run at a segment, nil when there is no place for one now. mu is held.
func (t *Transcoder) begin(x *rendition, at int) *run {
	if t.ctx == nil || t.ctx.Err() != nil || !t.place(x) {
		return nil
	}
	for _, other := range x.runs {
		other.parked = other.waiting == 0
	}
	ctx, end := context.WithCancelCause(t.ctx)
	now := time.Now()
	r := &run{of: x, start: at, next: at, wanted: at, used: now, began: now, end: end}
	x.runs = append(x.runs, r)
	clear(x.clear)
	t.runs[r] = struct{}{}
	t.working.Go(func() {
		err := t.work(ctx, r)
		end(err)
		t.over(r, err)
	})
	return r
}

// place reports whether another run of x's kind may begin. Else it ends one
// that can be done without, for the next time. mu is held.
func (t *Transcoder) place(x *rendition) bool {
	free, victim := t.vacancy(x)
	if !free && victim != nil {
		victim.end(errYield)
	}
	return free
}

// vacancy reports whether another run of x's kind may begin, and which one can be
// done without, if any. mu is held.
func (t *Transcoder) vacancy(x *rendition) (free bool, victim *run) {
	count := 0
	for r := range t.runs {
		if r.of.job.video() != x.job.video() {
			continue
		}
		count++
		if r.waiting > 0 || !r.parked && time.Since(r.used) < yields {
			continue
		}
		if victim == nil || r.parked && !victim.parked || r.parked == victim.parked && r.used.Before(victim.used) {
			victim = r
		}
	}
	return count < t.options.Parallel, victim
}

// over forgets a run that has ended.
func (t *Transcoder) over(r *run, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	x := r.of
	delete(t.runs, r)
	x.runs = slices.DeleteFunc(x.runs, func(other *run) bool { return other == r })
	t.notify()
	switch {
	case err == nil, errors.Is(err, errCovered):
		// Sound is converted to the end, then what lies before.
		if gap := t.gap(x, 0, x.job.count); !x.job.video() && r.whole && gap >= 0 && gap != r.start {
			if again := t.begin(x, gap); again != nil {
				again.used = r.used
			}
		}
	case errors.Is(err, errIdle), errors.Is(err, errYield), errors.Is(err, errElsewhere), errors.Is(err, context.Canceled):
	default:
		t.log.Warn("a film could not be converted", "film", x.job.source.Key, "rendition", x.job.rendition.String(), "segment", r.next, "error", err)
		if r.next == r.start {
			x.failure, x.failedAt = err, time.Now()
			t.working.Go(func() { t.distrust(x.job.encoder) })
		}
	}
}

// notify wakes all who wait for a change. mu is held.
func (t *Transcoder) notify() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// endIdle ends the runs that nobody has used for long.
func (t *Transcoder) endIdle(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for r := range t.runs {
		idle := t.options.Idle
		if !r.of.job.video() {
			idle = t.options.IdleSound
		}
		if r.waiting == 0 && now.Sub(r.used) > idle {
			r.end(errIdle)
		}
	}
}
