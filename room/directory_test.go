package room_test

import (
	"context"
	"testing"
	"time"

	"goblet/events"
	"goblet/room"
)

func TestAllRoomsAreListedWhetherOrNotTheyAreInMemory(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, time.Minute)
	var ids []string
	for range 3 {
		ids = append(ids, open(t, n).ID())
	}
	n.stop()

	engine, err := events.Open(t.Context(), events.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	// One of which there is no snapshot, as after a kill.
	if err := engine.Rooms().Delete(t.Context(), ids[0]); err != nil {
		t.Fatal(err)
	}
	rooms := room.New(room.Options{
		Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(), Audience: &audience{}, Directory: engine.Directory(),
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- rooms.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	list, err := rooms.List(t.Context())
	if err != nil || len(list) != 3 {
		t.Fatalf("%v %v", list, err)
	}
	for i := range list[1:] {
		if list[i].Used == 0 || list[i].Used < list[i+1].Used {
			t.Errorf("the order is %v", list)
		}
	}
	for _, id := range ids {
		g, err := rooms.Look(t.Context(), id)
		if err != nil || g.Open || g.State.Media.Title != bunny.Title || g.Used == 0 {
			t.Errorf("a glance at %s: %+v %v", id, g, err)
		}
	}
	if len(rooms.Open()) != 0 {
		t.Error("a glance has opened rooms")
	}
	if _, err := rooms.Look(t.Context(), "amber-otter-aaaaaaaaaaaa"); err != room.ErrNoRoom {
		t.Errorf("a room that never was: %v", err)
	}
	r, err := rooms.Get(t.Context(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Join(room.Viewer{ID: "maya", Name: "Maya"})()
	list, err = rooms.List(t.Context())
	if err != nil || list[0].ID != ids[1] {
		t.Errorf("the one that is watched is not first: %v %v", list, err)
	}
	if g, err := rooms.Look(t.Context(), ids[1]); err != nil || !g.Open || g.Viewers.Count != 1 {
		t.Errorf("a glance at it: %+v %v", g, err)
	}
	if rooms.NameOf("maya") != "Maya" || rooms.NameOf("jon") != "" {
		t.Error("viewers have other names")
	}
}

func TestAClosedMainRoomIsReplacedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, time.Minute)
	first, err := n.Main(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	admin := actor("ada", "close", 1)
	admin.Admin = true
	do(t, first, admin, room.Close{})
	n.stop()
	n = start(t, dir, time.Minute)
	second, err := n.Main(t.Context(), bunny)
	if err != nil || second.ID() == first.ID() {
		t.Fatalf("the main room is %v %v", second, err)
	}
	if again, err := n.Get(t.Context(), first.ID()); err != nil || !again.State().Closed {
		t.Errorf("the closed one: %v", err)
	}
	if main, err := n.Main(t.Context(), bunny); err != nil || main != second {
		t.Errorf("the main room changes: %v", err)
	}
}
