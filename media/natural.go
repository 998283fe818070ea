package media

import (
	"bytes"
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// sortNaturally orders films as people do: folder by folder, "Episode 2"
// before "Episode 10", upper case beside lower case, every script in its order.
func sortNaturally(films []Media) {
	type keyed struct {
		folder, title []byte
		film          Media
	}
	c := collate.New(language.Und, collate.Numeric, collate.IgnoreCase)
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
