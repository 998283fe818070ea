package room

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

var (
	helper = &Person{"ann", "Ann"} // a co-host
	ada    = &Person{"ada", "Ada"} // the admin
	eve    = &Person{"eve", "Eve"} // a guest
)

// led is watching with Ann as co-host, and so many rules given to the hosts.
func led(control, load, chat Who) State {
	s := watching(true)
	s.CoHosts = []Person{*helper}
	s.Settings = Settings{Control: control, Load: load, Chat: chat}
	return s
}

// in are the circumstances of somebody who acts in led.
func in(by *Person) Circumstances {
	present := func(id string) (Person, bool) {
		for _, p := range []*Person{maya, jon, helper, ada, eve} {
			if p.ID == id {
				return *p, true
			}
		}
		return Person{}, false
	}
	return Circumstances{Now: now, Lead: 80, By: by, Admin: by == ada, Action: "a", Seen: 7, Present: present, Asking: present}
}

func TestEachRightIsThatOfTheRolesThatTheSettingsName(t *testing.T) {
	const (
		guests  = "guest cohost host admin"
		cohosts = "cohost host admin"
		hosts   = "host admin"
	)
	roles := map[string]Role{"guest": RoleGuest, "cohost": RoleCoHost, "host": RoleHost, "admin": RoleAdmin}
	for name, tt := range map[string]struct {
		control, load, chat Who
		want                map[Right]string
	}{
		"an old room": {"", "", "", map[Right]string{
			RightControl: guests, RightLoad: cohosts, RightChat: guests, RightClaim: guests,
			RightModerate: cohosts, RightHandOver: hosts, RightAppoint: hosts, RightSettings: hosts, RightExpel: cohosts, RightAdmit: cohosts, RightInvite: cohosts,
		}},
		"everyone equal": {Everyone, Hosts, Everyone, map[Right]string{
			RightControl: guests, RightLoad: cohosts, RightChat: guests, RightClaim: guests,
			RightModerate: cohosts, RightHandOver: hosts, RightAppoint: hosts, RightSettings: hosts, RightExpel: cohosts, RightAdmit: cohosts, RightInvite: cohosts,
		}},
		"everyone chooses": {Everyone, Everyone, Everyone, map[Right]string{
			RightControl: guests, RightLoad: guests, RightChat: guests, RightClaim: guests,
			RightModerate: cohosts, RightHandOver: hosts, RightAppoint: hosts, RightSettings: hosts, RightExpel: cohosts, RightAdmit: cohosts, RightInvite: cohosts,
		}},
		"host leads": {Hosts, Hosts, Everyone, map[Right]string{
			RightControl: cohosts, RightLoad: cohosts, RightChat: guests, RightClaim: cohosts,
			RightModerate: cohosts, RightHandOver: hosts, RightAppoint: hosts, RightSettings: hosts, RightExpel: cohosts, RightAdmit: cohosts, RightInvite: cohosts,
		}},
		"cinema": {Hosts, Hosts, Hosts, map[Right]string{
			RightControl: cohosts, RightLoad: cohosts, RightChat: cohosts, RightClaim: cohosts,
			RightModerate: cohosts, RightHandOver: hosts, RightAppoint: hosts, RightSettings: hosts, RightExpel: cohosts, RightAdmit: cohosts, RightInvite: cohosts,
		}},
		"quiet": {Everyone, Everyone, Hosts, map[Right]string{
			RightControl: guests, RightLoad: guests, RightChat: cohosts, RightClaim: cohosts,
			RightModerate: cohosts, RightHandOver: hosts, RightAppoint: hosts, RightSettings: hosts, RightExpel: cohosts, RightAdmit: cohosts, RightInvite: cohosts,
		}},
	} {
		s := led(tt.control, tt.load, tt.chat)
		for right, allowed := range tt.want {
			for role, r := range roles {
				err := s.May(r, right)
				if want := slices.Contains(strings.Fields(allowed), role); (err == nil) != want {
					t.Errorf("%s: %s of a %s is %v, want %v", name, right, role, err, want)
				}
				if err != nil && (!errors.Is(err, ErrForbidden) || err.Error() == ErrForbidden.Error()) {
					t.Errorf("%s: %s is refused to a %s without a reason: %v", name, right, role, err)
				}
			}
		}
	}
	if s := led(Everyone, Everyone, Everyone); s.May(RoleAdmin, "fly") == nil {
		t.Error("a right that nobody knows is given")
	}
}

func TestEachCommandNeedsItsRight(t *testing.T) {
	speak := func(r Right) (s State) {
		s = led(Hosts, Hosts, Hosts)
		s.Queue = Queue{
			Items: []QueueItem{{ID: 1, Media: "a"}, {ID: 2, Media: "b"}}, Last: 3,
			Removals: []Removal{{Seq: 5, By: "jon", Items: []Removed{{QueueItem: QueueItem{ID: 3, Media: "c"}}}}},
		}
		s.Next = &Next{1, now + 5000}
		if r == RightClaim {
			s.CoHosts = nil
		}
		return s
	}
	other := Media{ID: "sintel", Version: "s1"}
	for right, commands := range map[Right][]Command{
		RightControl:  {PlayNext{first{item: 1, media: other}}, CancelNext{}, Play{}, Pause{50}, Seek{1}, SetRate{2}, Follow{1}, Refresh{watching(true).Media}, SetTracks{Audio: new(2)}, Ready{}},
		RightLoad:     {Load{other}, Enqueue{[]Media{other}}, Unqueue{Items: []uint64{1}}, Requeue{5}, Move{Item: 2, Before: 1}},
		RightChat:     {Say{Text: "Hello"}, Ask{"What next?", []string{"a", "b"}}},
		RightClaim:    {ClaimHost{}},
		RightHandOver: {HandOver{"jon"}},
		RightAppoint:  {Appoint{"jon", true}, Appoint{"ann", false}},
		RightSettings: {Set{Loop: new(true)}, Set{Preset: PresetEqual}, Set{Lobby: new(true)}, RenewLink{}},
		RightExpel:    {Expel{To: "eve"}, Expel{To: "eve", Ban: true}, Restore{"eve"}},
		RightAdmit:    {Admit{"eve"}},
		RightInvite:   {MakeInvite{Hash: "x"}},
	} {
		s := speak(right)
		for _, c := range commands {
			for _, by := range []*Person{jon, helper, maya, ada} {
				want := s.May(s.Role(by.ID, by == ada), right)
				if _, _, err := Decide(s, c, in(by)); (err == nil) != (want == nil) || want != nil && err.Error() != want.Error() {
					t.Errorf("%T by %s: %v, want %v", c, by.Name, err, want)
				}
			}
		}
	}
}

func TestTheRoomItselfNeedsNoRight(t *testing.T) {
	s := led(Hosts, Hosts, Hosts)
	for _, c := range []Command{put{Media: Media{ID: "sintel", Version: "s1"}}, elect{Left: "maya", Next: *jon}, Refresh{Media{ID: "bunny", Version: "v2"}}} {
		if _, changes, err := Decide(s, c, Circumstances{Now: now, Action: "a"}); err != nil || !changes {
			t.Errorf("%T: changes %v, error %v", c, changes, err)
		}
	}
}

func TestAddedSubtitlesAreShownToEveryoneByWhoMay(t *testing.T) {
	s := led(Hosts, Hosts, Everyone)
	for by, want := range map[*Person]string{jon: "", helper: "x.srt", maya: "x.srt"} {
		e, _, err := Decide(s, NoteSubtitles{Media: "bunny", ID: "x.srt", Show: true}, in(by))
		if err != nil || e.Tracks.Subtitle != want {
			t.Errorf("by %s: %q, %v", by.Name, e.Tracks.Subtitle, err)
		}
	}
}

func TestTheHostChoosesCoHosts(t *testing.T) {
	s := led(Hosts, Hosts, Everyone)
	e, changes, err := Decide(s, Appoint{"jon", true}, in(maya))
	if err != nil || !changes || e.Kind != KindCoHost || e.To.Name != "Jon" || !slices.Equal(e.CoHosts, []Person{*helper, *jon}) {
		t.Fatalf("appointed: %+v, %v", e, err)
	}
	s = Apply(s, e, 71)
	if s.Role("jon", false) != RoleCoHost || s.Role("ann", false) != RoleCoHost || s.Role("li", false) != RoleGuest {
		t.Errorf("the roles after it: %+v", s.CoHosts)
	}
	if e, _, err = Decide(s, Pause{}, in(jon)); err != nil {
		t.Errorf("the new co-host pauses: %v", err)
	}
	e, _, err = Decide(s, Appoint{"ann", false}, in(maya))
	if err != nil || e.To.Name != "Ann" || !slices.Equal(e.CoHosts, []Person{*jon}) {
		t.Errorf("dismissed: %+v, %v", e, err)
	}
	for name, c := range map[string]Appoint{
		"a co-host again": {"jon", true}, "the host": {"maya", true}, "no co-host": {"li", false},
	} {
		if _, changes, err := Decide(s, c, in(maya)); changes || err != nil {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
	}
	if _, _, err := Decide(s, Appoint{"li", true}, in(maya)); !errors.Is(err, ErrInvalid) {
		t.Errorf("somebody who is not here: %v", err)
	}
	full := s
	full.CoHosts = make([]Person, maxCoHosts)
	if _, _, err := Decide(full, Appoint{"jon", true}, in(maya)); !errors.Is(err, ErrInvalid) {
		t.Errorf("one too many: %v", err)
	}
}

func TestACoHostWhoBecomesHostIsNoCoHostAnyMore(t *testing.T) {
	e, _, err := Decide(led(Hosts, Hosts, Everyone), HandOver{"ann"}, in(maya))
	if err != nil || e.Host != "ann" || e.CoHosts != nil {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestAPresetSetsWhoMayDoWhat(t *testing.T) {
	hosts, everyone := new(Hosts), new(Everyone)
	for name, tt := range map[string]struct {
		state  State
		cmd    Set
		want   Preset
		reason Reason
	}{
		"host leads":                   {led("", "", ""), Set{Preset: PresetLead}, PresetLead, ReasonRights},
		"cinema":                       {led("", "", ""), Set{Preset: PresetCinema}, PresetCinema, ReasonRights},
		"equal again":                  {led(Hosts, Hosts, Hosts), Set{Preset: PresetEqual}, PresetEqual, ReasonRights},
		"as it was":                    {led("", "", ""), Set{Preset: PresetEqual}, PresetEqual, ""},
		"one rule":                     {led("", "", ""), Set{Control: hosts}, PresetLead, ReasonControl},
		"a rule that makes no preset":  {led("", "", ""), Set{Load: everyone}, "", ReasonLoad},
		"who writes":                   {led(Hosts, Hosts, Everyone), Set{Chat: hosts}, PresetCinema, ReasonChat},
		"a rule besides a preset":      {led("", "", ""), Set{Preset: PresetLead, Load: everyone}, "", ReasonRights},
		"several, with what was so":    {led("", "", ""), Set{Control: hosts, Load: hosts, Chat: everyone}, PresetLead, ReasonControl},
		"newcomers are kept out":       {led("", "", ""), Set{Locked: new(true)}, PresetEqual, ReasonLocked},
		"they come in, as before":      {led("", "", ""), Set{Locked: new(false)}, PresetEqual, ""},
		"what it is about comes along": {led("", "", ""), Set{Loop: new(true)}, PresetEqual, ReasonLoop},
	} {
		e, changes, err := Decide(tt.state, tt.cmd, in(maya))
		if err != nil || changes != (tt.reason != "") || e.Reason != tt.reason || changes && e.Settings.Preset() != tt.want {
			t.Errorf("%s: changes %v, %+v reason %q, %v", name, changes, e.Settings, e.Reason, err)
		}
	}
	nobody := new(Who("nobody"))
	for _, c := range []Set{{Preset: "anarchy"}, {Control: nobody}, {Load: new(Who(""))}, {Chat: nobody}} {
		if _, _, err := Decide(led("", "", ""), c, in(maya)); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestWhatOlderGobletsWroteMeansTheUsualRights(t *testing.T) {
	var e Event
	if err := json.Unmarshal([]byte(`{"seq":8,"kind":"pause","host":"maya","settings":{"wait":"off","loop":true}}`), &e); err != nil {
		t.Fatal(err)
	}
	want := Settings{Wait: WaitOff, Loop: true, Control: Everyone, Load: Hosts, Chat: Everyone}
	if s := Apply(watching(false), e, 80); s.Settings != want || s.CoHosts != nil {
		t.Errorf("after an old event: %+v, co-hosts %v", s.Settings, s.CoHosts)
	}
	if s := (State{Settings: Settings{Wait: WaitOff, Loop: true}}).complete(); s.Settings != want {
		t.Errorf("after an old snapshot: %+v", s.Settings)
	}
}

func TestACoHostWhoIsHereInheritsTheRoom(t *testing.T) {
	s := led(Hosts, Hosts, Everyone)
	r := newRoster()
	if r.heir(s) != nil {
		t.Error("nobody is there, and inherits")
	}
	r.add(Viewer{ID: "jon", Name: "Jon"}, 1)
	r.add(Viewer{ID: "li", Name: "Li"}, 2)
	if p := r.heir(s); p.ID != "jon" {
		t.Errorf("without co-hosts %v inherits, not who is here longest", p.Viewer)
	}
	r.add(Viewer{ID: "ann", Name: "Ann"}, 3)
	if p := r.heir(s).person(); p != *helper {
		t.Errorf("%v inherits, not the co-host", p)
	}
	r.remove("jon", 4)
	r.remove("ann", 4)
	if p := r.heir(s).person(); p != *helper {
		t.Errorf("%v inherits while the co-host reloads the page", p)
	}
	list := r.viewers(s).List
	if len(list) != 3 || list[0].ID != "ann" || !list[0].CoHost || list[1].CoHost {
		t.Errorf("the list is %+v", list)
	}
}
