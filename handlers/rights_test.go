package handlers_test

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"goblet/room"
)

// id returns a browser's viewer id, as its page says.
func (b *browser) id(path string) string {
	_, after, _ := strings.Cut(b.get(path).body, `data-viewer="`)
	id, _, _ := strings.Cut(after, `"`)
	return id
}

func TestWhatSomebodyMayDoFollowsRoleAndSettings(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest, other := g.member(t), g.member(t)
	guests := guest.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, guests, `"kind":"host"`)
	admin := g.member(t)
	admin.post(g.handlers.AdminPath(), "")
	ann := guest.id(g.path(""))
	const (
		no    = http.StatusForbidden
		yes   = http.StatusNoContent
		bad   = http.StatusBadRequest
		leads = "Only the host and co-hosts control the film here."
	)
	for i, tt := range []struct {
		by     *browser
		verb   string
		fields string
		want   int
		says   string
	}{
		{guest, "play", "", yes, ""},
		{guest, "settings", "&preset=lead", no, "Only the host changes how the room behaves."},
		{host, "settings", "&preset=anarchy", bad, ""},
		{host, "settings", "&control=nobody", bad, ""},
		{host, "settings", "&preset=lead", yes, ""},
		{guest, "pause", "", no, leads},
		{guest, "seek", "&position=3", no, leads},
		{guest, "rate", "&rate=2", no, leads},
		{guest, "tracks", "&delay=50", no, leads},
		{guest, "refresh", "", no, leads},
		{guest, "host", "", no, "The host leads here, and can hand that over."},
		{guest, "cohost", "&cohost=on&viewer=" + ann, no, "Only the host chooses co-hosts."},
		{admin, "pause", "", yes, ""},
		{host, "cohost", "&viewer=" + ann, bad, ""},
		{host, "cohost", "&cohost=on&viewer=nobody", bad, "That viewer is not in the room."},
		{host, "cohost", "&cohost=on&viewer=" + ann, yes, ""},
		{guest, "play", "", yes, ""},
		{guest, "settings", "&preset=equal", no, ""},
		{guest, "host", "", yes, ""},
		{host, "pause", "", yes, ""},
		{host, "host", "", yes, ""},
		{other, "host", "", no, "The host leads here, and can hand that over."},
		{other, "pause", "", no, leads},
		{host, "cohost", "&cohost=off&viewer=" + ann, yes, ""},
		{guest, "pause", "", no, leads},
		{host, "settings", "&control=everyone&load=everyone", yes, ""},
		{guest, "load", "&media=" + g.film.ID, yes, ""},
		{guest, "host", "", yes, ""},
	} {
		a := tt.by.post(g.path("/"+tt.verb), "action=a"+strconv.Itoa(i)+"&seen=1"+tt.fields)
		if a.StatusCode != tt.want || !strings.Contains(a.body, tt.says) {
			t.Errorf("%d: %s %s: %s %q, want %d", i, tt.verb, tt.fields, a.Status, a.body, tt.want)
		}
	}
	frame(t, frames, `"kind":"settings"`, `"reason":"rights"`, `"control":"hosts","load":"hosts","chat":"everyone"`, "lets the host lead")
	frame(t, frames, `"kind":"cohost"`, `"to":{"id":"`+ann, `"cohosts":[{"id":"`+ann, "a co-host")
	frame(t, frames, `"kind":"cohost"`, `"to":{"id":"`+ann, "a guest again")
}

func TestThePageAndTheStateShowCoHosts(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest := g.member(t)
	frame(t, guest.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	ann := guest.id(g.path(""))
	if page := guest.get(g.path("")).body; !strings.Contains(page, `data-role="guest"`) || strings.Contains(page, "data-may-load") {
		t.Error("a guest's page is not one")
	}
	host.post(g.path("/cohost"), "action=c&seen=2&cohost=on&viewer="+ann)
	frame(t, frames, "viewers: ", `"cohost":true`, "viewer-cohost")
	if page := guest.get(g.path("")).body; !strings.Contains(page, `data-role="cohost"`) || !strings.Contains(page, "data-may-load") {
		t.Error("a co-host's page is not one")
	}
	if s := guest.get(g.path("/state")).body; !strings.Contains(s, `"cohosts":[{"id":"`+ann) {
		t.Errorf("the state is %s", s)
	}
	begin := "name=Film.mp4&size=2000&modified=1&ends=" + strings.Repeat("0", 64)
	if a := guest.post(g.path("/uploads"), begin); a.StatusCode != http.StatusOK {
		t.Errorf("a co-host's upload: %s %s", a.Status, a.body)
	}
	if a := g.member(t).post(g.path("/uploads"), begin); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "co-hosts add films") {
		t.Errorf("a guest's upload: %s %s", a.Status, a.body)
	}
}

func TestThePageRefusesInTheServersWords(t *testing.T) {
	script, err := os.ReadFile("../assets/js/rights.js")
	if err != nil {
		t.Fatal(err)
	}
	s := room.State{Host: "maya", Settings: room.Settings{Control: room.Hosts, Load: room.Hosts, Chat: room.Hosts}}
	for _, right := range []room.Right{
		room.RightControl, room.RightLoad, room.RightChat, room.RightClaim,
		room.RightModerate, room.RightHandOver, room.RightAppoint, room.RightSettings, room.RightExpel, room.RightAdmit, room.RightInvite,
	} {
		if line := string(right) + ": mark('" + s.May(room.RoleGuest, right).Error() + "')"; !strings.Contains(string(script), line) {
			t.Errorf("rights.js lacks %s", line)
		}
	}
}

func TestALockedRoomLetsOnlyThoseInWhoHaveBeenThere(t *testing.T) {
	g := start(t)
	host, been, admin := g.member(t), g.member(t), g.stranger(t)
	admin.post(g.handlers.AdminPath(), "")
	frame(t, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	if a := been.post(g.path("/settings"), "action=g&seen=2&locked=true"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a guest locks the room: %s", a.Status)
	}
	if a := host.post(g.path("/settings"), "action=l&seen=2&locked=true"); a.StatusCode != http.StatusNoContent {
		t.Fatalf("the host locks the room: %s %s", a.Status, a.body)
	}
	newcomer := g.stranger(t)
	a := newcomer.get(g.path(""), "Accept", "text/html")
	if a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "This room is locked") || strings.Contains(a.body, g.film.Title) {
		t.Errorf("a newcomer gets %s %q", a.Status, a.body)
	}
	if a := newcomer.get(g.path("/state")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a newcomer's state is %s", a.Status)
	}
	for name, b := range map[string]*browser{"who has been there": been, "the admin": admin} {
		if a := b.get(g.path("")); a.StatusCode != http.StatusOK {
			t.Errorf("%s gets %s", name, a.Status)
		}
	}
	host.post(g.path("/settings"), "action=u&seen=2&locked=false")
	if a := newcomer.get(g.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("a newcomer of an open room gets %s", a.Status)
	}
}
