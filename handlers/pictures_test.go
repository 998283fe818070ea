package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// later waits until an answer is as it should be.
func later(t *testing.T, b *browser, path string, ok func(answer) bool) answer {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		a := b.get(path)
		if ok(a) {
			return a
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s is still answered %s: %s", path, a.Status, a.body)
		}
	}
}

func TestPicturesAreServedToMembersAsTheyAreMade(t *testing.T) {
	g := start(t)
	base := "/media/" + g.film.ID + "/" + g.film.Version
	member, stranger := g.member(t), g.stranger(t)
	for _, path := range []string{"/thumbnails.vtt", "/thumbnails/0.jpg?r=0", "/poster.jpg"} {
		if a := stranger.get(base + path); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s is answered %s to a stranger", path, a.Status)
		}
	}
	vtt := later(t, member, base+"/thumbnails.vtt", func(a answer) bool { return a.Header.Get("Retry-After") == "" })
	sheet := regexp.MustCompile(`\nthumbnails/0\.jpg\?r=([0-9a-f]{8})#xywh=0,0,160,\d+\n`).FindStringSubmatch(vtt.body)
	if !strings.HasPrefix(vtt.Header.Get("Content-Type"), "text/vtt") || sheet == nil {
		t.Fatalf("%s: %s", vtt.Header, vtt.body)
	}
	a := member.get(base + "/thumbnails/0.jpg?r=" + sheet[1])
	if a.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(a.body, "\xff\xd8") || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s %v", a.Status, a.Header)
	}
	poster := later(t, member, base+"/poster.jpg", func(a answer) bool { return a.StatusCode == http.StatusOK })
	if poster.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(poster.body, "\xff\xd8") {
		t.Errorf("%v", poster.Header)
	}
	for _, path := range []string{
		base + "/thumbnails/0.jpg", base + "/thumbnails/0.jpg?r=zz", base + "/thumbnails/0.jpg?r=00000000", base + "/thumbnails/99999999999.jpg?r=1",
		base + "/thumbnails/..%2fthumbnails.vtt?r=1", "/media/" + g.film.ID + "/another/poster.jpg", "/media/another/" + g.film.Version + "/poster.jpg",
	} {
		if a := member.get(path); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s is answered %s", path, a.Status)
		}
	}
	forms := member.get(base + "/forms")
	for _, want := range []string{`"thumbnails":"` + base + `/thumbnails.vtt"`, `"poster":"` + base + `/poster.jpg"`} {
		if !strings.Contains(forms.body, want) {
			t.Errorf("the forms lack %s: %s", want, forms.body)
		}
	}
}

func TestFilmsAreFoundOnTheServer(t *testing.T) {
	g := start(t)
	member := g.member(t)
	for query, want := range map[string]string{
		"":                                g.film.ID,
		"?q=BIG+b%C3%BCnny":               g.film.ID,
		"?q=sintel":                       "No film",
		"?q=%ff":                          g.film.ID,
		"?q=" + strings.Repeat("x", 5000): "No film",
	} {
		a := member.get(g.path("/films" + query))
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%.40q finds %s: %s", query, a.Status, a.body)
		}
	}
	if a := g.stranger(t).get(g.path("/films")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger's search is answered %s", a.Status)
	}
}
