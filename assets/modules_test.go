package assets

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

func TestModulesAreAllThatAModuleNeeds(t *testing.T) {
	files := fstest.MapFS{
		"js/a.js":    {Data: []byte("// import './no.js'\nimport b from './b.js';\nimport {\n  c,\n  d,\n} from '../lib/c.js';\nconst later = () => import('./later.js');\n")},
		"js/b.js":    {Data: []byte("import './a.js';\nexport {x} from \"./x.js\";\nexport const text = 'import y from \"./y.js\"';\nexport function up() {\n  return '../../';\n}\n/** @type {import('./types.js').T} */\n")},
		"lib/c.js":   {Data: []byte("export const c = 1;\nexport default c;\n")},
		"js/x.js":    {Data: []byte("export const x = 1;\n")},
		"js/late.js": {Data: []byte("")},
	}
	want := []string{"js/b.js", "lib/c.js", "js/x.js"}
	if got := modules(files, "js/a.js"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := modules(files, "js/none.js"); len(got) != 0 {
		t.Errorf("a module that does not exist needs %q", got)
	}
}

func TestTheRoomsModulesExist(t *testing.T) {
	all := Modules("js/room.js")
	if !slices.Contains(all, "js/controller.js") { // two imports away
		t.Errorf("the controller is missing in %q", all)
	}
	for _, name := range all {
		if _, err := fs.Stat(tree, name); err != nil {
			t.Error(err)
		}
	}
}
