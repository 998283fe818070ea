package room_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"goblet/events"
	"goblet/room"
)

var (
	alien = room.Media{ID: "alien", Title: "Alien", Version: "a1", Type: "video/mp4", Duration: 100}
	heat  = room.Media{ID: "heat", Title: "Heat", Version: "h1", Type: "video/mp4", Duration: 100}
)

// atItsEnd lets Maya's room play to the end of its film.
func atItsEnd(t *testing.T, r *room.Room, clock *hands) {
	t.Helper()
	do(t, r, actor("maya", "play", r.State().Seq), room.Play{})
	clock.move(time.Second)
	do(t, r, actor("maya", "seek", r.State().Seq), room.Seek{Position: bunny.Duration - 1})
	clock.move(5 * time.Second)
	until(t, "the countdown runs", func() bool { return r.State().Next != nil })
}

func TestACountdownSurvivesARestartAndTheNextFilmIsPutOnOnce(t *testing.T) {
	clock := &hands{}
	clock.at.Store(1_800_000_000_000)
	dir := t.TempDir()
	films := shelf{"bunny": bunny, "heat": heat}
	heard := &audience{}
	begin := func() (*room.Rooms, func()) {
		engine, err := events.Open(t.Context(), events.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		rooms := room.New(room.Options{
			Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(), Audience: heard,
			Library: films, Clock: clock.now, Node: "a",
		})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- rooms.Run(ctx) }()
		stop := sync.OnceFunc(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			engine.Close()
		})
		t.Cleanup(stop)
		return rooms, stop
	}
	rooms, end := begin()
	r, err := rooms.Start(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	do(t, r, actor("maya", "q", r.State().Seq), room.Enqueue{Films: []room.Media{alien, heat}}) // Alien can't be had any more
	atItsEnd(t, r, clock)
	was := *r.State().Next
	end()

	rooms, _ = begin()
	again, err := rooms.Get(t.Context(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	if is := again.State(); is.Next == nil || *is.Next != was || len(is.Queue.Items) != 2 {
		t.Fatalf("after the restart next is %+v of %+v, was %+v", is.Next, is.Queue.Items, was)
	}
	clock.move(11 * time.Second)
	seq := again.State().Seq
	again.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "Heat is on", func() bool { return again.State().Media == heat })
	s := again.State()
	if s.Playback.Paused || len(s.Queue.Items) != 0 || s.Next != nil || s.Queue.Watched[0] != "bunny" {
		t.Errorf("then %+v, queue %+v", s.Playback, s.Queue)
	}
	loads, gone := 0, false
	for _, e := range heard.heard() {
		if e.Seq > seq && e.Kind == room.KindLoad {
			loads++
		}
		gone = gone || e.Reason == room.ReasonGone && e.Label == "Alien" && e.By == nil
	}
	if loads != 1 || !gone {
		t.Errorf("%d films were put on, Alien left out: %v", loads, gone)
	}
}

func TestTwoNodesPutTheNextFilmOnOnce(t *testing.T) {
	clock := &hands{}
	clock.at.Store(1_800_000_000_000)
	first := start(t, t.TempDir(), 0)
	var nodes [2]*room.Rooms
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := &audience{}
	for i, name := range []string{"a", "b"} {
		to := room.Audience(heard)
		if i > 0 {
			to = &audience{}
		}
		nodes[i] = room.New(room.Options{
			Log: first.engine.Log(), Snapshots: first.engine.Rooms(), Marks: first.engine.Alive(), Audience: to, Node: name, Nodes: first.engine.Nodes(), Clock: clock.now,
		})
		go nodes[i].Run(ctx)
	}
	a, err := nodes[0].Start(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	b, err := nodes[1].Get(t.Context(), a.ID())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Join(room.Viewer{ID: "maya", Name: "Maya"})()
	until(t, "Maya is host", func() bool { return a.State().Host == "maya" })
	do(t, a, actor("maya", "q", 1), room.Enqueue{Films: []room.Media{alien, heat}})
	until(t, "b has the queue", func() bool { return len(b.State().Queue.Items) == 2 })
	defer b.Join(room.Viewer{ID: "jon", Name: "Jon"})()
	atItsEnd(t, a, clock)
	until(t, "b counts down, too", func() bool { return b.State().Next != nil })
	clock.move(10 * time.Second)
	for name, r := range map[string]*room.Room{"a": a, "b": b} {
		until(t, name+" plays Alien", func() bool { return r.State().Media.ID == "alien" })
	}
	do(t, b, actor("jon", "line", b.State().Seq), room.Say{Text: "Here we go"}) // whatever another node had begun is in the log before
	until(t, "a has the line", func() bool { return len(a.State().Chat.Lines) == 1 })
	loads := 0
	for _, e := range heard.heard() {
		if e.Kind == room.KindLoad {
			loads++
		}
	}
	if loads != 1 || len(a.State().Queue.Items) != 1 {
		t.Errorf("%d films were put on, and %d wait", loads, len(a.State().Queue.Items))
	}
}

func TestAVoteToSkipNamesNobodyAndWhoLeavesCountsNoMore(t *testing.T) {
	n := startWith(t, t.TempDir(), time.Millisecond, shelf{"bunny": bunny, "alien": alien})
	r := open(t, n)
	r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	leave := r.Join(room.Viewer{ID: "li", Name: "Li"})
	r.Join(room.Viewer{ID: "jon", Name: "Jon"})
	r.Join(room.Viewer{ID: "eve", Name: "Eve"})
	for _, id := range []string{"maya", "li", "jon", "eve"} {
		r.Report(id, room.Status{State: "paused", Joined: true})
	}
	do(t, r, actor("maya", "q", r.State().Seq), room.Enqueue{Films: []room.Media{alien}})
	do(t, r, actor("jon", "up", r.State().Seq), room.Upvote{Item: 1})
	do(t, r, actor("jon", "skip", r.State().Seq), room.VoteSkip{})
	first := do(t, r, actor("eve", "skip2", r.State().Seq), room.VoteSkip{})
	if again := do(t, r, actor("eve", "skip2", r.State().Seq), room.VoteSkip{}); again != first {
		t.Errorf("the repeated vote became event %d, was %d", again, first)
	}
	if skip := r.State().Queue.Skip; skip == nil || *skip != (room.Skip{Votes: 2, Needed: 3}) {
		t.Fatalf("two of four: %+v", skip)
	}
	for _, e := range n.audience.heard() {
		if e.Private != nil && (e.Private.Skipper != "" || e.Private.Upvoter != "") && e.By != nil {
			t.Errorf("event %d names who voted: %+v", e.Seq, e.By)
		}
	}
	leave()
	until(t, "two of three are enough", func() bool { return r.State().Media.ID == "alien" })
	if s := r.State(); s.Playback.Paused || s.Queue.Skip != nil {
		t.Errorf("skipped: %+v", s.Playback)
	}
	do(t, r, actor("maya", "q2", r.State().Seq), room.Enqueue{Films: []room.Media{bunny}})
	do(t, r, actor("maya", "skip3", r.State().Seq), room.VoteSkip{}) // the host's is done at once
	if r.State().Media.ID != "bunny" {
		t.Error("the host does not skip")
	}
}
