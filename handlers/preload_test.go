package handlers_test

import (
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strconv"
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

// opened returns the address and the place, s, at which the page in a browser of this name begins to load the film.
func opened(b *browser, page, agent string) (address string, place float64) {
	found := regexp.MustCompile(`<video[^>]* src="([^"]+)"`).FindStringSubmatch(b.get(page, "User-Agent", agent).body)
	if found == nil {
		return "", 0
	}
	address, fragment, _ := strings.Cut(html.UnescapeString(found[1]), "#t=")
	place, _ = strconv.ParseFloat(fragment, 64)
	return address, place
}

func TestChromiumOpensTheFilmWhereTheRoomIsAboutToBe(t *testing.T) {
	const chromium = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
	const webkit = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
	const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
	g := start(t)
	b := g.member(t)
	frame(t, b.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	act := func(verb, position string) {
		t.Helper()
		if a := b.post(g.path("/"+verb), form("action", verb+position[:1], "seen", "1", "position", position)); a.StatusCode != http.StatusNoContent {
			t.Fatalf("%s: %s %s", verb, a.Status, a.body)
		}
	}
	act("seek", "3.25")
	if address, place := opened(b, g.path(""), chromium); address != g.version()+"/film" || place != 3.25 {
		t.Errorf("paused at 3.25 s: %q at %g s", address, place)
	}
	for _, agent := range []string{webkit, firefox} {
		if address, _ := opened(b, g.path(""), agent); address != "" {
			t.Errorf("%s begins with %s before its scripts", agent, address)
		}
	}
	act("play", "3.25")
	_, first := opened(b, g.path(""), chromium)
	_, second := opened(b, g.path(""), chromium)
	if first <= 3.25 || second <= first || second >= g.film.Duration+1 {
		t.Errorf("playing from 3.25 s: at %g s, then at %g s", first, second)
	}
}
