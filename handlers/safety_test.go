package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAStrangerGetsNothingWithoutTheLink(t *testing.T) {
	g := start(t)
	film := "/media/" + g.film.ID + "/" + g.film.Version + "/film"
	visitor := g.stranger(t)
	visitor.get("/") // somebody who knows the address alone
	for _, path := range []string{g.path("/events"), g.path("/state"), g.path("/log"), g.path("/film"), g.path("/chat"), g.path("/poll"), film, "/media/" + g.film.ID + "/subtitles", "/media/" + g.film.ID + "/subtitles/x.srt"} {
		if a := visitor.get(path); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("GET %s: %s", path, a.Status)
		}
	}
	for _, verb := range []string{"play", "pause", "seek", "rate", "load", "host", "follow", "refresh", "name", "spot", "status", "ready", "settings", "events", "chat", "chat/edit", "chat/delete", "poll", "poll/vote", "poll/end", "react"} {
		if a := visitor.post(g.path("/"+verb), "action=a&seen=1&position=1&rate=1"); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("POST %s: %s", verb, a.Status)
		}
	}
	if a := visitor.post("/rooms", ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger starts a room: %s", a.Status)
	}
	if a := visitor.get("/"); strings.Contains(a.body, g.room.ID()) {
		t.Error("the home page tells a stranger the room's link")
	}
}

func TestAMemberGetsTheFilmInRanges(t *testing.T) {
	g := start(t)
	b := g.member(t)
	film := "/media/" + g.film.ID + "/" + g.film.Version + "/film"
	a := b.get(film, "Range", "bytes=4-7")
	if a.StatusCode != http.StatusPartialContent || a.body != "ftyp" {
		t.Errorf("%s %q", a.Status, a.body)
	}
	if etag := a.Header.Get("ETag"); etag != `"`+g.film.Version+`"` {
		t.Errorf("ETag %s", etag)
	}
	if a := b.get(film, "If-None-Match", a.Header.Get("ETag")); a.StatusCode != http.StatusNotModified {
		t.Errorf("an unchanged film: %s", a.Status)
	}
	if a := b.get("/media/" + g.film.ID + "/otherversion/film"); a.StatusCode != http.StatusNotFound {
		t.Errorf("another version: %s", a.Status)
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	g := start(t)
	b := g.member(t)
	act := form("action", "x", "seen", "1", "position", "3")
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}} {
		if a := b.post(g.path("/seek"), act, header...); a.StatusCode != http.StatusForbidden {
			t.Errorf("%v: %s", header, a.Status)
		}
	}
	if a := b.post(g.path("/seek"), act, "Sec-Fetch-Site", "same-origin"); a.StatusCode != http.StatusNoContent {
		t.Errorf("the page itself: %s", a.Status)
	}
}

func TestPagesRunNothingOfOthers(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for _, path := range []string{"/", g.path(""), "/r/nosuchroom", "/nothing"} {
		a := b.get(path, "Accept", "text/html")
		csp := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "script-src 'self' 'wasm-unsafe-eval';") || strings.Contains(csp, "'unsafe-eval'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, bad := range []string{"<script>", " onclick=", "javascript:", "https://cdn"} {
			if strings.Contains(a.body, bad) {
				t.Errorf("%s contains %s", path, bad)
			}
		}
	}
}

func TestAMissingRoomHasAFriendlyPage(t *testing.T) {
	g := start(t)
	a := g.stranger(t).get("/r/amber-otter-aaaaaaaaaaaa", "Accept", "text/html")
	if a.StatusCode != http.StatusNotFound || !strings.Contains(a.body, "No such room") || !strings.Contains(a.body, "whole link") {
		t.Errorf("%s %s", a.Status, a.body)
	}
}

func TestAnErrorPageSaysWhatToDo(t *testing.T) {
	g := start(t)
	for path, want := range map[string]string{
		"/nothing":     "Check that the whole link was copied",
		"/admin/wrong": "The newest one is printed where Goblet runs.",
	} {
		if a := g.stranger(t).get(path, "Accept", "text/html"); a.StatusCode < 400 || !strings.Contains(a.body, want) {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
}

func TestTheCookieIsSafe(t *testing.T) {
	g := start(t)
	open := func(peer string, header ...string) string {
		r := httptest.NewRequest(http.MethodGet, g.path(""), nil)
		r.RemoteAddr = peer + ":4711"
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		g.handlers.Handler().ServeHTTP(w, r)
		return w.Header().Get("Set-Cookie")
	}
	cookie := open("127.0.0.1")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, "Secure") {
		t.Errorf("plain HTTP: %s", cookie)
	}
	if cookie := open("127.0.0.2", "X-Forwarded-Proto", "https"); !strings.Contains(cookie, "Secure") {
		t.Errorf("behind a trusted proxy with TLS: %s", cookie)
	}
	if cookie := open("127.0.0.3", "X-Forwarded-Proto", "https"); strings.Contains(cookie, "Secure") {
		t.Errorf("a header that anybody may send: %s", cookie)
	}
}

func TestAForgedOrOldCookieIsAStranger(t *testing.T) {
	g := start(t)
	for _, value := range []string{"x", strings.Repeat("A", 43), "../../etc", "%00"} {
		a := g.stranger(t).get(g.path("/state"), "Cookie", "goblet="+value)
		if a.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q: %s", value, a.Status)
		}
		if a := g.stranger(t).get(g.path(""), "Cookie", "goblet="+value); a.StatusCode != http.StatusOK || a.Header.Get("Set-Cookie") == "" {
			t.Errorf("%q: the page does not make a new visitor: %s", value, a.Status)
		}
	}
}

func TestTooLargeABodyIsRefused(t *testing.T) {
	g := start(t)
	a := g.member(t).post(g.path("/name"), "action=a&seen=1&name="+strings.Repeat("x", 1<<17))
	if a.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%s %s", a.Status, a.body)
	}
}

func TestTheAdminLinkWorksOnce(t *testing.T) {
	g := start(t)
	admin, late := g.stranger(t), g.stranger(t)
	link := g.handlers.AdminPath()
	if a := admin.get(link); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "<form") {
		t.Fatalf("the link asks first: %s", a.Status)
	}
	if a := admin.post(link, ""); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("becoming admin: %s %s", a.Status, a.body)
	}
	for _, a := range []answer{late.get(link), late.post(link, ""), late.post("/admin/wrong", "")} {
		if a.StatusCode != http.StatusForbidden {
			t.Errorf("after its use: %s", a.Status)
		}
	}
	a := admin.post("/rooms", "")
	if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "/r/") {
		t.Fatalf("the admin starts a room: %s %s", a.Status, a.body)
	}
	room := a.Header.Get("Location")
	if a := admin.get(room); a.StatusCode != http.StatusOK {
		t.Errorf("the new room: %s", a.Status)
	}
	if a := admin.get("/"); !strings.Contains(a.body, room) {
		t.Error("the home page does not lead back to the room")
	}
}
