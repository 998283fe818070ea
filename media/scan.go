package media

import (
	"context"
	"time"
)

// scan looks at all files and lets those that differ settle. However long it
// takes, most of the time is spent without scanning.
func (r *runner) scan(ctx context.Context) {
	const rest = 20
	begin := time.Now()
	var dirs []string
	var places []place
	unread := make(map[string]bool)
	for _, s := range r.sources {
		found := s.walk(ctx, nil)
		if ctx.Err() != nil {
			return
		}
		dirs = append(dirs, found.dirs...)
		places = append(places, found.place)
		r.compare(s, found)
		r.logUnread(s, found, unread)
	}
	r.places, r.unread = places, unread
	now := time.Now()
	r.scanAt = now.Add(max(r.every, rest*now.Sub(begin)))
	if r.w.follow(dirs) {
		r.scanSoon() // something may have happened before the watch began
	}
}

// compare finds the files that are not as at their last probe.
func (r *runner) compare(s *source, found listing) {
	for rel, now := range found.files {
		if f := r.file(s, rel); f.src == s {
			r.differs(f, now)
		}
	}
	r.mu.Lock()
	var gone []*file
	for _, f := range r.files {
		if _, ok := found.files[f.rel]; !ok && f.src == s && f.tried.exists && !found.covers(f.rel) {
			gone = append(gone, f)
		}
	}
	r.mu.Unlock()
	for _, f := range gone {
		r.differs(f, stamp{})
	}
}

// differs lets a file settle if it is not as it was. One that is pending
// already begins anew only when it has changed since.
func (r *runner) differs(f *file, now stamp) {
	r.mu.Lock()
	same := f.tried == now
	r.mu.Unlock()
	p := r.pending[f.path]
	switch {
	case p == nil && same, p != nil && p.looked && p.seen == now:
		return
	case p == nil, p.looked:
		p = r.await(f)
	}
	p.seen, p.looked = now, true
}

// logUnread logs what cannot be read, once until it can be again.
func (r *runner) logUnread(s *source, found listing, unread map[string]bool) {
	for rel, err := range found.unread {
		name := s.file(rel)
		if unread[name] = true; !r.unread[name] {
			r.log.Warn("cannot be read, what is known of it stays listed", "path", name, "error", err)
		}
	}
}
