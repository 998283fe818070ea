package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestEachActionIsAnsweredAsTheProtocolSays(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest, listener := g.member(t), g.member(t)
	long := strings.Repeat("x", 65)
	for i, tt := range []struct {
		by     *browser
		verb   string
		fields string
		want   int
		event  bool // the action became one
	}{
		{guest, "play", "", 204, true},
		{guest, "play", "", 204, false},
		{guest, "play", "&position=x", 400, false},
		{guest, "rate", "&rate=1.5", 204, true},
		{guest, "rate", "&rate=9", 400, false},
		{guest, "rate", "", 400, false},
		{guest, "pause", "&position=1", 204, true},
		{guest, "pause", "&position=NaN", 400, false},
		{guest, "seek", "&position=5", 204, true},
		{guest, "seek", "&position=-5", 400, false},
		{guest, "seek", "&position=Inf", 400, false},
		{guest, "seek", "", 400, false},
		{guest, "seek", "&position=6&action=" + long, 400, false},
		{guest, "seek", "&position=6&seen=-1", 400, false},
		{guest, "seek", "&position=6&seen=99999", 409, false},
		{guest, "load", "&media=" + g.film.ID, 403, false},
		{guest, "load", "&media=nothing", 404, false},
		{host, "load", "&media=" + g.film.ID, 204, false},
		{host, "follow", "", 409, false},
		{host, "host", "&viewer=nobody", 400, false},
		{guest, "host", "", 204, true},
		{host, "refresh", "", 204, true},
		{listener, "tracks", "&audio=2&delay=-450", 204, true},
		{listener, "tracks", "&audio=2", 204, false},
		{listener, "tracks", "", 204, false},
		{listener, "tracks", "&audio=x", 400, false},
		{listener, "tracks", "&audio=-1", 400, false},
		{listener, "tracks", "&delay=1e9", 400, false},
		{listener, "tracks", "&delay=NaN", 400, false},
		{listener, "tracks", "&subtitle=nothing", 404, false},
		{listener, "tracks", "&subtitle=", 204, false},
		{guest, "name", "&name=Maya", 204, false},
		{guest, "name", "&name=%20", 400, false},
		{guest, "name", "&name=" + long, 400, false},
		{guest, "name", "&name=%ff", 400, false},
		{guest, "dance", "", 404, false},
	} {
		fields := tt.fields
		if !strings.Contains(fields, "action=") {
			fields += "&action=a" + strconv.Itoa(i)
		}
		if !strings.Contains(fields, "seen=") {
			fields += "&seen=1"
		}
		before := g.room.State().Seq
		a := tt.by.post(g.path("/"+tt.verb), fields[1:])
		if a.StatusCode != tt.want {
			t.Errorf("%s %s: %s %q, want %d", tt.verb, tt.fields, a.Status, a.body, tt.want)
		}
		if seq := a.Header.Get("Goblet-Seq"); (seq != "") != tt.event || tt.event && seq != strconv.FormatUint(before+1, 10) {
			t.Errorf("%s %s: Goblet-Seq %q after event %d", tt.verb, tt.fields, seq, before)
		}
		if tt.want >= 400 && (strings.Count(strings.TrimSpace(a.body), "\n") > 0 || !strings.HasSuffix(strings.TrimSpace(a.body), ".")) {
			t.Errorf("%s %s: %q is no sentence", tt.verb, tt.fields, a.body)
		}
		if tt.want >= 400 && g.room.State().Seq != before {
			t.Errorf("%s %s was refused and became an event", tt.verb, tt.fields)
		}
	}
}

func TestAnActionReachesEverybodyOnTheStream(t *testing.T) {
	g := start(t)
	a, b := g.member(t), g.member(t)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		frames := b.listen(method, g.path("/events?since=0"))
		if hello := <-frames; !strings.HasPrefix(hello, "hello: ") {
			t.Errorf("%s: the first frame is %q", method, hello)
		}
		a.post(g.path("/name"), form("action", "n"+method, "seen", "1", "name", "Maya <b>"))
		a.post(g.path("/seek"), form("action", "s"+method, "seen", "1", "position", strconv.Itoa(len(method))))
		f := frame(t, frames, "room: ", `"action":"s`+method+`"`)
		for _, want := range []string{`"kind":"seek"`, `"name":"Maya <b>"`, `Maya &lt;b&gt; jumped to 0:0`} {
			if !strings.Contains(f, want) {
				t.Errorf("%s: no %s in %s", method, want, f)
			}
		}
	}
}

func TestALongPollGetsWhatAStreamGets(t *testing.T) {
	g := start(t)
	b := g.member(t)
	b.post(g.path("/seek"), form("action", "s", "seen", "1", "position", "3"))
	if a := b.get(g.path("/log?since=1&wait=20")); !strings.Contains(a.body, `"action":"s"`) {
		t.Errorf("%s %s", a.Status, a.body)
	}
	if a := b.get(g.path("/log?since=4711&wait=0")); !strings.Contains(a.body, `"reset":{`) {
		t.Errorf("from another life of the room: %s %s", a.Status, a.body)
	}
	for _, bad := range []string{"since=x", "since=1&wait=x", "since=1&wait=-1"} {
		if a := b.get(g.path("/log?" + bad)); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", bad, a.Status)
		}
	}
}

func TestWhoActsTooOftenIsToldToWait(t *testing.T) {
	g := start(t)
	b, other := g.member(t), g.member(t)
	b.base = g.unhurried(t)
	other.base = b.base
	var last answer
	for i := range 200 {
		last = b.post(g.path("/seek"), form("action", "a"+strconv.Itoa(i), "seen", "1", "position", strconv.Itoa(i%9)))
		if last.StatusCode == http.StatusTooManyRequests {
			break
		}
	}
	if last.StatusCode != http.StatusTooManyRequests || last.Header.Get("Retry-After") != "1" || !strings.Contains(last.body, "Wait a moment") {
		t.Errorf("%s, Retry-After %q, %q", last.Status, last.Header.Get("Retry-After"), last.body)
	}
	if a := other.post(g.path("/seek"), form("action", "o", "seen", "1", "position", "8.5")); a.StatusCode != http.StatusNoContent {
		t.Errorf("the others have to wait, too: %s", a.Status)
	}
}

func TestHtmxGetsAToastAProgramALine(t *testing.T) {
	g := start(t)
	b := g.member(t)
	bad := form("action", "a", "seen", "1", "position", "x")
	a := b.post(g.path("/seek"), bad, "HX-Request", "true")
	if !strings.Contains(a.body, `hx-target="#toasts"`) || !strings.Contains(a.body, `role="alert"`) || a.StatusCode != 400 {
		t.Errorf("htmx: %s %s", a.Status, a.body)
	}
	if a := b.post(g.path("/seek"), bad); !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") || strings.Contains(a.body, "<") {
		t.Errorf("program: %s", a.body)
	}
}

func FuzzAnyFormIsAnswered(f *testing.F) {
	g := start(f)
	host := g.member(f)
	verbs := []string{"play", "pause", "seek", "rate", "load", "host", "follow", "refresh", "name", "spot", "status", "tracks", "ready", "settings", "chat", "chat/edit", "chat/delete", "poll", "poll/vote", "poll/end", "react",
		"queue", "queue/remove", "queue/restore", "queue/move", "queue/vote", "queue/skip", "queue/next", "queue/cancel"}
	f.Add(0, "action=a&seen=1&position=3")
	f.Add(3, "action=b&seen=1&rate=1e309")
	f.Add(8, "action=c&seen=1&name=%00%e2%80%ae")
	f.Add(10, "position=1&at=2&drift=3&delay=4&state=away")
	f.Add(11, "action=d&seen=1&audio=1&subtitle=x&delay=-1e308")
	f.Add(14, "action=e&seen=1&text=%ff%00%e2%80%ae&reply=18446744073709551615")
	f.Add(15, "action=f&seen=1&text=x&line=1")
	f.Add(16, "action=g&seen=1&line=-1")
	f.Add(17, "action=h&seen=1&question=%ff%e2%80%ae?&option=a&option=%00b&option=")
	f.Add(18, "action=i&seen=1&poll=18446744073709551615&option=-1")
	f.Add(19, "action=j&seen=1&poll=2")
	f.Add(20, "emoji=%f0%9f%91%8f")
	f.Add(21, "action=k&seen=1&media="+g.film.ID+"&rest=true")
	f.Add(21, "action=l&seen=1&url=https://%ff/&title=%00")
	f.Add(22, "action=m&seen=1&item=18446744073709551615&all=false")
	f.Add(23, "action=n&seen=1&removal=1")
	f.Add(24, "action=o&seen=1&item=1&before=1&behind=-1")
	f.Add(9, "media="+g.film.ID+"&position=7&keep=1")
	f.Fuzz(func(t *testing.T, verb int, body string) {
		host.t = t
		path := g.path("/" + verbs[uint(verb)%uint(len(verbs))])
		if a := host.post(path, body); a.StatusCode/100 != 2 && a.StatusCode/100 != 4 {
			t.Errorf("%s %q: %s %s", path, body, a.Status, a.body)
		}
	})
}

func TestAChoiceOfTracksReachesEverybody(t *testing.T) {
	g := start(t)
	a, b := g.member(t), g.member(t)
	base := strings.TrimSuffix(g.film.Name, filepath.Ext(g.film.Name))
	file := base + ".de.srt"
	if err := os.WriteFile(filepath.Join(g.data, "sample", file), []byte("1\n00:00:01,000 --> 00:00:02,000\nHallo\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	frames := b.listen(http.MethodGet, g.path("/events?since=1"))
	a.post(g.path("/tracks"), form("action", "t", "seen", "1", "subtitle", file, "delay", "450"))
	f := frame(t, frames, "room: ", `"action":"t"`)
	for _, want := range []string{`"kind":"tracks"`, `"tracks":{"audio":0,"subtitle":"` + file + `","delay":450}`, `chose German subtitles for everyone`} {
		if !strings.Contains(f, want) {
			t.Errorf("no %s in %s", want, f)
		}
	}
	if s := b.get(g.path("/state")); !strings.Contains(s.body, `"delay":450`) {
		t.Errorf("the snapshot does not tell: %s", s.body)
	}
}

// A client that polls gets what a stream carries, frames without numbers too, and is here between its polls.
func TestPollsBringWhatStreamsDo(t *testing.T) {
	g := start(t)
	b := g.member(t)
	type poll struct {
		Seq          int
		Now          float64
		Viewer, Node string
		Events       []struct{ Kind string }
		Frames       []struct {
			Event string
			Data  struct{ Count int }
		}
		Mark string
	}
	ask := func(query string) (p poll) {
		t.Helper()
		if a := b.get(g.path("/log?" + query)); json.Unmarshal([]byte(a.body), &p) != nil {
			t.Fatalf("%s answers %s", query, a.body)
		}
		return p
	}
	p := ask("since=1&wait=20&mark=")
	if p.Viewer == "" || p.Node != "test" || p.Now == 0 || p.Mark == "" {
		t.Errorf("the greeting lacks something: %+v", p)
	}
	told := map[string]int{} // the count in the last frame of each kind
	for {
		for _, f := range p.Frames {
			told[f.Event] = f.Data.Count
		}
		if len(told) == 3 {
			break
		}
		p = ask("since=" + strconv.Itoa(p.Seq) + "&wait=20&mark=" + url.QueryEscape(p.Mark))
	}
	if count, ok := told["viewers"]; !ok || count != 1 {
		t.Errorf("%d are here, of %v", count, told)
	}
	for _, kind := range []string{"status", "log"} {
		if _, ok := told[kind]; !ok {
			t.Errorf("nothing says how they are doing, or whether anything can be changed: %v", told)
		}
	}
	if p = ask("since=" + strconv.Itoa(p.Seq) + "&wait=0&mark=" + url.QueryEscape(p.Mark)); p.Frames != nil {
		t.Errorf("nothing is new, and %+v comes", p.Frames)
	}
	if p = ask("since=1&wait=0"); p.Frames != nil {
		t.Errorf("nobody asked for %+v", p.Frames)
	}
}
