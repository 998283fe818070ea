package media

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Subtitle is a file of subtitles that lies beside a film and is named after it:
// "Film.srt", "Film.en.srt", "Film.pt-BR.forced.ass".
type Subtitle struct {
	Name     string // of the file; names the subtitle among those of its film
	Language string // BCP 47, "" = not said
	Label    string // for people: the language's own name, and what else the name says
}

// subtitleEndings are the kinds of files that can be converted.
var subtitleEndings = []string{".srt", ".vtt", ".ass", ".ssa"}

// Subtitles returns the subtitles that lie beside a film now, by name.
// ErrNotFound: there is no such film.
func (l *Library) Subtitles(id string) ([]Subtitle, error) {
	_, f, err := l.find(id)
	if err != nil {
		return nil, err
	}
	root, rel, err := f.src.root(f.rel)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	dir, err := root.Open(path.Dir(rel))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	film := strings.TrimSuffix(path.Base(rel), path.Ext(rel))
	var found []Subtitle
	for _, e := range entries {
		if s, ok := parseSubtitleName(film, e.Name()); ok && e.Type()&^fs.ModeSymlink == 0 {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b Subtitle) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}

// subtitleTag is what can be a language in a file name.
var subtitleTag = regexp.MustCompile(`^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$`)

// parseSubtitleName reads what a file name says; ok is false when it is not of
// subtitles of the film, whose name comes without its ending.
func parseSubtitleName(film, name string) (s Subtitle, ok bool) {
	ending := path.Ext(name)
	if !slices.Contains(subtitleEndings, strings.ToLower(ending)) {
		return Subtitle{}, false
	}
	rest, ok := strings.CutPrefix(strings.TrimSuffix(name, ending), film)
	if !ok || rest != "" && rest[0] != '.' {
		return Subtitle{}, false
	}
	s.Name = name
	var label []string
	for part := range strings.SplitSeq(strings.TrimPrefix(rest, "."), ".") {
		tag, err := language.Parse(strings.ReplaceAll(part, "_", "-"))
		switch {
		case part == "":
		case s.Language == "" && subtitleTag.MatchString(part) && err == nil && display.Self.Name(tag) != "":
			s.Language = tag.String()
			label = append(label, display.Self.Name(tag))
		default:
			label = append(label, printable(part))
		}
	}
	s.Label = strings.Join(label, ", ")
	if s.Label == "" {
		s.Label = "Subtitles"
	}
	return s, true
}

// maxSubtitles bounds a file of subtitles in bytes; a film's have some 100 KB.
const maxSubtitles = 10 << 20

// Errors of subtitles; compare with errors.Is.
var (
	// ErrSubtitles: the file holds no subtitles that can be read.
	ErrSubtitles = errors.New("these subtitles cannot be read")
	// ErrNoSubtitles: the film has no subtitles of this ID (any more).
	ErrNoSubtitles = errors.New("the film has no such subtitles")
)
