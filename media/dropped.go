package media

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"goblet/media/subtitle"
)

const droppedPrefix = "dropped-"

// maxDropped bounds how many files of subtitles viewers can give to one film.
const maxDropped = 50

// ErrTooManySubtitles: no more subtitles can be added to the film.
var ErrTooManySubtitles = errors.New("this film has too many added subtitles: remove some first")

// droppedSubtitles are the files that viewers gave, below a folder of their own:
// for each film a folder of its id, for each file its bytes as they came and
// beside them a droppedNote.
type droppedSubtitles struct {
	dir string // "" = there are none

	mu sync.Mutex // one change at a time, so that the bound holds
}

// droppedNote is what is known of a file besides its bytes.
type droppedNote struct {
	Name     string    `json:"name"` // of the file, as it was given
	Label    string    `json:"label"`
	Language string    `json:"language"`
	ASS      bool      `json:"ass"`
	By       string    `json:"by"` // id of the viewer
	At       time.Time `json:"at"`
}

func newDroppedSubtitles(data string) *droppedSubtitles {
	if data == "" {
		return &droppedSubtitles{}
	}
	return &droppedSubtitles{dir: filepath.Join(data, "subtitles")}
}

// AddSubtitle keeps a file of subtitles that a viewer (by) gave to a film. name is
// what the file is called, which may say its language. ErrNotFound: there is no
// such film; ErrSubtitles: the file can't be read as subtitles;
// ErrTooManySubtitles: the film has enough of them.
func (l *Library) AddSubtitle(film, name, by string, data []byte) (Subtitle, error) {
	if _, err := l.Get(film); err != nil {
		return Subtitle{}, err
	}
	note := noteOf(name, by)
	file, err := subtitle.Parse(data, subtitle.Hints{Language: note.Language})
	if err != nil {
		return Subtitle{}, err
	}
	note.ASS = file.Format == subtitle.ASS
	return l.dropped.add(film, note, data)
}

// RemoveSubtitle forgets a file that a viewer gave. ErrNoSubtitles: the film has
// none of this id.
func (l *Library) RemoveSubtitle(film, id string) error { return l.dropped.remove(film, id) }

// maxLabel bounds the name of a file as a label, in characters.
const maxLabel = 80

// noteOf reads what the name of a file says.
func noteOf(name, by string) droppedNote {
	name = printable(path.Base(strings.ReplaceAll(name, `\`, "/")))
	n := droppedNote{Name: name, By: by, At: time.Now()}
	stem := strings.TrimSuffix(name, path.Ext(name))
	var label string
	for part := range strings.FieldsFuncSeq(stem[strings.IndexByte(stem, '.')+1:], func(r rune) bool { return r == '.' }) {
		if tag, ok := nameTag(part); ok && part != stem {
			n.Language = tag.String() // the last one: titles come before
		}
	}
	if label = languageName(n.Language); label == "" {
		label = stem
	}
	if letters := []rune(label); len(letters) > maxLabel {
		label = string(letters[:maxLabel]) + "…"
	}
	n.Label = strings.TrimSpace(label)
	return n
}

// folder opens the folder of a film's files. An id of a film is a safe name, see Media.
func (d *droppedSubtitles) folder(film string, create bool) (*os.Root, error) {
	if d.dir == "" {
		return nil, fs.ErrNotExist
	}
	if create {
		if err := os.MkdirAll(d.dir, 0o700); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if create {
		if err := root.Mkdir(film, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	return root.OpenRoot(film)
}

func (d *droppedSubtitles) add(film string, note droppedNote, data []byte) (Subtitle, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.list(film)) >= maxDropped {
		return Subtitle{}, ErrTooManySubtitles
	}
	root, err := d.folder(film, true)
	if err != nil {
		return Subtitle{}, err
	}
	defer root.Close()
	id := droppedPrefix + strings.ToLower(rand.Text()[:12])
	if err := root.WriteFile(id, data, 0o600); err != nil {
		return Subtitle{}, err
	}
	known, err := json.Marshal(note)
	if err != nil {
		return Subtitle{}, err
	}
	return note.subtitle(id), root.WriteFile(id+".json", known, 0o600)
}

func (n droppedNote) subtitle(id string) Subtitle {
	return Subtitle{ID: id, Kind: SubtitleDropped, Label: labelled(n.Label), Language: n.Language, ASS: n.ASS, By: n.By}
}

// droppedID is an id that add gives.
var droppedID = regexp.MustCompile(`^dropped-[a-z0-9]{12}$`)

// list returns the files of a film, the oldest first.
func (d *droppedSubtitles) list(film string) []Subtitle {
	root, err := d.folder(film, false)
	if err != nil {
		return nil
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil
	}
	type dated struct {
		Subtitle
		at time.Time
	}
	var all []dated
	for _, e := range entries {
		if !droppedID.MatchString(e.Name()) {
			continue
		}
		if note, err := readNote(root, e.Name()); err == nil {
			all = append(all, dated{note.subtitle(e.Name()), note.At})
		}
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.ID, b.ID)) })
	found := make([]Subtitle, len(all))
	for i, s := range all {
		found[i] = s.Subtitle
	}
	return found
}

func readNote(root *os.Root, id string) (n droppedNote, err error) {
	data, err := root.ReadFile(id + ".json")
	if err != nil {
		return n, err
	}
	return n, json.Unmarshal(data, &n)
}

// read returns the bytes of a file and its language.
func (d *droppedSubtitles) read(film, id string) (data []byte, language string, err error) {
	if !droppedID.MatchString(id) {
		return nil, "", ErrNoSubtitles
	}
	root, err := d.folder(film, false)
	if err != nil {
		return nil, "", ErrNoSubtitles
	}
	defer root.Close()
	note, err := readNote(root, id)
	if err == nil {
		data, err = root.ReadFile(id)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", ErrNoSubtitles
	}
	return data, note.Language, err
}

func (d *droppedSubtitles) remove(film, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !droppedID.MatchString(id) {
		return ErrNoSubtitles
	}
	root, err := d.folder(film, false)
	if err != nil {
		return ErrNoSubtitles
	}
	defer root.Close()
	if err := root.Remove(id); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return ErrNoSubtitles
		}
		return err
	}
	root.Remove(id + ".json") // without the other file it means nothing
	return nil
}
