package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// profiled posts how somebody wants to be known.
func (b *browser) profiled(path, action, name string, fields ...string) answer {
	return b.post(path+"/name", form(append([]string{"action", action, "seen", "1", "name", name}, fields...)...))
}

func TestARenameIsSavedThenToldToEverybody(t *testing.T) {
	g := start(t)
	maya, jon := g.member(t), g.member(t)
	frames := jon.listen(http.MethodGet, g.path("/events?since=1"))
	maya.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, "viewers: ", `"count":2`)
	maya.profiled(g.path(""), "first", "Merry Otter")
	a := maya.profiled(g.path(""), "second", "Maya", "color", "hue-7", "emoji", "🦊")
	if a.StatusCode != http.StatusNoContent || a.Header.Get("Goblet-Seq") == "" {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	frame(t, frames, `"kind":"name"`, `"name":"Maya"`, `"was":"Merry Otter"`, "Merry Otter is now called Maya")
	frame(t, frames, "viewers: ", `"name":"Maya","color":"hue-7","emoji":"🦊"`, `avatar hue-7 is-emoji`, "🦊</span>")
	again := maya.profiled(g.path(""), "second", "Maya", "color", "hue-7", "emoji", "🦊")
	if again.Header.Get("Goblet-Seq") != a.Header.Get("Goblet-Seq") {
		t.Errorf("repeated it became event %q, was %q", again.Header.Get("Goblet-Seq"), a.Header.Get("Goblet-Seq"))
	}
	before := g.room.State().Seq
	if a := maya.profiled(g.path(""), "third", "Maya", "emoji", ""); a.StatusCode != http.StatusNoContent || g.room.State().Seq != before {
		t.Errorf("another picture: %s, %d events", a.Status, g.room.State().Seq-before)
	}
	frame(t, frames, "viewers: ", `"name":"Maya","color":"hue-7","host"`)
	page := maya.get(g.path("")).body
	for _, want := range []string{`value="Maya"`, `value="hue-7" checked`, `value="" checked`} {
		if !strings.Contains(page, want) {
			t.Errorf("after a reload the page lacks %s", want)
		}
	}
}

func TestASecondMayaIsCalledSoEverywhere(t *testing.T) {
	g := start(t)
	maya, jon := g.member(t), g.member(t)
	frames := maya.listen(http.MethodGet, g.path("/events?since=1"))
	jon.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, "viewers: ", `"count":2`)
	maya.profiled(g.path(""), "m", "Maya")
	jon.profiled(g.path(""), "j", "MAYA ", "emoji", "🐼")
	frame(t, frames, `"kind":"name"`, `"name":"MAYA 2"`)
	jon.post(g.path("/play"), "action=p&seen=1")
	frame(t, frames, `"kind":"play"`, "MAYA 2 pressed play")
	jon.post(g.path("/chat"), lineForm("c", "text", "hello"))
	frame(t, frames, `"kind":"chat"`, `"name":"MAYA 2"`, `"emoji":"🐼"`, "is-emoji")
	if page := jon.get(g.path("")).body; !strings.Contains(page, `value="MAYA"`) {
		t.Error("the dialog does not show the name as it was chosen")
	}
}

func TestAProfileIsCheckedStrictly(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for i, tt := range []struct {
		fields string
		says   string
	}{
		{"name=", "A name needs at least one letter."},
		{"name=%E2%80%8D", "A name needs at least one letter."},
		{"name=" + strings.Repeat("x", 41), "A name has at most 40 characters."},
		{"name=Maya&color=hue-12", "color"}, {"name=Maya&color=hue-01", "color"}, {"name=Maya&color=", "color"}, {"name=Maya&color=red", "color"},
		{"name=Maya&emoji=fox", "one emoji"}, {"name=Maya&emoji=" + url.QueryEscape("🦊🦊"), "one emoji"},
		{"name=Maya&emoji=" + url.QueryEscape("\u202e🦊"), "one emoji"}, {"name=Maya&emoji=%00", "one emoji"}, {"name=Maya&emoji=%F0%9F", "one emoji"},
		{"name=Maya&emoji=" + url.QueryEscape(strings.Repeat("👩\u200d", 40)+"💻"), "one emoji"},
		{"name=Maya&action=" + strings.Repeat("x", 65) + "&seen=1", "action"},
	} {
		other := b
		if i%4 == 3 {
			b = g.member(t) // who has not been renamed too often
		}
		if a := other.post(g.path("/name"), tt.fields); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, tt.says) {
			t.Errorf("%s: %s %q", tt.fields, a.Status, a.body)
		}
	}
}

func TestNobodyFloodsTheRoomWithNames(t *testing.T) {
	g := start(t)
	b := g.member(t)
	b.base = g.unhurried(t)
	for i := range 20 {
		a := b.profiled(g.path(""), "f"+strconv.Itoa(i), "Name "+strconv.Itoa(i))
		if a.StatusCode != http.StatusTooManyRequests {
			continue
		}
		if i < 5 || !strings.Contains(a.body, "changed your name a lot") || a.Header.Get("Retry-After") == "" {
			t.Errorf("rename %d: %s %q", i, a.Status, a.body)
		}
		return
	}
	t.Error("one can be renamed without end")
}
