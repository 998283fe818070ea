package media

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Order is what films are sorted by.
type Order string

// The orders. Those other than ByName know no folders: they go through all that
// lies below the one that is looked at.
const (
	ByName   Order = ""
	ByNewest Order = "newest"
	ByLength Order = "length" // the longest first
	BySize   Order = "size"   // the largest first
)

// Orders are all orders.
func Orders() []Order { return []Order{ByName, ByNewest, ByLength, BySize} }

// Query is what somebody looks for in the library.
type Query struct {
	Text   string // words that title, folder and file name together hold; "" for all
	Folder string // in or below which, "" for the whole library
	Order  Order  // an unknown one is ByName
	From   int    // how many rows are left out at the beginning
	Most   int    // rows
}

// Found is a part of what a Query finds: rows, first folders and then items.
type Found struct {
	Folders []Folder // only by name and without a text
	Items   []Item
	Rows    int  // of all parts together
	Films   int  // of these, or in the folder and below it when there are folders
	All     int  // films of the library
	Lost    bool // the folder that is looked in is not there (any more)

	Seconds float64 // of all films of the library
	Bytes   int64
}

// Folder is a folder of films.
type Folder struct {
	Path  string // inside the library
	Name  string
	Films int  // in it and below
	Cover Item // the first of them
}

// Browse answers a query. Case and accents don't count, in any script. It reads
// no file, and is quick with thousands of films.
func (l *Library) Browse(q Query) Found {
	x := l.look()
	found := Found{All: len(x.items), Seconds: x.seconds, Bytes: x.bytes}
	dir := x.folders[q.Folder]
	if found.Lost = dir == nil; found.Lost {
		return found
	}
	words := strings.Fields(fold(q.Text))
	here := len(words) == 0 && !q.Order.flat()
	var folders []string
	if here {
		folders = dir.below
	}
	var items []int
	for i := range x.items {
		in := x.items[i].Folder
		if here && in != q.Folder || !here && !under(in, q.Folder) || !holdsAll(x.keys[i], words) {
			continue
		}
		items = append(items, i)
	}
	x.order(items, q.Order)
	found.Rows, found.Films = len(folders)+len(items), len(items)
	if here {
		found.Films = dir.films
	}
	from := min(max(0, q.From), found.Rows)
	upTo := from + min(max(0, q.Most), found.Rows-from)
	for n := from; n < upTo; n++ {
		if n < len(folders) {
			found.Folders = append(found.Folders, x.shown(folders[n]))
		} else {
			found.Items = append(found.Items, x.items[items[n-len(folders)]])
		}
	}
	return found
}

// look returns the library as it is now.
func (l *Library) look() *index {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.indexed()
}

func (x *index) shown(dir string) Folder {
	f := x.folders[dir]
	return Folder{Path: dir, Name: path.Base(dir), Films: f.films, Cover: x.items[f.cover]}
}

// flat reports whether an order knows no folders.
func (o Order) flat() bool { return o != ByName && slices.Contains(Orders(), o) }

// order sorts items, which are in natural order, by what else they are compared by.
func (x *index) order(items []int, o Order) {
	var by func(*Item) float64
	switch o {
	case ByNewest:
		by = func(i *Item) float64 { return float64(i.Added) }
	case ByLength:
		by = func(i *Item) float64 { return i.Duration }
	case BySize:
		by = func(i *Item) float64 { return float64(i.Size) }
	default:
		return
	}
	slices.SortStableFunc(items, func(a, b int) int { return cmp.Compare(by(&x.items[b]), by(&x.items[a])) })
}

func holdsAll(key string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(key, word) })
}

// unmarked are letters whose strokes and ligatures no decomposition takes apart,
// as people type them who lack the key.
var unmarked = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h")

// fold makes texts alike that people take for the same: compatible forms
// (Unicode's NFKD), case, and accents, which are left out.
func fold(text string) string {
	text = norm.NFKD.String(cases.Fold().String(strings.ToValidUTF8(text, "\uFFFD")))
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return unmarked.Replace(cases.Fold().String(text))
}
