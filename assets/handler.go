package assets

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// types are the MIME types of what is in the tree. The system's table is not asked:
// it differs between machines, and modules are refused under a wrong type.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".gif":   "image/gif",
	".ico":   "image/x-icon",
	".jpg":   "image/jpeg",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".mjs":   "text/javascript; charset=utf-8",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".wasm":  "application/wasm",
	".webp":  "image/webp",
	".woff2": "font/woff2",
}

// file is one asset, ready to be sent.
type file struct {
	name string
	mime string
	data []byte
	gzip func() []byte // compressed on first use; nil when compressing does not pay
}

// handler serves the files by name.
type handler struct {
	hash  string
	files map[string]*file
	made  func() map[string]*file // the bundle, which takes the place of modules

	mu     sync.Mutex
	sheets map[string]*file // style sheets as they are sent; at most maxSheets
}

// maxSheets is more than the pages' combinations of style sheets. Who makes up others has them joined each time.
const maxSheets = 16

// Handler serves GET /assets/{hash}/{name}. Under the current hash an answer may be
// cached for ever; under any other (a page of an earlier release) the present file is
// sent and not to be reused unchecked. Several style sheets are one file under their names
// joined by "+", as in css/tokens+base.css. What is not a file of the tree is 404.
func Handler() http.Handler {
	h := newHandler(tree, hash())
	h.made = sync.OnceValue(func() map[string]*file {
		files := make(map[string]*file)
		for name, data := range bundled().files {
			files[name] = newFile(name, data)
		}
		return files
	})
	return h
}

// newHandler returns the handler over the files of fsys.
func newHandler(fsys fs.FS, hash string) *handler {
	h := &handler{hash: hash, files: make(map[string]*file), sheets: make(map[string]*file)}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		h.files[name] = newFile(name, data)
		return nil
	})
	if err != nil {
		panic("assets: " + err.Error())
	}
	return h
}

func newFile(name string, data []byte) *file {
	f := &file{name: name, mime: types[path.Ext(name)], data: data}
	switch {
	case f.mime == "": // LICENSE files and the like
		f.mime = types[".txt"]
	case strings.HasPrefix(f.mime, "text/") || path.Ext(name) == ".svg":
		f.gzip = sync.OnceValue(func() []byte { return compress(data) })
	}
	return f
}

// find returns nil for what there is not.
func (h *handler) find(name string) *file {
	if path.Dir(name) == "js" {
		if f := h.made()[name]; f != nil {
			return f
		}
	}
	if path.Ext(name) != ".css" {
		return h.files[name]
	}
	return h.sheet(name)
}

// sheet returns one or several style sheets as one file without what browsers don't need; nil if one of them is not there, or named twice.
func (h *handler) sheet(name string) *file {
	dir, base := path.Split(name)
	names := strings.TrimSuffix(base, ".css")
	h.mu.Lock()
	defer h.mu.Unlock()
	if f := h.sheets[name]; f != nil {
		return f
	}
	var data []byte
	var seen []string
	for part := range strings.SplitSeq(names, "+") {
		f := h.files[dir+part+".css"]
		if f == nil || slices.Contains(seen, part) {
			return nil
		}
		seen = append(seen, part)
		data = append(data, f.data...)
	}
	f := newFile(name, tighten(data))
	if len(h.sheets) < maxSheets {
		h.sheets[name] = f
	}
	return f
}

// compress returns data as gzip.
func compress(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // a level that there is
	_, _ = w.Write(data)                                    // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, Prefix)
	hash, name, _ := strings.Cut(rest, "/")
	f := h.find(name)
	if !ok || hash == "" || f == nil {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", f.mime)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept-Encoding")
	if hash == h.hash {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	data, tag := f.data, h.hash
	if f.gzip != nil && AcceptsGzip(r) {
		data, tag = f.gzip(), h.hash+"-gzip"
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(data))
}

// AcceptsGzip reports whether the client takes gzip. A weight of 0 is a refusal.
func AcceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
}
