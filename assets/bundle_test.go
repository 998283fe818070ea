package assets

import (
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestABundleHoldsAllThatIsImportedAndLeavesTheRestWhereItIs(t *testing.T) {
	tree := fstest.MapFS{
		"js/a.js":      {Data: []byte("import {shared} from './shared.js';\nimport one from '../lib/one.js';\nshared(one, new URL('./worker.js', import.meta.url));\nimport('../lib/later.js');\n")},
		"js/b.js":      {Data: []byte("import {shared} from './shared.js';\nshared('bee');\n")},
		"js/shared.js": {Data: []byte("export function shared(...all) { console.log('shared', all); }\n")},
		"lib/one.js":   {Data: []byte("/*! licence */\nexport default 'one';\n")},
	}
	b, err := newBundle(tree, []string{"js/a.js", "js/b.js"})
	if err != nil {
		t.Fatal(err)
	}
	a := string(b.files["js/a.js"])
	for _, want := range []string{`"one"`, "import.meta.url", `import("../lib/later.js")`, "licence"} {
		if !strings.Contains(a, want) {
			t.Errorf("js/a.js lacks %q:\n%s", want, a)
		}
	}
	if len(b.chunks["js/a.js"]) != 1 || !slices.Equal(b.chunks["js/a.js"], b.chunks["js/b.js"]) {
		t.Fatalf("a needs %q, b %q: want the one chunk that they share", b.chunks["js/a.js"], b.chunks["js/b.js"])
	}
	chunk := b.chunks["js/a.js"][0]
	if !strings.Contains(string(b.files[chunk]), "shared") || path.Dir(chunk) != "js" {
		t.Errorf("%s holds %s", chunk, b.files[chunk])
	}
}

func TestABundleOfWhatIsNotThereIsAnError(t *testing.T) {
	tree := fstest.MapFS{"js/a.js": {Data: []byte("import './none.js';\n")}}
	if _, err := newBundle(tree, []string{"js/a.js"}); err == nil || !strings.Contains(err.Error(), "none.js") {
		t.Errorf("error %v, want one that names none.js", err)
	}
}

func TestABundleLeavesOutTheIndentationOfMediaChromesTemplates(t *testing.T) {
	tree := fstest.MapFS{
		"js/a.js":                           {Data: []byte("import one from '../third_party/media-chrome-1/one.js';\nconsole.log(one, `our\n  own`);\n")},
		"third_party/media-chrome-1/one.js": {Data: []byte("export default `<p>\n    <slot></slot>\n\t</p>`;\n")},
	}
	b, err := newBundle(tree, []string{"js/a.js"})
	if err != nil {
		t.Fatal(err)
	}
	a := string(b.files["js/a.js"])
	for _, want := range []string{"<p>\n<slot></slot>\n</p>", "our\n  own"} {
		if !strings.Contains(a, want) {
			t.Errorf("js/a.js lacks %q:\n%s", want, a)
		}
	}
}

func TestPagesGetTheBundleInThePlaceOfModules(t *testing.T) {
	h := Handler()
	source, err := tree.ReadFile("js/room.js")
	if err != nil {
		t.Fatal(err)
	}
	sent, _ := io.ReadAll(get(t, h, "GET", Path("js/room.js")).Body)
	if string(sent) == string(source) {
		t.Error("js/room.js is the module itself")
	}
	for _, entry := range entries {
		for _, name := range append(Modules(entry), entry) {
			r := get(t, h, "GET", Path(name))
			body, _ := io.ReadAll(r.Body)
			if r.StatusCode != 200 || len(body) == 0 {
				t.Errorf("%s: status %d", name, r.StatusCode)
			}
			// What is loaded later is found from where the bundle lies.
			for _, found := range regexp.MustCompile(`(?:import\(|new URL\()"(\.[^"]+)"`).FindAllStringSubmatch(string(body), -1) {
				if strings.HasSuffix(found[1], "/") {
					continue
				}
				if r := get(t, h, "GET", path.Join(path.Dir(Path(name)), found[1])); r.StatusCode != 200 {
					t.Errorf("%s loads %s: status %d", name, found[1], r.StatusCode)
				}
			}
		}
	}
	if len(Modules("js/room.js")) == 0 || Modules("js/none.js") != nil {
		t.Errorf("room.js needs %q, none.js %q", Modules("js/room.js"), Modules("js/none.js"))
	}
}

func TestSeveralStyleSheetsAreOne(t *testing.T) {
	h := Handler()
	var want []byte
	for _, name := range []string{"css/tokens.css", "css/base.css"} {
		data, err := tree.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, data...)
	}
	r := get(t, h, "GET", Path("css/tokens+base.css"))
	if got, _ := io.ReadAll(r.Body); string(got) != string(tighten(want)) || strings.Contains(string(got), "/*") || r.Header.Get("Content-Type") != types[".css"] {
		t.Errorf("%d bytes of %s, want the two sheets", len(got), r.Header.Get("Content-Type"))
	}
	for _, name := range []string{"css/tokens+none.css", "css/tokens+tokens.css", "css/tokens+.css", "css/+.css", "js/room+room.css", "css/tokens+base", "js/room+library.js"} {
		if r := get(t, h, "GET", Path(name)); r.StatusCode != 404 {
			t.Errorf("%s: status %d, want 404", name, r.StatusCode)
		}
	}
}

func TestWhatHasAStandInIsThere(t *testing.T) {
	room := string(bundled().files["js/room.js"])
	if !strings.Contains(room, `define("media-controller"`) {
		t.Fatal("what defines elements looks different")
	}
	for name, instead := range standIns {
		for _, file := range []string{name, instead} {
			if _, err := fs.Stat(tree, file); err != nil {
				t.Errorf("a later version has it elsewhere: %v", err)
			}
		}
		if element := strings.TrimSuffix(path.Base(name), ".js"); strings.Contains(room, `define("`+element) {
			t.Errorf("the room's page defines the element %s all the same", element)
		}
	}
}
