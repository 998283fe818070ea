package media

import (
	"path/filepath"
	"slices"
	"strings"
)

// place is where a source really lies, all links resolved: notifications of
// the file system come by these names.
type place struct {
	source *source
	folder string   // of a folder
	names  []string // of a film: its own, and that of the file it links to
}

// place resolves the links of the source's path.
func (s *source) place() place {
	p := place{source: s, folder: s.path}
	target, err := filepath.EvalSymlinks(s.path)
	if s.folder {
		if err == nil {
			p.folder = target
		}
		return p
	}
	name := s.path
	if dir, err := filepath.EvalSymlinks(filepath.Dir(s.path)); err == nil {
		name = filepath.Join(dir, filepath.Base(s.path))
	}
	p.names = []string{name}
	if err == nil && target != name {
		p.names = append(p.names, target)
	}
	return p
}

// locate tells which film of the source a name means.
func (p place) locate(name string) (rel string, ok bool) {
	if !p.source.folder {
		return filepath.Base(p.source.path), slices.Contains(p.names, name)
	}
	rel, err := filepath.Rel(p.folder, name)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return "", false
	}
	rel = filepath.ToSlash(rel)
	for part := range strings.SplitSeq(rel, "/") {
		if skipped(part) {
			return "", false
		}
	}
	return rel, true
}
