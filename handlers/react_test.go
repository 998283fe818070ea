package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAReactionReachesThoseWhoAreHere(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest := g.member(t)
	seq := g.room.State().Seq
	if a := guest.post(g.path("/react"), form("emoji", "👏")); a.StatusCode != http.StatusNoContent || a.body != "" {
		t.Fatalf("a reaction: %s %q", a.Status, a.body)
	}
	if f := frame(t, frames, "reactions: "); f != `reactions: {"counts":{"👏":1}}` {
		t.Errorf("the frame is %s", f)
	}
	if g.room.State().Seq != seq {
		t.Error("a reaction has become an event")
	}
	late := guest.listen(http.MethodGet, g.path("/events"))
	if f := frame(t, late); !strings.HasPrefix(f, "hello: ") {
		t.Errorf("first came %s", f)
	}
	for f := frame(t, late); !strings.HasPrefix(f, "reset: "); f = frame(t, late) {
		if strings.HasPrefix(f, "reactions: ") {
			t.Errorf("who comes later is told %s", f)
		}
	}
	for _, emoji := range []string{"🦄", "", "<b>", "👏👏"} {
		if a := guest.post(g.path("/react"), form("emoji", emoji)); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %s", emoji, a.Status)
		}
	}
	if a := host.post(g.path("/settings"), "action=s&seen=2&preset=cinema"); a.StatusCode != http.StatusNoContent {
		t.Fatalf("a cinema: %s", a.Status)
	}
	if a := guest.post(g.path("/react"), form("emoji", "👏")); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "co-hosts write here") {
		t.Errorf("a guest of a cinema: %s %q", a.Status, a.body)
	}
	if a := host.post(g.path("/react"), form("emoji", "👏")); a.StatusCode != http.StatusNoContent {
		t.Errorf("the host of a cinema: %s", a.Status)
	}
}

func TestWhoReactsTooFastIsRefusedAndMayStillAct(t *testing.T) {
	g := start(t)
	b := g.member(t)
	b.base = g.unhurried(t)
	taken, last := 0, answer{}
	for range 200 {
		if last = b.post(g.path("/react"), form("emoji", "🔥")); last.StatusCode != http.StatusNoContent {
			break
		}
		taken++
	}
	if taken < 15 || last.StatusCode != http.StatusTooManyRequests || last.Header.Get("Retry-After") != "1" || !strings.Contains(last.body, "faster than others can see") {
		t.Errorf("after %d reactions: %s %q", taken, last.Status, last.body)
	}
	if a := b.post(g.path("/play"), lineForm("p")); a.StatusCode != http.StatusNoContent {
		t.Errorf("who reacts too fast can't play: %s", a.Status)
	}
	if a := g.member(t).post(g.path("/react"), form("emoji", "🔥")); a.StatusCode != http.StatusNoContent {
		t.Errorf("others can't react: %s", a.Status)
	}
}
