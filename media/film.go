package media

import (
	"context"
	"sync"

	"goblet/media/container"
)

// maxFilms bounds how many tables of contents are kept; a film of two hours has
// one of some MB.
const maxFilms = 32

// films keeps the tables of contents of the films that were opened last.
type films struct {
	mu   sync.Mutex
	kept map[filmKey]*container.Film
	used []filmKey // the latest last
}

type filmKey struct{ id, version string }

// Film returns the table of contents of an opened film. Of an upload in
// progress it waits for the bytes that it needs, until ctx ends; one that has no
// index is read again each time, since more of it may have arrived. The errors
// are those of container.Open. Samples can be had only of the formats that package
// container reads.
func (l *Library) Film(ctx context.Context, c *Content) (*container.Film, error) {
	file, whole := c.File()
	if !whole {
		file = nil
	}
	key := filmKey{c.Media.ID, c.Media.Version}
	if f := l.films.get(key); f != nil && !f.Partial {
		return f, nil
	}
	// Two at once read it twice, and neither waits for the other's context.
	f, err := l.prober.probe(ctx, c.Media.Name, c.Reader(ctx), c.Media.Size, file)
	if err != nil {
		return nil, err
	}
	if !f.Partial {
		l.films.put(key, f)
	}
	return f, nil
}

func (fs *films) get(key filmKey) *container.Film {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f := fs.kept[key]
	if f != nil {
		fs.touch(key)
	}
	return f
}

func (fs *films) put(key filmKey, f *container.Film) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.kept == nil {
		fs.kept = make(map[filmKey]*container.Film)
	}
	fs.kept[key] = f
	fs.touch(key)
	for len(fs.used) > maxFilms {
		delete(fs.kept, fs.used[0])
		fs.used = fs.used[1:]
	}
}

// touch makes key the latest; mu is held.
func (fs *films) touch(key filmKey) {
	for i, k := range fs.used {
		if k == key {
			fs.used = append(fs.used[:i], fs.used[i+1:]...)
			break
		}
	}
	fs.used = append(fs.used, key)
}
