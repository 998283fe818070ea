package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

var ogImage = regexp.MustCompile(`property="og:image" content="([^"]+)"`)

// posterMade waits until the film's poster is made.
func (g *goblet) posterMade(t *testing.T, b *browser) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if b.get("/media/"+g.film.ID+"/"+g.film.Version+"/poster.jpg").StatusCode == http.StatusOK {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("no poster was made")
		}
	}
}

func TestAPastedLinkShowsFilmAndPosterOfAnOpenRoom(t *testing.T) {
	d := atDoor(t)
	d.posterMade(t, d.host)
	page := d.stranger(t).get(d.path(""), "User-Agent", "Slackbot").body
	holds(t, page, `property="og:title" content="Watch `+d.film.Title+` together"`, `name="twitter:card" content="summary_large_image"`,
		`property="og:url" content="`+d.URL+d.path("")+`"`, `name="robots" content="noindex"`)
	image := ogImage.FindStringSubmatch(page)
	if image == nil || !strings.HasPrefix(image[1], d.URL+d.path("/poster.jpg")) {
		t.Fatalf("the picture is at %q", image)
	}
	poster := strings.TrimPrefix(strings.ReplaceAll(image[1], "&amp;", "&"), d.URL)
	if a := d.stranger(t).get(poster); a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(a.body, "\xff\xd8") {
		t.Errorf("the poster: %s %s", a.Status, a.Header)
	}
	if n := d.room.Viewers().Count; n != 1 {
		t.Errorf("programs count as viewers: %d", n)
	}
	lacks(t, d.host.get(d.path("")).body, "og:title")

	d.does("link")
	key := d.room.State().Door.Key
	holds(t, d.stranger(t).get(d.path("?key="+key)).body, d.film.Title, "/poster.jpg?key="+key+"&amp;v=", `content="`+d.URL+d.path("?key="+key)+`"`)
	d.revealsNothing(t, "a link without the new key", "", poster)
	for name, settings := range map[string][]string{
		"a lobby": {"lobby", "true"}, "a password": {"password", "swordfish"}, "a lock": {"locked", "true"},
	} {
		d.does("settings", settings...)
		d.revealsNothing(t, name, "?key="+key, poster+"&key="+key)
		off := "false"
		if settings[0] == "password" {
			off = ""
		}
		d.does("settings", settings[0], off)
	}
	if a := d.stranger(t).get(poster + "&key=" + key); a.StatusCode != http.StatusOK {
		t.Errorf("open again: %s", a.Status)
	}
}

// revealsNothing fails the test if what a stranger is answered tells what is on.
func (d *door) revealsNothing(t *testing.T, why, query, poster string) {
	t.Helper()
	a := d.stranger(t).get(d.path(query), "Accept", "text/html")
	holds(t, a.body, `property="og:title" content="A room on Goblet"`)
	lacks(t, a.body, d.film.Title, "poster", "og:url", d.film.ID)
	holds(t, a.body, `property="og:image" content="`+d.URL+"/assets/", "/img/icon-512.png")
	if a := d.stranger(t).get(poster); a.StatusCode != http.StatusForbidden || strings.HasPrefix(a.body, "\xff\xd8") {
		t.Errorf("%s: the poster answers %s", why, a.Status)
	}
}
