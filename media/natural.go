package media

import (
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
