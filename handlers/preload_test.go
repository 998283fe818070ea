package handlers_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"goblet/assets"
)

func TestWhatTheRoomsPageLoadsInAdvanceIsThere(t *testing.T) {
	g := start(t)
	b := g.member(t)
	body := b.get(g.path(""), "Accept", "text/html").body
	links := regexp.MustCompile(`<link rel="(?:module)?preload"[^>]* href="([^"]+)"`).FindAllStringSubmatch(body, -1)
	modules := 0
	for _, link := range links {
		if a := b.get(link[1]); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", link[1], a.Status)
		}
		if strings.Contains(link[1], "/js/") {
			modules++
		}
	}
	if want := len(assets.Modules("js/room.js")); modules != want || want == 0 {
		t.Errorf("%d modules are named, want %d", modules, want)
	}
}

func TestTheRoomsPageHasTheFormsOfItsFilm(t *testing.T) {
	g := start(t)
	b := g.member(t)
	var asked, page struct {
		Forms json.RawMessage `json:"forms"`
	}
	if err := json.Unmarshal([]byte(b.get(g.version()+"/forms").body), &asked); err != nil {
		t.Fatal(err)
	}
	embedded := regexp.MustCompile(`id="snapshot">(.+?)</script>`).FindStringSubmatch(b.get(g.path("")).body)
	var snapshot struct {
		Media struct{ Forms json.RawMessage }
	}
	if embedded == nil || json.Unmarshal([]byte(embedded[1]), &snapshot) != nil || json.Unmarshal(snapshot.Media.Forms, &page) != nil {
		t.Fatalf("the page's snapshot: %v", embedded)
	}
	if len(asked.Forms) < 10 || string(page.Forms) != string(asked.Forms) {
		t.Errorf("the page has %s, the answer %s", page.Forms, asked.Forms)
	}
}
