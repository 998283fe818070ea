package handlers_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSubtitlesBesideTheFilmAreListedAndServedAsWebVTT(t *testing.T) {
	g := start(t)
	b := g.member(t)
	list := "/media/" + g.film.ID + "/subtitles"
	if a := b.get(list); a.body != `{"subtitles":[]}` {
		t.Errorf("without any: %s %s", a.Status, a.body)
	}
	base := strings.TrimSuffix(g.film.Name, filepath.Ext(g.film.Name))
	for name, text := range map[string]string{
		base + ".pt-BR.srt": "1\n00:00:01,000 --> 00:00:02,000\nOl\xe1\n",
		base + ".en.srt":    "no subtitles",
	} {
		if err := os.WriteFile(filepath.Join(g.data, "sample", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := b.get(list)
	for _, want := range []string{`"language":"pt-BR"`, `"label":"português"`, `"url":"` + list + "/" + base + `.pt-BR.srt"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("no %s in %s", want, a.body)
		}
	}
	a = b.get(list + "/" + base + ".pt-BR.srt")
	if ct := a.Header.Get("Content-Type"); ct != "text/vtt; charset=utf-8" || !strings.Contains(a.body, "Olá") {
		t.Errorf("%s %s %q", a.Status, ct, a.body)
	}
	for path, want := range map[string]int{
		list + "/" + base + ".en.srt":         http.StatusUnprocessableEntity,
		list + "/" + base + ".fr.srt":         http.StatusNotFound,
		list + "/..%2Fsample%2F" + base:       http.StatusNotFound,
		"/media/aaaaaaaaaaaaaaaa/subtitles":   http.StatusUnauthorized,
		"/media/aaaaaaaaaaaaaaaa/subtitles/x": http.StatusUnauthorized,
	} {
		if a := b.get(path); a.StatusCode != want {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
}
