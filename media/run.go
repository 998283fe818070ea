package media

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// maxBackoff is the longest time between two attempts to read a file.
const maxBackoff = time.Minute

// forever is when looks at all files begin as long as the first search goes on.
const forever = 100 * 365 * 24 * time.Hour

// runner is the state of Run, of its goroutine alone.
type runner struct {
	*Library
	w       *watcher
	pending map[string]*pending // by path
	scanAt  time.Time
	places  []place         // of the sources, at the last look
	unread  map[string]bool // folders that were logged as unreadable
}

// pending is a file that has to settle before it is probed.
type pending struct {
	file   *file
	since  time.Time // quiet since then
	seen   stamp     // what it looked like then
	looked bool      // seen is set
	forced bool      // probe even if it looks as at the last probe
	wait   time.Duration
}

// Run finishes the search that Open began, and keeps the library up to date
// until ctx ends, then returns nil: by notifications of the file system, and by a
// look at all files at every interval. Call it once.
func (l *Library) Run(ctx context.Context) error {
	r := &runner{Library: l, pending: make(map[string]*pending), unread: make(map[string]bool)}
	r.w = newWatcher(l.watches, l.log)
	defer r.w.close()
	var others sync.WaitGroup
	defer others.Wait()
	others.Go(func() { l.receive(ctx) })
	others.Go(func() { l.readTracks(ctx) })
	others.Go(func() { l.lookAfterStore(ctx) })
	others.Go(func() { l.putAway(ctx) })
	others.Go(func() { l.tellOfUploads(ctx) })
	others.Go(func() { l.tidyStore(ctx) })
	others.Go(func() { l.finishSearch(ctx) })
	timer := time.NewTimer(0)
	defer timer.Stop()
	searched := l.searched
	r.scanAt = time.Now().Add(forever)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-searched:
			searched, r.scanAt = nil, time.Now()
		case <-l.kick:
		case e, ok := <-r.w.events():
			if ok {
				r.event(e)
			}
			r.drain()
		case <-r.w.errors(): // events were lost
			r.scanSoon()
		case <-timer.C:
		}
		r.work(ctx)
		timer.Reset(max(0, time.Until(r.next())))
	}
}

// drain takes the events that are there already, so that a burst is worked on once.
func (r *runner) drain() {
	const burst = 1000
	for range burst {
		select {
		case e, ok := <-r.w.events():
			if !ok {
				return
			}
			r.event(e)
		default:
			return
		}
	}
}

// event notes what a notification is about.
func (r *runner) event(e fsnotify.Event) {
	if r.w.watches(e.Name) && !e.Has(fsnotify.Chmod) {
		r.scanSoon()
		return
	}
	for _, place := range r.places {
		rel, ok := place.locate(e.Name)
		if !ok {
			continue
		}
		s := place.source
		if s.folder && e.Has(fsnotify.Create) {
			if _, err := s.stat(rel); errors.Is(err, errIrregular) {
				r.scanSoon() // a folder, perhaps
				continue
			}
		}
		p := r.await(r.file(s, rel))
		p.looked = false
		p.forced = p.forced || !e.Has(fsnotify.Chmod)
	}
}

// scanSoon makes the next look at all files an early one.
func (r *runner) scanSoon() {
	if soon := time.Now().Add(r.settle / 2); r.scanAt.After(soon) {
		r.scanAt = soon
	}
}

// await lets a file settle, from now on.
func (r *runner) await(f *file) *pending {
	p := r.pending[f.path]
	if p == nil {
		p = &pending{file: f}
		r.pending[f.path] = p
	}
	p.since, p.wait = time.Now(), r.settle
	return p
}

// next is when there is something to do.
func (r *runner) next() time.Time {
	at := r.scanAt
	for _, p := range r.pending {
		if due := p.since.Add(p.wait); due.Before(at) {
			at = due
		}
	}
	return at
}

// work does what is due.
func (r *runner) work(ctx context.Context) {
	r.mu.Lock()
	for _, f := range r.doubted {
		p := r.pending[f.path]
		if p == nil {
			p = r.await(f)
		}
		p.forced = true
	}
	clear(r.doubted)
	r.mu.Unlock()
	r.deliver()
	for path, p := range r.pending {
		if ctx.Err() != nil {
			return
		}
		if time.Since(p.since) >= p.wait && r.settled(ctx, p) {
			delete(r.pending, path)
		}
	}
	r.deliver()
	if !time.Now().Before(r.scanAt) {
		r.scan(ctx)
	}
}

// deliver tells Changed of new versions.
func (r *runner) deliver() {
	for {
		r.mu.Lock()
		if len(r.changed) == 0 {
			r.mu.Unlock()
			return
		}
		m := r.changed[0]
		r.changed = r.changed[1:]
		r.mu.Unlock()
		if r.onChange != nil {
			r.onChange(m)
		}
	}
}

// settled looks at a file that has been quiet, and reports whether it is done with.
func (r *runner) settled(ctx context.Context, p *pending) (done bool) {
	now, err := p.file.src.stat(p.file.rel)
	if err != nil && !vanished(err) {
		return p.later()
	}
	if p.looked && now != p.seen {
		r.await(p.file).seen = now
		return false
	}
	if !now.exists {
		r.drop(p.file)
		return true
	}
	r.mu.Lock()
	known := p.file.tried == now
	r.mu.Unlock()
	if known && !p.forced {
		return true
	}
	if _, err := r.probe(ctx, p.file); err != nil && !definite(err) {
		return p.later()
	}
	return true
}

// later puts off a file that could not be read, each time for longer.
func (p *pending) later() (done bool) {
	p.since, p.wait = time.Now(), min(2*p.wait, maxBackoff)
	return false
}

// drop takes a file that is gone off the list.
func (r *runner) drop(f *file) {
	r.mu.Lock()
	m, listed := f.media, f.listed
	r.mu.Unlock()
	if listed {
		r.log.Info("film is gone", "film", m, "path", f.path)
	}
	r.remove(f)
}
