package assets

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
)

// static matches an import or export statement at the start of a line that names another module of the tree.
var static = regexp.MustCompile(`(?m)^(?:import|export)\s+(?:[\w\s{},*$]*\bfrom\s*)?['"](\.{1,2}/[^'"]+)['"]`)

// Modules returns the names of all modules that an ES module of the tree needs before it runs, in the order in which they
// are found: a page that names them spares the browser finding them one after the other. Those that are loaded when they
// are needed (import()) are not among them. A name that does not exist needs nothing.
func Modules(entry string) []string {
	return modules(tree, entry)
}

func modules(fsys fs.FS, entry string) []string {
	all := []string{entry}
	for i := 0; i < len(all); i++ {
		source, err := fs.ReadFile(fsys, all[i])
		if err != nil {
			continue
		}
		for _, match := range static.FindAllSubmatch(source, -1) {
			if name := path.Join(path.Dir(all[i]), string(match[1])); !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all[1:]
}
