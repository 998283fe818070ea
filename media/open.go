package media

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"goblet/media/container"
	"goblet/media/store"
	"goblet/media/upload"
)

// Options of Open.
type Options struct {
	// Paths are the films and the folders of films; folders are searched with
	// everything below them. None: the sample film.
	Paths []string
	// Data is the folder below which the sample film is written when no other is
	// found, subtitles that viewers add are kept, and what was read of films.
	// "": there is no sample, and nothing is kept.
	Data string
	// Logger may be nil.
	Logger *slog.Logger
	// CheckEvery is the time between two looks at all files, for network
	// shares that do not tell of changes. Default 5 s.
	CheckEvery time.Duration
	// Settle is how long a changed file must stay as it is before it is probed. Default 700 ms.
	Settle time.Duration
	// Patience is how long Open searches folders; when a film is known by then,
	// Run goes on with the search. Default 100 ms.
	Patience time.Duration
	// Changed is called from Run's goroutine after a film has a new version. May be nil.
	Changed func(Media)
	// Probe lets films be in more formats: AVI, MPEG and the like. May be nil.
	Probe Prober
	// Uploads are films, too, as soon as enough of them has arrived. Run runs
	// the store. May be nil.
	Uploads *upload.Store
	// Removed is called after an uploaded film was removed, from a goroutine of
	// Run's. May be nil.
	Removed func(Media)
	// Store is where uploads are put once they are complete and compared with
	// their sender's file, and from where films come that other nodes put there, or
	// somebody by other means. May be nil.
	Store *store.Store
	// CDN is the address before the paths of a bucket's objects at which browsers
	// read films, with a slash at its end. "": links to the store.
	CDN string
	// News tells other nodes of changes in the store. May be nil.
	News News
	// Node is this node's name among those that share the store, by which the others
	// ask it for what arrives here. Default: a random one.
	Node string
	// Peers ask other nodes for the bytes of films that arrive there; they have that
	// answered by Answer. May be nil: those films can't be read.
	Peers Peers
	// StoreEvery is the time between two looks at the store. Default 30 s.
	StoreEvery time.Duration
	// Linger is how long the bytes of an upload stay here after they were put into
	// the store and last read. Default 10 min.
	Linger time.Duration
	// Grace is how long an uploaded film that was removed can be brought back,
	// before its bytes are. Default 30 s.
	Grace time.Duration
}

const (
	defaultCheckEvery = 5 * time.Second
	defaultSettle     = 700 * time.Millisecond
	defaultPatience   = 100 * time.Millisecond
	defaultGrace      = 30 * time.Second
	defaultStoreEvery = 30 * time.Second
	defaultLinger     = 10 * time.Minute
	maxWatches        = 4096
)

// Open searches the paths and returns the library of the films found, of large
// folders after a moment, see Options.Patience. A path that does not do is
// answered by a *PathError, which is written for the user. An explicitly named
// file must be a film; in folders other files are skipped. When there is no film
// at all, the sample is the library until one comes.
func Open(ctx context.Context, o Options) (*Library, error) {
	if len(o.Paths) == 0 && o.Data == "" {
		return nil, errNoSample
	}
	l := &Library{
		log:       cmp.Or(o.Logger, slog.New(slog.DiscardHandler)),
		every:     cmp.Or(o.CheckEvery, defaultCheckEvery),
		settle:    cmp.Or(o.Settle, defaultSettle),
		onChange:  o.Changed,
		prober:    o.Probe,
		watches:   maxWatches,
		kick:      make(chan struct{}, 1),
		searched:  make(chan struct{}),
		files:     make(map[string]*file),
		ids:       make(map[string]*file),
		doubted:   make(map[string]*file),
		bin:       make(map[string]binned),
		elsewhere: make(map[string]*coming),
		uploads:   uploads{store: o.Uploads, removed: o.Removed, grace: cmp.Or(o.Grace, defaultGrace), kick: make(chan struct{}, 1)},
		tracks:    newTrackReader(o.Data),
		dropped:   newDroppedSubtitles(o.Data),
	}
	l.shelf = newShelf(o, l.log)
	for _, p := range o.Paths {
		s, err := newSource(p)
		if err != nil {
			return nil, err
		}
		l.sources = append(l.sources, s)
	}
	for _, s := range l.sources {
		if s.folder {
			continue
		}
		if _, err := l.probe(ctx, l.file(s, filepath.Base(s.path))); err != nil {
			return nil, explain(s.path, err)
		}
	}
	l.takeUp()
	l.firstLook(ctx)
	if err := l.searchFor(ctx, cmp.Or(o.Patience, defaultPatience)); err != nil {
		return nil, err
	}
	if l.empty() && o.Data != "" {
		return l, l.addSample(ctx, o.Data)
	}
	return l, nil
}

// addSample makes the sample film one of the library's.
func (l *Library) addSample(ctx context.Context, data string) error {
	name, err := writeSample(data)
	if err != nil {
		return err
	}
	s, err := newSource(name)
	if err != nil {
		return err
	}
	l.sources = append(l.sources, s)
	if _, err := l.probe(ctx, l.file(s, filepath.Base(s.path))); err != nil {
		return explain(s.path, err)
	}
	return nil
}

// newSource looks at a path that the user named.
func newSource(p string) (*source, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return nil, explain(p, err)
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, explain(abs, err)
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, explain(abs, errIrregular)
	}
	return &source{path: abs, folder: info.IsDir()}, nil
}

// file returns what is known about a path; the first source that has it keeps it.
func (l *Library) file(s *source, rel string) *file {
	name := s.file(rel)
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.files[name]
	if f == nil {
		f = &file{src: s, rel: rel, path: name}
		l.files[name] = f
	}
	return f
}

const formats = "MP4, MOV, MKV or WebM"

// explain says what is wrong with a path that the user named.
func explain(p string, err error) *PathError {
	problem := fmt.Sprintf("cannot be read (%v): check the disk or the network share that it lies on", cause(err))
	switch {
	case errors.Is(err, errIrregular):
		problem = "is neither a file nor a folder: name a film or a folder of films"
	case errors.Is(err, fs.ErrNotExist):
		problem = "does not exist: check how the path is spelled"
	case errors.Is(err, fs.ErrPermission):
		problem = "cannot be read: give the user that runs this program the permission to read it"
	case errors.Is(err, container.ErrIncomplete):
		problem = "ends too early, the copy is not complete: wait until it is, or copy the film again"
	case errors.Is(err, errChanging):
		problem = "is being written, the copy is not complete: wait until it is"
	case errors.Is(err, container.ErrNotFilm):
		problem = "is no film that can be played: name an " + formats + " file"
	}
	return &PathError{Path: p, Problem: problem, Err: err}
}

// cause strips the path that an error of the file system repeats.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
