package transcode

import (
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// store keeps converted segments on the disk, the most recently used up to a
// number of bytes. What the disk does not take is kept in memory for a while.
// It is safe for concurrent use.
type store struct {
	root  *os.Root
	limit int64 // bytes on the disk
	log   *slog.Logger

	mu     sync.Mutex // never held during I/O
	kept   map[string]*list.Element
	order  list.List // of *kept, the most recently used first
	bytes  int64     // on the disk
	spare  int64     // in memory
	failed bool      // the last write did
}

// kept is one file of the store.
type kept struct {
	name string // slash-separated
	size int64
	used time.Time // as the disk has it
	data []byte    // nil: on the disk
}

const (
	spareBytes = 64 << 20    // most that is kept in memory
	newest     = 8           // files that are kept however large they are: somebody waits for them
	unfinished = ".new"      // ends the names of files that are being written
	fresh      = time.Minute // a use is noted on the disk when the last note is older
	deepest    = 4           // folders below each other that are looked into
	maxKept    = 4_000_000   // files that are taken over from an earlier run
	private    = fs.FileMode(0o700)
)

// openStore opens the store in a folder, which it makes, and takes over what an
// earlier run has left there.
func openStore(folder string, limit int64, log *slog.Logger) (*store, error) {
	if err := os.MkdirAll(folder, private); err != nil {
		return nil, fmt.Errorf("the folder for converted films can't be made: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("the folder for converted films can't be opened: %w", err)
	}
	s := &store{root: root, limit: limit, log: log, kept: make(map[string]*list.Element)}
	found := s.scan(".", 0, nil)
	slices.SortFunc(found, func(a, b *kept) int { return b.used.Compare(a.used) })
	for _, k := range found {
		s.kept[k.name] = s.order.PushBack(k)
		s.bytes += k.size
	}
	s.remove(s.excess(0))
	return s, nil
}

// scan lists the files below a folder, and removes what was not finished.
func (s *store) scan(folder string, depth int, found []*kept) []*kept {
	entries, err := fs.ReadDir(s.root.FS(), folder)
	if err != nil || depth > deepest {
		return found
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		info, err := e.Info()
		switch {
		case err != nil:
		case e.IsDir():
			found = s.scan(name, depth+1, found)
		case !info.Mode().IsRegular():
		case info.Size() == 0 || strings.HasSuffix(name, unfinished) || len(found) >= maxKept:
			_ = s.root.Remove(name)
		default:
			found = append(found, &kept{name: name, size: info.Size(), used: info.ModTime()})
		}
	}
	return found
}

// size returns how many bytes are on the disk.
func (s *store) size() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes
}

// has reports whether a file is there.
func (s *store) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[name] != nil
}

// get returns a file that is there.
func (s *store) get(name string) (data []byte, ok bool) {
	s.mu.Lock()
	e := s.kept[name]
	if e == nil {
		s.mu.Unlock()
		return nil, false
	}
	k, now := e.Value.(*kept), time.Now()
	s.order.MoveToFront(e)
	data, size := k.data, k.size
	note := data == nil && now.Sub(k.used) > fresh
	if note {
		k.used = now
	}
	s.mu.Unlock()
	if data != nil {
		return data, true
	}
	data, err := s.root.ReadFile(name)
	if err != nil || int64(len(data)) != size {
		s.forget(name) // somebody has tidied up
		return nil, false
	}
	if note {
		_ = s.root.Chtimes(name, now, now) // at worst it goes before others
	}
	return data, true
}

// put keeps a file, whose data belong to the store then.
func (s *store) put(name string, data []byte) {
	if s.has(name) {
		return
	}
	k := &kept{name: name, size: int64(len(data)), used: time.Now()}
	err := s.write(name, data)
	if errors.Is(err, fs.ErrNotExist) { // its folder was removed as empty meanwhile
		err = s.write(name, data)
	}
	if err != nil {
		k.data = data
	}
	s.mu.Lock()
	if s.kept[name] == nil {
		s.kept[name] = s.order.PushFront(k)
		if k.data == nil {
			s.bytes += k.size
		} else {
			s.spare += k.size
		}
	}
	news := s.failed != (err != nil)
	s.failed = err != nil
	gone := s.excess(newest)
	s.mu.Unlock()
	s.remove(gone)
	switch {
	case news && err != nil:
		s.log.Warn("converted films can't be kept on the disk, a little of them is kept in memory: free some space", "error", err)
	case news:
		s.log.Info("converted films are kept on the disk again")
	}
}

// write writes a file so that it is there whole or not at all.
func (s *store) write(name string, data []byte) error {
	if err := s.root.MkdirAll(path.Dir(name), private); err != nil {
		return err
	}
	err := s.root.WriteFile(name+unfinished, data, 0o600)
	if err == nil {
		err = s.root.Rename(name+unfinished, name)
	}
	if err != nil {
		_ = s.root.Remove(name + unfinished)
	}
	return err
}

// excess takes off the list what is too much, but for the newest ones, and
// returns the names of the files that are to be removed. mu is held, or the
// store is not shared yet.
func (s *store) excess(newest int) (files []string) {
	for e := s.order.Back(); e != nil && s.order.Len() > newest && (s.bytes > s.limit || s.spare > spareBytes); {
		k, before := e.Value.(*kept), e.Prev()
		if k.data == nil && s.bytes > s.limit {
			files = append(files, k.name)
			s.drop(e)
		} else if k.data != nil && s.spare > spareBytes {
			s.drop(e)
		}
		e = before
	}
	return files
}

// drop takes an entry off the list. mu is held.
func (s *store) drop(e *list.Element) {
	k := s.order.Remove(e).(*kept)
	delete(s.kept, k.name)
	if k.data == nil {
		s.bytes -= k.size
	} else {
		s.spare -= k.size
	}
}

// forget takes a file off the list that is no longer there or not whole.
func (s *store) forget(name string) {
	s.mu.Lock()
	if e := s.kept[name]; e != nil {
		s.drop(e)
	}
	s.mu.Unlock()
	s.remove([]string{name})
}

// forgetFolder removes the files in a folder.
func (s *store) forgetFolder(folder string) {
	var files []string
	s.mu.Lock()
	for name, e := range s.kept {
		if strings.HasPrefix(name, folder+"/") {
			s.drop(e)
			files = append(files, name)
		}
	}
	s.mu.Unlock()
	s.remove(files)
}

// remove removes files, and the folders that are empty then.
func (s *store) remove(names []string) {
	for _, name := range names {
		if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.log.Warn("a converted piece of a film can't be removed", "error", err)
		}
		for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
			if s.root.Remove(folder) != nil {
				break
			}
		}
	}
}

// close ends the use of the folder.
func (s *store) close() error { return s.root.Close() }
