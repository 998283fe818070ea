package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"
)

// source is a film or a folder of films that the user named. It holds no open
// file: a root is opened for each use, so that a disk can be taken out and a
// folder be replaced while the program runs.
type source struct {
	path   string // absolute
	folder bool
}

// maxDepth bounds how deep folders are nested.
const maxDepth = 64

// errIrregular: something is there, but no file.
var errIrregular = fmt.Errorf("%w: not a regular file", fs.ErrNotExist)

// vanished reports whether an error says that there is no such file (any
// more), rather than that it cannot be read now. os.Root's own errors, which
// come from no system call, are about links that lead out of it.
func vanished(err error) bool {
	if err == nil {
		return false
	}
	_, system := errors.AsType[syscall.Errno](err)
	return !system || errors.Is(err, fs.ErrNotExist) ||
		errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ELOOP)
}

// root opens the folder below which rel lies, and returns rel's name in it. A
// link that the user named as a film is followed; links inside folders are
// followed by os.Root, and so never lead out of the folder.
func (s *source) root(rel string) (*os.Root, string, error) {
	dir := s.path
	if !s.folder {
		target, err := filepath.EvalSymlinks(s.path)
		if err != nil {
			return nil, "", err
		}
		dir, rel = filepath.Split(target)
	}
	root, err := os.OpenRoot(dir)
	return root, rel, err
}

// stat looks at a film's file. What is not a regular file does not exist.
func (s *source) stat(rel string) (stamp, error) {
	root, rel, err := s.root(rel)
	if err != nil {
		return stamp{}, err
	}
	defer root.Close()
	return statIn(root, rel)
}

func statIn(root *os.Root, rel string) (stamp, error) {
	info, err := root.Stat(rel)
	if err != nil {
		return stamp{}, err
	}
	if !info.Mode().IsRegular() {
		return stamp{}, errIrregular
	}
	return stampOf(info), nil
}

// open opens a film's file.
func (s *source) open(rel string) (*os.File, fs.FileInfo, error) {
	root, rel, err := s.root(rel)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	return openIn(root, rel)
}

func openIn(root *os.Root, rel string) (*os.File, fs.FileInfo, error) {
	if _, err := statIn(root, rel); err != nil { // opening a pipe would block
		return nil, nil, err
	}
	f, err := root.Open(rel)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// beside opens another file in a film's folder.
func (s *source) beside(rel, name string) (*os.File, fs.FileInfo, error) {
	root, rel, err := s.root(rel)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	return openIn(root, path.Join(path.Dir(rel), name))
}

// examine probes a film's file.
func (s *source) examine(ctx context.Context, rel string, p Prober) (film, error) {
	f, _, err := s.open(rel)
	if err != nil {
		return film{}, err
	}
	defer f.Close()
	return p.examine(ctx, f)
}

// file returns the absolute path of a film.
func (s *source) file(rel string) string {
	if !s.folder {
		return s.path
	}
	return filepath.Join(s.path, filepath.FromSlash(rel))
}

// listing is what a walk has found.
type listing struct {
	place  place
	files  map[string]stamp // by rel
	dirs   []string         // absolute, worth watching
	unread map[string]error // folders (rel) that could not be read, "." is the source
	found  func(rel string) // called for each file; may be nil
}

// walk lists the regular files of the source, the files of a folder before the
// folders in it. A source that does not exist is empty; what cannot be read is
// noted in unread. found is called for each file, in natural order within a folder, and may be nil.
func (s *source) walk(ctx context.Context, found func(rel string)) listing {
	l := listing{place: s.place(), files: make(map[string]stamp), unread: make(map[string]error), found: found}
	if !s.folder {
		s.walkFile(&l)
		return l
	}
	root, err := os.OpenRoot(s.path)
	if err != nil {
		if !vanished(err) {
			l.unread["."] = err
		}
		return l
	}
	defer root.Close()
	s.walkDir(ctx, &l, root, root, ".", 0)
	return l
}

func (s *source) walkFile(l *listing) {
	for _, name := range l.place.names {
		l.dirs = append(l.dirs, filepath.Dir(name))
	}
	rel := filepath.Base(s.path)
	st, err := s.stat(rel)
	switch {
	case err == nil:
		l.files[rel] = st
	case !vanished(err):
		l.unread["."] = err
	}
}

// walkDir lists the folder rel, which is open as here, below top.
func (s *source) walkDir(ctx context.Context, l *listing, top, here *os.Root, rel string, depth int) {
	entries, err := readDir(here)
	if l.found != nil {
		sortEntries(entries)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		l.unread[rel] = err
		return
	}
	l.dirs = append(l.dirs, filepath.Join(l.place.folder, filepath.FromSlash(rel)))
	var folders []string
	for _, e := range entries {
		name, below := e.Name(), path.Join(rel, e.Name())
		switch {
		case skipped(name):
		case e.Type().IsRegular():
			s.note(l, here, name, below)
		case e.Type()&fs.ModeSymlink != 0:
			s.note(l, top, below, below)
		case e.IsDir() && depth < maxDepth:
			folders = append(folders, name)
		}
	}
	for _, name := range folders {
		sub, err := here.OpenRoot(name)
		if err != nil {
			l.unread[path.Join(rel, name)] = err
			continue
		}
		s.walkDir(ctx, l, top, sub, path.Join(rel, name), depth+1)
		sub.Close()
	}
}

// note adds a file; links that lead nowhere or out of the source are left out.
func (s *source) note(l *listing, in *os.Root, name, rel string) {
	if st, err := statIn(in, name); err == nil {
		l.files[rel] = st
		if l.found != nil {
			l.found(rel)
		}
	}
}

func readDir(root *os.Root) ([]fs.DirEntry, error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.ReadDir(-1)
}

// covers reports whether rel lies in a folder that could not be read.
func (l listing) covers(rel string) bool {
	if len(l.unread) == 0 {
		return false
	}
	for dir := rel; ; {
		if _, ok := l.unread[dir]; ok {
			return true
		}
		if dir == "." {
			return false
		}
		dir = path.Dir(dir)
	}
}
