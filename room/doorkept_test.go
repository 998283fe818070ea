package room_test

import (
	"errors"
	"testing"
	"time"

	"goblet/room"
)

func TestARestartKeepsTheDoor(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, time.Minute)
	r := open(t, n)
	host := room.Actor{Viewer: room.Viewer{ID: "maya", Name: "Maya"}}
	act := func(action string, c room.Command) {
		t.Helper()
		host.Action, host.Seen = action, r.State().Seq
		do(t, r, host, c)
	}
	defer r.JoinFrom(host)()
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	leave := r.JoinFrom(room.Actor{Viewer: room.Viewer{ID: "eve", Name: "Eve"}, Address: "2001:db8::1"})
	act("ban", room.Expel{To: "eve", Ban: true, Address: true})
	leave()
	act("lobby", room.Set{Lobby: new(true)})
	if err := r.Ask(room.Viewer{ID: "sam", Name: "Sam"}, room.Caller{Viewer: "sam"}); err != nil {
		t.Fatal(err)
	}
	act("admit", room.Admit{To: "sam"})
	act("password", room.Set{Password: new("swordfish")})
	act("link", room.RenewLink{})
	key := r.State().Door.Key
	n.stop()

	n = start(t, dir, time.Minute)
	r, err := n.Get(t.Context(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	typed, err := r.Password(t.Context(), "swordfish")
	if err != nil || typed == 0 {
		t.Errorf("the password is %d, %v", typed, err)
	}
	if wrong, err := r.Password(t.Context(), "Swordfish"); err != nil || wrong != 0 {
		t.Errorf("another password is %d, %v", wrong, err)
	}
	for name, tt := range map[string]struct {
		by   room.Caller
		want error
	}{
		"who was banned":        {room.Caller{Viewer: "eve", Been: true}, room.ErrBanned},
		"who comes from there":  {room.Caller{Viewer: "new", Address: "2001:db8::2"}, room.ErrBanned},
		"who was let in":        {room.Caller{Viewer: "sam"}, nil},
		"who has the old link":  {room.Caller{Viewer: "jon", Password: typed}, room.ErrLinkRenewed},
		"who has no password":   {room.Caller{Viewer: "jon", Key: key}, room.ErrPassword},
		"who has but not asked": {room.Caller{Viewer: "jon", Key: key, Password: typed}, room.ErrLobby},
		"who has been there":    {room.Caller{Viewer: "ann", Been: true}, nil},
	} {
		if err := r.State().Admits(tt.by); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

func TestAPasswordIsTheHostsToSet(t *testing.T) {
	r := open(t, start(t, t.TempDir(), 0))
	defer r.Join(room.Viewer{ID: "maya", Name: "Maya"})()
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	for by, want := range map[string]error{"jon": room.ErrForbidden, "maya": nil} {
		if _, err := r.Do(t.Context(), actor(by, "set-"+by, 1), room.Set{Password: new("x")}); !errors.Is(err, want) {
			t.Errorf("by %s: %v", by, err)
		}
	}
	if _, err := r.Do(t.Context(), actor("maya", "bad", 1), room.Set{Password: new("\xff")}); !errors.Is(err, room.ErrInvalid) {
		t.Errorf("no text: %v", err)
	}
}

func TestAHostWhoIsPutOutIsReplaced(t *testing.T) {
	r := open(t, start(t, t.TempDir(), 0))
	maya := r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	defer r.Join(room.Viewer{ID: "jon", Name: "Jon"})()
	admin := actor("ada", "out", r.State().Seq)
	admin.Admin = true
	do(t, r, admin, room.Expel{To: "maya"})
	until(t, "Jon is host", func() bool { return r.State().Host == "jon" })
	maya()
	if v := r.Viewers(); v.Count != 1 {
		t.Errorf("%d are here", v.Count)
	}
}
