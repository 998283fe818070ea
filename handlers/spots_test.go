package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestSpotsAreKeptForEachViewer(t *testing.T) {
	g := start(t)
	maya, jon := g.member(t), g.member(t)
	save := func(b *browser, position, keep string) answer {
		return b.post(g.path("/spot"), form("media", g.film.ID, "position", position, "keep", keep), "HX-Request", "true")
	}
	if a := save(maya, "3753.2", "1"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Go to my spot (1:02:33)") {
		t.Errorf("save by hand: %s %s", a.Status, a.body)
	}
	if a := save(maya, "2710", ""); a.StatusCode != http.StatusNoContent {
		t.Errorf("save by itself: %s %s", a.Status, a.body)
	}
	page := maya.get(g.path("")).body
	for _, want := range []string{"Go to my spot (1:02:33)", "Where I left off (45:10)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if page := jon.get(g.path("")).body; strings.Contains(page, "Go to my spot") {
		t.Error("Jon sees a spot that he has not saved")
	}
	for _, bad := range []string{form("media", "other", "position", "1"), form("media", g.film.ID, "position", "-1"), form("media", g.film.ID), ""} {
		if a := maya.post(g.path("/spot"), bad); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %s", bad, a.Status)
		}
	}
}

// Requests of one browser that come at once each load and save the same session.
func TestNothingThatASessionAcknowledgedIsLost(t *testing.T) {
	g := start(t)
	b := g.member(t)
	var wg sync.WaitGroup
	wg.Go(func() { b.post(g.path("/name"), form("action", "n", "seen", "1", "name", "Maya")) })
	wg.Go(func() { b.post(g.path("/spot"), form("media", g.film.ID, "position", "61", "keep", "1")) })
	wg.Go(func() { b.post(g.path("/spot"), form("media", g.film.ID, "position", "122")) })
	wg.Wait()
	page := b.get(g.path("")).body
	for _, want := range []string{`value="Maya"`, "Go to my spot (1:01)", "Where I left off (2:02)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestANameIsShownToEverybody(t *testing.T) {
	g := start(t)
	maya, jon := g.member(t), g.member(t)
	frames := jon.listen(http.MethodGet, g.path("/events"))
	maya.listen(http.MethodGet, g.path("/events"))
	for i, tt := range []struct{ name, shown string }{
		{"Maya", `"name":"Maya"`},
		{"  Ma\tya \u202e ", `"name":"Ma ya"`},
		{"<script>x</script>", `&lt;script&gt;x&lt;/script&gt;`},
		{"まや 👩‍🚀", `"name":"まや 👩‍🚀"`},
	} {
		if a := maya.post(g.path("/name"), form("action", "n"+strconv.Itoa(i), "seen", "1", "name", tt.name)); a.StatusCode != http.StatusNoContent {
			t.Fatalf("%q: %s %s", tt.name, a.Status, a.body)
		}
		frame(t, frames, "viewers: ", tt.shown)
	}
}

func TestAPlayersReportIsChecked(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for fields, want := range map[string]int{
		"position=1&at=1&drift=-3&delay=2&paused=false&state=playing":                         204,
		"position=1&at=1&drift=-3&delay=2&state=playing&form=copy&failed=direct&lack=picture": 204,
		"position=1&at=1&drift=-3&delay=2&state=playing&failed=Direct+1&lack=picture":         400,
		"position=1&at=1&drift=-3&delay=2&state=playing&failed=direct&lack=patience":          400,
		"position=1&at=1&drift=-3&delay=2&paused=false&state=dancing":                         400,
		"position=-1&at=1&drift=-3&delay=2&state=playing":                                     400,
		"position=1&at=NaN&drift=-3&delay=2&state=playing":                                    400,
		"": 400,
	} {
		if a := b.post(g.path("/status"), fields); a.StatusCode != want {
			t.Errorf("%q: %s, want %d", fields, a.Status, want)
		}
	}
}

func TestHealthTellsWhetherTheLogAnswers(t *testing.T) {
	g := start(t)
	b := g.stranger(t)
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/clock": `{"now":1`, "/metrics": "goblet_rooms 1"} {
		if a := b.get(path); a.StatusCode != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
}
