package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"goblet/browser"
)

// site serves films to pages of every site, as http://films.test:PORT/ to the browsers.
func site(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	mp4 := film(t, "Test Film.mp4", dir)
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", mp4, "-c", "copy", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod",
		"-hls_segment_type", "fmp4", filepath.Join(dir, "film.m3u8")).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return strings.Replace(server.URL, "127.0.0.1", "films.test", 1)
}

func TestFilmsOfAnotherSitePlayInStep(t *testing.T) {
	p, from := startParty(t), site(t)
	a := join(t, p, browser.Options{Name: "chromium"})
	b := join(t, p, browser.Options{Name: "firefox", Engine: browser.Firefox})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	for path, form := range map[string]string{"/Test%20Film.mp4": "direct", "/film.m3u8": "copy"} {
		a.post("load", fmt.Sprintf(`{url: %q}`, from+path))
		for _, g := range []*guest{a, b} {
			g.plays(form)
			g.Until(`document.querySelector('#video').readyState >= 3`, soon)
		}
		a.Press("k")
		for _, g := range []*guest{a, b} {
			g.playing()
			g.inStep()
			g.seenAndHeard()
			g.clean()
		}
	}
}

func TestChaptersAreShownOnTheTimeRange(t *testing.T) {
	dir := t.TempDir()
	mp4, facts, path := film(t, "Test Film.mp4", dir), filepath.Join(dir, "chapters.txt"), filepath.Join(t.TempDir(), "Chapters.mkv")
	text := ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=30\ntitle=The <first>\n[CHAPTER]\nTIMEBASE=1/1\nSTART=30\nEND=120\ntitle=The second\n"
	if err := os.WriteFile(facts, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", mp4, "-i", facts, "-map_metadata", "1", "-c", "copy", path).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	a := join(t, serveFilm(t, path), browser.Options{})
	a.Until(`JSON.stringify(document.querySelector('media-time-range').mediaChaptersCues.map(({text, startTime}) => [text, startTime])) ===
		'[["The <first>",0],["The second",30]]'`, soon)
	a.clean()
}
