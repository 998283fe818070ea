package media

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"goblet/media/subtitle"
	"goblet/words"
)

// subtitleEndings are the kinds of files that can be converted.
var subtitleEndings = []string{".srt", ".vtt", ".ass", ".ssa", ".sub"}

// sidecars returns the files of subtitles that lie beside a film now and are
// named after it, by name: "Film.srt", "Film.en.srt", "Film.pt-BR.forced.ass".
func (l *Library) sidecars(id string) ([]Subtitle, error) {
	_, f, err := l.find(id)
	if err != nil {
		return nil, err
	}
	if f.src == nil {
		return nil, nil // nothing lies beside an upload
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
	slices.SortFunc(found, func(a, b Subtitle) int { return strings.Compare(a.ID, b.ID) })
	return found, nil
}

// readSidecar reads a file of subtitles beside a film, whose name says its language.
func (l *Library) readSidecar(film, name string) (data []byte, language string, err error) {
	_, f, err := l.find(film)
	if err != nil {
		return nil, "", err
	}
	if f.src == nil {
		return nil, "", ErrNoSubtitles
	}
	stem := strings.TrimSuffix(path.Base(f.rel), path.Ext(f.rel))
	if !f.src.folder {
		stem = strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
	}
	s, ok := parseSubtitleName(stem, name)
	if !ok || strings.ContainsAny(name, `/\`) {
		return nil, "", ErrNoSubtitles
	}
	file, info, err := f.src.beside(f.rel, name)
	switch {
	case vanished(err):
		return nil, "", ErrNoSubtitles
	case err != nil:
		return nil, "", err
	}
	defer file.Close()
	if info.Size() > subtitle.MaxSize {
		return nil, "", fmt.Errorf("%w: larger than %d bytes", ErrSubtitles, subtitle.MaxSize)
	}
	data, err = io.ReadAll(io.LimitReader(file, subtitle.MaxSize))
	return data, s.Language, err
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
	s = Subtitle{ID: name, Kind: SubtitleFile, ASS: isASS(ending)}
	var label []string
	for part := range strings.SplitSeq(strings.TrimPrefix(rest, "."), ".") {
		switch tag, isTag := nameTag(part); {
		case part == "":
		case s.Language == "" && isTag:
			s.Language = tag.String()
			label = append(label, display.Self.Name(tag))
		default:
			s.Forced = s.Forced || strings.EqualFold(part, "forced")
			s.Default = s.Default || strings.EqualFold(part, "default")
			label = append(label, printable(part))
		}
	}
	s.Label = labelled(strings.Join(label, ", "))
	return s, true
}

// labelled is the label of a file of subtitles, of which maybe nothing is known.
func labelled(label string) words.Sentence {
	if label == "" {
		return words.Say("Subtitles")
	}
	return words.Plain(label)
}

func isASS(ending string) bool {
	return strings.EqualFold(ending, ".ass") || strings.EqualFold(ending, ".ssa")
}

// nameTag reads a part of a file name that is a language.
func nameTag(part string) (tag language.Tag, ok bool) {
	tag, err := language.Parse(strings.ReplaceAll(part, "_", "-"))
	return tag, err == nil && subtitleTag.MatchString(part) && display.Self.Name(tag) != ""
}
