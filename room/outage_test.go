package room_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"goblet/room"
)

// Log notes whether the log is said to be writable.
func (c *crowd) Log(_ string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = append(c.log, ok)
}

func TestWithoutTheLogRoomsInMemoryGoOnAndSaySo(t *testing.T) {
	a, b := onTwoNodes(t, time.Minute)
	other, err := a.rooms.Start(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	b.rooms.SetLost(true)
	if rm, err := b.rooms.Get(t.Context(), b.ID()); err != nil || rm != b.Room || !b.rooms.Lost() {
		t.Errorf("the room in memory is %v, %v", rm, err)
	}
	if _, err := b.rooms.Get(t.Context(), other.ID()); !errors.Is(err, room.ErrUnavailable) {
		t.Errorf("another room: %v", err)
	}
	if seq := b.State().Seq; !b.CatchUp(t.Context(), seq) || b.CatchUp(t.Context(), seq+1) {
		t.Error("the room is not where it stands")
	}
	b.rooms.SetLost(false)
	if _, err := b.rooms.Get(t.Context(), other.ID()); err != nil || b.rooms.Lost() {
		t.Errorf("another room, later: %v", err)
	}
	if want := []bool{true, false, true, true}; !b.is(func() bool { return slices.Equal(b.log, want) }) {
		t.Errorf("told %v, want %v: when opened, lost, back, and of the other room", b.log, want)
	}
}
