package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// closedDoor has a key, a password and a lobby, and is locked.
func closedDoor() State {
	s := led(Everyone, Hosts, Everyone)
	s.Settings.Locked, s.Settings.Lobby, s.Settings.Password = true, true, true
	s.Door = Door{Key: "new", Password: "hash", Changed: 5}
	return s
}

func TestTheDoorLetsInWhomItShould(t *testing.T) {
	open := led(Everyone, Hosts, Everyone)
	with := func(s State, f func(*State)) State { f(&s); return s }
	kicked := with(open, func(s *State) { s.Door.Out = []Outcast{{Person: *eve}} })
	banned := with(open, func(s *State) { s.Door.Out = []Outcast{{Person: *eve, Ban: true}} })
	network := with(open, func(s *State) { s.Door.Out = []Outcast{{Person: *eve, Ban: true, Network: "2001:db8:1:2::/64"}} })
	unlocked := with(closedDoor(), func(s *State) { s.Settings.Locked = false })
	lobby := with(unlocked, func(s *State) { s.Settings.Password = false })
	admitted := with(closedDoor(), func(s *State) { s.Door.Admitted = []string{"eve"} })
	hostOut := with(open, func(s *State) { s.Door.Out = []Outcast{{Person: *maya}} })
	for name, tt := range map[string]struct {
		state State
		by    Caller
		want  error
	}{
		"an open room, a newcomer":                      {open, Caller{Viewer: "eve"}, nil},
		"an open room, somebody without a session":      {open, Caller{}, nil},
		"an open room, an old key":                      {open, Caller{Key: "old"}, nil},
		"a closed room, the admin":                      {closedDoor(), Caller{Viewer: "ada", Admin: true}, nil},
		"a closed room, the host":                       {closedDoor(), Caller{Viewer: "maya"}, nil},
		"a closed room, a co-host":                      {closedDoor(), Caller{Viewer: "ann"}, nil},
		"a closed room, who has been there":             {closedDoor(), Caller{Viewer: "eve", Been: true}, nil},
		"a closed room, who was let in":                 {admitted, Caller{Viewer: "eve"}, nil},
		"a closed room, another than who was let in":    {admitted, Caller{Viewer: "jon", Key: "new"}, ErrLocked},
		"a closed room, nobody when somebody was let":   {admitted, Caller{Key: "new"}, ErrLocked},
		"a new link, the old one":                       {closedDoor(), Caller{Key: "old", Password: 5}, ErrLinkRenewed},
		"a new link, none":                              {closedDoor(), Caller{Password: 5}, ErrLinkRenewed},
		"a locked room, with key and password":          {closedDoor(), Caller{Key: "new", Password: 5}, ErrLocked},
		"a password that was not typed":                 {unlocked, Caller{Key: "new"}, ErrPassword},
		"a password that was typed before it changed":   {unlocked, Caller{Key: "new", Password: 4}, ErrPassword},
		"a lobby behind the right password":             {unlocked, Caller{Key: "new", Password: 5}, ErrLobby},
		"a lobby":                                       {lobby, Caller{Viewer: "eve", Key: "new"}, ErrLobby},
		"put out, been there":                           {kicked, Caller{Viewer: "eve", Been: true}, ErrOut},
		"put out, another":                              {kicked, Caller{Viewer: "jon", Been: true}, nil},
		"put out, as admin by now":                      {kicked, Caller{Viewer: "eve", Admin: true}, nil},
		"put out as host":                               {hostOut, Caller{Viewer: "maya", Been: true}, ErrOut},
		"banned, been there":                            {banned, Caller{Viewer: "eve", Been: true}, ErrBanned},
		"banned, with another session":                  {banned, Caller{Viewer: "new"}, nil},
		"banned by address, with another session":       {network, Caller{Viewer: "new", Address: "2001:db8:1:2:ffff::1"}, ErrBanned},
		"banned by address, been there":                 {network, Caller{Viewer: "jon", Been: true, Address: "2001:db8:1:2::9"}, ErrBanned},
		"banned by address, from elsewhere":             {network, Caller{Viewer: "eve", Been: true, Address: "192.0.2.1"}, ErrBanned},
		"banned by address, another from elsewhere":     {network, Caller{Viewer: "jon", Address: "2001:db8:1:3::9"}, nil},
		"banned by address, the admin from there":       {network, Caller{Viewer: "ada", Admin: true, Address: "2001:db8:1:2::9"}, nil},
		"banned by address, an address that is unknown": {network, Caller{Viewer: "jon", Address: "?"}, nil},
	} {
		if err := tt.state.Admits(tt.by); err != tt.want {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	for _, why := range []error{ErrOut, ErrBanned, ErrLinkRenewed, ErrLocked, ErrPassword, ErrLobby} {
		if !errors.Is(why, ErrForbidden) || !strings.HasSuffix(why.Error(), ".") {
			t.Errorf("%v is no sentence that refuses", why)
		}
	}
}

func TestWhoMayPutOutWhom(t *testing.T) {
	const hostOnly, adminOnly, never = "Only the host can put out co-hosts.", "Only the admin can put out the host.", "Whoever runs this server can't be put out."
	s := led(Everyone, Hosts, Everyone)
	s.CoHosts = append(s.CoHosts, *jon)
	for _, tt := range []struct {
		by, to *Person
		says   string
	}{
		{eve, helper, "Only the host and co-hosts put somebody out."},
		{eve, eve, "Only the host and co-hosts put somebody out."},
		{helper, eve, ""}, {helper, jon, hostOnly}, {helper, maya, adminOnly}, {helper, ada, never}, {helper, helper, "You can't put yourself out."},
		{maya, eve, ""}, {maya, jon, ""}, {maya, ada, never}, {maya, maya, "You can't put yourself out."},
		{ada, eve, ""}, {ada, jon, ""}, {ada, maya, ""}, {ada, ada, "You can't put yourself out."},
	} {
		c := in(tt.by)
		c.Origin = func(id string) Origin { return Origin{Admin: id == "ada"} }
		e, changes, err := Decide(s, Expel{To: tt.to.ID}, c)
		switch {
		case tt.says != "" && (err == nil || err.Error() != tt.says):
			t.Errorf("%s puts out %s: %v, want %q", tt.by.Name, tt.to.Name, err, tt.says)
		case tt.says == "" && (err != nil || !changes || *e.To != *tt.to || e.Reason != ReasonKick || e.Host == tt.to.ID || slices.Contains(e.CoHosts, *tt.to)):
			t.Errorf("%s puts out %s: %+v, %v", tt.by.Name, tt.to.Name, e, err)
		}
	}
	if _, _, err := Decide(s, Expel{To: "nobody"}, in(maya)); !errors.Is(err, ErrInvalid) {
		t.Errorf("nobody was put out: %v", err)
	}
}

func TestAnAddressIsKeptOutOnlyIfNobodyElseWouldSuffer(t *testing.T) {
	s := led(Everyone, Hosts, Everyone)
	for name, tt := range map[string]struct {
		by      *Person
		command Expel
		from    map[string]string
		here    []Person
		says    string
		cohosts int
	}{
		"a kick":                           {maya, Expel{To: "eve", Address: true}, map[string]string{"eve": "192.0.2.1"}, nil, "A network address can only be kept out for good.", 1},
		"an unknown address":               {maya, Expel{To: "eve", Ban: true, Address: true}, nil, nil, "The network address of that viewer isn't known.", 1},
		"alone there":                      {maya, Expel{To: "eve", Ban: true, Address: true}, map[string]string{"eve": "192.0.2.1", "maya": "192.0.2.2"}, []Person{*maya, *eve}, "", 1},
		"the own address":                  {maya, Expel{To: "eve", Ban: true, Address: true}, map[string]string{"eve": "192.0.2.1", "maya": "192.0.2.1"}, []Person{*maya, *eve}, "You have the same network address and would be put out, too.", 1},
		"the host's address, by a co-host": {helper, Expel{To: "eve", Ban: true, Address: true}, map[string]string{"eve": "192.0.2.1", "maya": "192.0.2.1"}, []Person{*maya, *helper, *eve}, "Maya has the same network address and would be put out, too.", 1},
		"a co-host's address":              {maya, Expel{To: "eve", Ban: true, Address: true}, map[string]string{"eve": "192.0.2.1", "ann": "192.0.2.1"}, []Person{*maya, *helper, *eve}, "", 0},
		"the admin's address, by himself":  {ada, Expel{To: "eve", Ban: true, Address: true}, map[string]string{"eve": "192.0.2.1", "ada": "192.0.2.1"}, []Person{*ada, *eve}, "", 1},
	} {
		c := in(tt.by)
		c.Origin = func(id string) Origin { return Origin{Network: tt.from[id], Admin: id == "ada"} }
		c.Here = func() []Person { return tt.here }
		e, _, err := Decide(s, tt.command, c)
		if tt.says != "" {
			if err == nil || err.Error() != tt.says {
				t.Errorf("%s: %v, want %q", name, err, tt.says)
			}
			continue
		}
		if err != nil || e.Private == nil || e.Private.Address != "192.0.2.1" || len(e.CoHosts) != tt.cohosts {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
		if after := Apply(s, e, 80); after.Admits(Caller{Viewer: "new", Address: "192.0.2.1"}) != ErrBanned {
			t.Errorf("%s: the address comes in", name)
		}
	}
}

func TestWhoIsOutStaysOutUntilLetBackIn(t *testing.T) {
	s := led(Everyone, Hosts, Everyone)
	caller := Caller{Viewer: "eve", Been: true}
	steps := func(commands ...Command) {
		t.Helper()
		for i, c := range commands {
			circumstances := in(maya)
			circumstances.Action, circumstances.Seen = fmt.Sprint(s.Seq, i), s.Seq
			e, _, err := Decide(s, c, circumstances)
			if err != nil {
				t.Fatalf("%T: %v", c, err)
			}
			if e.Seq != 0 {
				s = Apply(s, e, uint64(e.Seq))
			}
		}
	}
	steps(Expel{To: "eve"}, Expel{To: "eve"})
	if len(s.Door.Out) != 1 || s.Admits(caller) != ErrOut || s.Door.Out[0].By != *maya || s.Door.Out[0].At != now {
		t.Errorf("put out: %+v", s.Door)
	}
	steps(Admit{"eve"})
	if s.Admits(caller) != nil || len(s.Door.Out) != 0 {
		t.Error("who was admitted is still out")
	}
	steps(Expel{To: "eve"}, Expel{To: "eve", Ban: true})
	if len(s.Door.Out) != 1 || s.Admits(caller) != ErrBanned || len(s.Door.Admitted) != 0 {
		t.Errorf("a kick did not become a ban: %+v", s.Door)
	}
	steps(Restore{"eve"}, Restore{"eve"})
	if s.Admits(caller) != nil {
		t.Error("who was let back in is still out")
	}
}

func TestTheDoorRemembersABoundedNumber(t *testing.T) {
	var d Door
	for i := range maxOut + 50 {
		d = d.after(Event{Kind: KindExpel, To: &Person{ID: fmt.Sprint("k", i)}, Reason: ReasonKick})
	}
	for i := range maxOut {
		d = d.after(Event{Kind: KindExpel, To: &Person{ID: fmt.Sprint("b", i)}, Reason: ReasonBan})
	}
	if len(d.Out) != maxOut || !d.full() || d.Out[0].ID != "b0" {
		t.Errorf("%d are out, the first is %s", len(d.Out), d.Out[0].ID)
	}
	s := led(Everyone, Hosts, Everyone)
	s.Door = d
	if _, _, err := Decide(s, Expel{To: "eve"}, in(maya)); !errors.Is(err, ErrInvalid) {
		t.Errorf("a ban was forgotten for another one: %v", err)
	}
	for i := range maxAdmitted + 50 {
		d = d.after(Event{Kind: KindAdmit, To: &Person{ID: fmt.Sprint("a", i)}})
	}
	if len(d.Admitted) != maxAdmitted {
		t.Errorf("%d were admitted", len(d.Admitted))
	}
}

func TestAnAddressOfIPv6StandsForItsHousehold(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
		"": "", "invalid IP": "", "example.org": "",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q is of %q, want %q", address, got, want)
		}
	}
}

func TestPasswordsAreHashedAndComparedInEveryForm(t *testing.T) {
	p := newPasswords()
	hash, err := p.hash(t.Context(), "Café \U0001F377")
	other, err2 := p.hash(t.Context(), "Café \U0001F377")
	if err != nil || err2 != nil || hash == other || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hash, "Caf") {
		t.Fatalf("%q, %q, %v, %v", hash, other, err, err2)
	}
	for text, want := range map[string]bool{"Café \U0001F377": true, "Cafe\u0301 \U0001F377": true, "Cafe \U0001F377": false, "": false, strings.Repeat("x", 4096): false} {
		if ok, err := p.fits(t.Context(), hash, text); ok != want || err != nil {
			t.Errorf("%.20q fits: %v, %v", text, ok, err)
		}
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=9999999,t=2,p=1$AAAA$AAAA", hashPrefix + "!$!", hashPrefix + "AAAA$AAAA"} {
		if ok, err := p.fits(t.Context(), bad, "x"); ok || err == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	p.slots <- struct{}{}
	p.slots <- struct{}{}
	if _, err := p.hash(ended, "x"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a third one at once: %v", err)
	}
}

func TestSettingAPasswordSaysNothingOfItToBrowsers(t *testing.T) {
	s := led(Everyone, Hosts, Everyone)
	e, _, err := Decide(s, Set{Password: new("secret"), hash: "a hash"}, in(maya))
	if err != nil || !e.Settings.Password || e.Reason != ReasonPassword || e.Private.Password != "a hash" {
		t.Fatalf("%+v, %v", e, err)
	}
	e.Private = nil
	if data, _ := json.Marshal(e); strings.Contains(string(data), "secret") || strings.Contains(string(data), "hash") {
		t.Errorf("a frame would say %s", data)
	}
	e, _, _ = Decide(s, Set{Password: new("secret"), hash: "a hash"}, in(maya))
	s = Apply(s, e, 80)
	c := in(maya)
	c.Action = "b"
	again, changes, err := Decide(s, Set{Password: new("another"), hash: "another hash"}, c)
	if err != nil || !changes {
		t.Fatalf("another password: %v, %v", changes, err)
	}
	if after := Apply(s, again, 81); after.Door.Password != "another hash" || after.Door.Changed == s.Door.Changed {
		t.Errorf("another password: %+v", after.Door)
	}
	none, _, err := Decide(s, Set{Password: new("")}, c)
	if after := Apply(s, none, 81); err != nil || after.Door.Password != "" || after.Admits(Caller{}) != nil {
		t.Errorf("no password: %+v, %v", after.Door, err)
	}
}

func (s *silent) Knocks(_ string, count int) { s.knocks = count }

// knocker asks to come in, on a stage with a lobby.
func knocker(s *stage, id string) Caller {
	c := Caller{Viewer: id}
	if err := s.Ask(Viewer{ID: id, Name: id}, c); err != nil {
		s.t.Fatal(err)
	}
	return c
}

func lobby(t *testing.T) *stage {
	s := onStage(t, "maya")
	s.state.Settings.Lobby = true
	return s
}

func TestWhoAsksIsAskedUntilItsPageIsGone(t *testing.T) {
	s := lobby(t)
	eve := knocker(s, "eve")
	if is := s.Asked(eve); is != KnockWait || s.audience.knocks != 1 || len(s.Knocks()) != 1 {
		t.Errorf("eve is %s, the room says %d", is, s.audience.knocks)
	}
	s.now += knockLife - 1
	s.sweepKnocks(s.now)
	s.Asked(eve)
	s.now += knockLife - 1
	if !s.sweepKnocks(s.now) {
		t.Error("a page that is there was forgotten")
	}
	s.now += 2
	if s.sweepKnocks(s.now) || s.Asked(eve) != KnockNone || s.audience.knocks != 0 {
		t.Error("a page that is gone still asks")
	}
}

func TestOnlyLeadsTurnAway(t *testing.T) {
	s := lobby(t)
	eve := knocker(s, "eve")
	if err := s.TurnAway(Actor{Viewer: Viewer{ID: "jon"}}, "eve"); !errors.Is(err, ErrForbidden) {
		t.Errorf("a guest turns away: %v", err)
	}
	if err := s.TurnAway(Actor{Viewer: Viewer{ID: "maya"}}, "eve"); err != nil || s.Asked(eve) != KnockAway {
		t.Errorf("the host turns away: %v", err)
	}
	if err := s.Ask(Viewer{ID: "eve"}, eve); err != ErrTurnedAway {
		t.Errorf("asking again at once: %v", err)
	}
	s.now += turnedFor + 1
	s.sweepKnocks(s.now)
	if err := s.Ask(Viewer{ID: "eve"}, eve); err != nil {
		t.Errorf("asking again later: %v", err)
	}
}

func TestAWaitingPageIsAnsweredAtOnce(t *testing.T) {
	s := lobby(t)
	eve := knocker(s, "eve")
	answer := make(chan Knocking)
	go func() { answer <- s.AwaitAnswer(t.Context(), eve) }()
	for s.polls("eve") == 0 {
		time.Sleep(time.Millisecond)
	}
	s.now += 10 * knockLife
	if !s.sweepKnocks(s.now) {
		t.Error("a page that waits for an answer was forgotten")
	}
	data, _ := json.Marshal(Event{Seq: s.state.Seq + 1, Kind: KindAdmit, By: maya, To: &Person{"eve", "eve"}, Host: "maya", Settings: s.state.Settings})
	if err := s.receive(80, data); err != nil {
		t.Fatal(err)
	}
	if is := <-answer; is != KnockIn || s.audience.knocks != 0 {
		t.Errorf("who was let in is told %s", is)
	}
}

func (s *stage) polls(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.knocks.asking[id].polls
}

func TestKnocksAreBoundedAndOnlyOfThoseWhoMay(t *testing.T) {
	s := lobby(t)
	for i := range maxKnocks {
		knocker(s, fmt.Sprint("v", i))
	}
	if err := s.Ask(Viewer{ID: "one more"}, Caller{Viewer: "one more"}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("one more: %v", err)
	}
	s.state.Settings.Locked = true
	if err := s.Ask(Viewer{ID: "eve"}, Caller{Viewer: "eve"}); err != ErrLocked {
		t.Errorf("at a locked door: %v", err)
	}
	s.answerKnocks()
	if len(s.Knocks()) != 0 {
		t.Error("a room that was locked still lists those who asked")
	}
}

func TestWhoIsPutOutVanishesAtOnce(t *testing.T) {
	s := onStage(t, "maya")
	leave := s.JoinFrom(Actor{Viewer: Viewer{ID: "eve", Name: "Eve"}, Address: "192.0.2.1"})
	defer s.JoinFrom(Actor{Viewer: Viewer{ID: "jon", Name: "Jon"}, Address: "192.0.2.1"})()
	defer s.JoinFrom(Actor{Viewer: Viewer{ID: "ada", Name: "Ada"}, Address: "192.0.2.1", Admin: true})()
	data, _ := json.Marshal(Event{
		Seq: s.state.Seq + 1, Kind: KindExpel, Reason: ReasonBan, By: maya, To: eve, Host: "maya", Settings: s.state.Settings,
		Private: &Private{Address: "192.0.2.1"},
	})
	if err := s.receive(80, data); err != nil {
		t.Fatal(err)
	}
	here := func() (ids string) {
		for _, v := range s.Viewers().List {
			ids += v.ID + " "
		}
		return ids
	}
	if got := here(); got != "maya ada " {
		t.Errorf("here are %s", got)
	}
	s.JoinFrom(Actor{Viewer: Viewer{ID: "eve"}})()
	leave()
	if got := here(); got != "maya ada " {
		t.Errorf("who is out came back: %s", got)
	}
}
