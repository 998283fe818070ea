package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"goblet/room"
)

const report = "position=1&at=1&drift=4&delay=12&paused=false&state=playing&buffer=9&transport=post&start=40&clock=known"

func TestABadReportIsRefusedAndChangesNothing(t *testing.T) {
	g := start(t)
	b := g.member(t)
	frame(t, b.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	if a := b.post(g.path("/status"), report); a.StatusCode != http.StatusNoContent {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	before := b.get(g.path("/state")).body
	for _, bad := range []string{
		"drift=x", "drift=", "drift=NaN", "drift=Inf", "drift=1e300", "drift=-1e300", "delay=-1", "delay=1e9", "delay=x",
		"buffer=-1", "buffer=x", "buffer=1e300", "position=-1", "position=1e300", "state=dancing", "state=", "transport=pigeon", "start=-1", "start=1e9", "start=x",
	} {
		field, _, _ := strings.Cut(bad, "=")
		var fields []string
		for pair := range strings.SplitSeq(report, "&") {
			if !strings.HasPrefix(pair, field+"=") {
				pair = strings.Replace(pair, "=4", "=77", 1) // else a change could not be seen
				fields = append(fields, pair)
			}
		}
		body := strings.Join(append(fields, bad), "&")
		a := b.post(g.path("/status"), body)
		for a.StatusCode == http.StatusTooManyRequests {
			a = b.post(g.path("/status"), body)
		}
		if a.StatusCode != http.StatusBadRequest || !strings.HasSuffix(strings.TrimSpace(a.body), ".") {
			t.Errorf("%s: %s %q", bad, a.Status, a.body)
		}
	}
	var was, is struct{ Standing room.Standing }
	for text, into := range map[string]any{before: &was, b.get(g.path("/state")).body: &is} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	if len(was.Standing.Viewers) != 1 || len(is.Standing.Viewers) != 1 || was.Standing.Viewers[0] != is.Standing.Viewers[0] {
		t.Errorf("%+v became %+v", was.Standing, is.Standing)
	}
}

func TestEverybodyHearsHowTheOthersAreDoing(t *testing.T) {
	g := start(t)
	a, b := g.member(t), g.member(t)
	frames := a.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	frame(t, b.listen(http.MethodGet, g.path("/events?since=1")), "hello")
	a.post(g.path("/status"), report)
	b.post(g.path("/status"), strings.Replace(report, "drift=4", "drift=-2.5", 1))
	f := frame(t, frames, "status: ", `"skew":6.5`)
	for _, want := range []string{`"drift":4`, `"drift":-2.5`, `"delay":12`, `"buffer":9`, `"transport":"post"`, `"state":"playing"`, `"playing":2`} {
		if !strings.Contains(f, want) {
			t.Errorf("no %s in %s", want, f)
		}
	}
	if page := b.get(g.path("")).body; !strings.Contains(page, `"skew":6.5`) {
		t.Error("who opens the page now is not told")
	}
}

func TestMetricsTellHowFarApartPlayersAreAndNameNoRoom(t *testing.T) {
	g := start(t)
	a, b := g.member(t), g.member(t)
	for _, one := range []*browser{a, b} {
		frame(t, one.listen(http.MethodGet, g.path("/events?since=1")), "hello")
	}
	a.post(g.path("/status"), report)
	b.post(g.path("/status"), strings.NewReplacer("drift=4", "drift=-25", "post", "poll").Replace(report))
	text := g.stranger(t).get("/metrics").body
	for _, want := range []string{
		"goblet_rooms 1\n", "goblet_viewers 2\n", `goblet_viewers_by_transport{transport="post"} 1`, `goblet_viewers_by_transport{transport="poll"} 1`,
		`goblet_viewers_by_transport{transport="events"} 0`, "goblet_rooms_in_play 1\n", "goblet_room_skew_max_milliseconds 29\n", "goblet_room_skew_median_milliseconds 29\n",
		`goblet_drift_milliseconds_bucket{le="5"} 1`, `goblet_drift_milliseconds_bucket{le="40"} 2`, `goblet_drift_milliseconds_bucket{le="+Inf"} 2`,
		"goblet_drift_milliseconds_sum 29\n", "goblet_drift_milliseconds_count 2\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, g.room.ID()) {
		t.Error("the metrics tell a room's link")
	}
}
