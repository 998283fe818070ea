package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func TestWhoIsTypingIsToldWithoutANumber(t *testing.T) {
	g := start(t)
	host, guest := g.member(t), g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, "viewers: ", `"count":2`)
	seq := g.room.State().Seq
	for i, tt := range []struct {
		form string
		want int
	}{{"", 204}, {"typing=true", 204}, {"typing=perhaps", 400}} {
		if a := guest.post(g.path("/typing"), tt.form); a.StatusCode != tt.want {
			t.Errorf("%d: %q: %s %s, want %d", i, tt.form, a.Status, a.body, tt.want)
		}
	}
	frame(t, frames, `typing: {"count":1,"viewers":[{"id":"`)
	guest.post(g.path("/typing"), "typing=false")
	frame(t, frames, `typing: {"count":0,"viewers":[]}`)
	if got := g.room.State().Seq; got != seq {
		t.Errorf("typing has become an event: %d, was %d", got, seq)
	}

	host.post(g.path("/settings"), lineForm("quiet", "chat", "hosts"))
	if a := g.member(t).post(g.path("/typing"), "typing=true"); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "Only the host") {
		t.Errorf("who may not write: %s %s", a.Status, a.body)
	}
	host.base = g.unhurried(t)
	last := 0
	for range 10 {
		last = host.post(g.path("/typing"), "typing=true").StatusCode
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("a flood of typing is answered %d", last)
	}
}

func TestWhatHappensIsToldInTheChatBesidesTheToast(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	host.post(g.path("/seek"), lineForm("jump", "position", "3"))
	f := frame(t, frames, `"kind":"seek"`)
	at := strconv.FormatInt(int64(g.room.State().Playback.At), 10)
	for _, want := range []string{"jumped to 0:03</div>", "jumped to 0:03</span></li>", `hx-target=\"#chat-lines\"`, `<li class=\"chat-notice\" aria-live=\"off\" data-kind=\"seek\" data-about=\"\" data-by=\"` + g.room.State().Host + `\" data-at=\"` + at[:9]} {
		if !strings.Contains(f, want) {
			t.Errorf("the frame lacks %s: %s", want, f)
		}
	}
	host.post(g.path("/chat"), lineForm("line", "text", "Hi"))
	if f := frame(t, frames, `"kind":"chat"`); strings.Contains(f, "chat-notice") {
		t.Errorf("a line is told of besides being said: %s", f)
	}
}
