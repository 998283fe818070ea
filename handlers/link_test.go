package handlers_test

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTheHostPutsOnAFilmByItsLink(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	guest := g.member(t)
	const link = "https://films.example/Tears.of.Steel.mp4?key=a%26b"
	load := func(by *browser, action, address string, header ...string) answer {
		t.Helper()
		return by.post(g.path("/load"), url.Values{"action": {action}, "seen": {"1"}, "url": {address}}.Encode(), header...)
	}
	if a := load(guest, "a1", link); a.StatusCode != http.StatusForbidden {
		t.Errorf("a guest's link is answered %s", a.Status)
	}
	for _, wrong := range []string{"", "films.example/a.mp4", "javascript:alert(1)", "https://me:secret@films.example/"} {
		if a := load(host, "a2", wrong); a.StatusCode != http.StatusBadRequest || strings.TrimSpace(a.body) == "" {
			t.Errorf("%q is answered %s: %s", wrong, a.Status, a.body)
		}
	}
	if a := load(host, "a3", link); a.StatusCode != http.StatusNoContent {
		t.Fatalf("the host's link is answered %s: %s", a.Status, a.body)
	}
	on := g.room.State().Media
	if on.URL != link || on.Title != "Tears of Steel" || on.Type != "video/mp4" || on.Duration != 0 {
		t.Errorf("the room shows %+v", on)
	}
	if a := guest.get(g.path("/state")); !strings.Contains(a.body, `"url":"https://films.example/Tears.of.Steel.mp4?key=a%26b"`) {
		t.Errorf("the state is %s", a.body)
	}
	for _, tt := range []struct {
		verb, fields string
		want         int
	}{
		{"/refresh", "action=b1&seen=1", http.StatusNoContent},
		{"/seek", "action=b2&seen=99&position=3600", http.StatusConflict},
		{"/spot", "media=" + on.ID + "&position=77", http.StatusNoContent},
		{"/spot", "media=url-nonsense&position=77", http.StatusBadRequest},
	} {
		if a := guest.post(g.path(tt.verb), tt.fields); a.StatusCode != tt.want {
			t.Errorf("%s %s is answered %s: %s", tt.verb, tt.fields, a.Status, a.body)
		}
	}
	for _, page := range []string{g.path(""), g.path("/film")} {
		if a := guest.get(page); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "1:17") {
			t.Errorf("%s is answered %s, without the place that was left", page, a.Status)
		}
	}
	if a := guest.get("/media/" + on.ID + "/subtitles"); a.StatusCode != http.StatusOK || a.body != `{"subtitles":[]}` {
		t.Errorf("its subtitles are answered %s: %s", a.Status, a.body)
	}
	if a := guest.get("/media/" + on.ID + "/" + on.Version + "/film"); a.StatusCode != http.StatusNotFound {
		t.Errorf("the bytes of a film that lies elsewhere are answered %s", a.Status)
	}
}

func TestALinkThatTheRoomsPageCannotLoadIsRefusedInWords(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	proxied := *host
	proxied.Transport = &http.Transport{DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}).DialContext}
	for i, tt := range []struct {
		address string
		want    int
	}{
		{"http://films.example/a.mp4", http.StatusBadRequest},
		{"http://192.168.1.20/a.mp4", http.StatusBadRequest},
		{"http://127.0.0.1:9/a.mp4", http.StatusNoContent},
		{"http://localhost:9/a.mp4", http.StatusNoContent},
		{"https://films.example/a.mp4", http.StatusNoContent},
	} {
		fields := url.Values{"action": {"m" + string(rune('0'+i))}, "seen": {"1"}, "url": {tt.address}}.Encode()
		a := proxied.post(g.path("/load"), fields, "X-Forwarded-Proto", "https")
		if a.StatusCode != tt.want {
			t.Errorf("%s is answered %s: %s", tt.address, a.Status, a.body)
		}
		if tt.want == http.StatusBadRequest && !strings.Contains(a.body, "https link") {
			t.Errorf("%s is answered %q", tt.address, a.body)
		}
	}
}
