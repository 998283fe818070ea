package media

import (
	"cmp"
	"context"
	"errors"
	"io"
	"path/filepath"
	"sync"
	"time"

	"goblet/media/container"
	"goblet/media/upload"
	"goblet/words"
)

// ErrNotUploaded: the film lies in a folder of the user's, which is never changed.
var ErrNotUploaded = errors.New("this film lies in a folder of the library; Goblet removes only what was uploaded")

// Sentences for whoever uploads what is of no use.
var (
	notPlayable = words.Say("This is no film that Goblet can play.")
	cutShort    = words.Say("The film's file ends too early: it was not complete when it was sent.")
)

// lookAgain is how often the table of contents is read anew of a film that has
// no index, while it arrives.
const lookAgain = 2 * time.Second

// uploads are the library's films that came by upload. They become films of the
// list as soon as enough has arrived to tell what they are.
type uploads struct {
	store   *upload.Store // nil: none
	removed func(Media)
	grace   time.Duration

	mu    sync.Mutex
	begun []*upload.Upload // for Run to open
	kick  chan struct{}    // wakes Run, holds one
}

// Uploads returns where uploads are kept, or nil.
func (l *Library) Uploads() *upload.Store { return l.uploads.store }

// Named returns the facts of a film with a name that can be shown.
func Named(f upload.Facts) upload.Facts {
	f.Name = printable(filepath.Base(f.Name))
	return f
}

// Begin returns the upload of a film, one that its owner had begun before or a
// new one. One that was removed is begun anew, as another film. The errors are
// those of upload.Store.Begin.
func (l *Library) Begin(f upload.Facts, owner string) (*upload.Upload, error) {
	u, isNew, err := l.uploads.store.Begin(Named(f), owner)
	if errors.Is(err, upload.ErrNoRoom) || errors.Is(err, upload.ErrDiskFull) {
		// What was removed, and what is in the store as well, makes room.
		if l.clearBin(time.Now().Add(forever))+l.letGo(time.Now().Add(forever)) > 0 {
			u, isNew, err = l.uploads.store.Begin(Named(f), owner)
		}
	}
	if err == nil && l.forget(u.ID()) {
		u, isNew, err = l.uploads.store.Begin(Named(f), owner)
	}
	if err != nil {
		return nil, err
	}
	if isNew {
		l.uploads.add(u)
	}
	return u, nil
}

// Upload returns the upload that a film came by; ok is false when it lies in a folder
// or is read from the store.
func (l *Library) Upload(id string) (u *upload.Upload, ok bool) {
	_, f, err := l.find(id)
	if err != nil || f.up == nil {
		return nil, false
	}
	return f.up, true
}

// takeUp lists the uploads that are known from before.
func (l *Library) takeUp() {
	if l.uploads.store == nil {
		return
	}
	for _, u := range l.uploads.store.List() {
		if kind, known := u.Kind(); known {
			l.listUpload(u, kind, nil)
		}
		l.uploads.add(u)
	}
}

// add lets Run open an upload.
func (us *uploads) add(u *upload.Upload) {
	us.mu.Lock()
	us.begun = append(us.begun, u)
	us.mu.Unlock()
	us.wake()
}

func (us *uploads) wake() {
	select {
	case us.kick <- struct{}{}:
	default:
	}
}

func (us *uploads) take() []*upload.Upload {
	us.mu.Lock()
	defer us.mu.Unlock()
	begun := us.begun
	us.begun = nil
	return begun
}

// receive runs the store, and follows each upload from its beginning to its
// removal, until ctx ends.
func (l *Library) receive(ctx context.Context) {
	if l.uploads.store == nil {
		return
	}
	var wg sync.WaitGroup
	defer func() { // nobody can bring them back any more
		wg.Wait()
		l.clearBin(time.Now().Add(forever))
		l.takeOut(context.WithoutCancel(ctx))
	}()
	wg.Go(func() {
		if err := l.uploads.store.Run(ctx); err != nil {
			l.log.Error("uploads ended", "error", err)
		}
	})
	timer := time.NewTimer(forever)
	defer timer.Stop()
	for {
		for _, u := range l.uploads.take() {
			wg.Go(func() { l.follow(ctx, u) })
		}
		for _, m := range l.justBinned() {
			wg.Go(func() { l.tellRemoved(m) })
		}
		l.clearBin(time.Now())
		timer.Reset(time.Until(l.binDue()))
		select {
		case <-ctx.Done():
			return
		case <-l.uploads.kick:
		case <-timer.C:
		}
	}
}

// follow opens an upload as soon as it can be, and lists it until it is removed.
func (l *Library) follow(ctx context.Context, u *upload.Upload) {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	var opener sync.WaitGroup
	opener.Go(func() {
		if err := l.identify(reading, u); err != nil && reading.Err() == nil {
			l.log.Warn("upload can't be read", "upload", u.ID(), "error", err)
		}
	})
	select {
	case <-ctx.Done():
	case <-u.Gone():
	}
	stop()
	opener.Wait()
	if ctx.Err() != nil {
		return
	}
	if m, listed := l.unlist(u); listed {
		l.tellRemoved(m)
	}
}

// identify finds out what an upload is. Its reads wait for what they need, which
// is then sent first. What is no film while it is incomplete is looked at again
// as a whole, and refused then; of a film without an index more is known the
// more of it has arrived.
func (l *Library) identify(ctx context.Context, u *upload.Upload) error {
	f, err := u.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	facts := u.Facts()
	for {
		full, whole := u.Full(), u.Complete()
		file := f
		if !whole {
			file = nil
		}
		table, err := l.prober.probe(ctx, facts.Name, waiting{ctx, arrivals{u, f}}, facts.Size, file)
		var again <-chan time.Time
		switch {
		case err == nil:
			kind := upload.Kind{Type: mimeOf(table.Format), Duration: table.Duration, Streams: streamsOf(table), Plain: plain(table)}
			if table.Growing { // else a room would take what has arrived for the whole film
				kind.Duration = 0
			}
			u.Describe(kind)
			l.listUpload(u, kind, table)
			if !table.Partial || whole {
				return nil
			}
			again = time.After(lookAgain)
		case !definite(err):
			return err
		case whole:
			l.refuse(u, err)
			return nil
		}
		select {
		case <-full:
		case <-again:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// refuse says why an upload is of no use.
func (l *Library) refuse(u *upload.Upload, err error) {
	problem := notPlayable
	if errors.Is(err, container.ErrIncomplete) {
		problem = cutShort
	}
	u.Refuse(problem)
	l.log.Info("upload is no film", "upload", u.ID(), "name", u.Facts().Name, "error", err)
}

// Reopen looks at an upload anew that was refused, after some of it was sent again.
func (l *Library) Reopen(u *upload.Upload) {
	if _, known := u.Kind(); !known {
		u.Refuse(words.Sentence{})
		l.uploads.add(u)
	}
}

// listUpload makes an upload a film of the list. table may be nil.
func (l *Library) listUpload(u *upload.Upload, kind upload.Kind, table *container.Film) {
	m := filmOf(u.ID(), u.Version(), u.Facts(), kind, u.Began())
	if table != nil {
		l.films.put(filmKey{m.ID, m.Version}, table)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	listing := &file{up: u, table: table, media: m, listed: true}
	if b, removed := l.bin[m.ID]; removed {
		b.file = listing
		l.bin[m.ID] = b
		return
	}
	if before := l.ids[m.ID]; before == nil {
		l.log.Info("upload can be watched", "film", m)
	} else if before.media != m && (table == nil || !table.Partial) {
		l.announce(m) // no longer a guess
	}
	l.ids[m.ID] = listing
	l.fresh = false
}

// filmOf returns the film that an upload is.
func filmOf(id, version string, facts upload.Facts, kind upload.Kind, began time.Time) Media {
	return Media{
		ID: id, Title: titleOf(facts.Name), Name: facts.Name, Type: kind.Type,
		Version: version, Duration: kind.Duration, Size: facts.Size, Streams: kind.Streams, Plain: kind.Plain,
		Added: cmp.Or(max(0, began.UnixMilli()), facts.Modified), // uploads of long ago don't know when they began
	}
}

// unlist takes an upload off the list, unless the film is read from the store by now.
func (l *Library) unlist(u *upload.Upload) (m Media, listed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := u.ID()
	f := l.ids[id]
	if f == nil || f.up != u {
		if b, ok := l.bin[id]; ok && b.file.up == u {
			delete(l.bin, id)
			l.shelf.unwant(id)
		}
		return Media{}, false
	}
	l.shelf.unwant(id)
	delete(l.ids, id)
	l.fresh = false
	return f.media, true
}

// arrivals are an upload's bytes.
type arrivals struct {
	up   *upload.Upload
	file io.ReaderAt
}

// ReadAt waits for bytes that have not arrived, until ctx ends.
func (a arrivals) ReadAt(ctx context.Context, p []byte, at int64) (n int, err error) {
	for n < len(p) {
		there, err := a.up.Wait(ctx, at+int64(n))
		if err != nil {
			return n, err
		}
		k, err := a.file.ReadAt(p[n:n+int(min(int64(len(p)-n), there))], at+int64(n))
		n += k
		if err != nil && k == 0 {
			return n, err
		}
	}
	return n, nil
}

func (a arrivals) Has(start, end int64) bool { return a.up.Has(start, end) }

func (a arrivals) Complete() bool { return a.up.Complete() }

// Patiently returns a context for Content.Reader whose reads wait for missing
// bytes of an upload without having them sent first: for work in the background.
func Patiently(ctx context.Context) context.Context { return upload.Patiently(ctx) }
