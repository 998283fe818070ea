package room

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const hour = 3600_000.0

// inviting is a state with invites, whose hashes are their keys; each is of Maya's.
func inviting(s State, invites map[string]Invite) State {
	for hash, i := range invites {
		i.Hash, i.By = hash, *maya
		s.Door.Invites = append(s.Door.Invites, i)
	}
	return s
}

func TestAnInviteLetsNewcomersPastKeyPasswordAndLobbyAndNothingElse(t *testing.T) {
	barred := closedDoor() // has a key, a password and a lobby
	barred.Settings.Locked = false
	with := func(s State, f func(*State)) State { f(&s); return s }
	invites := map[string]Invite{
		"good": {}, "one": {Uses: 1}, "timely": {Until: now + 1}, "all": {Uses: 3, Used: 2, Until: now + hour},
		"late": {Until: now}, "used": {Uses: 1, Used: 1}, "revoked": {Revoked: true}, "both": {Uses: 1, Used: 1, Until: now - 1},
	}
	locked := with(barred, func(s *State) { s.Settings.Locked = true })
	kicked := with(barred, func(s *State) { s.Door.Out = []Outcast{{Person: *eve}} })
	banned := with(barred, func(s *State) { s.Door.Out = []Outcast{{Person: *eve, Ban: true, Network: "192.0.2.1"}} })
	for name, tt := range map[string]struct {
		state State
		by    Caller
		want  error
	}{
		"an open room":                       {led(Everyone, Hosts, Everyone), Caller{Invite: "good"}, ErrInvited},
		"an open room, an invite that ended": {led(Everyone, Hosts, Everyone), Caller{Invite: "late"}, ErrInviteExpired},
		"key, password and lobby":            {barred, Caller{Invite: "good"}, ErrInvited},
		"for one, not yet used":              {barred, Caller{Invite: "one"}, ErrInvited},
		"a moment before it expires":         {barred, Caller{Invite: "timely"}, ErrInvited},
		"the last use":                       {barred, Caller{Invite: "all"}, ErrInvited},
		"expired":                            {barred, Caller{Invite: "late"}, ErrInviteExpired},
		"used up":                            {barred, Caller{Invite: "used"}, ErrInviteUsedUp},
		"revoked":                            {barred, Caller{Invite: "revoked"}, ErrInviteRevoked},
		"used up and expired":                {barred, Caller{Invite: "both"}, ErrInviteExpired},
		"another token":                      {barred, Caller{Invite: "guess"}, ErrInviteUnknown},
		"another token, the right key":       {barred, Caller{Invite: "guess", Key: "new"}, ErrInviteUnknown},
		"the id instead of the token":        {barred, Caller{Invite: InviteHash("good")}, ErrInviteUnknown},
		"a locked room":                      {locked, Caller{Invite: "good"}, ErrLocked},
		"a locked room, expired":             {locked, Caller{Invite: "late"}, ErrInviteExpired},
		"put out":                            {kicked, Caller{Viewer: "eve", Invite: "good"}, ErrOut},
		"banned":                             {banned, Caller{Viewer: "eve", Invite: "good"}, ErrBanned},
		"from a banned address":              {banned, Caller{Viewer: "new", Address: "192.0.2.1", Invite: "good"}, ErrBanned},
		"been there, an old invite":          {locked, Caller{Viewer: "jon", Been: true, Invite: "late"}, nil},
		"the host, an old invite":            {locked, Caller{Viewer: "maya", Invite: "late"}, nil},
		"the admin, no such invite":          {locked, Caller{Admin: true, Invite: "guess"}, nil},
	} {
		tt.by.Now = now
		if err := inviting(tt.state, invites).Admits(tt.by); err != tt.want {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	for _, why := range []error{ErrInviteUnknown, ErrInviteExpired, ErrInviteUsedUp, ErrInviteRevoked} {
		if !errors.Is(why, ErrInviteOver) || !strings.Contains(why.Error(), "another") {
			t.Errorf("%v says not what to do", why)
		}
	}
}

func TestAnInviteIsCountedWhenSomebodyComesInByIt(t *testing.T) {
	s := inviting(closedDoor(), map[string]Invite{"two": {Uses: 2}})
	s.Settings.Locked = false
	enter := func(who *Person, c Caller) error {
		c.Viewer, c.Invite = who.ID, "two"
		e, changes, err := Decide(s, ComeIn{c}, Circumstances{Now: now, By: who, Action: who.ID, Seen: 0})
		if changes {
			if e.Private == nil || e.Kind != KindEnter {
				t.Errorf("the event is %+v", e)
			}
			s = Apply(s, e, e.Seq)
		}
		return err
	}
	for range 3 { // the same person, whatever is pressed how often
		if err := enter(eve, Caller{}); err != nil {
			t.Fatal(err)
		}
	}
	if used := s.Door.Invites[0].Used; used != 1 || s.Admits(Caller{Viewer: "eve"}) != nil {
		t.Errorf("used %d times; Eve is let in: %v", used, s.Admits(Caller{Viewer: "eve"}))
	}
	if err := enter(jon, Caller{Been: true}); err != nil || s.Door.Invites[0].Used != 1 {
		t.Errorf("who has been there: %v, used %d times", err, s.Door.Invites[0].Used)
	}
	li, sam := &Person{"li", "Li"}, &Person{"sam", "Sam"}
	if err := enter(li, Caller{}); err != nil {
		t.Error(err)
	}
	if err := enter(sam, Caller{}); err != ErrInviteUsedUp || s.Admits(Caller{Viewer: "sam"}) == nil {
		t.Errorf("one too many: %v", err)
	}
	if _, _, err := Decide(s, ComeIn{Caller{Viewer: "li", Invite: "two"}}, in(eve)); !errors.Is(err, ErrInvalid) {
		t.Errorf("for somebody else: %v", err)
	}
}

func TestInvitesAreMadeRevokedAndLetGoOn(t *testing.T) {
	s := led(Everyone, Hosts, Everyone)
	n := 0
	does := func(c Command) error {
		n++
		circumstances := in(maya)
		circumstances.Action, circumstances.Seen = fmt.Sprint(n), s.Seq
		e, changes, err := Decide(s, c, circumstances)
		if changes {
			s = Apply(s, e, e.Seq)
		}
		return err
	}
	if err := does(MakeInvite{Hash: "0123456789abcdefg", Label: "  For\tJon ", For: hour, Uses: 5}); err != nil {
		t.Fatal(err)
	}
	want := Invite{Hash: "0123456789abcdefg", Label: "For Jon", By: *maya, At: now, Until: now + hour, Uses: 5}
	if got := s.Door.Invites[0]; got != want || got.ID() != "0123456789abcdef" {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, step := range []struct {
		undo bool
		want error
	}{{false, ErrInviteRevoked}, {false, ErrInviteRevoked}, {true, nil}, {true, nil}} {
		if err := does(RevokeInvite{Invite: want.ID(), Undo: step.undo}); err != nil || s.Door.Invites[0].Over(now) != step.want {
			t.Errorf("undo %v: %v, %v", step.undo, err, s.Door.Invites[0])
		}
	}
	for name, c := range map[string]Command{
		"an unknown one": RevokeInvite{Invite: "x"}, "a long label": MakeInvite{Hash: "x", Label: strings.Repeat("x", 41)},
		"negative uses": MakeInvite{Hash: "x", Uses: -1}, "too many uses": MakeInvite{Hash: "x", Uses: 1001},
		"too long a life": MakeInvite{Hash: "x", For: 400 * 24 * hour}, "negative life": MakeInvite{Hash: "x", For: -1}, "no token": MakeInvite{},
	} {
		if err := does(c); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range maxInvites - 1 {
		if err := does(MakeInvite{Hash: fmt.Sprint("hash", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := does(MakeInvite{Hash: "more"}); err != errManyInvites {
		t.Errorf("the 51st: %v", err)
	}
	for i := range 3 * maxInvites {
		if err := does(RevokeInvite{Invite: s.Door.Invites[len(s.Door.Invites)-1].ID()}); err != nil {
			t.Fatal(err)
		}
		if err := does(MakeInvite{Hash: fmt.Sprint("other", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.Door.Invites); n != keptInvites || s.Door.invites(now) != maxInvites {
		t.Errorf("%d are kept, of which %d are good", n, s.Door.invites(now))
	}
	ended, _ := s.Door.Invite(func(i Invite) bool { return i.Revoked })
	if err := does(RevokeInvite{Invite: ended.ID(), Undo: true}); err != errManyInvites {
		t.Errorf("one too many goes on: %v", err)
	}
}
