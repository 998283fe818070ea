package room

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
)

var ann = Person{"ann", "Ann"}

// waitingFor is a room that has waited for some viewers for 4 s.
func waitingFor(c Cause, people ...Person) State {
	s := watching(true)
	s.Playback.Waiting = true
	s.Playback.At = now - 4000
	s.Wait = &Wait{c, now - 4000, people}
	return s
}

func TestARoomWaitsForViewersAndGoesOn(t *testing.T) {
	alone := func(s State) State { s.Settings.Wait = WaitOff; return s }
	stopped := func(s State, times int) State {
		for range times {
			s.Stops = append(s.Stops, Stop{"jon", now - 60_000})
		}
		return s
	}
	long := func(s State) State { s.Wait.Since = now - maxWait; return s }
	behind := func(s State) State { s.Behind = []Straggler{{*jon, now - 20_000}}; return s }
	ended := func(s State) State { s.Playback.Position = 99.9; return s }
	for _, tt := range []struct {
		name    string
		state   State
		cmd     Command
		by      *Person
		kind    Kind // "": nothing changes
		why     Reason
		plays   bool
		awaited []Person
		behind  []string
	}{
		{"a viewer runs dry", watching(false), stall{[]Person{*jon}, 3}, nil, KindPause, ReasonViewers, false, []Person{*jon}, nil},
		{"in a large room it is only named", watching(false), stall{[]Person{*jon}, 11}, nil, KindWait, "", true, nil, []string{"jon"}},
		{"where nobody is waited for, too", alone(watching(false)), stall{[]Person{*jon}, 3}, nil, KindWait, "", true, nil, []string{"jon"}},
		{"the second time it is waited for again", stopped(watching(false), 1), stall{[]Person{*jon}, 3}, nil, KindPause, ReasonViewers, false, []Person{*jon}, nil},
		{"the third time it is left behind", stopped(watching(false), 2), stall{[]Person{*jon}, 3}, nil, KindWait, "", true, nil, []string{"jon"}},
		{"who is behind stops nobody", behind(watching(false)), stall{[]Person{*jon}, 3}, nil, "", "", true, nil, nil},
		{"a paused room does not wait", watching(true), stall{[]Person{*jon}, 3}, nil, "", "", false, nil, nil},
		{"nor one at the film's end", ended(watching(false)), stall{[]Person{*jon}, 3}, nil, "", "", false, nil, nil},
		{"nor one that waits for an upload", waitingRoom(), stall{[]Person{*jon}, 3}, nil, "", "", false, nil, nil},
		{"another one runs dry meanwhile", waitingFor(CauseViewers, *jon), stall{[]Person{ann}, 3}, nil, KindWait, "", false, []Person{ann, *jon}, nil},
		{"the same one again", waitingFor(CauseViewers, *jon), stall{[]Person{*jon}, 3}, nil, "", "", false, nil, nil},

		{"all can go on", waitingFor(CauseViewers, *jon), release{Ready: []string{"jon"}}, nil, KindPlay, ReasonViewers, true, nil, nil},
		{"one of two can go on", waitingFor(CauseViewers, ann, *jon), release{Ready: []string{"jon"}}, nil, KindWait, "", false, []Person{ann}, nil},
		{"nobody can go on yet", waitingFor(CauseViewers, *jon), release{}, nil, "", "", false, nil, nil},
		{"after 15 s it goes on without them", long(waitingFor(CauseViewers, ann, *jon)), release{Ready: []string{"ann"}}, nil, KindPlay, ReasonWithout, true, nil, []string{"jon"}},
		{"nobody is waited for any more", waitingFor(CauseViewers, *jon), release{All: true}, nil, KindPlay, ReasonWithout, true, nil, []string{"jon"}},
		{"somebody goes on without them", waitingFor(CauseViewers, *jon), Play{}, maya, KindPlay, ReasonWithout, true, nil, []string{"jon"}},
		{"a pause ends the wait", waitingFor(CauseViewers, *jon), Pause{50}, maya, KindPause, "", false, nil, nil},
		{"a seek ends the wait and plays", waitingFor(CauseViewers, *jon), Seek{20}, maya, KindSeek, "", true, nil, nil},
		{"another speed does not end it", waitingFor(CauseViewers, *jon), SetRate{2}, maya, KindRate, "", false, []Person{*jon}, nil},
		{"everybody has left", waitingFor(CauseViewers, *jon), halt{now, ReasonEmpty}, nil, KindPause, ReasonEmpty, false, nil, nil},
		{"a refresh goes on with the new version", waitingFor(CauseViewers, *jon), Refresh{Media{ID: "bunny", Version: "v2", Duration: 100}}, maya, KindRefresh, "", true, nil, nil},
		{"another film forgets who is behind", behind(watching(false)), put{Media: Media{ID: "sintel", Version: "s1"}}, nil, KindLoad, "", false, nil, nil},
		{"who was behind has caught up", behind(watching(false)), regain{[]string{"jon"}}, nil, KindWait, "", true, nil, nil},
		{"who was not behind has not", behind(watching(false)), regain{[]string{"ann"}}, nil, "", "", true, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, changes, err := Decide(tt.state, tt.cmd, Circumstances{Now: now, Lead: 80, By: tt.by, Action: "a", Seen: 7})
			if err != nil || changes != (tt.kind != "") {
				t.Fatalf("changes %v, error %v", changes, err)
			}
			if !changes {
				return
			}
			s := Apply(tt.state, e, 71)
			if e.Kind != tt.kind || e.Reason != tt.why || !s.Playback.Paused != tt.plays {
				t.Errorf("%s (%s), plays %v", e.Kind, e.Reason, !s.Playback.Paused)
			}
			if got := s.awaited(); len(got)+len(tt.awaited) > 0 && !reflect.DeepEqual(got, tt.awaited) {
				t.Errorf("awaited are %v, want %v", got, tt.awaited)
			}
			if (s.Wait != nil) != s.Playback.Waiting {
				t.Errorf("it waits: %v, for %+v", s.Playback.Waiting, s.Wait)
			}
			var ids []string
			for _, b := range s.Behind {
				ids = append(ids, b.ID)
			}
			if !reflect.DeepEqual(ids, tt.behind) {
				t.Errorf("behind are %v, want %v", ids, tt.behind)
			}
		})
	}
}

func TestAReadyCheckStartsTheFilmOnceAllAreReady(t *testing.T) {
	fresh := func(s State) State { s.Wait.Since = now - 500; return s }
	atEnd := func() State { s := watching(true); s.Playback.Position = 100; return s }
	foundEnd := func() State { s := watching(true); s.Media.Duration, s.End = 0, 50; return s }
	elsewhere := func(id string) bool { return id == ann.ID }
	for _, tt := range []struct {
		name     string
		state    State
		cmd      Command
		by       *Person
		kind     Kind
		why      Reason
		position float64
		at       float64 // after now
		awaited  []Person
	}{
		{"anybody asks", watching(true), Ready{}, jon, KindReady, "", 50, 0, nil},
		{"at the film's end it is about the beginning", atEnd(), Ready{}, jon, KindReady, "", 0, 0, nil},
		{"at an end that viewers found, too", foundEnd(), Ready{}, jon, KindReady, "", 0, 0, nil},
		{"twice is once", waitingFor(CauseReady), Ready{}, jon, "", "", 0, 0, nil},
		{"some are not ready", waitingFor(CauseReady), muster{Unready: []Person{*jon}, Ready: 1}, nil, KindWait, "", 50, -4000, []Person{*jon}},
		{"viewers of other nodes are not forgotten", waitingFor(CauseReady, ann, *jon), muster{Ready: 2}, nil, KindWait, "", 50, -4000, []Person{ann}},
		{"unless they are gone", waitingFor(CauseReady, Person{"gone", "Gone"}), muster{Ready: 1}, nil, KindWait, "", 50, -4000, nil},
		{"nothing new", waitingFor(CauseReady, *jon), muster{Unready: []Person{*jon}, Ready: 1}, nil, "", "", 0, 0, nil},
		{"all are ready", waitingFor(CauseReady), muster{Ready: 2}, nil, KindPlay, ReasonReady, 50, countdown, nil},
		{"a moment later", fresh(waitingFor(CauseReady)), muster{Ready: 2}, nil, "", "", 0, 0, nil},
		{"nobody is there", waitingFor(CauseReady), muster{}, nil, "", "", 0, 0, nil},
		{"somebody starts it", waitingFor(CauseReady, *jon), Play{}, maya, KindPlay, ReasonWithout, 50, 80, nil},
		{"somebody calls it off", waitingFor(CauseReady, *jon), Pause{-1}, maya, KindPause, "", 50, 0, nil},
		{"the room does not wait any more", watching(true), muster{Ready: 2}, nil, "", "", 0, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, changes, err := Decide(tt.state, tt.cmd, Circumstances{Now: now, Lead: 80, By: tt.by, Action: "a", Seen: 7, Elsewhere: elsewhere})
			if err != nil || changes != (tt.kind != "") {
				t.Fatalf("changes %v, error %v", changes, err)
			}
			if !changes {
				return
			}
			s := Apply(tt.state, e, 71)
			if e.Kind != tt.kind || e.Reason != tt.why || s.Playback.Position != tt.position || s.Playback.At != now+tt.at {
				t.Errorf("%s (%s) %+v", e.Kind, e.Reason, s.Playback)
			}
			if got := s.awaited(); len(got)+len(tt.awaited) > 0 && !reflect.DeepEqual(got, tt.awaited) {
				t.Errorf("awaited are %v, want %v", got, tt.awaited)
			}
		})
	}
	_, _, err := Decide(watching(false), Ready{}, Circumstances{Now: now, By: jon, Action: "a", Seen: 7})
	if !errors.Is(err, ErrInvalid) {
		t.Errorf("a check while the film plays: %v", err)
	}
}

func TestAFilmEndsOrPlaysAgain(t *testing.T) {
	at := func(position float64) State { s := watching(false); s.Playback.Position = position - 10; return s }
	loops := func(s State) State { s.Settings.Loop = true; return s }
	unknown := func(s State) State { s.Media.Duration = 0; return s }
	for _, tt := range []struct {
		name  string
		state State
		cmd   finish
		kind  Kind
		why   Reason
		want  float64
		plays bool
	}{
		{"it stands at its end", at(100), finish{}, KindPause, ReasonEnd, 100, false},
		{"it plays again", loops(at(100.2)), finish{}, KindSeek, ReasonLoop, 0, true},
		{"not before its end", at(99.9), finish{}, "", "", 0, false},
		{"nor while it is paused", watching(true), finish{}, "", "", 0, false},
		{"of unknown length, where viewers found the end", unknown(at(73)), finish{72.5}, KindPause, ReasonEnd, 72.5, false},
		{"of unknown length it plays again, too", unknown(loops(at(73))), finish{72.5}, KindSeek, ReasonLoop, 0, true},
		{"of unknown length, while nobody knows", unknown(at(73)), finish{}, "", "", 0, false},
		{"viewers are not asked when the library knows", at(73), finish{72.5}, "", "", 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, changes, err := Decide(tt.state, tt.cmd, Circumstances{Now: now, Lead: 80, Action: "a"})
			if err != nil || changes != (tt.kind != "") {
				t.Fatalf("changes %v, error %v", changes, err)
			}
			if !changes {
				return
			}
			s := Apply(tt.state, e, 71)
			if e.Kind != tt.kind || e.Reason != tt.why || s.Playback.Position != tt.want || s.Playback.Paused == tt.plays {
				t.Errorf("%s (%s) %+v", e.Kind, e.Reason, s.Playback)
			}
			if tt.plays {
				return
			}
			if e, changes, err = Decide(s, Play{}, Circumstances{Now: now + 9000, Lead: 80, By: maya, Action: "b", Seen: s.Seq}); err != nil || !changes || e.Playback.Position != 0 {
				t.Errorf("play at the end leads to %+v, %v", e.Playback, err)
			}
		})
	}
}

func TestSettingsAreTheHostsAndTheAdmins(t *testing.T) {
	rule := func(r WaitRule) *WaitRule { return &r }
	for name, tt := range map[string]struct {
		cmd   Set
		by    *Person
		admin bool
		want  Settings
		why   Reason
		err   error
	}{
		"the host lets it wait":    {Set{Wait: rule(WaitOn)}, maya, false, Settings{Wait: WaitOn}, ReasonWait, nil},
		"the admin lets it loop":   {Set{Loop: new(true)}, jon, true, Settings{Wait: WaitAuto, Loop: true}, ReasonLoop, nil},
		"a guest may not":          {Set{Loop: new(true)}, jon, false, Settings{}, "", ErrForbidden},
		"a rule that is none":      {Set{Wait: rule("maybe")}, maya, false, Settings{}, "", ErrInvalid},
		"no rule is none, either":  {Set{Wait: rule("")}, maya, false, Settings{}, "", ErrInvalid},
		"as it is":                 {Set{Wait: rule(WaitAuto), Loop: new(false)}, maya, false, Settings{}, "", nil},
		"nothing":                  {Set{}, maya, false, Settings{}, "", nil},
		"both at once, as decided": {Set{Wait: rule(WaitOff), Loop: new(true)}, maya, false, Settings{Wait: WaitOff, Loop: true}, ReasonWait, nil},
	} {
		s := watching(false).complete()
		e, changes, err := Decide(s, tt.cmd, Circumstances{Now: now, By: tt.by, Admin: tt.admin, Action: "a", Seen: 7})
		if !errors.Is(err, tt.err) || changes != (tt.why != "") {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
		if changes && (e.Kind != KindSettings || e.Settings != tt.want.complete() || e.Reason != tt.why || e.Playback != s.Playback) {
			t.Errorf("%s: %+v", name, e)
		}
	}
	for viewers, want := range map[int]bool{1: true, 10: true, 11: false, 10_000: false} {
		if got := (Settings{}).waits(viewers); got != want {
			t.Errorf("a room of %d waits by itself: %v", viewers, got)
		}
	}
}

func TestWhatOlderGobletsWroteIsStillRead(t *testing.T) {
	var s State
	old := `{"seq":7,"revision":70,"host":"maya","playback":{"media":"bunny","version":"v1","paused":true,"position":5,"rate":1,"at":1000,"waiting":true},
		"tracks":{"audio":0,"subtitle":"","delay":0},"media":{"id":"bunny","title":"Bunny","type":"","version":"v1","duration":0},"loaded":3,"actions":[]}`
	if err := json.Unmarshal([]byte(old), &s); err != nil {
		t.Fatal(err)
	}
	s = s.complete()
	if s.Settings != (Settings{}).complete() || !s.waitsFor(CauseUpload) || s.Wait.Since != 1000 {
		t.Errorf("the snapshot is read as %+v, waiting %+v", s, s.Wait)
	}
	var e Event
	if err := json.Unmarshal([]byte(`{"seq":8,"kind":"pause","by":null,"at":2000,"action":"x","host":"maya","playback":{"media":"bunny","version":"v1","paused":true,"position":9,"rate":1,"at":2000},"tracks":{"audio":0,"subtitle":"","delay":0}}`), &e); err != nil {
		t.Fatal(err)
	}
	if s = Apply(s, e, 71); s.Wait != nil || s.Settings.Wait != WaitAuto || s.Playback.Position != 9 {
		t.Errorf("the event leads to %+v", s)
	}
}
