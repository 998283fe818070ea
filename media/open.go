package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Options of Open.
type Options struct {
	// Paths are the films and the folders of films; folders are searched with
	// everything below them. None: the sample film.
	Paths []string
	// Data is the folder below which the sample film is written when Paths is
	// empty, subtitles that viewers add are kept, and what was read of films.
	// "": nothing is kept.
	Data string
	// Logger may be nil.
	Logger *slog.Logger
	// CheckEvery is the time between two looks at all files, for network
	// shares that do not tell of changes. Default 5 s.
	CheckEvery time.Duration
	// Settle is how long a changed file must stay as it is before it is probed. Default 700 ms.
	Settle time.Duration
	// Changed is called from Run's goroutine after a film has a new version. May be nil.
	Changed func(Media)
}

const (
	defaultCheckEvery = 5 * time.Second
	defaultSettle     = 700 * time.Millisecond
	maxWatches        = 4096
)

// Open searches the paths and returns the library of the films found. A path
// that does not do is answered by a *PathError, which is written for the user.
// An explicitly named file must be a film; in folders other files are skipped,
// but there must be one film at least.
func Open(ctx context.Context, o Options) (*Library, error) {
	if len(o.Paths) == 0 {
		film, err := writeSample(o.Data)
		if err != nil {
			return nil, err
		}
		o.Paths = []string{film}
	}
	l := &Library{
		log:      o.Logger,
		every:    o.CheckEvery,
		settle:   o.Settle,
		onChange: o.Changed,
		watches:  maxWatches,
		kick:     make(chan struct{}, 1),
		files:    make(map[string]*file),
		ids:      make(map[string]*file),
		doubted:  make(map[string]*file),
		tracks:   newTrackReader(o.Data),
		dropped:  newDroppedSubtitles(o.Data),
	}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	if l.every <= 0 {
		l.every = defaultCheckEvery
	}
	if l.settle <= 0 {
		l.settle = defaultSettle
	}
	for _, p := range o.Paths {
		s, err := newSource(p)
		if err != nil {
			return nil, err
		}
		l.sources = append(l.sources, s)
	}
	for _, s := range l.sources {
		if err := l.load(ctx, s); err != nil {
			return nil, err
		}
	}
	return l, nil
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

// load probes all files of a source for the first time.
func (l *Library) load(ctx context.Context, s *source) error {
	found := s.walk(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := found.unread["."]; err != nil {
		return explain(s.path, err)
	}
	files := slices.Sorted(maps.Keys(found.files))
	failures := l.probeAll(ctx, s, files)
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.folder {
		if len(files) == 0 {
			return explain(s.path, fs.ErrNotExist)
		}
		if failures[0] != nil {
			return explain(s.path, failures[0])
		}
		return nil
	}
	if !slices.Contains(failures, nil) {
		return emptyFolder(s, files, failures)
	}
	return nil
}

// probeAll probes files of a source, a few at a time, and returns what each came to.
func (l *Library) probeAll(ctx context.Context, s *source, rels []string) []error {
	const workers = 8
	failures := make([]error, len(rels))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(rels)) {
		wg.Go(func() {
			for i := range next {
				_, failures[i] = l.probe(l.file(s, rels[i]))
			}
		})
	}
	for i := range rels {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return failures
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
	case errors.Is(err, errIncomplete):
		problem = "ends too early, the copy is not complete: wait until it is, or copy the film again"
	case errors.Is(err, errChanging):
		problem = "is being written, the copy is not complete: wait until it is"
	case errors.Is(err, errNotFilm):
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

// emptyFolder says why a folder holds no film.
func emptyFolder(s *source, files []string, failures []error) *PathError {
	for i, err := range failures {
		if errors.Is(err, errIncomplete) || errors.Is(err, errChanging) {
			return &PathError{Path: s.path, Err: err, Problem: fmt.Sprintf(
				"holds no complete film: the copy of %q is not complete, wait until it is", path.Base(files[i]))}
		}
	}
	return &PathError{Path: s.path, Problem: "holds no film: put " + formats + " files into it, or name another folder", Err: errNotFilm}
}
