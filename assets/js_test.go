package assets

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"goblet/browser"
)

// forms answers with what jstest/forms holds for the film.
func forms(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join("jstest", "forms", r.PathValue("media")+".json"))
}

// TestBrowserSide runs jstest/*.test.js in a real Chromium, each test of a file by its name.
func TestBrowserSide(t *testing.T) {
	files, err := filepath.Glob("jstest/*.test.js")
	if err != nil || len(files) == 0 {
		t.Fatal("no tests in jstest", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(tree))
	mux.Handle("/jstest/", http.StripPrefix("/jstest/", http.FileServerFS(os.DirFS("jstest"))))
	mux.Handle("/sample/", http.StripPrefix("/sample/", http.FileServerFS(os.DirFS("../media/sample"))))
	mux.HandleFunc("GET /media/{media}/{version}/forms", forms)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	b := browser.Start(t, browser.Options{Timeout: time.Minute})
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			b.Open(server.URL + "/jstest/runner.html?file=" + url.QueryEscape(name))
			results := browser.Eval[[]struct{ Name, Error string }](b, "results")
			if len(results) == 0 {
				t.Error("the file holds no test")
			}
			for _, result := range results {
				t.Run(result.Name, func(t *testing.T) {
					if result.Error != "" {
						t.Error(result.Error)
					}
				})
			}
		})
	}
}
