package room

import (
	"fmt"
	"testing"
	"time"
)

// silent is an audience that only counts what it is told of a ready check.
type silent struct {
	last   Readiness
	knocks int
}

func (*silent) Opened(string, uint64)         {}
func (*silent) Log(string, bool)              {}
func (*silent) Closed(string)                 {}
func (*silent) Event(string, Event)           {}
func (*silent) Viewers(string, Viewers)       {}
func (*silent) Standing(string, Standing)     {}
func (*silent) Reactions(string, Reactions)   {}
func (*silent) Typing(string, Typing)         {}
func (s *silent) Ready(_ string, x Readiness) { s.last = x }

// stage is a room whose time the test makes pass: what is due is decided and
// applied as a node does it, without the log between.
type stage struct {
	*Room
	t        *testing.T
	now      float64
	audience *silent
	events   []Event
	reports  map[string]Status // what each viewer's player says every second
}

// onStage is a room that plays a film before some viewers, who are in step.
func onStage(t *testing.T, viewers ...string) *stage {
	s := &stage{t: t, now: now, audience: &silent{}, reports: map[string]Status{}}
	rs := New(Options{Clock: func() float64 { return s.now }, Audience: s.audience})
	s.Room = newRoom("amber-otter-aaaaaaaaaaaa", rs)
	s.telling.pending = time.NewTimer(time.Hour) // how everyone is doing is told by real timers, which know nothing of the stage's time
	t.Cleanup(func() { s.telling.pending.Stop() })
	s.state = watching(false).complete()
	s.state.Playback.Position, s.state.Media.Duration = 0, 3600
	for _, id := range viewers {
		s.join(id)
		s.plays(id)
	}
	s.pass(10)
	return s
}

func (s *stage) join(id string) { s.roster.add(Viewer{ID: id, Name: id}, s.now) }

func (s *stage) says(id string, st Status) {
	st.At = s.now
	s.reports[id] = st
	s.Report(id, st)
}
func (s *stage) plays(id string) {
	s.says(id, Status{State: "playing", Ready: true, Joined: true, Known: true, Buffer: 9})
}
func (s *stage) starves(id string) { s.says(id, Status{State: "waiting", Joined: true, Known: true}) }

func (s *stage) do(c Command, by *Person) {
	s.t.Helper()
	in := Circumstances{Now: s.now, Lead: 80, By: by, Action: fmt.Sprint(len(s.events)), Seen: s.state.Seq, Present: s.present}
	e, changes, err := Decide(s.state, c, in)
	if err != nil {
		s.t.Fatal(err)
	}
	if changes {
		s.events = append(s.events, e)
		s.state = Apply(s.state, e, e.Seq)
	}
}

// pass lets seconds pass in steps as a node looks at its rooms.
func (s *stage) pass(seconds float64) {
	s.t.Helper()
	next := s.now
	for end := s.now + seconds*1000; s.now < end; s.now += milliseconds(lookAhead) {
		if c := s.due(s.now); c != nil {
			s.do(c, nil)
		}
		if s.now >= next {
			next = s.now + 1000
			for id, st := range s.reports {
				st.At = s.now
				s.Report(id, st)
			}
		}
	}
}

func (s *stage) wants(what string, waiting bool, behind int) {
	s.t.Helper()
	if s.state.waitsFor(CauseViewers) != waiting || len(s.state.Behind) != behind {
		s.t.Errorf("%s: waits %+v, behind %v; want %v, %d", what, s.state.Wait, s.state.Behind, waiting, behind)
	}
}

func TestAShortStallStopsNobodyAndALongOneTheRoom(t *testing.T) {
	s := onStage(t, "maya", "jon")
	s.starves("jon")
	s.pass(0.6)
	s.wants("after 0.6 s", false, 0)
	s.plays("jon")
	s.pass(5)
	s.wants("it was a short one", false, 0)
	s.starves("jon")
	s.pass(1)
	s.wants("after 1 s", true, 0)
	position := s.state.Playback.Position
	s.pass(6)
	s.plays("jon")
	s.pass(0.3)
	s.wants("jon can go on", false, 0)
	if s.state.Playback.Paused || s.state.Playback.Position != position {
		t.Errorf("the room goes on with %+v", s.state.Playback)
	}
}

func TestTheRoomWaitsForNobodyLongerThan15Seconds(t *testing.T) {
	s := onStage(t, "maya", "jon")
	s.starves("jon")
	s.pass(1)
	began := s.state.Wait.Since
	s.pass(14.5)
	s.wants("just before", true, 0)
	s.pass(1.5)
	s.wants("then", false, 1)
	if last := s.events[len(s.events)-1]; last.Reason != ReasonWithout || last.At-began < maxWait || last.At-began > maxWait+200 {
		t.Errorf("it goes on %v ms later, for %s", last.At-began, last.Reason)
	}
	s.pass(60)
	s.wants("who is behind does not stop it again", false, 1)
	s.plays("jon")
	s.pass(9)
	s.wants("in step for 9 s", false, 1)
	s.pass(2)
	s.wants("in step for 11 s", false, 0)
}

func TestAViewerWithATerribleLinkStopsTheRoomTwiceInTwoMinutesAtMost(t *testing.T) {
	s := onStage(t, "maya", "jon")
	stops := 0
	for range 24 { // 10 s each
		s.starves("jon")
		s.pass(5)
		s.plays("jon")
		s.pass(5)
	}
	for _, e := range s.events {
		if e.Kind == KindPause {
			stops++
		}
	}
	if stops > 4 || stops < 2 {
		t.Errorf("it stopped the room %d times in four minutes", stops)
	}
	if len(s.events) > 40 {
		t.Errorf("%d events", len(s.events))
	}
}

func TestWhoIsNotInStepYetNeverStopsTheRoom(t *testing.T) {
	hidden := Status{State: "waiting", Joined: true, Hidden: true}
	for name, then := range map[string]func(*stage){
		"who has just joined":       func(s *stage) { s.join("ann"); s.starves("ann") },
		"who joined a moment ago":   func(s *stage) { s.join("ann"); s.plays("ann"); s.pass(3); s.starves("ann") },
		"who loads the page anew":   func(s *stage) { s.says("jon", Status{State: "waiting", Joined: true, Page: "another"}) },
		"who is away":               func(s *stage) { s.says("jon", Status{State: "away"}) },
		"who does not look":         func(s *stage) { s.says("jon", hidden) },
		"who seeks with the room":   func(s *stage) { s.do(Seek{500}, maya); s.starves("jon"); s.pass(3.2); s.plays("jon") },
		"who starts with the room":  func(s *stage) { s.do(Pause{-1}, maya); s.do(Play{}, maya); s.starves("jon"); s.pass(3); s.plays("jon") },
		"who has not been heard of": func(s *stage) { s.starves("jon"); delete(s.reports, "jon"); s.now += 13_000 },
	} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, "maya", "jon")
			then(s)
			s.pass(10)
			for _, e := range s.events {
				if e.Reason == ReasonViewers {
					t.Errorf("the room waits for %v", e.Wait.For)
				}
			}
		})
	}
}

func TestWhoLeavesOrGoesAwayIsWaitedForNoLonger(t *testing.T) {
	for name, then := range map[string]func(*stage){
		"leaves":     func(s *stage) { s.roster.remove("jon", s.now); delete(s.reports, "jon") },
		"goes away":  func(s *stage) { s.says("jon", Status{State: "away", Joined: true}) },
		"looks away": func(s *stage) { s.says("jon", Status{State: "waiting", Joined: true, Hidden: true}) },
		"is forgotten": func(s *stage) {
			s.roster.remove("jon", s.now-9000)
			delete(s.reports, "jon")
			s.roster.sweep(s.now)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := onStage(t, "maya", "jon")
			s.starves("jon")
			s.pass(2)
			s.wants("jon starves", true, 0)
			then(s)
			s.pass(3)
			s.wants("jon "+name, false, 0)
			if s.state.Playback.Paused {
				t.Error("the room stands")
			}
		})
	}
}

func TestTheRoomWaitsNoLongerOnceItIsNotToWait(t *testing.T) {
	s := onStage(t, "maya", "jon")
	s.starves("jon")
	s.pass(2)
	off := WaitOff
	s.do(Set{Wait: &off}, maya)
	s.pass(0.3)
	s.wants("off", false, 1)
}

func TestAReadyCheckWaitsForWhoIsComingButNotForEver(t *testing.T) {
	s := onStage(t, "maya", "jon")
	s.do(Pause{-1}, maya)
	s.says("jon", Status{State: "paused", Ready: false, Joined: true, Known: true, Buffer: 1.5})
	s.join("ann") // has not even said anything
	s.do(Ready{}, jon)
	s.pass(5)
	if got := s.state.awaited(); len(got) != 2 || got[0].ID != "ann" || got[1].ID != "jon" {
		t.Fatalf("awaited are %v", got)
	}
	x := s.audience.last
	if x.Count != 3 || x.Ready != 1 || x.List[0].Loaded || x.List[0].Buffer != 1 || !x.List[0].Joined || x.List[2].Joined || x.List[2].Away {
		t.Errorf("told was %+v", x)
	}
	s.pass(26)
	if got := s.state.awaited(); len(got) != 1 || got[0].ID != "jon" {
		t.Fatalf("after half a minute %v are awaited", got)
	}
	s.join("late")
	s.pass(1)
	if got := s.state.awaited(); len(got) != 2 {
		t.Errorf("a late joiner is not added: %v", got)
	}
	s.plays("late")
	s.says("jon", Status{State: "paused", Ready: true, Joined: true, Known: true, Buffer: 9})
	s.pass(1.2)
	last := s.events[len(s.events)-1]
	if last.Reason != ReasonReady || last.Playback.At != last.At+countdown || s.state.Playback.Paused {
		t.Errorf("all are ready, and the room is at %+v", last)
	}
}

func TestAFilmOfUnknownLengthEndsWhereAllWhoPlayHaveFoundItsEnd(t *testing.T) {
	s := onStage(t, "maya", "jon", "ann")
	s.state.Media.Duration = 0
	s.says("ann", Status{State: "away"})
	end := Status{State: "paused", Ready: true, Joined: true, Ended: true, Position: 20.5}
	s.pass(20)
	s.says("maya", end)
	s.pass(3)
	if s.state.Playback.Paused {
		t.Fatal("one viewer ended the film for all")
	}
	s.says("jon", end)
	s.pass(0.3)
	if p := s.state.Playback; !p.Paused || p.Position != 20.5 || s.state.End != 20.5 {
		t.Errorf("the room is at %+v", p)
	}
}

func TestLookingAfterAHugeRoomLooksOnlyAtThoseWhoWait(t *testing.T) {
	s := onStage(t)
	for i := range 10_000 {
		id := fmt.Sprintf("v%05d", i)
		s.join(id)
		s.Report(id, Status{State: "playing", Ready: true, Joined: true, At: s.now})
	}
	on := WaitOn
	s.do(Set{Wait: &on}, maya)
	s.now += 9000
	s.Report("v00007", Status{State: "waiting", Joined: true, At: s.now})
	if n := testing.AllocsPerRun(100, func() { s.due(s.now + 100) }); n > 4 {
		t.Errorf("%v allocations a look", n)
	}
	s.now += 1000
	s.do(s.due(s.now), nil)
	s.wants("v00007 starves", true, 0)
}

func BenchmarkLookingAfterAHugeRoom(b *testing.B) {
	s := onStage(&testing.T{})
	for i := range 10_000 {
		id := fmt.Sprintf("v%05d", i)
		s.join(id)
		s.Report(id, Status{State: "playing", Ready: true, Joined: true, At: s.now})
	}
	s.Report("v00007", Status{State: "waiting", Joined: true, At: s.now})
	for b.Loop() {
		s.due(s.now)
	}
}
