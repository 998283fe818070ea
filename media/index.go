package media

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"goblet/words"
)

// Item is what the library lists: a film, or a file that should be one.
type Item struct {
	Media
	Problem words.Sentence // why it can't be played, silent when it can
}

// index is the library in natural order, and what it is searched by. It is
// never changed, so that it is read without the lock.
type index struct {
	items   []Item
	keys    []string           // by which the items are found
	folders map[string]*folder // by path; "" is the top
	seconds float64            // of all films together
	bytes   int64
}

// folder is a folder in which films are, or folders with films.
type folder struct {
	key   []byte   // by which it is sorted among others
	below []string // the folders in it, in natural order
	films int      // in it and below
	cover int      // the first of them, an item's number
}

// sortKeys are what a file is sorted and found by. They are made once, since its
// name never changes.
type sortKeys struct {
	title []byte
	found string
}

// indexed returns the index, which is made when something has changed. l.mu is held.
func (l *Library) indexed() *index {
	if !l.fresh {
		l.index, l.fresh = l.makeIndex(), true
	}
	return l.index
}

func (l *Library) makeIndex() *index {
	k := keyMaker{make: l.sortKey, known: l.index}
	entries := make([]*placed, 0, len(l.ids))
	add := func(f *file, item Item) {
		entries = append(entries, &placed{item, k.folder(item.Folder), l.keysOf(f, item.Media)})
	}
	for _, f := range l.ids {
		if f.listed {
			add(f, Item{f.media, f.problem})
		}
	}
	for _, f := range l.files {
		if !f.problem.Silent() && !f.listed {
			add(f, Item{f.named(), f.problem})
		}
	}
	for id, c := range l.elsewhere {
		if l.ids[id] == nil {
			add(&file{}, Item{Media: c.media})
		}
	}
	slices.SortFunc(entries, (*placed).compare)
	x := &index{items: make([]Item, len(entries)), keys: make([]string, len(entries)), folders: make(map[string]*folder)}
	x.folder("", &k)
	for i, e := range entries {
		x.items[i], x.keys[i] = e.item, e.keys.found
		x.count(e.item, i, &k)
		x.seconds += e.item.Duration
		x.bytes += e.item.Size
	}
	for _, f := range x.folders {
		slices.SortFunc(f.below, func(a, b string) int {
			return cmp.Or(bytes.Compare(x.folders[a].key, x.folders[b].key), cmp.Compare(a, b))
		})
	}
	return x
}

// placed is an item while it is sorted.
type placed struct {
	item   Item
	folder []byte // key
	keys   *sortKeys
}

// compare orders items as people do: folder by folder, "Episode 2" before
// "Episode 10", upper case beside lower case, every script in its order.
func (e *placed) compare(other *placed) int {
	if c := bytes.Compare(e.folder, other.folder); c != 0 {
		return c
	}
	if c := cmp.Compare(e.item.Folder, other.item.Folder); c != 0 {
		return c
	}
	if c := bytes.Compare(e.keys.title, other.keys.title); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.item.Title, other.item.Title), cmp.Compare(e.item.Name, other.item.Name), cmp.Compare(e.item.ID, other.item.ID))
}

// count adds an item to its folder and to those above it.
func (x *index) count(item Item, n int, k *keyMaker) {
	for dir := item.Folder; ; dir = parentOf(dir) {
		f := x.folder(dir, k)
		if f.films == 0 || !x.items[f.cover].Problem.Silent() {
			f.cover = n
		}
		f.films++
		if dir == "" {
			return
		}
	}
}

// folder returns a folder, which is made with those above it.
func (x *index) folder(dir string, k *keyMaker) *folder {
	if f := x.folders[dir]; f != nil {
		return f
	}
	f := &folder{key: k.folder(dir)}
	x.folders[dir] = f
	if dir != "" {
		up := x.folder(parentOf(dir), k)
		up.below = append(up.below, dir)
	}
	return f
}

// parentOf returns the folder that a folder lies in, "" for the top.
func parentOf(dir string) string {
	if up := path.Dir(dir); up != "." {
		return up
	}
	return ""
}

// keysOf returns a file's keys. l.mu is held.
func (l *Library) keysOf(f *file, m Media) *sortKeys {
	if f.keys == nil {
		f.keys = &sortKeys{title: l.sortKey(m.Title), found: fold(m.Folder + "\n" + m.Title + "\n" + m.Name)}
	}
	return f.keys
}

// sortKey returns what a text is sorted by. l.mu is held.
func (l *Library) sortKey(text string) []byte {
	if l.collator == nil {
		l.collator = naturally()
	}
	l.buffer.Reset()
	return slices.Clone(l.collator.KeyFromString(&l.buffer, text))
}

// keyMaker makes the keys of folders, or takes them over from the index before.
type keyMaker struct {
	make    func(text string) []byte
	known   *index // may be nil
	folders map[string][]byte
}

func (k *keyMaker) folder(dir string) []byte {
	if key, ok := k.folders[dir]; ok {
		return key
	}
	if k.folders == nil {
		k.folders = make(map[string][]byte)
	}
	var key []byte
	if k.known != nil && k.known.folders[dir] != nil {
		key = k.known.folders[dir].key
	}
	if key == nil {
		key = k.make(dir)
	}
	k.folders[dir] = key
	return key
}

// films returns the films that can be played, in natural order.
func (x *index) films() []Media {
	all := make([]Media, 0, len(x.items))
	for _, item := range x.items {
		if item.Version != "" {
			all = append(all, item.Media)
		}
	}
	return all
}

// under reports whether a folder is dir or lies below it; everything lies below "".
func under(folder, dir string) bool {
	return dir == "" || folder == dir || strings.HasPrefix(folder, dir) && folder[len(dir)] == '/'
}
