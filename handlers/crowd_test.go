package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"goblet/handlers"
)

// crowded is a Goblet that lets so many watch.
func crowded(t *testing.T, most handlers.Crowd) *goblet {
	g := start(t)
	options := g.options
	options.Crowd = most
	server := httptest.NewServer(handlers.New(options).Handler())
	t.Cleanup(server.Close)
	g.URL = server.URL
	return g
}

func TestAFullRoomTakesNobodyElse(t *testing.T) {
	g := crowded(t, handlers.Crowd{Room: 1})
	first, second := g.member(t), g.member(t)
	frame(t, first.listen(http.MethodGet, g.path("/events?since=0")), "hello")
	frame(t, first.listen(http.MethodGet, g.path("/events?since=0")), "hello") // another tab
	if a := first.get(g.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("who watches reloads: %s", a.Status)
	}
	for what, a := range map[string]answer{
		"a stream": second.get(g.path("/events?since=0")), "a posted stream": second.post(g.path("/events?since=0"), ""),
		"a poll": second.get(g.path("/log?since=0&wait=0")), "the page": second.get(g.path(""), "Accept", "text/html"),
	} {
		if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") != "10" || !strings.Contains(a.body, "This room is full") {
			t.Errorf("%s: %s %s %q", what, a.Status, a.Header.Get("Retry-After"), a.body)
		}
	}
}

func TestTooManyStreamsAreRefusedAndEndedOnesMakePlace(t *testing.T) {
	for said, most := range map[string]handlers.Crowd{"This Goblet has as many": {All: 1}, "Your network has as many": {Address: 1}} {
		g := crowded(t, most)
		first, second := g.member(t), g.member(t)
		first.listen(http.MethodGet, g.path("/events?since=0"))
		if a := first.get(g.path("")); a.StatusCode != http.StatusOK {
			t.Errorf("who watches reloads: %s", a.Status)
		}
		a := second.get(g.path("/events?since=0"))
		if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") != "10" || !strings.Contains(a.body, said) {
			t.Errorf("a second stream: %s %s %q", a.Status, a.Header.Get("Retry-After"), a.body)
		}
		third := g.stranger(t)
		if a := third.get(g.path(""), "Accept", "text/html"); a.StatusCode != http.StatusServiceUnavailable || !strings.Contains(a.body, said) {
			t.Errorf("the page: %s %q", a.Status, a.body)
		}
	}

	g := crowded(t, handlers.Crowd{Address: 1})
	b := g.member(t)
	for range 3 { // each ends before the next
		if a := b.get(g.path("/log?since=0&wait=0")); a.StatusCode != http.StatusOK {
			t.Errorf("one poll after the other: %s %s", a.Status, a.body)
		}
	}
}
