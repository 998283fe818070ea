package media

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"maps"
	"path"
	"strings"
	"sync"
	"time"

	"goblet/media/store"
)

// News carries word among the nodes that share a store: at most once, to those
// that listen.
type News interface {
	Say(data []byte) error
	// Listen calls each for what any node says, this one as well, until ctx ends.
	Listen(ctx context.Context, each func(data []byte)) error
}

// shelf is the library's films in a store. Its methods do nothing on a nil shelf.
type shelf struct {
	store  *store.Store
	blocks *blocks
	pieces *pieces // of films that arrive at other nodes
	cdn    string
	news   News
	node   string // this one's name among those that share the store
	log    *slog.Logger
	every  time.Duration
	linger time.Duration
	look   chan struct{} // wakes lookAfterStore, holds one
	tidy   chan struct{} // wakes tidyStore, holds one
	held   chan struct{} // holds one for each question of other nodes that waits for bytes

	mu       sync.Mutex           // never held during I/O; taken after the library's
	down     bool                 // the last look failed
	there    map[string]*stored   // by ID
	no       map[string]string    // ETags of objects that are no films, by key
	tries    map[string]*try      // of putting, by ID
	read     map[string]time.Time // when an upload was last read here, by ID
	unwanted map[string]bool      // IDs of removed films whose objects are to go
	gone     map[string]bool      // IDs of removed films
}

// try is how it stands with putting a film into the store.
type try struct {
	failures int
	next     time.Time
	failed   bool // the last one did
}

func newShelf(o Options, log *slog.Logger) *shelf {
	if o.Store == nil {
		return nil
	}
	return &shelf{
		store: o.Store, blocks: newBlocks(o.Store), pieces: newPieces(o.Peers), cdn: o.CDN, news: o.News, node: cmp.Or(o.Node, rand.Text()), log: log,
		every: cmp.Or(o.StoreEvery, defaultStoreEvery), linger: cmp.Or(o.Linger, defaultLinger),
		look: make(chan struct{}, 1), tidy: make(chan struct{}, 1), held: make(chan struct{}, maxHeld),
		there: make(map[string]*stored), no: make(map[string]string), tries: make(map[string]*try),
		read: make(map[string]time.Time), unwanted: make(map[string]bool), gone: make(map[string]bool),
	}
}

// of returns where a film lies in the store, nil when it doesn't.
func (s *shelf) of(id string, f *file) *stored {
	if s == nil || f.away != nil {
		return f.away
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.there[id]
}

// touch notes that an upload is read here.
func (s *shelf) touch(id string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read[id] = time.Now()
}

// unwant has a removed film's objects removed, if there are or may be any. IDs are
// never used again.
func (s *shelf) unwant(id string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone[id] || s.there[id] == nil && s.tries[id] == nil {
		return
	}
	s.gone[id], s.unwanted[id] = true, true
	delete(s.there, id)
	wake(s.tidy)
}

// say tells all nodes to look at the store.
func (s *shelf) say() { s.tell(told{Look: true}) }

func wake(kick chan struct{}) {
	select {
	case kick <- struct{}{}:
	default:
	}
}

// lookAfterStore keeps the list as the store is, until ctx ends.
func (l *Library) lookAfterStore(ctx context.Context) {
	s := l.shelf
	if s == nil {
		return
	}
	var listener sync.WaitGroup
	defer listener.Wait()
	if s.news != nil {
		listener.Go(func() {
			if err := s.news.Listen(ctx, l.hear); err != nil {
				l.log.Warn("other nodes are not heard of", "err", err)
			}
		})
	}
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	for ctx.Err() == nil {
		l.lookInStore(ctx)
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-s.look:
		}
	}
}

// lookPatience is how long a look at the store may take, firstPatience how long
// the one before the library is used; what it doesn't find the next one does.
const (
	lookPatience  = 5 * time.Minute
	firstPatience = 5 * time.Second
)

func (l *Library) firstLook(ctx context.Context) {
	if l.shelf == nil {
		return
	}
	soon, cancel := context.WithTimeout(ctx, firstPatience)
	defer cancel()
	l.lookInStore(soon)
}

// lookInStore lists what is in the store. While that does not answer the list
// stays as it is.
func (l *Library) lookInStore(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	began := time.Now()
	objects := make(map[string]store.Info)
	for _, prefix := range []string{storedUploads, storedFilms} {
		for info, err := range l.shelf.store.List(ctx, prefix) {
			if err != nil {
				if l.shelf.turn(true) && ctx.Err() == nil {
					l.log.Warn("the store of films does not answer", "err", err)
				}
				return
			}
			objects[info.Key] = info
		}
	}
	if l.shelf.turn(false) {
		l.log.Info("the store of films answers again")
	}
	marks := l.readMarks(ctx, objects)
	l.takeOver(l.readStore(ctx, objects), marks, began)
}

// readMarks returns which films were removed, and takes their objects out of those
// that were found, and out of the store what a node that failed has left there.
func (l *Library) readMarks(ctx context.Context, objects map[string]store.Info) (marks []string) {
	at := make(map[string]time.Time)
	for key, info := range objects {
		if id, ok := markOf(key); ok {
			at[id] = info.Modified
			marks = append(marks, id)
		}
	}
	for key := range objects {
		id, _, _ := strings.Cut(strings.TrimPrefix(key, storedUploads), "/")
		marked, ok := at[id]
		if !ok || !strings.HasPrefix(key, storedUploads) {
			continue
		}
		delete(objects, key)
		patience := leftAge
		if key == storedUploads+id+storedMark {
			patience = markAge
		}
		if time.Since(marked) > patience {
			_ = l.shelf.store.Delete(ctx, key) // else the next look does
		}
	}
	return marks
}

// leftAge is after which time the objects of a removed film count as left over.
const leftAge = time.Minute

// markAge is how long it is remembered that a film was removed: a node that was
// away for longer puts its own again.
const markAge = 90 * 24 * time.Hour

// markOf returns which removed film a mark is of.
func markOf(key string) (id string, ok bool) {
	id, ok = strings.CutSuffix(strings.TrimPrefix(key, storedUploads), storedMark)
	return id, ok && storedID.MatchString(id)
}

// turn notes whether the store fails to answer, and reports whether that is news.
func (s *shelf) turn(down bool) (news bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	news = s.down != down
	s.down = down
	return news
}

// readers bounds how many films of a store are looked into at the same time.
const readers = 8

// readStore finds out which films a store's objects are.
func (l *Library) readStore(ctx context.Context, objects map[string]store.Info) map[string]*stored {
	s := l.shelf
	s.mu.Lock()
	known, no := maps.Clone(s.there), maps.Clone(s.no)
	s.mu.Unlock()
	var mu sync.Mutex // guards found
	found := make(map[string]*stored)
	var wg sync.WaitGroup
	defer wg.Wait()
	slots := make(chan struct{}, readers)
	read := func(id string, from store.Info, read func() (*stored, error)) {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			film, err := read()
			switch {
			case err == nil:
				film.since = time.Now()
			case definite(err):
				s.mu.Lock()
				s.no[from.Key] = from.ETag
				s.mu.Unlock()
				l.log.Info("an object of the store is no film", "key", from.Key, "err", err)
				return
			default:
				if ctx.Err() == nil {
					l.log.Warn("a film in the store can't be read", "key", from.Key, "err", err)
				}
				if film = known[id]; film == nil {
					return
				}
			}
			mu.Lock()
			defer mu.Unlock()
			found[id] = film
		})
	}
	keep := func(id string) {
		mu.Lock()
		defer mu.Unlock()
		found[id] = known[id]
	}
	for key, info := range objects {
		if id, ok := strings.CutSuffix(strings.TrimPrefix(key, storedUploads), storedFacts); ok && storedID.MatchString(id) {
			if k := known[id]; k != nil && k.about == info.ETag && objects[k.object.Key].ETag == k.object.ETag {
				keep(id)
				continue
			}
			read(id, info, func() (*stored, error) { return readFilm(ctx, s.store, id, info.ETag, objects) })
			continue
		}
		if !strings.HasPrefix(key, storedFilms) || !foreign[strings.ToLower(path.Ext(key))] || skipped(path.Base(key)) || no[key] == info.ETag {
			continue
		}
		id := idOfObject(key)
		if k := known[id]; k != nil && k.object.ETag == info.ETag && k.object.Size == info.Size {
			keep(id)
			continue
		}
		read(id, info, func() (*stored, error) { return probeStored(ctx, s.blocks, info) })
	}
	wg.Wait()
	return found
}

// takeOver makes what a look that began at some time has found the list of what is
// in the store. Films of marks were removed.
func (l *Library) takeOver(found map[string]*stored, marks []string, began time.Time) {
	l.mu.Lock()
	came, lost := l.compareStore(found, began)
	l.mu.Unlock()
	for _, m := range came {
		l.log.Debug("film is read from the store", "film", m)
	}
	for _, m := range lost {
		l.log.Info("film is gone from the store", "film", m)
		l.tellRemoved(m)
	}
	l.shelf.mu.Lock()
	for _, id := range marks {
		l.shelf.gone[id] = true
	}
	l.shelf.mu.Unlock()
	if l.uploads.store == nil {
		return
	}
	for _, id := range marks {
		_ = l.uploads.store.Remove(id) // ErrNotFound: its bytes were never here, or went before
	}
}

// compareStore lists what a look has found and unlists what it has not, and returns
// both. l.mu is held.
func (l *Library) compareStore(found map[string]*stored, began time.Time) (came, lost []Media) {
	s := l.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, film := range found {
		if s.gone[id] {
			continue
		}
		s.there[id] = film
		f := l.ids[id]
		if _, binned := l.bin[id]; binned || f != nil && (f.away == nil || f.away == film) {
			continue
		}
		l.ids[id] = &file{away: film, media: film.media, listed: true}
		l.fresh = false
		came = append(came, film.media)
		if f != nil && f.media.Version != film.media.Version {
			l.announce(film.media)
		}
	}
	for id, film := range s.there {
		if found[id] != nil || film.since.After(began) {
			continue
		}
		delete(s.there, id)
		if f := l.ids[id]; f != nil && f.away != nil {
			delete(l.ids, id)
			l.fresh = false
			lost = append(lost, f.media)
		}
	}
	return came, lost
}
