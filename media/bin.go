package media

import "time"

// binned is an uploaded film that was removed and can be brought back. Its bytes
// and its record are whole until both are removed: a library that ends before
// has the film again when it begins.
type binned struct {
	file  *file
	until time.Time
	told  bool // Removed has heard of it
}

// Remove takes a film that was uploaded off the list. For a while, see
// Options.Grace, Restore brings it back; then Run removes it for good.
// ErrNotUploaded: it lies in a folder, where nothing is ever removed. ErrElsewhere: it
// is still being uploaded to another node, where it can be removed.
func (l *Library) Remove(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.ids[id]
	switch {
	case f == nil && l.elsewhere[id] != nil:
		return ErrElsewhere
	case f == nil || !f.listed:
		return ErrNotFound
	case f.up == nil && (f.away == nil || f.away.owner == ""):
		return ErrNotUploaded
	}
	delete(l.ids, id)
	l.bin[id] = binned{file: f, until: time.Now().Add(l.uploads.grace)}
	l.fresh = false
	l.uploads.wake()
	return nil
}

// Removed returns a film that was removed and can still be brought back, and who
// uploaded it; ok is false when there is no such film.
func (l *Library) Removed(id string) (m Media, owner string, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.bin[id]
	if !ok {
		return Media{}, "", false
	}
	owner, _ = b.file.owner()
	return b.file.media, owner, true
}

// Owner returns who uploaded a film; ok is false when nobody did.
func (l *Library) Owner(id string) (owner string, ok bool) {
	_, f, err := l.find(id)
	if err != nil {
		return "", false
	}
	return f.owner()
}

// owner returns who uploaded a film, if somebody did.
func (f *file) owner() (string, bool) {
	switch {
	case f.up != nil:
		return f.up.Owner(), true
	case f.away != nil:
		return f.away.owner, f.away.owner != ""
	}
	return "", false
}

// Restore lists a film again that was removed. ErrNotFound: it is gone.
func (l *Library) Restore(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.bin[id]
	if !ok {
		return ErrNotFound
	}
	delete(l.bin, id)
	l.ids[id] = b.file
	l.fresh = false
	return nil
}

// forget removes a film for good that could be brought back.
func (l *Library) forget(id string) (done bool) {
	l.mu.Lock()
	_, done = l.bin[id]
	delete(l.bin, id)
	l.mu.Unlock()
	if done {
		l.discard(id)
	}
	return done
}

// justBinned returns the films that were removed since it was last called.
func (l *Library) justBinned() (films []Media) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, b := range l.bin {
		if !b.told {
			b.told = true
			l.bin[id] = b
			films = append(films, b.file.media)
		}
	}
	return films
}

func (l *Library) tellRemoved(m Media) {
	if l.uploads.removed != nil {
		l.uploads.removed(m)
	}
}

// binDue is when the next film is to be removed for good.
func (l *Library) binDue() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	due := time.Now().Add(forever)
	for _, b := range l.bin {
		if b.until.Before(due) {
			due = b.until
		}
	}
	return due
}

// clearBin removes for good what could be brought back until before a moment, and
// returns how many films that were.
func (l *Library) clearBin(now time.Time) int {
	var ids []string
	l.mu.Lock()
	for id, b := range l.bin {
		if !b.until.After(now) {
			ids = append(ids, id)
			delete(l.bin, id)
		}
	}
	l.mu.Unlock()
	for _, id := range ids {
		l.discard(id)
	}
	return len(ids)
}

// discard removes an upload's bytes here and has them removed from the store.
func (l *Library) discard(id string) {
	l.mu.Lock()
	l.shelf.unwant(id)
	l.mu.Unlock()
	_ = l.uploads.store.Remove(id) // ErrNotFound: its upload was ended meanwhile, or its bytes are in the store alone
}
