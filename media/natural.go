package media

import (
	"bytes"
	"cmp"
	"io/fs"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// naturally compares texts as people do.
func naturally() *collate.Collator {
	return collate.New(language.Und, collate.Numeric, collate.IgnoreCase)
}

// sortEntries orders what a folder holds.
func sortEntries(entries []fs.DirEntry) {
	c := naturally()
	slices.SortFunc(entries, func(a, b fs.DirEntry) int {
		return cmp.Or(c.CompareString(a.Name(), b.Name()), cmp.Compare(a.Name(), b.Name()))
	})
}

// sortNaturally orders films as people do: folder by folder, "Episode 2"
// before "Episode 10", upper case beside lower case, every script in its order.
func sortNaturally(films []Media) {
	type keyed struct {
		folder, title []byte
		film          Media
	}
	c := naturally()
	var keys collate.Buffer
	all := make([]keyed, len(films))
	for i, m := range films {
		all[i] = keyed{c.KeyFromString(&keys, m.Folder), c.KeyFromString(&keys, m.Title), m}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		return cmp.Or(
			bytes.Compare(a.folder, b.folder), cmp.Compare(a.film.Folder, b.film.Folder),
			bytes.Compare(a.title, b.title), cmp.Compare(a.film.Title, b.film.Title),
			cmp.Compare(a.film.Name, b.film.Name), cmp.Compare(a.film.ID, b.film.ID))
	})
	for i := range all {
		films[i] = all[i].film
	}
}
