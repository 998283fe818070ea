package assets

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// entries are the modules that pages and workers load by name.
var entries = []string{"js/room.js", "js/library.js", "js/app.js", "js/offlinepage.js", "js/streamworker.js", "js/uploadworker.js"}

// standIns are modules of libraries that pages import and never come to, and what takes their place.
var standIns = map[string]string{
	"third_party/media-chrome-4.19.4/dist/media-keyboard-shortcuts-dialog.js": "js/nohotkeys.js",
}

// elements is where the modules of media-chrome are. Most of them is HTML and CSS in template strings, which the bundler
// leaves as they are: without the indentation of their lines the room's page is 0.8 KB smaller on the wire.
const elements = "third_party/media-chrome-"

var indentation = regexp.MustCompile(`\n\s+`)

// bundle is what browsers get in the place of the modules: each of entries with what it imports, some of it in
// chunks that several share.
type bundle struct {
	files  map[string][]byte
	chunks map[string][]string // of a name in files: what it imports, all the way down
}

// bundled is made when first asked for, which takes some 65 ms.
var bundled = sync.OnceValue(func() *bundle {
	b, err := newBundle(tree, entries)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return b
})

// Modules returns the names of all that a module of entries imports, so that a page can spare browsers finding one after
// the other. Those that are loaded when they are needed (import()) are not among them.
func Modules(entry string) []string { return bundled().chunks[entry] }

// newBundle joins the modules of fsys, so that a page asks for a few files instead of some seventy: over HTTP/1.1 a
// browser has six at a time. Modules of ours that are loaded when they are needed (import()) are files of their own, which
// share chunks with the others; those of third_party stay as they are. All names stay in js, so that what modules make of import.meta.url stays true.
func newBundle(fsys fs.FS, entries []string) (*bundle, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: entries,
		Outdir:      "/",
		EntryNames:  "js/[name]", ChunkNames: "js/chunk-[hash]",
		Bundle: true, Splitting: true, Format: api.FormatESModule, Target: api.ES2022,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true,
		LegalComments: api.LegalCommentsInline,
		Metafile:      true,
		Plugins:       []api.Plugin{{Name: "tree", Setup: func(build api.PluginBuild) { readFrom(fsys, build) }}},
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
	}
	b := &bundle{files: make(map[string][]byte), chunks: make(map[string][]string)}
	for _, file := range result.OutputFiles {
		b.files[strings.TrimPrefix(file.Path, "/")] = file.Contents
	}
	var meta struct {
		Outputs map[string]struct {
			Imports []struct {
				Path, Kind string
				External   bool
			}
		}
	}
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return nil, fmt.Errorf("what the bundler says of its work: %w", err)
	}
	direct := make(map[string][]string)
	for name, output := range meta.Outputs {
		for _, imported := range output.Imports {
			if imported.Kind == "import-statement" && !imported.External {
				name := inTree(name)
				direct[name] = append(direct[name], inTree(imported.Path))
			}
		}
	}
	for name := range b.files {
		b.chunks[name] = reached(direct, name)
	}
	return b, nil
}

// tighten returns a style sheet without its comments and spaces, or as it is if that can't be read.
func tighten(sheet []byte) []byte {
	result := api.Transform(string(sheet), api.TransformOptions{Loader: api.LoaderCSS, MinifyWhitespace: true, MinifySyntax: true, LegalComments: api.LegalCommentsInline})
	if len(result.Errors) > 0 {
		return sheet
	}
	return result.Code
}

// inTree returns a path of the bundler's as a name of the tree.
func inTree(name string) string {
	_, name, _ = strings.Cut("/"+name, "/js/")
	return "js/" + name
}

// reached returns the names that name leads to.
func reached(direct map[string][]string, name string) []string {
	all := []string{name}
	for i := 0; i < len(all); i++ {
		for _, next := range direct[all[i]] {
			if !slices.Contains(all, next) {
				all = append(all, next)
			}
		}
	}
	return all[1:]
}

// readFrom lets the bundler find modules in fsys.
func readFrom(fsys fs.FS, build api.PluginBuild) {
	const tree = "tree"
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		switch {
		case args.Kind == api.ResolveEntryPoint:
			return api.OnResolveResult{Path: path.Clean(args.Path), Namespace: tree}, nil
		case args.Kind == api.ResolveJSDynamicImport && path.Dir(path.Join(path.Dir(args.Importer), args.Path)) != "js":
			return api.OnResolveResult{Path: args.Path, External: true}, nil
		}
		name := path.Join(path.Dir(args.Importer), args.Path)
		return api.OnResolveResult{Path: cmp.Or(standIns[name], name), Namespace: tree}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: tree}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := fs.ReadFile(fsys, args.Path)
		source := string(data)
		if strings.HasPrefix(args.Path, elements) {
			source = indentation.ReplaceAllString(source, "\n")
		}
		return api.OnLoadResult{Contents: &source, Loader: api.LoaderJS}, err
	})
}
