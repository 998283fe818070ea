package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"goblet/room"
)

func TestTheHomePageLeadsBackAndForgets(t *testing.T) {
	d := atDoor(t)
	d.does("name", "name", "Maya")
	frame(t, d.frames, "viewers: ", "Maya")
	jon := d.member(t)
	jon.get("/r/amber-otter-aaaaaaaaaaaa") // none, which nobody was in
	home := jon.get("/").body
	holds(t, home, d.film.Title, "Maya is here now", "Go on", "At the beginning", "/poster.jpg", `action="/rooms/`+d.room.ID()+`/forget"`)
	lacks(t, d.stranger(t).get("/").body, d.film.Title, d.room.ID(), "Maya", "Your rooms")

	forget := "/rooms/" + d.room.ID() + "/forget"
	a := jon.post(forget, "")
	if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || to != "/?forgot="+d.room.ID() {
		t.Fatalf("%s to %s", a.Status, to)
	}
	after := jon.get("/?forgot=" + d.room.ID()).body
	holds(t, after, "was forgotten", "Undo")
	lacks(t, after, d.film.Title)
	lacks(t, jon.get("/").body, d.room.ID())
	if a := jon.get(d.path("/state")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("who has forgotten the room is a member: %s", a.Status)
	}
	d.does("settings", "locked", "true")
	if a := jon.get(d.path("")); a.StatusCode != http.StatusForbidden {
		t.Errorf("who has forgotten a room comes as a newcomer: %s", a.Status)
	}
	for range 2 {
		if a := jon.post("/rooms/"+d.room.ID()+"/remember", ""); a.StatusCode != http.StatusSeeOther {
			t.Errorf("undo: %s %s", a.Status, a.body)
		}
	}
	holds(t, jon.get("/?forgot="+d.room.ID()).body, d.film.Title)
	lacks(t, jon.get("/?forgot="+d.room.ID()).body, "was forgotten")
	if a := jon.get(d.path("")); a.StatusCode != http.StatusOK {
		t.Errorf("remembered: %s", a.Status)
	}

	for _, path := range []string{forget, "/rooms/" + d.room.ID() + "/remember"} {
		if a := d.stranger(t).post(path, ""); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("a stranger, %s: %s", path, a.Status)
		}
	}
	eve := d.stranger(t)
	eve.post(d.handlers.AdminPath(), "") // somebody with a session, who never was in the room
	eve.post(forget, "")
	eve.post("/rooms/"+d.room.ID()+"/remember", "")
	if a := eve.get(d.path("/state")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("remembering what was never known: %s", a.Status)
	}
}

func TestTheHomePageSaysWhyARoomIsShut(t *testing.T) {
	d := atDoor(t)
	jon, id, frames := d.guest()
	d.does("expel", "viewer", id, "ban", "true")
	over(frames)
	page := jon.get("/").body
	holds(t, page, "put out of this room", "Forget")
	lacks(t, page, d.film.Title, "Go on")

	r, err := d.rooms.Start(t.Context(), d.room.State().Media)
	if err != nil {
		t.Fatal(err)
	}
	path := "/r/" + r.ID()
	if a := jon.get(path); a.StatusCode != http.StatusOK {
		t.Fatal(a.Status)
	}
	if _, err := r.Do(t.Context(), room.Actor{Viewer: room.Viewer{ID: "ada", Name: "Ada"}, Admin: true, Action: "close"}, room.Close{}); err != nil {
		t.Fatal(err)
	}
	page = jon.get("/").body
	holds(t, page, "This room was closed")
	lacks(t, page, d.film.Title)
	jon.post("/rooms/"+r.ID()+"/forget", "")
	lacks(t, jon.get("/").body, r.ID())
}

func TestErrorsHavePagesThatSayWhatToDo(t *testing.T) {
	d := atDoor(t)
	jon := d.member(t)
	for _, tt := range []struct {
		method, path string
		status       int
		says         []string
	}{
		{"GET", "/nothing", http.StatusNotFound, []string{"Nothing here", "Check that the whole link was copied", `href="/"`}},
		{"GET", "/r/amber-otter-aaaaaaaaaaaa", http.StatusNotFound, []string{"No such room", "ask the person who sent it"}},
		{"GET", d.path("/enter"), http.StatusMethodNotAllowed, []string{"This is no page", "Go to the room", `href="` + d.path("") + `"`}},
		{"GET", d.path("/play"), http.StatusMethodNotAllowed, []string{"Go to the room"}},
		{"GET", "/rooms", http.StatusMethodNotAllowed, []string{"This is no page", `href="/"`}},
		{"POST", d.path("/state"), http.StatusMethodNotAllowed, []string{"This is no page"}},
		{"DELETE", "/", http.StatusMethodNotAllowed, []string{"This is no page"}},
		{"POST", "/rooms", http.StatusForbidden, []string{"Only for the admin", "on the terminal"}},
		{"POST", d.path("/play"), http.StatusBadRequest, []string{"That did not work", "action"}},
		{"GET", d.path("?invite=x"), http.StatusSeeOther, nil}, // a member
	} {
		a := jon.do(tt.method, tt.path, nil, "Accept", "text/html,*/*")
		if a.StatusCode != tt.status {
			t.Errorf("%s %s: %s", tt.method, tt.path, a.Status)
		}
		if tt.status == http.StatusMethodNotAllowed && a.Header.Get("Allow") == "" {
			t.Errorf("%s %s does not say what is allowed", tt.method, tt.path)
		}
		holds(t, a.body, tt.says...)
		if tt.says != nil && !strings.Contains(a.body, "<main") {
			t.Errorf("%s %s is no page", tt.method, tt.path)
		}
	}
	if a := jon.get(d.path("/play")); a.StatusCode != http.StatusMethodNotAllowed || strings.Contains(a.body, "<") {
		t.Errorf("a program is answered %s %s", a.Status, a.body)
	}
	holds(t, jon.get(d.path("")).body, "<noscript>", "needs JavaScript", `id="old-browser"`, "Firefox 125", "js/oldbrowser.js")
}
