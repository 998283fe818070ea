package media

import (
	"context"
	"errors"
	"fmt"
	"path"
	"sync"
	"sync/atomic"
	"time"

	"goblet/media/container"
)

// probers is how many files are probed at a time: network shares answer slowly,
// but several at once.
const probers = 8

// searchFor is the first search. It ends when all files were looked at, or once
// a film is known and patience is over. A folder that can't be read is an error.
func (l *Library) searchFor(ctx context.Context, patience time.Duration) error {
	searching, enough := context.WithCancel(ctx)
	defer enough()
	var over atomic.Bool
	stop := func() {
		if over.Load() && !l.empty() {
			enough()
		}
	}
	timer := time.AfterFunc(patience, func() { over.Store(true); stop() })
	defer timer.Stop()
	for _, s := range l.sources {
		if err := l.search(searching, s, stop); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if searching.Err() == nil {
		close(l.searched)
	}
	return nil
}

// finishSearch looks at the files that the first search has not come to.
func (l *Library) finishSearch(ctx context.Context) {
	select {
	case <-l.searched:
		return
	default:
	}
	for _, s := range l.sources {
		if err := l.search(ctx, s, func() {}); err != nil {
			l.log.Warn("folder cannot be searched", "error", err)
		}
	}
	if ctx.Err() == nil {
		close(l.searched)
	}
}

// Searched is closed once all files were looked at.
func (l *Library) Searched() <-chan struct{} { return l.searched }

// search probes the files of a folder that were not probed yet, until ctx ends.
// probed is called after each.
func (l *Library) search(ctx context.Context, s *source, probed func()) error {
	if !s.folder {
		return nil
	}
	next := make(chan *file)
	var incomplete atomic.Pointer[file]
	var wg sync.WaitGroup
	for range probers {
		wg.Go(func() {
			for f := range next {
				if _, err := l.probe(ctx, f); errors.Is(err, container.ErrIncomplete) || errors.Is(err, errChanging) {
					incomplete.Store(f)
				}
				probed()
			}
		})
	}
	found := s.walk(ctx, func(rel string) {
		f := l.file(s, rel)
		if l.probed(f) {
			return
		}
		select {
		case next <- f:
		case <-ctx.Done():
		}
	})
	close(next)
	wg.Wait()
	if ctx.Err() != nil {
		return nil
	}
	if err := found.unread["."]; err != nil {
		return explain(s.path, err)
	}
	if !l.holdsFilm(s, found) {
		l.log.Warn(emptyFolder(s, incomplete.Load()))
	}
	return nil
}

// holdsFilm reports whether one of the files found is a film.
func (l *Library) holdsFilm(s *source, found listing) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for rel := range found.files {
		if f := l.files[s.file(rel)]; f != nil && f.listed {
			return true
		}
	}
	return false
}

// probed reports whether a probe of the file came to a result.
func (l *Library) probed(f *file) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return f.tried.exists
}

// empty reports whether no film is listed.
func (l *Library) empty() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.ids) == l.gone
}

// emptyFolder says why a folder holds no film; incomplete is a file of which a
// part is missing, or nil.
func emptyFolder(s *source, incomplete *file) string {
	if incomplete != nil {
		return fmt.Sprintf("%q holds no complete film: the copy of %q is not complete, it is listed when it is",
			s.path, printable(path.Base(incomplete.rel)))
	}
	return fmt.Sprintf("%q holds no film: put %s files into it, or name another folder", s.path, formats)
}
