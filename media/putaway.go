package media

import (
	"context"
	"strings"
	"sync"
	"time"

	"goblet/media/upload"
)

const (
	putEvery = time.Second // a look at which uploads are to be put into the store
	// Pauses between two attempts to put a film, or to remove one.
	firstPause = 2 * time.Second
	maxPause   = 2 * time.Minute
	// outPatience is how long removing a film from the store may take.
	outPatience = 10 * time.Second
)

// putAway puts uploads into the store, one after the other, until ctx ends.
func (l *Library) putAway(ctx context.Context) {
	if l.shelf == nil || l.uploads.store == nil {
		return
	}
	tick := time.NewTicker(putEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, u := range l.uploads.store.List() {
			if l.beginToPut(u) {
				l.putOne(ctx, u)
			}
		}
	}
}

// tidyStore removes from the store what was removed here, and lets go of bytes
// that the store has as well, until ctx ends.
func (l *Library) tidyStore(ctx context.Context) {
	if l.shelf == nil || l.uploads.store == nil {
		return
	}
	tick := time.NewTicker(putEvery)
	defer tick.Stop()
	var again time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-l.shelf.tidy:
		}
		if now := time.Now(); now.After(again) && !l.takeOut(ctx) {
			again = now.Add(firstPause)
		}
		l.letGo(time.Now().Add(-l.shelf.linger))
	}
}

// beginToPut reports whether an upload is to be put into the store now: every
// byte of it is its sender's, and it is a film that is read without ffmpeg,
// which reads files alone.
func (l *Library) beginToPut(u *upload.Upload) bool {
	kind, known := u.Kind()
	if !known || kind.Type == typeOther || !u.Progress().Verified {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.ids[u.ID()]; f == nil || f.up != u {
		return false // removed
	}
	s := l.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.there[u.ID()] != nil || s.gone[u.ID()] {
		return false
	}
	t := s.tries[u.ID()]
	if t == nil {
		t = &try{}
		s.tries[u.ID()] = t
	}
	return !time.Now().Before(t.next)
}

// putOne puts an upload into the store. One that fails is tried again.
func (l *Library) putOne(ctx context.Context, u *upload.Upload) {
	putting, stop := context.WithCancel(ctx)
	var watcher sync.WaitGroup
	defer watcher.Wait()
	defer stop()
	watcher.Go(func() {
		select {
		case <-u.Gone():
			stop()
		case <-putting.Done():
		}
	})
	film, err := putFilm(putting, l.shelf.store, u)
	if ctx.Err() != nil {
		return // it is put again after the next start
	}
	switch is, failed := l.shelf.putEnded(u.ID(), film, err), putting.Err() == nil; {
	case is:
		l.log.Info("film is in the store", "film", film.media)
		l.shelf.say()
	case err != nil && failed:
		l.log.Warn("the store does not take a film: it stays here, and is tried again", "upload", u.ID(), "err", err)
	}
}

// putEnded notes what became of putting a film, and reports whether it is in the
// store now.
func (s *shelf) putEnded(id string, film *stored, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tries[id]
	if t == nil || s.gone[id] {
		return false // removed meanwhile
	}
	if err != nil {
		t.failures++
		t.failed, t.next = true, time.Now().Add(min(firstPause<<min(t.failures-1, 10), maxPause))
		return false
	}
	delete(s.tries, id)
	s.there[id] = film
	return true
}

// Kept says where the uploads are whose bytes are to go to a store.
type Kept struct {
	Store   bool // there is a store
	Down    bool // it does not answer
	Refused int  // films that it did not take, and is asked to again
}

// Kept returns how it stands with the store.
func (l *Library) Kept() Kept {
	s := l.shelf
	if s == nil {
		return Kept{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := Kept{Store: true, Down: s.down}
	for _, t := range s.tries {
		if t.failed {
			k.Refused++
		}
	}
	return k
}

// Refused reports whether the store did not take a film, which stays here.
func (l *Library) Refused(id string) bool {
	s := l.shelf
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tries[id]
	return t != nil && t.failed
}

// letGo removes the bytes of uploads that the store has and that nobody has read
// here since a moment, and returns how many they were. They are read from the
// store from then on.
func (l *Library) letGo(before time.Time) (n int) {
	if l.shelf == nil || l.uploads.store == nil {
		return 0
	}
	for _, u := range l.uploads.store.List() {
		if l.handOver(u, before) {
			_ = l.uploads.store.Remove(u.ID()) // ErrNotFound: ended meanwhile
			n++
		}
	}
	return n
}

// handOver has a film read from the store, if that has it and nobody has read it
// here since a moment.
func (l *Library) handOver(u *upload.Upload, before time.Time) bool {
	id := u.ID()
	l.mu.Lock()
	defer l.mu.Unlock()
	f, s := l.ids[id], l.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	film := s.there[id]
	if film == nil || f == nil || f.up != u || film.media.Version != u.Version() ||
		film.since.After(before) || s.read[id].After(before) || !u.Progress().Verified {
		return false
	}
	delete(s.read, id)
	l.ids[id] = &file{away: film, media: film.media, listed: true}
	l.fresh = false
	return true
}

// takeOut removes from the store what was removed from the list, and reports
// whether nothing is left to remove.
func (l *Library) takeOut(ctx context.Context) (done bool) {
	s := l.shelf
	if s == nil {
		return true
	}
	s.mu.Lock()
	var ids []string
	for id := range s.unwanted {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	done = true
	for _, id := range ids {
		if err := l.takeOneOut(ctx, id); err != nil {
			l.log.Warn("a removed film is still in the store: it is tried again", "upload", id, "err", err)
			done = false
			continue
		}
		s.mu.Lock()
		delete(s.unwanted, id)
		delete(s.tries, id)
		s.mu.Unlock()
		s.say()
	}
	return done
}

// takeOneOut removes a film's objects. The mark comes first: what is left after a
// failure is no film any more, whichever node looks.
func (l *Library) takeOneOut(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, outPatience)
	defer cancel()
	mark := storedUploads + id + storedMark
	if _, err := l.shelf.store.Put(ctx, mark, strings.NewReader(""), 0, "text/plain", ""); err != nil {
		return err
	}
	for info, err := range l.shelf.store.List(ctx, storedUploads+id+"/") {
		if err != nil {
			return err
		}
		if info.Key == mark {
			continue
		}
		if err := l.shelf.store.Delete(ctx, info.Key); err != nil {
			return err
		}
	}
	return nil
}
