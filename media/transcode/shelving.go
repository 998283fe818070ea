package transcode

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	shelfPatience = 3 * time.Second  // a segment is fetched no longer: another node has it, or it is made
	putPatience   = 30 * time.Second // one is put no longer
	shelfRest     = 30 * time.Second // the shelf is left alone after a failure
	maxUnput      = 1024             // segments that wait to be put; more are not
	putters       = 2                // segments that are put at once
)

// shelving puts segments on the shelf beside the answers to viewers, and gets them
// from there. What can't be put is lost without harm. A nil shelving has no shelf.
type shelving struct {
	shelf Shelf
	names chan string // of what is to be put
	log   *slog.Logger

	mu    sync.Mutex
	until time.Time // when it is tried again; zero: it works
}

func newShelving(shelf Shelf, log *slog.Logger) *shelving {
	if shelf == nil {
		return nil
	}
	return &shelving{shelf: shelf, names: make(chan string, maxUnput), log: log}
}

// later has what is kept by a name put on the shelf, soon; false: it is lost,
// since too much waits already.
func (s *shelving) later(name string) bool {
	if s == nil {
		return true
	}
	select {
	case s.names <- name:
		return true
	default:
		return false
	}
}

// run puts what there is to put until ctx ends. kept returns it by name; put and
// lost are called for each one.
func (s *shelving) run(ctx context.Context, kept func(name string) ([]byte, bool), put, lost func()) {
	var putting sync.WaitGroup
	for range putters {
		putting.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case name := <-s.names:
					if data, ok := kept(name); ok && s.put(ctx, name, data) {
						put()
					} else {
						lost()
					}
				}
			}
		})
	}
	putting.Wait()
}

func (s *shelving) put(ctx context.Context, name string, data []byte) bool {
	if s.rests() {
		return false
	}
	soon, cancel := context.WithTimeout(ctx, putPatience)
	defer cancel()
	err := s.shelf.Put(soon, name, data)
	s.note(ctx, err)
	return err == nil
}

// get returns what is on the shelf, nil when it is not there or can't be had soon.
func (s *shelving) get(ctx context.Context, name string) []byte {
	if s == nil || s.rests() {
		return nil
	}
	soon, cancel := context.WithTimeout(ctx, shelfPatience)
	defer cancel()
	data, err := s.shelf.Get(soon, name)
	s.note(ctx, err)
	if err != nil || len(data) == 0 {
		return nil
	}
	return data
}

// forget removes what is in a folder.
func (s *shelving) forget(ctx context.Context, folder string) error {
	if s == nil {
		return nil
	}
	return s.shelf.Forget(ctx, folder)
}

// rests reports whether the shelf is left alone for now.
func (s *shelving) rests() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.until)
}

// note notes how it went, and tells it when that is news.
func (s *shelving) note(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	s.mu.Lock()
	failed := !s.until.IsZero()
	s.until = time.Time{}
	if err != nil {
		s.until = time.Now().Add(shelfRest)
	}
	s.mu.Unlock()
	switch {
	case err != nil && !failed:
		s.log.Warn("converted segments can't be shared through the store: nodes get them from one another", "error", err)
	case err == nil && failed:
		s.log.Info("converted segments are shared through the store again")
	}
}
