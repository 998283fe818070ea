package thumbnail

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"
)

// Options of New. What is left out has a default.
type Options struct {
	// Open opens a version of a film.
	Open func(ctx context.Context, k Key) (*Film, error)
	// Folder is where finished pictures are kept, Bytes how many of them at most.
	Folder string
	Bytes  int64
	// Again is the time between two looks at a film that is still being uploaded.
	Again  time.Duration
	Logger *slog.Logger
}

const (
	defaultBytes = 512 << 20
	defaultAgain = 5 * time.Second
	maxWorks     = 200              // films that are worked on or waited for
	boredom      = 2 * time.Minute  // after which pictures that nobody asks for are not made
	maxFailures  = 3                // after which a film is given up
	patience     = 10 * time.Minute // for one step
)

// Maker makes pictures of films that are asked for. All methods are safe for
// concurrent use. New makes one, Run does its work.
type Maker struct {
	options Options
	store   *store
	kick    chan struct{} // wakes Run, holds one

	mu    sync.Mutex // guards what follows; never held during I/O
	none  bool       // nothing can be made here
	works map[Key]*work
}

// work is what is made of one version of a film.
type work struct {
	key      Key
	strip    task // the small pictures
	poster   task
	failures int

	shown  *strip           // what is there of the strip; is replaced, never changed
	still  []byte           // poster, of a film that is not complete
	made   map[int64][]byte // by PTS; of Run's goroutine alone
	absent map[int64]bool   // what can't be decoded; likewise
}

// task is a thing to be made. When its result is on the disk it is as if it had
// never been asked for.
type task struct {
	file  string    // that tells that it is done
	asked time.Time // last; zero: never
	due   time.Time // not before
	done  bool      // nothing more will come
}

// strip is a film's small pictures.
type strip struct {
	vtt      []byte
	sheets   [][]byte
	revision uint32 // another one for other sheets
	pictures int
}

// New opens the folder of finished pictures.
func New(o Options) (*Maker, error) {
	o.Bytes = cmp.Or(o.Bytes, defaultBytes)
	o.Again = cmp.Or(o.Again, defaultAgain)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	s, err := openStore(o.Folder, o.Bytes)
	if err != nil {
		return nil, err
	}
	return &Maker{options: o, store: s, kick: make(chan struct{}, 1), works: make(map[Key]*work)}, nil
}

// Possible reports whether pictures can be made here, as far as is known.
func (m *Maker) Possible() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.none
}

// emptyVTT is WebVTT without cues.
var emptyVTT = []byte("WEBVTT\n")

// names of files in the store
const (
	vttFile    = "thumbnails.vtt"
	posterFile = "poster.jpg"
)

func sheetFile(n int, revision uint32) string { return fmt.Sprintf("%d-%08x.jpg", n, revision) }

// VTT returns which part of which sheet shows what time, as far as the pictures
// are there, and whether that is all; if not, more is made.
func (m *Maker) VTT(k Key) (vtt []byte, complete bool) {
	if data, err := m.store.read(k, vttFile); err == nil {
		return data, true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.ask(k, func(w *work) *task { return &w.strip })
	switch {
	case w == nil:
		return emptyVTT, true
	case w.shown == nil:
		return emptyVTT, w.strip.done
	}
	return w.shown.vtt, w.strip.done
}

// Sheet returns sheet n of a revision, which VTT names. ErrNone: there is none.
func (m *Maker) Sheet(k Key, n int, revision uint32) ([]byte, error) {
	m.mu.Lock()
	var shown *strip
	if w := m.works[k]; w != nil {
		shown = w.shown
	}
	m.mu.Unlock()
	if shown != nil && shown.revision == revision && n >= 0 && n < len(shown.sheets) {
		return shown.sheets[n], nil
	}
	data, err := m.store.read(k, sheetFile(n, revision))
	if err != nil {
		return nil, ErrNone
	}
	return data, nil
}

// Poster returns a still of the film; final is false when there may be a better
// one later. ErrNotYet: it is being made; ErrNone: it can't be made.
func (m *Maker) Poster(k Key) (jpeg []byte, final bool, err error) {
	if data, err := m.store.read(k, posterFile); err == nil {
		return data, true, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.ask(k, func(w *work) *task { return &w.poster })
	switch {
	case w == nil:
		return nil, false, ErrNone
	case w.still != nil:
		return w.still, w.poster.done, nil
	case w.poster.done:
		return nil, false, ErrNone
	}
	return nil, false, ErrNotYet
}

// ask notes that something is wanted of a film; nil means that nothing can be
// made. m.mu is held.
func (m *Maker) ask(k Key, of func(*work) *task) *work {
	if m.none {
		return nil
	}
	w := m.works[k]
	if w == nil {
		m.forget()
		w = &work{key: k, strip: task{file: vttFile}, poster: task{file: posterFile}}
		m.works[k] = w
	}
	t := of(w)
	t.asked = time.Now()
	if !t.done {
		select {
		case m.kick <- struct{}{}:
		default:
		}
	}
	return w
}

// forget makes room for one more film. m.mu is held.
func (m *Maker) forget() {
	for len(m.works) >= maxWorks {
		var oldest *work
		for _, w := range m.works {
			if oldest == nil || w.asked().Before(oldest.asked()) {
				oldest = w
			}
		}
		delete(m.works, oldest.key)
	}
}

// asked returns when something of the film was asked for last.
func (w *work) asked() time.Time {
	if w.strip.asked.After(w.poster.asked) {
		return w.strip.asked
	}
	return w.poster.asked
}

// save writes a film's finished strip, the VTT last: it stands for the whole.
func (m *Maker) save(k Key, s *strip) error {
	for n, sheet := range s.sheets {
		if err := m.store.write(k, sheetFile(n, s.revision), sheet); err != nil {
			return err
		}
	}
	return m.store.write(k, vttFile, s.vtt)
}

// has reports whether a film's file is in the store.
func (m *Maker) has(k Key, name string) bool {
	_, err := fs.Stat(m.store.root.FS(), k.name()+"/"+name)
	return err == nil
}
