package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"goblet/events"
	"goblet/handlers"
)

// admin is a stranger who has used the admin link.
func (g *goblet) admin(t testing.TB) *browser {
	b := g.stranger(t)
	if a := b.post(g.handlers.AdminPath(), ""); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/admin" {
		t.Fatalf("the admin link answers %s %s", a.Status, a.body)
	}
	return b
}

// lacks fails the test if a page holds one of the texts.
func lacks(t testing.TB, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("the page holds %q", text)
		}
	}
}

// holds fails the test unless a page holds all texts.
func holds(t testing.TB, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

func TestTheAdminsPageIsTheAdminsAlone(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	guest := g.member(t)
	for name, b := range map[string]*browser{"a stranger": g.stranger(t), "a guest": guest, "the host": host} {
		for _, route := range []string{
			"GET /admin", "GET /admin?page=2", "POST /admin/link", "POST /admin/signout",
			"POST /admin/rooms/" + g.room.ID() + "/close", "POST /admin/rooms/" + g.room.ID() + "/reopen",
			"POST /admin/rooms/" + g.room.ID() + "/link", "POST /admin/rooms/" + g.room.ID() + "/restore",
			"POST /admin/rooms/amber-otter-aaaaaaaaaaaa/close", "POST /admin/uploads/aaaaaaaaaaaaaaaa/cancel",
		} {
			method, path, _ := strings.Cut(route, " ")
			a := b.do(method, path, nil, "Accept", "text/html")
			if a.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %s: %s", name, route, a.Status)
			}
			lacks(t, a.body, g.room.ID(), g.film.Title)
		}
	}
	if a := guest.get("/admin", "Accept", "text/html"); !strings.Contains(a.body, "where it was started") {
		t.Errorf("the page does not say where the link is: %s", a.body)
	}
	if g.room.State().Closed {
		t.Error("somebody has closed the room")
	}
	admin := g.admin(t)
	if a := admin.post("/admin/rooms/"+g.room.ID()+"/close", "", "Sec-Fetch-Site", "cross-site"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a post of another site: %s", a.Status)
	}
	for _, path := range []string{"/admin/rooms/amber-otter-aaaaaaaaaaaa/close", "/admin/rooms/nonsense/reopen", "/admin/uploads/aaaaaaaaaaaaaaaa/cancel"} {
		if a := admin.post(path, ""); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
	home := admin.get("/").body
	holds(t, home, `href="/admin"`)
	lacks(t, guest.get("/").body, `href="/admin"`)
	admin.base = g.unhurried(t)
	limited := false
	for range 60 {
		limited = limited || admin.post("/admin/signout", "").StatusCode == http.StatusTooManyRequests
	}
	if !limited {
		t.Error("nothing bounds what is posted")
	}
}

func TestTheAdminSeesRoomsViewersFilmsDiskAndLimits(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	host.post(g.path("/name"), "name=Maya")
	host.post(g.path("/chat"), "action=c&seen=2&text=hello")
	admin := g.admin(t)
	page := admin.get("/admin").body
	holds(t, page, g.room.ID(), g.film.Title, "Host: Maya", `href="/r/`+g.room.ID()+`"`, "--upload-total", "v1.2.3", "--trusted-proxies",
		"127.0.0.2/32", "Nothing is being uploaded", "became admin by the one-time link", "from 127.0.0.1", `<td data-label="Lines of chat">1</td>`)
	for range 25 {
		admin.post("/rooms", "")
	}
	page = admin.get("/admin").body
	holds(t, page, "Page 1 of 2", `href="/admin?page=2#rooms"`)
	if n := strings.Count(page, `<tr id="room-`); n != 20 {
		t.Errorf("a page has %d rooms", n)
	}
	if first := regexp.MustCompile(`<tr id="room-([^"]+)"`).FindStringSubmatch(page); first == nil || first[1] != g.room.ID() {
		t.Errorf("the first room is %v, not the one that is watched", first)
	}
	for _, path := range []string{"/admin?page=2", "/admin?page=99", "/admin?page=-1", "/admin?page=x&before=y", "/admin?before=1"} {
		if a := admin.get(path); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
}

func TestAClosedRoomIsGoneForEverybodyUntilItIsReopened(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	film := "/media/" + g.film.ID + "/" + g.film.Version + "/film"
	if a := host.get(film); a.StatusCode != http.StatusOK {
		t.Fatalf("the film: %s", a.Status)
	}
	host.post(g.path("/play"), "action=p&seen=2")
	admin := g.admin(t)
	closing := "/admin/rooms/" + g.room.ID() + "/close"
	a := admin.post(closing, "page=1")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/admin?done=close" {
		t.Fatalf("closing: %s %s", a.Status, a.body)
	}
	frame(t, frames, `"kind":"close"`, `"closed":true`, `"paused":true`)
	for f := range frames {
		t.Errorf("after the end came %s", f)
	}
	holds(t, admin.get("/admin?done=close").body, "The room was closed.", "Open again", `data-state="closed"`, "closed the room")
	for _, b := range []*browser{host, admin, g.stranger(t)} {
		a := b.get(g.path(""), "Accept", "text/html")
		if a.StatusCode != http.StatusGone || !strings.Contains(a.body, "This room was closed") || strings.Contains(a.body, g.film.Title) {
			t.Errorf("its page: %s %s", a.Status, a.body)
		}
	}
	for _, below := range []string{"/state", "/events?since=3", "/log?since=3", "/film", "/films", "/chat"} {
		if a := host.get(g.path(below)); a.StatusCode != http.StatusGone {
			t.Errorf("%s: %s %s", below, a.Status, a.body)
		}
	}
	for _, verb := range []string{"/play", "/chat", "/name", "/settings", "/status", "/spot", "/uploads"} {
		if a := host.post(g.path(verb), "action=x&seen=3&text=hi&name=Maya"); a.StatusCode != http.StatusGone {
			t.Errorf("%s: %s %s", verb, a.Status, a.body)
		}
	}
	if a := host.get(film); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("the film's bytes: %s", a.Status)
	}
	lacks(t, host.get("/").body, g.path(""), g.film.Title)
	if a := admin.post(closing, ""); a.StatusCode != http.StatusSeeOther {
		t.Errorf("closing it twice: %s", a.Status)
	}
	if a := admin.post("/admin/rooms/"+g.room.ID()+"/reopen", ""); a.StatusCode != http.StatusSeeOther {
		t.Errorf("reopening: %s %s", a.Status, a.body)
	}
	if a := host.get(g.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("the open room: %s", a.Status)
	}
	holds(t, host.get("/").body, g.room.ID())
	seq := g.room.State().Seq
	again := host.listen(http.MethodGet, g.path("/events"))
	frame(t, again, `reset: `)
	host.post(g.path("/seek"), "action=s&seen=1&position=3")
	if f := frame(t, again, `"kind":"seek"`); g.room.State().Seq <= seq {
		t.Errorf("the stream goes on with %s", f)
	}
	deeds := admin.get("/admin").body
	holds(t, deeds, "opened the room again")
	if n := strings.Count(deeds, "closed the room"); n != 1 {
		t.Errorf("closing is written down %d times", n)
	}
}

func TestRulesOfRoomsAreWrittenDown(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	guest := g.member(t)
	frame(t, guest.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	host.post(g.path("/name"), "name=Maya")
	guest.post(g.path("/name"), "name=Jon")
	jon := guest.id(g.path(""))
	for i, fields := range []string{"locked=true", "locked=false", "preset=lead", "loop=true"} { // in this order: unlocking what is open is nothing
		host.post(g.path("/settings"), "action=set"+strconv.Itoa(i)+"&seen=2&"+fields)
	}
	for range 2 {
		host.post(g.path("/cohost"), "action=e&seen=2&cohost=on&viewer="+jon)
	}
	host.post(g.path("/host"), "action=f&seen=2&viewer="+jon)
	page := g.admin(t).get("/admin").body
	holds(t, page, "locked the room", "unlocked the room", "only the host and co-hosts control the film", "made Jon a co-host", "made Jon host", "<strong>Maya</strong>")
	if n := strings.Count(page, "made Jon a co-host"); n != 1 {
		t.Errorf("a repeated action is written down %d times", n)
	}
	lacks(t, page, "Jon</strong>")
}

var newLink = regexp.MustCompile(`value="http://[^"]+(/admin/[A-Z0-9]+)"`)

func TestANewAdminLinkMakesTheOldOneVoidAndOthersCanBeSignedOut(t *testing.T) {
	g := start(t)
	first := g.admin(t)
	a := first.post("/admin/link", "")
	m := newLink.FindStringSubmatch(a.body)
	if a.StatusCode != http.StatusOK || m == nil || !strings.Contains(a.body, "data:image/png;base64,") {
		t.Fatalf("a new link: %s %s", a.Status, a.body)
	}
	lacks(t, first.get("/admin").body, m[1])
	m2 := newLink.FindStringSubmatch(first.post("/admin/link", "").body)
	other := g.stranger(t)
	if a := other.post(m[1], ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("the one before: %s", a.Status)
	}
	if a := other.get(m2[1]); a.StatusCode != http.StatusOK {
		t.Errorf("the newest asks: %s", a.Status)
	}
	if a := other.post(m2[1], ""); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the newest: %s %s", a.Status, a.body)
	}
	if a := g.stranger(t).post(m2[1], ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("used twice: %s", a.Status)
	}
	if a := other.get("/admin"); a.StatusCode != http.StatusOK {
		t.Fatalf("the other admin: %s", a.Status)
	}
	if a := first.post("/admin/signout", ""); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing out: %s %s", a.Status, a.body)
	}
	for path, want := range map[string]int{"/admin": http.StatusForbidden, "/library": http.StatusForbidden, "/": http.StatusOK} {
		if a := other.get(path); a.StatusCode != want {
			t.Errorf("who was signed out gets %s: %s", path, a.Status)
		}
	}
	if a := other.post("/rooms", ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("who was signed out starts a room: %s", a.Status)
	}
	holds(t, first.get("/admin").body, "signed out all other admins", "made a new admin link")

	third := g.stranger(t)
	third.post(newLink.FindStringSubmatch(first.post("/admin/link", "").body)[1], "")
	if a := third.post("/admin/signout", ""); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the newest admin: %s", a.Status)
	}
	if a := first.get("/admin"); a.StatusCode != http.StatusForbidden {
		t.Errorf("who was kept once stays for ever: %s", a.Status)
	}
	if a := third.get("/admin"); a.StatusCode != http.StatusOK {
		t.Errorf("who signs others out: %s", a.Status)
	}
}

func TestTheAdminCancelsUploadsOfOthers(t *testing.T) {
	g := startTaking(t, "everyone")
	guest := g.member(t)
	guest.post(g.path("/name"), "name=Jon")
	frame(t, guest.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	begin := form("name", "<b>Film.mp4", "size", "2000000", "modified", "1", "ends", strings.Repeat("0", 64))
	a := guest.post(g.path("/uploads"), begin)
	id := regexp.MustCompile(`"id":"([a-z0-9]+)"`).FindStringSubmatch(a.body)
	if id == nil {
		t.Fatalf("the upload: %s %s", a.Status, a.body)
	}
	admin := g.admin(t)
	holds(t, admin.get("/admin").body, "&lt;b&gt;Film.mp4", "By Jon", "0 % of 2 MB", "/admin/uploads/"+id[1]+"/cancel")
	if a := admin.post("/admin/uploads/"+id[1]+"/cancel", ""); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("cancelling: %s %s", a.Status, a.body)
	}
	if a := guest.get("/uploads/" + id[1]); a.StatusCode != http.StatusNotFound {
		t.Errorf("the upload is there: %s", a.Status)
	}
	holds(t, admin.get("/admin").body, "Nothing is being uploaded", "cancelled the upload of &lt;b&gt;Film")
}

func TestWhatCannotBeWrittenDownIsDoneAllTheSame(t *testing.T) {
	g := start(t)
	closed, err := events.Open(t.Context(), events.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	var log bytes.Buffer
	o := g.options
	o.Journal, o.Logger = closed.Journal(), slog.New(slog.NewTextHandler(&log, nil))
	server := handlers.New(o)
	web := httptest.NewServer(server.Handler())
	admin := g.stranger(t)
	admin.base = web.URL
	if a := admin.post(server.AdminPath(), ""); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the admin link: %s %s", a.Status, a.body)
	}
	if a := admin.post("/admin/rooms/"+g.room.ID()+"/close", ""); a.StatusCode != http.StatusSeeOther || !g.room.State().Closed {
		t.Errorf("closing: %s %s", a.Status, a.body)
	}
	web.Close()
	if !strings.Contains(log.String(), "not recorded") || !strings.Contains(log.String(), "what=close") {
		t.Errorf("the log says %s", log.String())
	}
}

func TestTheAdminLetsPeopleBackInAndMakesANewLink(t *testing.T) {
	d := atDoor(t)
	guest, id, _ := d.guest()
	d.does("expel", "viewer", id, "ban", "true")
	if a := guest.get(d.path("/state")); a.StatusCode != http.StatusForbidden {
		t.Fatalf("who was put out: %s", a.Status)
	}
	admin := d.admin(t)
	page := admin.get("/admin").body
	holds(t, page, "Put out of", "for good", "Let back in", "out for good")
	rooms := "/admin/rooms/" + d.room.ID()
	if a := admin.post(rooms+"/restore", "viewer="+id); a.Header.Get("Location") != "/admin?done=restore" {
		t.Fatalf("letting back in: %s %s", a.Status, a.body)
	}
	if a := guest.get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("who was let back in: %s %s", a.Status, a.body)
	}
	if a := admin.post(rooms+"/link", ""); a.Header.Get("Location") != "/admin?done=roomlink" {
		t.Fatalf("a new link: %s %s", a.Status, a.body)
	}
	if a := d.stranger(t).get(d.path("")); a.StatusCode != http.StatusForbidden {
		t.Errorf("by the old link comes in: %s", a.Status)
	}
	page = admin.get("/admin?done=roomlink").body
	holds(t, page, "The room has a new link.", "made a new link to the room", "back in")
	lacks(t, page, "Put out of")
}
