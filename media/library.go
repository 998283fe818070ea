package media

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/collate"

	"goblet/media/container"
	"goblet/media/upload"
	"goblet/words"
)

// maxGone bounds how many films that are gone the library remembers, to tell
// whether one comes back as another version.
const maxGone = 1000

// Library is the films of some files and folders. All methods are safe for
// concurrent use. Open makes one, Run keeps it up to date.
type Library struct {
	sources  []*source
	log      *slog.Logger
	every    time.Duration
	settle   time.Duration
	onChange func(Media)
	watches  int           // most folders that are watched
	kick     chan struct{} // wakes Run, holds one
	searched chan struct{} // closed when the first search is over
	films    films
	prober   Prober // of other formats, may be nil
	uploads  uploads
	shelf    *shelf // films in a store; nil: there is none
	tracks   *trackReader
	dropped  *droppedSubtitles

	mu        sync.Mutex         // guards what follows; never held during I/O
	files     map[string]*file   // by path, films or not
	ids       map[string]*file   // films, listed or gone
	gone      int                // how many of ids are gone
	bin       map[string]binned  // by ID
	elsewhere map[string]*coming // films that other nodes take, by ID
	index     *index             // of files and ids, see indexed
	fresh     bool               // index is as they are

	doubted map[string]*file // paths that Run is to look at
	changed []Media          // new versions that Changed is to hear of

	collator *collate.Collator // see sortKey
	buffer   collate.Buffer
}

// file is what the library knows about a path. src and rel never change.
type file struct {
	src    *source
	rel    string // below the source, with slashes
	path   string // absolute
	media  Media  // the zero Media if it never was a film
	listed bool
	info   fs.FileInfo // the version's
	tried  stamp       // of the last probe that came to a result
	result uint64      // counts the results
	// problem says why the file can't be played as it is now, silent when it can or is not named like a film
	problem words.Sentence
	keys    *sortKeys // nil until they are needed

	up    *upload.Upload  // that it came by; then src, rel, path and the fields above are not used
	table *container.Film // of an upload, nil when it is not known
	away  *stored         // that is read from the store; then up, src, rel and path are not used
	// coming: it arrives at another node; then only media and listed are used besides.
	coming *coming
}

// List returns all films in natural order. The slice is the caller's.
func (l *Library) List() []Media {
	return l.look().films()
}

// Get returns a film by its ID, or ErrNotFound.
func (l *Library) Get(id string) (Media, error) {
	m, _, err := l.find(id)
	return m, err
}

// find returns a listed film and its file, of which only src, rel and path may
// be read without the lock.
func (l *Library) find(id string) (Media, *file, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.ids[id]
	if f == nil || !f.listed {
		if c := l.elsewhere[id]; c != nil && f == nil {
			return c.media, &file{coming: c, media: c.media, listed: true}, nil
		}
		return Media{}, nil, ErrNotFound
	}
	return f.media, f, nil
}

// File opens a version of a film for reading; the caller closes it. The file
// is a bare *os.File, so that it can be sent with sendfile.
// ErrNotFound: there is no such film; ErrReplaced: this is not its version, or
// the file on the disk has changed since the library last looked, which it
// then does soon; ErrUnfinished: it is still being uploaded, to this node or to
// another one, or lies in the store, see Content.
func (l *Library) File(id, version string) (*os.File, Media, error) {
	m, f, err := l.find(id)
	if err != nil {
		return nil, Media{}, err
	}
	if version != m.Version {
		return nil, Media{}, ErrReplaced
	}
	if f.up != nil {
		if !f.up.Complete() {
			return nil, Media{}, ErrUnfinished
		}
		opened, err := f.up.Open()
		return opened, m, err
	}
	if f.src == nil {
		return nil, Media{}, ErrUnfinished
	}
	opened, info, err := f.src.open(f.rel)
	switch {
	case vanished(err):
		l.doubt(f)
		return nil, Media{}, ErrNotFound
	case err != nil:
		return nil, Media{}, err
	}
	if !l.isVersion(f, version, opened, info) {
		opened.Close()
		l.doubt(f)
		return nil, Media{}, ErrReplaced
	}
	return opened, m, nil
}

// isVersion reports whether an opened file is a film's current version. One of
// the same size and time that is not the same file is looked into: it may have
// been replaced, but not all network shares keep a file's identity.
func (l *Library) isVersion(f *file, version string, opened *os.File, info fs.FileInfo) bool {
	l.mu.Lock()
	current, known := f.listed && f.media.Version == version, f.info
	l.mu.Unlock()
	if !current || stampOf(info) != stampOf(known) {
		return false
	}
	if os.SameFile(info, known) {
		return true
	}
	if v, err := versionOf(opened, info); err != nil || v != version {
		return false
	}
	l.mu.Lock()
	if f.info == known {
		f.info = info
	}
	l.mu.Unlock()
	return true
}

// Check looks at a film's file now, as for a "refresh" button, and returns the
// film with its current version. ErrNotFound: no such film, or its file is gone;
// ErrUnfinished: the file cannot be played (yet), the library keeps what it has.
func (l *Library) Check(ctx context.Context, id string) (Media, error) {
	m, f, err := l.find(id)
	if err != nil {
		return Media{}, err
	}
	if f.src == nil {
		return m, nil // an upload never changes, and the store is looked at anyway
	}
	if err := ctx.Err(); err != nil {
		return Media{}, err
	}
	m, err = l.probe(ctx, f)
	if err != nil {
		l.doubt(f)
	}
	switch {
	case definite(err), errors.Is(err, errChanging):
		return Media{}, ErrUnfinished
	case vanished(err):
		return Media{}, ErrNotFound
	}
	return m, err
}

// probe examines a file now and takes over what it finds. When another probe
// came to a result meanwhile it starts again, so that an older look at the
// file never overrides a newer one.
func (l *Library) probe(ctx context.Context, f *file) (Media, error) {
	const attempts = 4
	for range attempts {
		l.mu.Lock()
		result := f.result
		l.mu.Unlock()
		found, err := f.src.examine(ctx, f.rel, l.prober)
		if err != nil && !definite(err) {
			l.tell(f, Media{}, err)
			l.mu.Lock()
			l.note(f, err)
			l.mu.Unlock()
			return Media{}, err
		}
		l.mu.Lock()
		if f.result != result {
			l.mu.Unlock()
			continue
		}
		now := stampOf(found.info)
		news := f.tried != now
		f.result++
		f.tried = now
		l.note(f, err)
		if err == nil {
			news = l.take(f, found)
		}
		m := f.media
		l.mu.Unlock()
		if news {
			l.tell(f, m, err)
		}
		return m, err
	}
	return Media{}, errChanging
}

// tell logs what a probe came to.
func (l *Library) tell(f *file, m Media, err error) {
	switch {
	case err == nil:
		l.log.Debug("film found", "film", m, "path", f.path)
	case errors.Is(err, container.ErrIncomplete):
		l.log.Info("film is not complete yet", "path", f.path)
	case errors.Is(err, container.ErrNotFilm):
		l.log.Debug("file is no film", "path", f.path)
	case !errors.Is(err, errChanging) && !errors.Is(err, context.Canceled) && !vanished(err):
		l.log.Warn("file cannot be read", "path", f.path, "error", err)
	}
}

// take makes what a probe found the film's current version, and reports
// whether that is new on the list. l.mu is held.
func (l *Library) take(f *file, found film) (news bool) {
	before := f.media
	f.info = found.info
	if f.listed && before.Version == found.version {
		return false
	}
	f.media = f.named()
	f.media.Type, f.media.Version, f.media.Duration = found.mime, found.version, found.duration
	f.media.Streams, f.media.Plain = found.streams, found.plain
	f.media.Size, f.media.Added = found.info.Size(), found.info.ModTime().UnixMilli()
	known := before.ID != ""
	if known && !f.listed {
		l.gone--
	}
	f.listed = true
	l.keysOf(f, f.media) // bit by bit, rather than all at once for who first looks
	l.files[f.path] = f
	l.ids[f.media.ID] = f
	l.fresh = false
	if known && before.Version != found.version {
		l.announce(f.media)
	}
	return true
}

// named returns what a file's path says of it.
func (f *file) named() Media {
	name := filepath.Base(f.path)
	return Media{ID: mediaID(f.path), Title: titleOf(name), Folder: folderOf(f.rel), Name: printable(name)}
}

func folderOf(rel string) string {
	if dir := path.Dir(rel); dir != "." {
		return printable(dir)
	}
	return ""
}

// announce queues a new version for Changed. l.mu is held.
func (l *Library) announce(m Media) {
	same := func(c Media) bool { return c.ID == m.ID }
	l.changed = append(slices.DeleteFunc(l.changed, same), m)
	l.wake()
}

// remove takes a file off the list. Its version is remembered for some time.
func (l *Library) remove(f *file) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.result++
	f.tried = stamp{}
	l.note(f, nil)
	if !f.listed {
		if f.media.ID == "" {
			delete(l.files, f.path)
		}
		return
	}
	f.listed = false
	l.fresh = false
	l.gone++
	if l.gone <= maxGone {
		return
	}
	for id, old := range l.ids {
		if !old.listed {
			delete(l.ids, id)
			delete(l.files, old.path)
			l.gone--
			return
		}
	}
}

// doubt asks Run to look at a file.
func (l *Library) doubt(f *file) {
	l.mu.Lock()
	l.doubted[f.path] = f
	l.mu.Unlock()
	l.wake()
}

func (l *Library) wake() {
	select {
	case l.kick <- struct{}{}:
	default:
	}
}
