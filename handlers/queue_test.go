package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func TestTheQueueIsAnsweredAsTheProtocolSays(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest := g.member(t)
	me := guest.id(g.path(""))
	const link = "https://films.example/"
	for i, tt := range []struct {
		by     *browser
		verb   string
		fields string
		want   int
		event  bool
		says   string
	}{
		{guest, "queue", "&media=" + g.film.ID, 403, false, "Only the host and co-hosts choose the film here."},
		{host, "queue", "&media=nothing", 404, false, "no longer here"},
		{host, "queue", "", 404, false, ""},
		{guest, "queue", "&media=" + g.film.ID + "&rest=x", 400, false, "rest"},
		{host, "queue", "&media=" + g.film.ID + "&rest=true", 204, true, ""},
		{host, "queue", "&media=" + g.film.ID, 400, false, "in the queue already"},
		{guest, "queue", "&url=ftp://x/a.mp4", 400, false, "begins with https"},
		{host, "queue", "&url=" + link + "a.mp4&title=A", 204, true, ""},
		{host, "queue", "&url=" + link + "b.mp4&title=%3Cb%3E", 204, true, ""},
		{guest, "queue/move", "&item=3&before=1", 403, false, "choose the film"},
		{host, "queue/move", "&item=3&before=1", 204, true, ""},
		{host, "queue/move", "&item=3&before=1", 204, false, ""},
		{host, "queue/move", "&item=3&before=1&behind=2", 400, false, "not both"},
		{host, "queue/move", "&item=9&before=1", 409, false, "no longer in the queue"},
		{guest, "queue/move", "&before=1", 400, false, "item"},
		{guest, "queue/move", "&item=3&before=x", 400, false, "before"},
		{guest, "queue/move", "&item=3&behind=0", 400, false, "behind"},
		{guest, "queue/vote", "&item=2", 204, true, ""},
		{guest, "queue/vote", "&item=2", 204, false, ""},
		{guest, "queue/vote", "&item=9", 409, false, "no longer in the queue"},
		{guest, "queue/vote", "&item=-2", 400, false, "item"},
		{guest, "queue/remove", "&item=2", 403, false, "choose the film"},
		{guest, "queue/remove", "", 400, false, "item"},
		{guest, "queue/remove", "&all=maybe", 400, false, "all"},
		{guest, "queue/next", "", 409, false, "No film is about to begin."},
		{guest, "queue/cancel", "", 204, false, ""},
		{guest, "queue/restore", "&removal=3", 403, false, "choose the film"},
		{guest, "queue/restore", "&removal=x", 400, false, "removal"},
		{host, "queue/restore", "&removal=3", 409, false, "undone"},
		{guest, "settings", "&shuffle=true", 403, false, "Only the host"},
		{guest, "settings", "&shuffle=yes please", 400, false, "shuffle"},
	} {
		a := tt.by.post(g.path("/"+tt.verb), "action=q"+strconv.Itoa(i)+"&seen=1"+tt.fields)
		if a.StatusCode != tt.want || !strings.Contains(a.body, tt.says) {
			t.Errorf("%s %s: %s %q, want %d", tt.verb, tt.fields, a.Status, a.body, tt.want)
		}
		if seq := a.Header.Get("Goblet-Seq"); (seq != "") != tt.event {
			t.Errorf("%s %s: Goblet-Seq %q", tt.verb, tt.fields, seq)
		}
	}
	frame(t, frames, `"kind":"queue"`, `"reason":"queued"`, `"order":[1]`, `hx-target=\"#queue-list\"`, "queued Big Buck Bunny")
	frame(t, frames, `"order":[1,2,3]`, `"title":"<b>"`, "&lt;b&gt;")
	frame(t, frames, `"reason":"moved"`, `"order":[3,1,2]`, `"html":""`)
	if f := frame(t, frames, `"reason":"voted"`, `"order":[2,3,1]`, `"by":null`, `"votes":1`); strings.Contains(f, me) {
		t.Errorf("the vote names who gave it: %s", f)
	}
	removed := host.post(g.path("/queue/remove"), "action=r&seen=1&item=2").Header.Get("Goblet-Seq")
	frame(t, frames, `"reason":"unqueued"`, `"order":[3,1]`, "took A out of the queue")
	if a := host.post(g.path("/queue/restore"), "action=u&seen=1&removal="+removed); a.StatusCode != http.StatusNoContent {
		t.Errorf("undoing: %s %s", a.Status, a.body)
	}
	frame(t, frames, `"reason":"requeued"`, `"order":[2,3,1]`, "put A back", "queue-2")
	for what, text := range map[string]string{
		"the state": host.get(g.path("/state")).body, "the log": host.get(g.path("/log?since=1&wait=0")).body,
		"the page": host.get(g.path("")).body, "the queue": host.get(g.path("/queue")).body,
	} {
		if strings.Contains(text, me) || strings.Contains(text, "upvoter") {
			t.Errorf("%s names who has voted: %s", what, text)
		}
	}
	if s := host.get(g.path("/state")).body; !strings.Contains(s, `"queue":[{"id":2,"media":"url-`) {
		t.Errorf("the state is %s", s)
	}
	for _, b := range []*browser{guest, host} {
		for _, path := range []string{"", "/queue"} {
			page := b.get(g.path(path)).body
			if voted := strings.Contains(page, `data-item="2" data-voted`); voted != (b == guest) || strings.Count(page, `class="queue-item"`) != 3 {
				t.Errorf("%q marks the vote: %v, and has %d items", path, voted, strings.Count(page, `class="queue-item"`))
			}
		}
	}
	if a := host.post(g.path("/queue/skip"), "action=s&seen=1"); a.StatusCode != http.StatusNoContent {
		t.Errorf("skipping: %s %s", a.Status, a.body)
	}
	frame(t, frames, `"kind":"load"`, `"reason":"skip"`, `"order":[3,1]`, `"played":2`, "skipped to A")
	if a := host.post(g.path("/queue/remove"), "action=all&seen=2&all=true"); a.StatusCode != http.StatusNoContent {
		t.Errorf("emptying: %s %s", a.Status, a.body)
	}
	frame(t, frames, `"order":[]`, "took 2 films out of the queue")
}
