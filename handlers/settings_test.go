package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func TestSettingsAndReadyChecksAreAnsweredAsTheProtocolSays(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest := g.member(t)
	for i, tt := range []struct {
		by     *browser
		verb   string
		fields string
		want   int
		event  bool // the action became one
	}{
		{guest, "settings", "&wait=on&loop=true", 403, false},
		{host, "settings", "&wait=on&loop=true", 204, true},
		{host, "settings", "&wait=on", 204, false},
		{host, "settings", "", 204, false},
		{host, "settings", "&wait=maybe", 400, false},
		{host, "settings", "&loop=2", 400, false},
		{guest, "ready", "", 204, true},
		{host, "ready", "", 204, false},
		{guest, "pause", "", 204, true},
		{guest, "play", "", 204, true},
		{guest, "ready", "", 400, false},
	} {
		before := g.room.State().Seq
		a := tt.by.post(g.path("/"+tt.verb), "action=a"+strconv.Itoa(i)+"&seen=1"+tt.fields)
		if a.StatusCode != tt.want {
			t.Errorf("%s %s: %s %q, want %d", tt.verb, tt.fields, a.Status, a.body, tt.want)
		}
		if seq := a.Header.Get("Goblet-Seq"); (seq != "") != tt.event {
			t.Errorf("%s %s: Goblet-Seq %q after event %d", tt.verb, tt.fields, seq, before)
		}
	}
	if a := guest.get(g.path("/state")); !strings.Contains(a.body, `"settings":{"wait":"on","loop":true,"control":"everyone","load":"hosts","chat":"everyone","locked":false,"lobby":false,"password":false,"shuffle":false}`) {
		t.Errorf("the state is %s", a.body)
	}
}

func TestAReadyCheckIsToldToEveryone(t *testing.T) {
	g := start(t)
	a := g.member(t)
	frames := a.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	status := "position=0&at=0&drift=0&delay=1&state=paused&clock=known&joined=true&buffer=9&ready="
	a.post(g.path("/status"), status+"false")
	a.post(g.path("/ready"), "action=r&seen=2")
	frame(t, frames, `"kind":"ready"`, `"wait":{"cause":"ready"`, "is everybody ready?")
	frame(t, frames, "ready: ", `"count":1,"ready":0`, `"joined":true,"away":false,"loaded":false,"buffer":9,"clock":true`, "hx-partial")
	frame(t, frames, `"kind":"wait"`, `"for":[{"id":`)
	if s := a.get(g.path("/state")); !strings.Contains(s.body, `"cause":"ready"`) {
		t.Errorf("who comes later does not see it: %s", s.body)
	}
	a.post(g.path("/status"), status+"true")
	frame(t, frames, `"kind":"play"`, `"reason":"ready"`)
}

func TestWhatAPlayerSaysOfItselfMustMakeSense(t *testing.T) {
	g := start(t)
	a := g.member(t)
	status := "position=0&at=0&drift=0&delay=1&state=paused"
	for more, want := range map[string]int{
		"": 204, "&ready=true&joined=false&hidden=true&ended=false": 204,
		"&ready=yes": 400, "&joined=1": 400, "&hidden=x": 400, "&ended=never": 400,
		"&page=a-1": 204, "&page=a%20b": 400, "&page=" + strings.Repeat("x", 65): 400,
	} {
		if answer := a.post(g.path("/status"), status+more); answer.StatusCode != want {
			t.Errorf("%s: %s, want %d", more, answer.Status, want)
		}
	}
}
