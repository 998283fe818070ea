package room_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"goblet/events"
	"goblet/room"
)

var bunny = room.Media{ID: "bunny", Title: "Big Buck Bunny", Version: "v1", Duration: 3600}

// audience notes what rooms say.
type audience struct {
	mu     sync.Mutex
	events []room.Event
	lists  []room.Viewers
}

func (a *audience) Opened(string, uint64)            {}
func (a *audience) Closed(string)                    {}
func (a *audience) Standing(string, room.Standing)   {}
func (a *audience) Ready(string, room.Readiness)     {}
func (a *audience) Typing(string, room.Typing)       {}
func (a *audience) Knocks(string, int)               {}
func (a *audience) Log(string, bool)                 {}
func (a *audience) Reactions(string, room.Reactions) {}
func (a *audience) Event(_ string, e room.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = append(a.events, e)
}
func (a *audience) Viewers(_ string, v room.Viewers) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lists = append(a.lists, v)
}
func (a *audience) heard() []room.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]room.Event(nil), a.events...)
}

// node is one Goblet without its HTTP side, on a real log.
type node struct {
	*room.Rooms
	audience *audience
	engine   *events.Engine
	stop     func()
}

func start(t *testing.T, dir string, grace time.Duration) *node {
	t.Helper()
	return startWith(t, dir, grace, nil)
}

func startWith(t *testing.T, dir string, grace time.Duration, library room.Library) *node {
	t.Helper()
	engine, err := events.Open(t.Context(), events.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	n := &node{audience: &audience{}, engine: engine}
	n.Rooms = room.New(room.Options{
		Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(),
		Audience: n.audience, Node: room.NewViewerID(), Grace: grace, Library: library,
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	n.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		engine.Close()
	})
	t.Cleanup(n.stop)
	return n
}

func open(t *testing.T, n *node) *room.Room {
	t.Helper()
	r, err := n.Start(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func actor(id, action string, seen uint64) room.Actor {
	return room.Actor{Viewer: room.Viewer{ID: id, Name: id}, Action: action, Seen: seen}
}

func do(t *testing.T, r *room.Room, a room.Actor, c room.Command) uint64 {
	t.Helper()
	seq, err := r.Do(t.Context(), a, c)
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// until waits for something that other goroutines bring about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never came true: %s", what)
		}
	}
}

func TestAnActionIsAcceptedOnce(t *testing.T) {
	r := open(t, start(t, t.TempDir(), 0))
	first := do(t, r, actor("maya", "a1", 1), room.Play{})
	do(t, r, actor("jon", "a2", first), room.Pause{Position: -1})
	if again := do(t, r, actor("maya", "a1", 1), room.Play{}); again != first {
		t.Errorf("the repeated action became event %d, was %d", again, first)
	}
	if s := r.State(); !s.Playback.Paused || s.Seq != 3 {
		t.Errorf("the repeated action moved the room: %+v", s)
	}
}

func TestEverybodyActsAtOnceAndEachAcceptedActionIsOneEvent(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	const people, each = 8, 12
	var wg sync.WaitGroup
	for p := range people {
		wg.Go(func() {
			for i := range each {
				position := float64(1 + p*each + i)
				if _, err := r.Do(t.Context(), actor("v"+strconv.Itoa(p), fmt.Sprintf("a%d-%d", p, i), 1), room.Seek{Position: position}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	heard := n.audience.heard()
	if len(heard) != 1+people*each {
		t.Fatalf("%d events, want %d", len(heard), 1+people*each)
	}
	for i, e := range heard {
		if e.Seq != uint64(i+1) {
			t.Fatalf("event %d has seq %d", i+1, e.Seq)
		}
	}
}

func TestTwoNodesOfOneLogAgree(t *testing.T) {
	a := start(t, t.TempDir(), 0)
	b := &node{audience: &audience{}}
	b.Rooms = room.New(room.Options{
		Log: a.engine.Log(), Snapshots: a.engine.Rooms(), Marks: a.engine.Alive(), Audience: b.audience, Node: "b", Nodes: a.engine.Nodes(),
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go b.Run(ctx)
	ra := open(t, a)
	rb, err := b.Get(t.Context(), ra.ID())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i, r := range []*room.Room{ra, rb} {
		wg.Go(func() {
			for k := range 20 {
				if _, err := r.Do(t.Context(), actor("v", fmt.Sprintf("n%d-%d", i, k), 1), room.Seek{Position: float64(1 + 100*i + k)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	until(t, "both nodes are at the same event", func() bool { return ra.State().Seq == 41 && rb.State().Seq == 41 })
	if ra.State().Playback != rb.State().Playback {
		t.Errorf("a %+v, b %+v", ra.State().Playback, rb.State().Playback)
	}
}

func TestAnUnknownRoomIsNotFound(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	for _, id := range []string{"", "main", "amber-otter-aaaaaaaaaaaa", "../x", "AMBER-otter-aaaaaaaaaaaa"} {
		if _, err := n.Get(t.Context(), id); !errors.Is(err, room.ErrNoRoom) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestARoomSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, 0)
	r := open(t, n)
	leave := r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	do(t, r, actor("maya", "a1", 1), room.SetRate{Rate: 1.5})
	for i := range 200 { // more than one snapshot
		do(t, r, actor("maya", "s"+strconv.Itoa(i), 1), room.Seek{Position: float64(i + 1)})
	}
	do(t, r, actor("maya", "a2", 1), room.Play{})
	was := r.State()
	leave()
	n.stop()

	n = start(t, dir, 0)
	r2, err := n.Get(t.Context(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	is := r2.State()
	if is.Seq != was.Seq+1 || is.Host != "maya" || is.Playback.Rate != 1.5 {
		t.Errorf("after the restart %+v, before %+v", is, was)
	}
	if !is.Playback.Paused || is.Playback.Position < 200 || is.Playback.Position > 230 {
		t.Errorf("the film does not stand where the server ended: %+v", is.Playback)
	}
	heard := n.audience.heard()
	if last := heard[len(heard)-1]; last.Reason != room.ReasonRestart || last.By != nil {
		t.Errorf("the last event %+v does not say that the server was restarted", last)
	}
	if seq := do(t, r2, actor("maya", "a2", was.Seq), room.Play{}); seq != was.Seq {
		t.Errorf("an action from before the restart became event %d, was %d", seq, was.Seq)
	}
}

func TestTheMainRoomIsTheSameAtEveryStart(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, 0)
	first, err := n.Main(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	n.stop()
	n = start(t, dir, 0)
	again, err := n.Main(t.Context(), bunny)
	if err != nil || again.ID() != first.ID() {
		t.Errorf("%v, %v; was %v", again, err, first.ID())
	}
}

// shelf is a library of some films.
type shelf map[string]room.Media

func (s shelf) Film(id string) (room.Media, bool) { m, ok := s[id]; return m, ok }

func (shelf) Near(string) bool    { return true }
func (shelf) Pace(string) float64 { return 0 }
func (shelf) Complete() bool      { return true }

func (shelf) Ahead(string, string, float64) (float64, bool) { return 0, true }

func TestAMainRoomWhoseFilmIsGoneIsFurnishedAndALinkStays(t *testing.T) {
	sintel := room.Media{ID: "sintel", Title: "Sintel", Version: "s1"}
	link := room.Media{ID: "url-aaaaaaaaaaaaaaaa", Title: "Elsewhere", Version: "link", URL: "https://films.example/a.mp4"}
	newer := bunny
	newer.Version = "v2"
	for name, tt := range map[string]struct {
		on, want room.Media
		library  shelf
	}{
		"a film that is here":      {bunny, bunny, shelf{"bunny": bunny, "sintel": sintel}},
		"a film that was replaced": {bunny, newer, shelf{"bunny": newer, "sintel": sintel}},
		"a film that is gone":      {bunny, sintel, shelf{"sintel": sintel}},
		"a film that is elsewhere": {link, link, shelf{"sintel": sintel}},
	} {
		t.Run(name, func(t *testing.T) {
			n := startWith(t, t.TempDir(), 0, tt.library)
			main, err := n.Main(t.Context(), tt.on)
			if err != nil {
				t.Fatal(err)
			}
			if err := n.Furnish(t.Context(), main, sintel); err != nil {
				t.Fatal(err)
			}
			if got := main.State().Media; got != tt.want {
				t.Errorf("the room shows %+v", got)
			}
		})
	}
}

func TestTheLongestPresentViewerFollowsAHostWhoLeaves(t *testing.T) {
	n := start(t, t.TempDir(), 50*time.Millisecond)
	r := open(t, n)
	host := func(id string) func() bool { return func() bool { return r.State().Host == id } }
	leaveMaya := r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "the first viewer is host", host("maya"))
	leaveJon := r.Join(room.Viewer{ID: "jon", Name: "Jon"})
	defer r.Join(room.Viewer{ID: "ann", Name: "Ann"})()

	reload := r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	leaveMaya() // the old page of a reload
	do(t, r, actor("jon", "p", 1), room.Play{})
	if !host("maya")() {
		t.Error("a reload lost the host role")
	}
	reload()
	until(t, "Jon is host", host("jon"))
	leaveJon()
	until(t, "Ann is host", host("ann"))
	if v := r.Viewers(); v.Count != 1 || !v.List[0].Host || v.List[0].Name != "Ann" {
		t.Errorf("viewers %+v", v)
	}
	if r.State().Playback.Paused {
		t.Error("who leaves must not stop the film for the others")
	}
}

func TestAFilmThatNobodyWatchesIsPausedWhereTheLastOneLeft(t *testing.T) {
	n := start(t, t.TempDir(), 50*time.Millisecond)
	r := open(t, n)
	leave := r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	do(t, r, actor("maya", "s", 1), room.Seek{Position: 600})
	do(t, r, actor("maya", "p", 1), room.Play{})
	leave()
	until(t, "the film is paused", func() bool { return r.State().Playback.Paused })
	if p := r.State().Playback.Position; p < 600 || p > 620 {
		t.Errorf("paused at %v", p)
	}
}

func TestFollowTakesTheRoomToTheHost(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	defer r.Join(room.Viewer{ID: "maya", Name: "Maya"})()
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	if _, err := r.Do(t.Context(), actor("jon", "f1", 1), room.Follow{}); !errors.Is(err, room.ErrStale) {
		t.Errorf("following a host of unknown position: %v", err)
	}
	r.Report("maya", room.Status{Position: 77, Paused: true, At: room.NewClock()(), State: "paused"})
	do(t, r, actor("jon", "f2", 1), room.Follow{})
	if p := r.State().Playback; p.Position != 77 {
		t.Errorf("the room is at %v", p.Position)
	}
}

func TestAManyViewersListIsASampleWithTheHostFirst(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	for i := range 200 {
		defer r.Join(room.Viewer{ID: fmt.Sprintf("v%03d", i), Name: "x"})()
	}
	until(t, "there is a host", func() bool { return r.State().Host != "" })
	do(t, r, actor("v150", "c", 1), room.ClaimHost{})
	v := r.Viewers()
	if v.Count != 200 || len(v.List) != 24 || v.List[0].ID != "v150" || !v.List[0].Host {
		t.Errorf("count %d, list of %d, first %+v", v.Count, len(v.List), v.List[0])
	}
	n.audience.mu.Lock()
	defer n.audience.mu.Unlock()
	if lists := len(n.audience.lists); lists > 20 {
		t.Errorf("200 joins were told in %d lists", lists)
	}
}

func TestARenameIsAnnouncedOnceAndTellsTwoOfOneNameApart(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	defer r.Join(room.Viewer{ID: "maya", Name: "Maya"})()
	defer r.Join(room.Viewer{ID: "jon", Name: "Merry Otter"})()
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	as := func(name, emoji, action string) uint64 {
		v := room.Viewer{ID: "jon", Name: name, Emoji: emoji}
		return do(t, r, room.Actor{Viewer: v, Action: action}, room.Rename{To: v})
	}
	before := r.State().Seq
	seq := as("maya", "", "r1")
	if again := as("maya", "", "r1"); again != seq || seq != before+1 {
		t.Errorf("events %d and %d, want %d twice", seq, again, before+1)
	}
	heard := n.audience.heard()
	if e := heard[len(heard)-1]; e.Kind != room.KindName || e.By.Name != "maya 2" || e.Was != "Merry Otter" {
		t.Errorf("the room heard %+v by %+v", e, e.By)
	}
	if seq := as("maya", "🦊", "r2"); seq != 0 {
		t.Errorf("another emoji became event %d", seq)
	}
	seen := r.Viewers().List
	if me := seen[1]; me.Name != "maya 2" || me.Emoji != "🦊" {
		t.Errorf("the list shows %+v", me)
	}
	do(t, r, room.Actor{Viewer: room.Viewer{ID: "jon", Name: "maya"}, Action: "c"}, room.Say{Text: "@maya hello"})
	do(t, r, room.Actor{Viewer: room.Viewer{ID: "maya", Name: "Maya"}, Action: "d"}, room.Say{Text: "@Maya 2, hello"})
	lines := r.State().Chat.Lines
	if a := lines[0].Author; a.Name != "maya 2" || a.Emoji != "🦊" || len(lines[0].Mentions) != 1 || lines[0].Mentions[0].ID != "maya" {
		t.Errorf("the chat shows %+v", lines[0])
	}
	if m := lines[1].Mentions; len(m) != 1 || m[0].ID != "jon" {
		t.Errorf("the second of the name is mentioned as %+v", m)
	}
	v := room.Viewer{ID: "li", Name: "Li"} // who is not in the room
	if seq := do(t, r, room.Actor{Viewer: v, Action: "l"}, room.Rename{To: v}); seq != 0 {
		t.Errorf("somebody who is not here became event %d", seq)
	}
}
