package handlers_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
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
	const script = "[Script Info]\n\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,{\\i1}Ciao\n"
	for name, text := range map[string]string{
		base + ".pt-BR.srt": "1\n00:00:01,000 --> 00:00:02,000\nOl\xe1\n",
		base + ".en.srt":    "no subtitles",
		base + ".it.ass":    script,
	} {
		if err := os.WriteFile(filepath.Join(g.data, "sample", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := b.get(list)
	for _, want := range []string{
		`"id":"` + base + `.pt-BR.srt"`, `"kind":"file"`, `"language":"pt-BR"`, `"label":"português"`, `"url":"` + list + "/" + base + `.pt-BR.srt"`,
		`"ass":"` + list + "/" + base + `.it.ass?as=ass"`,
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("no %s in %s", want, a.body)
		}
	}
	a = b.get(list + "/" + base + ".pt-BR.srt")
	if ct := a.Header.Get("Content-Type"); ct != "text/vtt; charset=utf-8" || !strings.Contains(a.body, "Olá") {
		t.Errorf("%s %s %q", a.Status, ct, a.body)
	}
	if a := b.get(list + "/" + base + ".it.ass?as=ass"); a.body != script {
		t.Errorf("%s %q", a.Status, a.body)
	}
	for path, want := range map[string]int{
		list + "/" + base + ".en.srt":           http.StatusUnprocessableEntity,
		list + "/" + base + ".fr.srt":           http.StatusNotFound,
		list + "/" + base + ".pt-BR.srt?as=ass": http.StatusNotFound,
		list + "/..%2Fsample%2F" + base:         http.StatusNotFound,
		"/media/aaaaaaaaaaaaaaaa/subtitles":     http.StatusUnauthorized,
		"/media/aaaaaaaaaaaaaaaa/subtitles/x":   http.StatusUnauthorized,
	} {
		if a := b.get(path); a.StatusCode != want {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
}

// file makes a form of a file and other fields.
func file(t *testing.T, name, text string, fields ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		w.WriteField(fields[i], fields[i+1])
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(text))
	w.Close()
	return b.String(), w.FormDataContentType()
}

const greeting = "1\n00:00:01,000 --> 00:00:02,000\n\x83n\x83\x8d\x81[\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\n" // Shift-JIS

func TestSubtitlesThatAViewerAddsAreEverybodys(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest, other := g.member(t), g.member(t)
	list := "/media/" + g.film.ID + "/subtitles"
	form, kind := file(t, "Film.ja.srt", greeting, "show", "1")
	a := guest.do(http.MethodPost, list, strings.NewReader(form), "Content-Type", kind)
	var added struct {
		ID, Kind, Label, Language, URL string
		Mine                           bool
	}
	if err := json.Unmarshal([]byte(a.body), &added); err != nil || added.Kind != "dropped" || added.Label != "日本語" || !added.Mine {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	f := frame(t, frames, `"reason":"subtitle-added"`)
	for _, want := range []string{`"kind":"tracks"`, `"subtitle":"` + added.ID + `"`, "added subtitles: Japanese"} {
		if !strings.Contains(f, want) {
			t.Errorf("no %s in %s", want, f)
		}
	}
	if a := other.get(added.URL); !strings.Contains(a.body, "ハローこんにちは") {
		t.Errorf("%s %s", a.Status, a.body)
	}
	if a := other.get(list); !strings.Contains(a.body, added.ID) || strings.Contains(a.body, `"mine"`) {
		t.Errorf("another viewer's list: %s", a.body)
	}
	if a := host.get(list); !strings.Contains(a.body, `"mine":true`) {
		t.Errorf("the host's list: %s", a.body)
	}
	remove := list + "/" + added.ID + "/remove"
	if a := other.post(remove, ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("another viewer removes them: %s", a.Status)
	}
	if a := guest.post(remove, ""); a.StatusCode != http.StatusNoContent {
		t.Errorf("who added them removes them: %s %s", a.Status, a.body)
	}
	if f := frame(t, frames, `"reason":"subtitle-removed"`); !strings.Contains(f, `"subtitle":""`) {
		t.Errorf("they stay chosen: %s", f)
	}
	if a := host.post(remove, ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("removed twice: %s", a.Status)
	}
}

func TestWhatCannotBeAddedAsSubtitlesIsRefused(t *testing.T) {
	g := start(t)
	b := g.member(t)
	list := "/media/" + g.film.ID + "/subtitles"
	raw := []string{"Content-Type", "application/x-subrip"}
	for name, tt := range map[string]struct {
		by   *browser
		path string
		body string
		want int
	}{
		"a letter":              {b, list + "?name=a.srt", "Dear Jon", http.StatusUnprocessableEntity},
		"a film's worth":        {b, list, strings.Repeat("x", 11<<20), http.StatusRequestEntityTooLarge},
		"by a stranger":         {g.stranger(t), list, greeting, http.StatusUnauthorized},
		"to a film that is off": {b, "/media/aaaaaaaaaaaaaaaa/subtitles", greeting, http.StatusUnauthorized},
		"without a name":        {b, list, greeting, http.StatusOK},
		"a hostile name":        {b, list + "?name=" + url.QueryEscape("../../<b>\x00.en.srt"), greeting, http.StatusOK},
	} {
		if a := tt.by.do(http.MethodPost, tt.path, strings.NewReader(tt.body), raw...); a.StatusCode != tt.want {
			t.Errorf("%s: %s %s", name, a.Status, a.body)
		}
	}
	if a := b.do(http.MethodPost, list, strings.NewReader("x"), "Content-Type", "multipart/form-data; boundary=y"); a.StatusCode != http.StatusBadRequest {
		t.Errorf("a broken form: %s", a.Status)
	}
}
