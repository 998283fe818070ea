package handlers_test

import (
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
	forms, modules := 0, 0
	for _, link := range links {
		if a := b.get(link[1]); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", link[1], a.Status)
		}
		if link[1] == g.version()+"/forms" {
			forms++
		}
		if strings.Contains(link[1], "/js/") {
			modules++
		}
	}
	if want := len(assets.Modules("js/room.js")); forms != 1 || modules != want || want == 0 {
		t.Errorf("the forms of the film are named %d times, modules %d, want %d", forms, modules, want)
	}
}
