package upload

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"goblet/words"
)

// Options of Open. Zero limits mean none.
type Options struct {
	Dir    string        // where uploads are kept; made when it is missing
	Max    int64         // most bytes of one film
	Total  int64         // most bytes of all uploads together
	Free   int64         // bytes that must stay free on the disk
	Keep   time.Duration // how long an incomplete upload waits for somebody to go on with it
	Logger *slog.Logger  // may be nil
}

// Store keeps uploads in a folder. Its methods are safe for concurrent use.
// Open makes one, Run looks after it.
type Store struct {
	o    Options
	root *os.Root
	log  *slog.Logger
	kick chan struct{} // wakes Run, holds one

	spare spare

	beginning sync.Mutex // one Begin at a time; taken before mu

	mu      sync.Mutex // never held during I/O
	uploads map[string]*Upload
}

// Open finds the uploads of a folder. What belongs to none is removed.
func Open(o Options) (*Store, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("the folder for uploads can't be made: %w", err)
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("the folder for uploads can't be read: %w", err)
	}
	s := &Store{o: o, root: root, log: o.Logger, kick: make(chan struct{}, 1), uploads: make(map[string]*Upload)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		root.Close()
		return nil, fmt.Errorf("the folder for uploads can't be read: %w", err)
	}
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".json"); ok {
			s.load(id)
		}
	}
	for _, e := range entries {
		id, _, _ := strings.Cut(e.Name(), ".")
		if s.uploads[id] == nil && ours(e.Name()) {
			s.discard(e.Name())
		}
	}
	return s, nil
}

// ours reports whether a file's name is one that this package gives.
func ours(name string) bool {
	return strings.HasSuffix(name, ".film") || strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".json.new")
}

// load takes up an upload that was begun before. One whose bytes do not fit its
// record is of no use.
func (s *Store) load(id string) {
	r, err := readRecord(s.root, id)
	if err == nil {
		var info fs.FileInfo
		if info, err = s.root.Stat(filmFile(id)); err == nil && info.Size() != r.Size {
			err = fmt.Errorf("its file has %d bytes instead of %d", info.Size(), r.Size)
		}
	}
	if err != nil {
		s.log.Warn("upload can't be taken up again", "upload", id, "err", err)
		return
	}
	s.uploads[id] = newUpload(s, id, r)
}

func (s *Store) discard(name string) {
	if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.log.Warn("file of an upload can't be removed", "file", name, "err", err)
	}
}

// Begin returns the upload of a film: the one that owner had begun before, else
// a new one. ErrInvalid, ErrTooLarge, ErrNoRoom and ErrDiskFull are as they say.
func (s *Store) Begin(f Facts, owner string) (u *Upload, isNew bool, err error) {
	if f.Size <= 0 || f.Name == "" {
		return nil, false, words.Refuse(ErrInvalid, "The film is empty.")
	}
	s.beginning.Lock()
	defer s.beginning.Unlock()
	total := int64(0)
	for _, u := range s.List() {
		if u.record.Facts == f && u.record.Owner == owner {
			u.touch()
			return u, false, nil
		}
		total += u.record.Size
	}
	if err := s.limit(f, total); err != nil {
		return nil, false, err
	}
	id := strings.ToLower(rand.Text())[:16]
	now := time.Now()
	r := record{Facts: f, Owner: owner, Began: now, Touched: now}
	if err := s.create(id, r); err != nil {
		s.discard(filmFile(id))
		s.discard(recordFile(id))
		return nil, false, writeError(err)
	}
	u = newUpload(s, id, r)
	s.mu.Lock()
	s.uploads[id] = u
	s.mu.Unlock()
	s.log.Info("upload begins", "upload", id, "name", f.Name, "size", f.Size)
	return u, true, nil
}

// Begun reports whether owner has begun the upload of a film before.
func (s *Store) Begun(f Facts, owner string) bool {
	return slices.ContainsFunc(s.List(), func(u *Upload) bool { return u.record.Facts == f && u.record.Owner == owner })
}

// limit refuses a film for which there is no room.
func (s *Store) limit(f Facts, total int64) error {
	if s.o.Max > 0 && f.Size > s.o.Max {
		return words.Refuse(ErrTooLarge, "This film has {size}, and at most {limit} are allowed here (--upload-max).", "size", words.Bytes(f.Size), "limit", words.Bytes(s.o.Max))
	}
	if s.o.Total > 0 && total+f.Size > s.o.Total {
		return words.Refuse(ErrNoRoom, "Uploads may take {limit} together (--upload-total), of which {left} are left: remove a film that was uploaded, then try again.",
			"limit", words.Bytes(s.o.Total), "left", words.Bytes(s.o.Total-total))
	}
	return s.space(1)
}

// create makes an upload's two files.
func (s *Store) create(id string, r record) error {
	film, err := s.root.OpenFile(filmFile(id), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = film.Truncate(r.Size) // takes no space until bytes arrive
	if closing := film.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return r.write(s.root, id)
}

// Get returns an upload, or ErrNotFound.
func (s *Store) Get(id string) (*Upload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.uploads[id]; u != nil {
		return u, nil
	}
	return nil, ErrNotFound
}

// List returns all uploads, those of the same name in a lasting order.
func (s *Store) List() []*Upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Upload, 0, len(s.uploads))
	for _, u := range s.uploads {
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b *Upload) int {
		if c := strings.Compare(a.record.Name, b.record.Name); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	return all
}

// Remove ends an upload, finished or not, and removes its files. Readers that
// wait are told ErrNotFound.
func (s *Store) Remove(id string) error {
	s.mu.Lock()
	u := s.uploads[id]
	delete(s.uploads, id)
	s.mu.Unlock()
	if u == nil {
		return ErrNotFound
	}
	u.end(ErrNotFound)
	u.saving.Lock() // a save under way would bring the record back
	defer u.saving.Unlock()
	u.closeIdle(true)
	s.discard(recordFile(id))
	s.discard(filmFile(id))
	s.log.Info("upload removed", "upload", id, "name", u.record.Name)
	return nil
}

func (u *Upload) touch() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.record.Touched, u.dirty = time.Now(), true
}

// Run writes down what has arrived and removes uploads that nobody goes on
// with, until ctx ends. Then it ends all reading and writing, and closes the
// store. Call it once.
func (s *Store) Run(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-ctx.Done():
			running = false
		case <-s.kick:
		case <-tick.C:
		}
		s.lookAfter(time.Now())
	}
	return s.Close()
}

func (s *Store) lookAfter(now time.Time) {
	for _, u := range s.List() {
		if u.due(now) {
			s.save(u)
		}
		if s.o.Keep > 0 && u.expired(now.Add(-s.o.Keep)) {
			s.log.Info("upload was not gone on with", "upload", u.id, "name", u.record.Name)
			_ = s.Remove(u.id) // ErrNotFound: somebody else was first
		}
	}
}

func (s *Store) save(u *Upload) {
	if err := u.save(); err != nil {
		s.log.Warn("upload can't be saved", "upload", u.id, "err", err)
	}
}

// expired reports whether an incomplete upload was last gone on with before a moment.
func (u *Upload) expired(before time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return !u.complete() && u.writers == 0 && u.record.Touched.Before(before)
}

// Close saves all uploads and ends reading and writing.
func (s *Store) Close() error {
	for _, u := range s.List() {
		u.mu.Lock()
		dirty := u.dirty
		u.mu.Unlock()
		if dirty {
			s.save(u)
		}
		u.end(ErrClosed)
		u.closeIdle(true)
	}
	return nil
}

func (s *Store) wake() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}
