package events

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Times of leases, as parts of the term for which one lasts that isn't renewed.
const (
	leaseTerm = 10 * time.Second
	renewing  = 0.3 // of the term between two renewals
	believing = 0.8 // of the term, from when a renewal was sent: for so long the holder believes it
)

// Leases say which node does what only one shall do. A key's lease is with one holder at most who believes it: the
// server that keeps the bucket drops it when it wasn't renewed for a term, and its holder stops believing before, by
// a clock of its own that began when the renewal was sent. So no two clocks are compared, and who can't reach the
// server neither keeps a lease nor takes one.
type Leases struct {
	bucket *Bucket
	holder string
	term   time.Duration

	mu   sync.Mutex // never held during I/O
	held map[string]lease
}

// lease is what a holder knows of a lease of its own.
type lease struct {
	revision uint64
	sent     time.Time // when its last renewal was
}

// believed reports whether nobody else can have the lease yet. Where the machine slept, one of the two clocks stood still.
func (l lease) believed(now time.Time, term time.Duration) bool {
	limit := time.Duration(believing * float64(term))
	return now.Sub(l.sent) < limit && now.Round(0).Sub(l.sent.Round(0)) < limit
}

func newLeases(bucket *Bucket, holder string, term time.Duration) *Leases {
	return &Leases{bucket: bucket, holder: holder, term: term, held: make(map[string]lease)}
}

// Run renews what is held until ctx ends, and releases it then; it returns nil.
func (l *Leases) Run(ctx context.Context) error {
	ticker := time.NewTicker(l.every())
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			l.each(func(key string) { _ = l.Release(last, key) }) // at worst it is dropped when the term is over
			return nil
		case <-ticker.C:
			soon, cancel := context.WithTimeout(ctx, l.every())
			l.each(func(key string) { l.renew(soon, key) })
			cancel()
		}
	}
}

func (l *Leases) every() time.Duration { return time.Duration(renewing * float64(l.term)) }

// each does something with all that is held, at the same time, and waits for it.
func (l *Leases) each(do func(key string)) {
	var wg sync.WaitGroup
	l.mu.Lock()
	for key := range l.held {
		wg.Go(func() { do(key) })
	}
	l.mu.Unlock()
	wg.Wait()
}

// Mine reports whether the key's lease is believed to be this holder's.
func (l *Leases) Mine(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	has, ok := l.held[key]
	return ok && has.believed(time.Now(), l.term)
}

// Take takes the key's lease if nobody has it, and returns who has it then. After an error nobody is known to.
func (l *Leases) Take(ctx context.Context, key string) (holder string, err error) {
	for {
		if l.Mine(key) {
			return l.holder, nil
		}
		value, revision, err := l.bucket.Get(ctx, key)
		switch {
		case err != nil:
			return "", err
		case value != nil && string(value) != l.holder:
			l.drop(key, revision)
			return string(value), nil
		}
		// Nobody's, or this holder's own, of which it has not heard that it was stored.
		if ok, err := l.put(ctx, key, revision); ok || err != nil {
			return l.holder, err
		}
	}
}

// put takes or renews a lease that has a revision (0: nobody's); ok false means that it has another one by now.
func (l *Leases) put(ctx context.Context, key string, revision uint64) (ok bool, err error) {
	sent := time.Now()
	revision, ok, err = l.bucket.Put(ctx, key, revision, []byte(l.holder))
	if !ok || err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if has := l.held[key]; has.revision < revision {
		l.held[key] = lease{revision, sent}
	}
	return true, nil
}

// renew renews a lease, or gives up one that somebody else has taken.
func (l *Leases) renew(ctx context.Context, key string) {
	l.mu.Lock()
	has, ok := l.held[key]
	l.mu.Unlock()
	if !ok {
		return
	}
	sent := time.Now()
	revision, ok, err := l.bucket.Put(ctx, key, has.revision, []byte(l.holder))
	switch {
	case err != nil: // whether it was stored shows the next time
	case !ok:
		l.find(ctx, key, has)
	case !l.swap(key, has, lease{revision, sent}):
		_ = l.remove(ctx, key, revision) // it was released meanwhile
	}
}

// find looks what has become of a lease that has another revision than this holder knows.
func (l *Leases) find(ctx context.Context, key string, has lease) {
	value, revision, err := l.bucket.Get(ctx, key)
	switch {
	case err != nil:
	case string(value) == l.holder:
		// A renewal was stored, and its answer lost. When it was sent isn't known: the next one says.
		l.swap(key, has, lease{revision, has.sent})
	default:
		l.drop(key, revision)
	}
}

// swap replaces what is known of a lease, if it is still that; it reports whether it was.
func (l *Leases) swap(key string, has, now lease) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[key] != has {
		return false
	}
	l.held[key] = now
	return true
}

// drop forgets a lease that is another one's as of a revision (0: nobody's).
func (l *Leases) drop(key string, revision uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if has := l.held[key]; revision == 0 || has.revision < revision {
		delete(l.held, key)
	}
}

// Release gives a lease up, so that others can take it at once. If it isn't held then Release is a no-op and returns nil.
func (l *Leases) Release(ctx context.Context, key string) error {
	l.mu.Lock()
	has, ok := l.held[key]
	delete(l.held, key)
	l.mu.Unlock()
	if !ok {
		return nil
	}
	return l.remove(ctx, key, has.revision)
}

// remove removes a lease that has a revision; one that has another is not this holder's to remove.
func (l *Leases) remove(ctx context.Context, key string, revision uint64) error {
	err := l.bucket.kv.Delete(ctx, key, jetstream.LastRevision(revision))
	if err != nil && !taken(err) {
		return fmt.Errorf("events: release %s: %w", key, err)
	}
	return nil
}
