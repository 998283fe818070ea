package room_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"goblet/room"
)

// hands is a clock that the test moves, in Unix milliseconds.
type hands struct{ at atomic.Int64 }

func (h *hands) now() float64         { return float64(h.at.Load()) }
func (h *hands) move(d time.Duration) { h.at.Add(d.Milliseconds()) }

func TestTwoNodesWaitForTheViewersOfEach(t *testing.T) {
	clock := &hands{}
	clock.at.Store(1_800_000_000_000)
	engine := start(t, t.TempDir(), 0).engine
	var nodes [2]*room.Rooms
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for i, name := range []string{"a", "b"} {
		nodes[i] = room.New(room.Options{
			Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(), Audience: &audience{}, Node: name, Nodes: engine.Nodes(), Clock: clock.now,
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
	defer b.Join(room.Viewer{ID: "jon", Name: "Jon"})()
	plays := room.Status{State: "playing", Ready: true, Joined: true}
	reports := func(st room.Status) {
		st.At = clock.now()
		b.Report("jon", st)
		a.Report("maya", room.Status{State: "playing", Ready: true, Joined: true, At: clock.now()})
	}
	reports(plays)
	clock.move(6 * time.Second)
	reports(plays)
	do(t, a, actor("maya", "play", 1), room.Play{})
	clock.move(4 * time.Second)
	reports(room.Status{State: "waiting", Joined: true})
	clock.move(time.Second)
	for name, r := range map[string]*room.Room{"a": a, "b": b} {
		until(t, name+" waits for Jon", func() bool {
			w := r.State().Wait
			return w != nil && w.Cause == room.CauseViewers && len(w.For) == 1 && w.For[0] == room.Person{ID: "jon", Name: "Jon"}
		})
	}
	clock.move(5 * time.Second)
	reports(plays)
	for name, r := range map[string]*room.Room{"a": a, "b": b} {
		until(t, name+" plays on", func() bool { s := r.State(); return s.Wait == nil && !s.Playback.Paused })
	}
	if a.State().Playback != b.State().Playback {
		t.Errorf("a %+v, b %+v", a.State().Playback, b.State().Playback)
	}
}

func TestAReadyCheckAndTheSettingsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, 0)
	r := open(t, n)
	r.Join(room.Viewer{ID: "maya", Name: "Maya"})
	until(t, "Maya is host", func() bool { return r.State().Host == "maya" })
	do(t, r, actor("maya", "w", 2), room.Set{Loop: new(true)})
	do(t, r, actor("maya", "r", 2), room.Ready{})
	until(t, "Maya is awaited", func() bool { w := r.State().Wait; return w != nil && len(w.For) == 1 })
	was := r.State()
	n.stop()

	n = start(t, dir, 0)
	again, err := n.Get(t.Context(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	is := again.State()
	if is.Wait == nil || is.Wait.Cause != room.CauseReady || is.Wait.Since != was.Wait.Since || !is.Settings.Loop || is.Settings.Wait != room.WaitAuto {
		t.Errorf("after the restart %+v with %+v, before %+v", is.Wait, is.Settings, was.Wait)
	}
	again.Join(room.Viewer{ID: "maya", Name: "Maya"})
	again.Report("maya", room.Status{State: "paused", Ready: true, Joined: true, Known: true, At: room.NewClock()()})
	until(t, "the countdown runs", func() bool { return !again.State().Playback.Paused })
}
