package thumbnail

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// store keeps finished pictures on the disk, a folder a version of a film; when
// there are too many, those go that were not used for longest.
type store struct {
	root  *os.Root
	limit int64 // bytes

	mu    sync.Mutex // guards what follows; never held during I/O
	kept  map[Key]*folder
	bytes int64
}

type folder struct {
	bytes int64
	used  time.Time
}

// openStore opens a folder of pictures, and makes it if need be.
func openStore(dir string, limit int64) (*store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s := &store{root: root, limit: limit, kept: make(map[Key]*folder)}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	for _, e := range entries {
		if k, ok := parseFolder(e.Name()); ok && e.IsDir() {
			s.count(k, e)
		}
	}
	return s, nil
}

// count takes over a folder from an earlier run. What cannot be read counts nothing.
func (s *store) count(k Key, e fs.DirEntry) {
	f := &folder{}
	if info, err := e.Info(); err == nil {
		f.used = info.ModTime()
	}
	files, _ := fs.ReadDir(s.root.FS(), e.Name())
	for _, file := range files {
		if info, err := file.Info(); err == nil {
			f.bytes += info.Size()
		}
	}
	s.kept[k] = f
	s.bytes += f.bytes
}

// name returns the folder of a film's version.
func (k Key) name() string { return k.ID + "." + k.Version }

func parseFolder(name string) (Key, bool) {
	id, version, ok := strings.Cut(name, ".")
	return Key{id, version}, ok && id != "" && version != ""
}

// read returns a file of a film; the error is fs.ErrNotExist when there is none.
func (s *store) read(k Key, name string) ([]byte, error) {
	s.mu.Lock()
	f := s.kept[k]
	if f != nil {
		f.used = time.Now()
	}
	s.mu.Unlock()
	if f == nil {
		return nil, fs.ErrNotExist
	}
	return s.root.ReadFile(path.Join(k.name(), name))
}

// write keeps a file of a film, whole or not at all.
func (s *store) write(k Key, name string, data []byte) error {
	if err := s.root.Mkdir(k.name(), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	file := path.Join(k.name(), name)
	if err := s.root.WriteFile(file+".tmp", data, 0o644); err != nil {
		return err
	}
	if err := s.root.Rename(file+".tmp", file); err != nil {
		return err
	}
	s.mu.Lock()
	f := s.kept[k]
	if f == nil {
		f = &folder{}
		s.kept[k] = f
	}
	f.used = time.Now()
	f.bytes += int64(len(data))
	s.bytes += int64(len(data))
	s.mu.Unlock()
	return s.shrink(k)
}

// shrink removes the folders that were not used for longest, but for one.
func (s *store) shrink(but Key) error {
	var failed error
	for _, k := range s.surplus(but) {
		failed = errors.Join(failed, s.root.RemoveAll(k.name()))
	}
	return failed
}

// surplus takes folders off the list until the rest is within the limit.
func (s *store) surplus(but Key) (gone []Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var oldest []Key
	if s.bytes > s.limit {
		for k := range s.kept {
			if k != but {
				oldest = append(oldest, k)
			}
		}
		slices.SortFunc(oldest, func(a, b Key) int {
			return cmp.Or(s.kept[a].used.Compare(s.kept[b].used), cmp.Compare(a.name(), b.name()))
		})
	}
	for _, k := range oldest {
		if s.bytes <= s.limit {
			break
		}
		s.bytes -= s.kept[k].bytes
		delete(s.kept, k)
		gone = append(gone, k)
	}
	return gone
}
