package handlers_test

import (
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"goblet/handlers"
	"goblet/room"
)

// roomRoutes returns every route below a room, as routes.go has them.
func roomRoutes(t *testing.T) (routes [][2]string) {
	t.Helper()
	source, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`"(GET|POST|PUT) (/r/\{room\}[^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		routes = append(routes, [2]string{m[1], strings.TrimPrefix(m[2], "/r/{room}")})
	}
	if len(routes) < 25 {
		t.Fatalf("only %d routes were found", len(routes))
	}
	return routes
}

// door is a room with a host, whose frames come in a channel, and what he does.
type door struct {
	*goblet
	host   *browser
	frames <-chan string
	t      *testing.T
	acts   int
}

func atDoor(t *testing.T) *door {
	g := start(t)
	d := &door{goblet: g, host: g.member(t), t: t}
	d.frames = d.host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, d.frames, `"kind":"host"`)
	return d
}

// does posts an action of the host.
func (d *door) does(verb string, pairs ...string) {
	d.t.Helper()
	d.acts++
	if a := d.host.post(d.path("/"+verb), lineForm("host"+strconv.Itoa(d.acts), pairs...)); a.StatusCode != http.StatusNoContent {
		d.t.Fatalf("%s %q: %s %s", verb, pairs, a.Status, a.body)
	}
}

// guest is a member with an open stream.
func (d *door) guest() (b *browser, id string, frames <-chan string) {
	d.t.Helper()
	b = d.member(d.t)
	frames = b.listen(http.MethodGet, d.path("/events?since=1"))
	frame(d.t, frames, "hello")
	return b, b.id(d.path("")), frames
}

// over waits until a stream ends and returns its last frame.
func over(frames <-chan string) (last string) {
	for f := range frames {
		last = f
	}
	return last
}

func TestWhoIsPutOutIsRefusedEverything(t *testing.T) {
	for ban, says := range map[string]string{"false": room.ErrOut.Error(), "true": room.ErrBanned.Error()} {
		d := atDoor(t)
		jon, id, frames := d.guest()
		d.does("expel", "viewer", id, "ban", ban)
		if last := over(frames); last != `out: {"ban":`+ban+`}` {
			t.Errorf("the stream ended with %s", last)
		}
		frame(t, d.frames, `"kind":"expel"`, `"to":{"id":"`+id, " out")
		frame(t, d.frames, "viewers: ", `"count":1`)
		for _, route := range roomRoutes(t) {
			method, below := route[0], route[1]
			if below == "/knock" && ban == "false" {
				continue // to ask to come back
			}
			var a answer
			if method == http.MethodGet {
				a = jon.get(d.path(below))
			} else {
				a = jon.do(method, d.path(below), strings.NewReader(lineForm("x")), "Content-Type", "application/x-www-form-urlencoded")
			}
			if a.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s: %s %s", method, below, a.Status, a.body)
			}
			if below != "" && !strings.Contains(a.body, says) {
				t.Errorf("%s %s says %q", method, below, a.body)
			}
			if strings.Contains(a.body, d.film.Title) {
				t.Errorf("%s %s tells what is on", method, below)
			}
		}
		if a := jon.get("/media/" + d.film.ID + "/" + d.film.Version + "/film"); a.StatusCode != http.StatusForbidden {
			t.Errorf("the film's bytes: %s", a.Status)
		}
		if a := jon.get("/"); strings.Contains(a.body, d.film.Title) {
			t.Error("the home page tells what is on")
		}
		page := jon.get(d.path(""), "Accept", "text/html").body
		if strings.Contains(page, "Ask to come back") != (ban == "false") || !strings.Contains(page, "put out") {
			t.Errorf("the page is %s", page)
		}
		d.does("restore", "viewer", id)
		if a := jon.get(d.path("/state")); a.StatusCode != http.StatusOK {
			t.Errorf("let back in: %s", a.Status)
		}
		frame(t, d.frames, `"kind":"restore"`, "back in")
	}
}

func TestALongPollOfWhoIsPutOutEnds(t *testing.T) {
	d := atDoor(t)
	jon := d.member(t)
	id := jon.id(d.path(""))
	seq := strconv.FormatUint(d.room.State().Seq, 10)
	answered := make(chan int, 1)
	go func() { answered <- jon.get(d.path("/log?wait=25&since=" + seq)).StatusCode }()
	frame(t, d.frames, "viewers: ", `"count":2`)
	d.does("expel", "viewer", id)
	if status := <-answered; status != http.StatusForbidden {
		t.Errorf("the poll answers %d", status)
	}
}

// from is a stranger whose requests come through a trusted proxy from an address.
type from struct {
	http.RoundTripper
	address string
}

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Forwarded-For", f.address)
	return f.RoundTripper.RoundTrip(r)
}

func (g *goblet) strangerFrom(t *testing.T, address string) *browser {
	b := g.stranger(t)
	proxy := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	b.Transport = from{&http.Transport{DialContext: proxy.DialContext}, address}
	t.Cleanup(b.CloseIdleConnections)
	return b
}

func TestABanByAddressKeepsTheHouseholdOutAndIsToldToNobody(t *testing.T) {
	d := atDoor(t)
	const away = "2001:db8:7:7:1::1"
	jon, eve := d.strangerFrom(t, away), d.strangerFrom(t, "2001:db8:7:7:2::2")
	var streams []<-chan string
	for _, b := range []*browser{jon, eve} {
		b.get(d.path(""))
		frames := b.listen(http.MethodGet, d.path("/events?since=1"))
		frame(t, frames, "hello")
		streams = append(streams, frames)
	}
	id := jon.id(d.path(""))
	d.does("expel", "viewer", id, "ban", "true", "address", "true")
	for _, frames := range streams {
		if last := over(frames); last != `out: {"ban":true}` {
			t.Errorf("the stream ended with %s", last)
		}
	}
	f := frame(t, d.frames, `"kind":"expel"`, "for good, and everyone at the same address")
	frame(t, d.frames, "viewers: ", `"count":1`)
	for name, b := range map[string]*browser{"he": jon, "who was there with him": eve, "a newcomer from there": d.strangerFrom(t, "2001:db8:7:7:9::9")} {
		if a := b.get(d.path(""), "Accept", "text/html"); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "put out") {
			t.Errorf("%s gets %s", name, a.Status)
		}
	}
	if a := d.strangerFrom(t, "2001:db8:7:8::1").get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("somebody from elsewhere gets %s", a.Status)
	}
	told := f + d.host.get(d.path("/state")).body + d.host.get(d.path("")).body + d.host.get(d.path("/log?since=0&wait=0")).body + d.host.get(d.path("/out")).body
	if strings.Contains(told, "2001:db8") || !strings.Contains(told, "with the address") {
		t.Error("an address is told to browsers, or that it is kept out is not")
	}
	d.does("restore", "viewer", id)
	if a := eve.get(d.path("/state")); a.StatusCode != http.StatusOK {
		t.Errorf("after undoing: %s", a.Status)
	}
}

func TestNewcomersNeedThePassword(t *testing.T) {
	d := atDoor(t)
	been := d.member(t)
	d.does("settings", "password", "swordfish")
	frame(t, d.frames, `"kind":"settings"`, `"reason":"password"`, `"password":true`, "set a password")
	for _, told := range []string{d.host.get(d.path("")).body, d.host.get(d.path("/state")).body, d.host.get(d.path("/log?since=0&wait=0")).body} {
		if strings.Contains(told, "swordfish") || strings.Contains(told, "argon2id") {
			t.Error("a browser is told the password or its hash")
		}
	}
	if a := been.get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("who has been there: %s", a.Status)
	}
	newcomer := d.stranger(t)
	a := newcomer.get(d.path(""), "Accept", "text/html")
	if a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, `name="password"`) || strings.Contains(a.body, d.film.Title) {
		t.Errorf("a newcomer gets %s %s", a.Status, a.body)
	}
	for text, want := range map[string]int{"wrong": 403, "": 400, strings.Repeat("x", 129): 400} {
		if a := newcomer.post(d.path("/enter"), form("password", text)); a.StatusCode != want || !strings.Contains(a.body, `role="alert"`) || strings.Contains(a.body, "Internal") {
			t.Errorf("%.10q: %s %s", text, a.Status, a.body)
		}
	}
	if a := newcomer.post(d.path("/enter"), form("password", "swordfish")); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != d.path("") {
		t.Fatalf("the right one: %s %s", a.Status, a.Header.Get("Location"))
	}
	if a := newcomer.get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("after the right one: %s", a.Status)
	}
	d.does("settings", "password", "another")
	if a := newcomer.get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("a member after another password: %s", a.Status)
	}
	d.does("settings", "password", "")
	if a := d.stranger(t).get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("a newcomer without a password: %s", a.Status)
	}
}

func TestPasswordsCannotBeGuessedFast(t *testing.T) {
	d := atDoor(t)
	d.does("settings", "password", "swordfish")
	for range 20 {
		a := d.stranger(t).post(d.path("/enter"), form("password", "guess"))
		if a.StatusCode == http.StatusForbidden {
			continue
		}
		after, err := strconv.Atoi(a.Header.Get("Retry-After"))
		if a.StatusCode != http.StatusTooManyRequests || err != nil || after < 1 || !strings.Contains(a.body, "Too many passwords") {
			t.Errorf("too many guesses: %s %s", a.Status, a.body)
		}
		return
	}
	t.Error("twenty strangers may guess at once")
}

func TestALobbyLetsInWhomSomebodyLetsIn(t *testing.T) {
	d := atDoor(t)
	d.does("settings", "lobby", "true")
	frame(t, d.frames, `"reason":"lobby"`, "newcomers ask to come in")
	sam := d.stranger(t)
	if a := sam.get(d.path("")); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "Ask to come in") {
		t.Fatalf("a newcomer gets %s %s", a.Status, a.body)
	}
	if a := sam.post(d.path("/knock"), form("name", "Sam")); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("asking: %s %s", a.Status, a.body)
	}
	frame(t, d.frames, "knocks: ", `{"count":1}`)
	if a := sam.get(d.path("")); !strings.Contains(a.body, "Waiting for somebody") || !strings.Contains(a.body, `http-equiv="refresh"`) {
		t.Errorf("who waits sees %s", a.body)
	}
	list := d.host.get(d.path("/knocks")).body
	_, id, _ := strings.Cut(list, `data-knock="`)
	id, _, _ = strings.Cut(id, `"`)
	if !strings.Contains(list, "Sam") || id == "" {
		t.Fatalf("the host sees %s", list)
	}
	if a := d.stranger(t).get(d.path("/knocks")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger sees who asks: %s", a.Status)
	}
	answered := make(chan string, 1)
	go func() { answered <- sam.get(d.path("/knock?wait=25")).body }()
	d.does("admit", "viewer", id)
	if got := <-answered; got != `{"knock":"in"}` {
		t.Errorf("who waits is told %s", got)
	}
	frame(t, d.frames, `"kind":"admit"`, "let Sam in")
	if a := sam.get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("who was let in: %s", a.Status)
	}
}

func TestWhoIsTurnedAwayIsTold(t *testing.T) {
	d := atDoor(t)
	jon := d.member(t)
	d.does("settings", "lobby", "true")
	sam := d.stranger(t)
	sam.post(d.path("/knock"), form("name", "Sam"))
	id := d.room.Knocks()[0].ID
	if a := jon.post(d.path("/turnaway"), lineForm("t", "viewer", id)); a.StatusCode != http.StatusForbidden || a.body != "Only the host and co-hosts let people in.\n" {
		t.Errorf("a guest turns away: %s %q", a.Status, a.body)
	}
	if a := jon.post(d.path("/admit"), lineForm("t", "viewer", id)); a.StatusCode != http.StatusForbidden {
		t.Errorf("a guest lets in: %s", a.Status)
	}
	for _, list := range []string{"/knocks", "/out"} {
		if a := jon.get(d.path(list)); a.StatusCode != http.StatusForbidden {
			t.Errorf("a guest gets %s: %s", list, a.Status)
		}
	}
	d.does("turnaway", "viewer", id)
	if a := sam.get(d.path("/knock?wait=0")); a.body != `{"knock":"away"}` {
		t.Errorf("who was turned away is told %s", a.body)
	}
	if a := sam.get(d.path("")); !strings.Contains(a.body, "again in a minute") {
		t.Errorf("and sees %s", a.body)
	}
	if sam.post(d.path("/knock"), ""); len(d.room.Knocks()) != 0 {
		t.Error("who was turned away asks again at once")
	}
	if a := d.host.post(d.path("/admit"), lineForm("gone", "viewer", id)); a.StatusCode != http.StatusBadRequest {
		t.Errorf("letting in who asks no more: %s", a.Status)
	}
}

func TestANewLinkEndsTheOldOne(t *testing.T) {
	d := atDoor(t)
	been := d.member(t)
	d.does("link")
	f := frame(t, d.frames, `"kind":"link"`, `"key":"`, "a new link")
	_, key, _ := strings.Cut(f, `"key":"`)
	key, _, _ = strings.Cut(key, `"`)
	for link, want := range map[string]int{"": 403, "?key=wrong": 403, "?key=" + key: 200} {
		a := d.stranger(t).get(d.path(link), "Accept", "text/html")
		if a.StatusCode != want || want == 403 && !strings.Contains(a.body, "no longer valid") {
			t.Errorf("with %q: %s", link, a.Status)
		}
	}
	if a := been.get(d.path("/share")); a.StatusCode != http.StatusOK || !strings.Contains(a.body, d.path("")+"?key="+key) {
		t.Errorf("a member: %s, and no new link", a.Status)
	}
	if a := been.get(d.path("/state")); !strings.Contains(a.body, `"key":"`+key) {
		t.Error("the state lacks the key")
	}
	if a := been.post(d.path("/link"), lineForm("l")); a.StatusCode != http.StatusForbidden {
		t.Errorf("a guest makes a new link: %s", a.Status)
	}
	d.does("settings", "password", "swordfish")
	newcomer := d.stranger(t)
	if a := newcomer.get(d.path("?key=" + key)); !strings.Contains(a.body, "/enter?key="+key) {
		t.Error("the form of the password lost the key")
	}
	if a := newcomer.post(d.path("/enter?key="+key), form("password", "swordfish")); a.Header.Get("Location") != d.path("?key="+key) {
		t.Errorf("the password leads to %s", a.Header.Get("Location"))
	}
}

func FuzzTheDoorIsAnswered(f *testing.F) {
	g := start(f)
	host := g.member(f)
	frame(f, host.listen(http.MethodGet, g.path("/events?since=1")), `"kind":"host"`)
	host.post(g.path("/settings"), lineForm("p", "password", "swordfish", "lobby", "true"))
	for _, verb := range []string{"enter", "knock", "expel", "restore", "admit", "turnaway", "link", "settings"} {
		f.Add(verb, "viewer=x&ban=true&address=true&name=Sam&password=x&lobby=false")
	}
	f.Add("knock", "name=%ff%00")
	f.Fuzz(func(t *testing.T, verb, body string) {
		if !regexp.MustCompile(`^[a-z]{1,10}$`).MatchString(verb) {
			return
		}
		for _, b := range []*browser{g.stranger(t), host} {
			b.t = t
			a := b.post(handlers.RoomPath(g.room.ID())+"/"+verb, "action=f&seen=1&"+body)
			if a.StatusCode < 200 || a.StatusCode >= 500 {
				t.Errorf("%s %q: %s %s", verb, body, a.Status, a.body)
			}
		}
	})
}
