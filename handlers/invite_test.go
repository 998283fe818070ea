package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"goblet/handlers"
	"goblet/room"
)

// invite makes an invite as the host and returns the path of its link and its id.
func (d *door) invite(pairs ...string) (path, id string) {
	d.t.Helper()
	d.acts++
	a := d.host.post(d.path("/invite"), lineForm("invite"+strconv.Itoa(d.acts), pairs...))
	var made struct{ ID, Link string }
	if err := json.Unmarshal([]byte(a.body), &made); err != nil || a.StatusCode != http.StatusOK {
		d.t.Fatalf("%s %s", a.Status, a.body)
	}
	link, err := url.Parse(made.Link)
	if err != nil || !strings.HasPrefix(made.Link, d.URL+d.path("?invite=")) {
		d.t.Fatalf("the link is %s", made.Link)
	}
	return link.RequestURI(), made.ID
}

// barred is a room that only an invite leads into.
func barred(t *testing.T) *door {
	d := atDoor(t)
	d.does("settings", "lobby", "true")
	d.does("settings", "password", "swordfish")
	d.does("link")
	return d
}

// accepts presses the button of an invite's page.
func (b *browser) accepts(d *door, path string) answer {
	b.t.Helper()
	return b.post(strings.Replace(path, "?", "/accept?", 1), "", "Accept", "text/html")
}

// in reports whether somebody is a member.
func (b *browser) in(d *door) bool {
	b.t.Helper()
	return b.get(d.path("")).StatusCode == http.StatusOK && b.get(d.path("/state")).StatusCode == http.StatusOK
}

func TestAnInviteForOneLetsInExactlyOneOfFifty(t *testing.T) {
	d := barred(t)
	path, _ := d.invite("uses", "1")
	const newcomers = 50
	var wg sync.WaitGroup
	results := make([]answer, newcomers)
	people := make([]*browser, newcomers)
	start := make(chan struct{})
	for i := range newcomers {
		people[i] = d.strangerFrom(t, "192.0.2."+strconv.Itoa(i))
		wg.Go(func() {
			people[i].get(path)
			<-start
			results[i] = people[i].accepts(d, path)
		})
	}
	close(start)
	wg.Wait()
	inside := 0
	for i, a := range results {
		switch {
		case a.StatusCode == http.StatusSeeOther && a.Header.Get("Location") == d.path(""):
			inside++
			if !people[i].in(d) {
				t.Error("who came in by the invite is not let in")
			}
		case a.StatusCode != http.StatusGone || !strings.Contains(a.body, "This invite has been used up"):
			t.Errorf("the others meet %s %s", a.Status, a.body)
		case people[i].in(d):
			t.Error("somebody came in although the invite was used up")
		}
	}
	if inside != 1 {
		t.Errorf("%d came in", inside)
	}
	if used := d.room.State().Door.Invites[0].Used; used != 1 {
		t.Errorf("it counts %d", used)
	}
}

func TestOnlyTheButtonOfAnInviteCounts(t *testing.T) {
	d := barred(t)
	path, id := d.invite("uses", "1", "for", "3600", "label", "Jon & Ann")
	for range 3 { // programs that make previews
		a := d.stranger(t).get(path, "User-Agent", "WhatsApp/2.0")
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "You are invited") {
			t.Fatalf("%s %s", a.Status, a.body)
		}
		holds(t, a.body, `property="og:title" content="A room on Goblet"`)
		lacks(t, a.body, d.film.Title, "poster", "Jon &amp; Ann")
	}
	jon := d.stranger(t)
	if a := jon.accepts(d, path); a.StatusCode != http.StatusUnauthorized || !strings.Contains(a.body, "cookie") {
		t.Errorf("without a cookie: %s %s", a.Status, a.body)
	}
	jon.get(path)
	for range 2 { // pressed twice
		if a := jon.accepts(d, path); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s %s", a.Status, a.body)
		}
	}
	frame(t, d.frames, `"kind":"enter"`, "comes in by an invite")
	if !jon.in(d) || d.room.State().Door.Invites[0].Used != 1 {
		t.Errorf("Jon is in: %v, used: %+v", jon.in(d), d.room.State().Door.Invites)
	}
	if a := jon.get(path); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != d.path("") {
		t.Errorf("a member opens it again: %s", a.Status)
	}
	a := d.stranger(t).get(path, "Accept", "text/html")
	if a.StatusCode != http.StatusGone || !strings.Contains(a.body, "been used up") || !strings.Contains(a.body, "another link") {
		t.Errorf("used up: %s %s", a.Status, a.body)
	}
	holds(t, d.host.get(d.path("/invites")).body, "Jon &amp; Ann", "used up", id)
	for _, b := range []*browser{jon, d.welcome(t)} {
		if a := b.get(d.path("/invites")); a.StatusCode != http.StatusForbidden {
			t.Errorf("a guest lists invites: %s", a.Status)
		}
		if a := b.post(d.path("/invite"), lineForm("guest")); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "make invites") {
			t.Errorf("a guest makes one: %s %s", a.Status, a.body)
		}
	}
}

// welcome is somebody who came in by an invite for anybody.
func (d *door) welcome(t *testing.T) *browser {
	d.t.Helper()
	path, _ := d.invite()
	b := d.stranger(t)
	b.get(path)
	b.accepts(d, path)
	if !b.in(d) {
		t.Fatal("an invite for anybody lets nobody in")
	}
	return b
}

func TestARevokedInviteSaysSoAndCanBeLetGoOn(t *testing.T) {
	d := barred(t)
	path, id := d.invite()
	d.does("invite/revoke", "invite", id)
	frame(t, d.frames, `"kind":"invite"`, `"reason":"revoked"`)
	a := d.stranger(t).get(path, "Accept", "text/html")
	if a.StatusCode != http.StatusGone || !strings.Contains(a.body, "This invite was revoked") {
		t.Errorf("%s %s", a.Status, a.body)
	}
	holds(t, d.host.get(d.path("/invites")).body, "revoked", "data-undo")
	d.does("invite/revoke", "invite", id, "undo", "true")
	if a := d.stranger(t).get(path); a.StatusCode != http.StatusOK {
		t.Errorf("let go on: %s", a.Status)
	}
	for path, says := range map[string]string{path + "x": "No such invite", d.path("?invite=" + id): "No such invite"} {
		if a := d.stranger(t).get(path, "Accept", "text/html"); a.StatusCode != http.StatusGone || !strings.Contains(a.body, says) {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
	d.does("settings", "locked", "true")
	if a := d.stranger(t).get(path, "Accept", "text/html"); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "This room is locked") {
		t.Errorf("a locked room: %s %s", a.Status, a.body)
	}
}

func TestNoBrowserIsToldTheTokenOfAnInvite(t *testing.T) {
	d := atDoor(t)
	path, id := d.invite("label", "Secret friend")
	_, token, _ := strings.Cut(path, "invite=")
	f := frame(t, d.frames, `"kind":"invite"`, `"reason":"made"`)
	guest := d.member(t)
	state, err := json.Marshal(d.room.State())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(state), token) {
		t.Error("the token is kept")
	}
	for name, text := range map[string]string{
		"frame": f, "page": guest.get(d.path("")).body, "state": guest.get(d.path("/state")).body, "log": guest.get(d.path("/log?since=1&wait=0")).body,
		"dialog": guest.get(d.path("/share")).body,
	} {
		for _, secret := range []string{token, id, room.InviteHash(token), "Secret friend"} {
			if strings.Contains(text, secret) {
				t.Errorf("the %s holds %s", name, secret)
			}
		}
	}
	again := d.host.post(d.path("/invite"), lineForm("invite"+strconv.Itoa(d.acts), "label", "Secret friend"))
	if !strings.Contains(again.body, token) || len(d.room.State().Door.Invites) != 1 {
		t.Errorf("repeated: %s %s", again.Status, again.body)
	}
	admin := d.stranger(t)
	admin.post(d.handlers.AdminPath(), "")
	holds(t, admin.get("/admin").body, "made an invite “Secret friend”")
}

func TestTheDialogShowsTheAddressesThatThereAreWhenItIsAskedFor(t *testing.T) {
	g := start(t)
	lan := []string{"http://192.168.7.7:5000"}
	options := g.options
	options.LAN = func() []string { return lan }
	server := httptest.NewServer(handlers.New(options).Handler())
	t.Cleanup(server.Close)
	host := g.member(t)
	host.base = server.URL
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	page := host.get(g.path("/share")).body
	holds(t, page, `value="http://192.168.7.7:5000`+g.path(""), `value="`+server.URL+g.path(""), "On this computer only", `<svg class="qr"`, "invite-form")
	if strings.Index(page, "192.168.7.7") > strings.Index(page, server.URL) {
		t.Error("what leads to this computer alone comes first")
	}
	if a := host.post(g.path("/link"), lineForm("link")); a.StatusCode != http.StatusNoContent {
		t.Fatal(a.Status)
	}
	lan = nil
	public := host.get(g.path("/share")).body
	holds(t, public, "?key="+g.room.State().Door.Key)
	lacks(t, public, "192.168.7.7")
	if a := g.stranger(t).get(g.path("/share")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger: %s", a.Status)
	}
}
