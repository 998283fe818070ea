package assets

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func get(t *testing.T, h http.Handler, method, address string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestPathCarriesOneHash(t *testing.T) {
	room, player := Path("js/room.js"), Path("third_party/hls.js-1.7.4/hls.min.mjs")
	if !regexp.MustCompile(`^/assets/[0-9a-f]{16}/js/room\.js$`).MatchString(room) {
		t.Errorf("Path is %s", room)
	}
	if strings.Split(room, "/")[2] != strings.Split(player, "/")[2] {
		t.Errorf("%s and %s have different hashes: relative imports would leave the release", room, player)
	}
}

func TestHashFollowsNamesAndContents(t *testing.T) {
	trees := []fstest.MapFS{
		{"js/a.js": {Data: []byte("1")}},
		{"js/a.js": {Data: []byte("2")}},
		{"js/b.js": {Data: []byte("1")}},
		{"js/a.js": {Data: []byte("1")}, "js/b.js": {}},
	}
	seen := map[string]int{}
	for i, tree := range trees {
		hash := hashOf(tree, "1")
		if other, found := seen[hash]; found {
			t.Errorf("trees %d and %d have the same hash", other, i)
		}
		seen[hash] = i
		if again := hashOf(tree, "1"); again != hash {
			t.Errorf("tree %d: %s, then %s", i, hash, again)
		}
	}
}

func TestHandler(t *testing.T) {
	const forever, check = "public, max-age=31536000, immutable", "no-cache"
	h := Handler()
	stale := Prefix + "0123456789abcdef/"
	tests := []struct {
		name, method, path string
		status             int
		mime, cache        string
	}{
		{"module", "GET", Path("js/room.js"), 200, "text/javascript; charset=utf-8", forever},
		{"style sheet", "GET", Path("css/tokens.css"), 200, "text/css; charset=utf-8", forever},
		{"image", "GET", Path("img/goblet.svg"), 200, "image/svg+xml", forever},
		{"licence", "GET", Path("third_party/htmx-4.0.1/LICENSE"), 200, "text/plain; charset=utf-8", forever},
		{"head", "HEAD", Path("js/room.js"), 200, "text/javascript; charset=utf-8", forever},
		{"stale hash", "GET", stale + "js/room.js", 200, "text/javascript; charset=utf-8", check},
		{"unknown file", "GET", Path("js/none.js"), 404, "", ""},
		{"folder", "GET", Path("js"), 404, "", ""},
		{"folder with slash", "GET", Path("js/"), 404, "", ""},
		{"the tree", "GET", Path(""), 404, "", ""},
		{"no name", "GET", "/assets/" + hash(), 404, "", ""},
		{"no hash", "GET", "/assets/", 404, "", ""},
		{"empty hash", "GET", "/assets//js/room.js", 404, "", ""},
		{"elsewhere", "GET", "/other/x/js/room.js", 404, "", ""},
		{"outside", "GET", Path("js/../assets.go"), 404, "", ""},
		{"tests are not published", "GET", Path("jstest/testing.js"), 404, "", ""},
		{"post", "POST", Path("js/room.js"), 405, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, h, tt.method, tt.path)
			if r.StatusCode != tt.status {
				t.Fatalf("%s %s: status %d, want %d", tt.method, tt.path, r.StatusCode, tt.status)
			}
			if tt.status != 200 {
				return
			}
			if got := r.Header.Get("Content-Type"); got != tt.mime {
				t.Errorf("Content-Type %q, want %q", got, tt.mime)
			}
			if got := r.Header.Get("Cache-Control"); got != tt.cache {
				t.Errorf("Cache-Control %q, want %q", got, tt.cache)
			}
			if got := r.Header.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options %q", got)
			}
		})
	}
}

func TestCompression(t *testing.T) {
	h := Handler()
	address := Path("js/room.js")
	plain, _ := io.ReadAll(get(t, h, "GET", address).Body)
	for _, tt := range []struct {
		accept string
		gzip   bool
	}{
		{"gzip, deflate, br", true}, {"br;q=1.0, gzip;q=0.8", true}, {"GZIP", true},
		{"", false}, {"identity", false}, {"gzip;q=0", false}, {"gzip; q=0", false},
	} {
		r := get(t, h, "GET", address, "Accept-Encoding", tt.accept)
		body := io.Reader(r.Body)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != tt.gzip {
			t.Errorf("Accept-Encoding %q: compressed is %v", tt.accept, got)
			continue
		} else if got {
			var err error
			if body, err = gzip.NewReader(r.Body); err != nil {
				t.Fatal(err)
			}
		}
		if data, err := io.ReadAll(body); err != nil || string(data) != string(plain) {
			t.Errorf("Accept-Encoding %q: %d bytes, %v, want the file", tt.accept, len(data), err)
		}
	}
	if r := get(t, h, "GET", address, "If-None-Match", get(t, h, "GET", address).Header.Get("ETag")); r.StatusCode != 304 {
		t.Errorf("unchanged: status %d, want 304", r.StatusCode)
	}
}

// TestImportsResolve finds misspelt imports, which browsers answer with a dead page.
func TestImportsResolve(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^import (?:[^'"]+ from )?'(\.[^']+)'`)
	modules, err := fs.Glob(tree, "js/*.js")
	if err != nil || len(modules) == 0 {
		t.Fatal("no modules", err)
	}
	h := Handler()
	for _, module := range modules {
		data, err := fs.ReadFile(tree, module)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range imports.FindAllStringSubmatch(string(data), -1) {
			address := path.Join(path.Dir(Path(module)), found[1])
			if r := get(t, h, "GET", address); r.StatusCode != 200 {
				t.Errorf("%s imports %s: status %d", module, found[1], r.StatusCode)
			}
		}
	}
}
