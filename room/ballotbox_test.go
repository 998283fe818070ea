package room_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"

	"goblet/events"
	"goblet/room"
)

// ask opens a poll of three options and returns its id.
func ask(t *testing.T, r *room.Room) uint64 {
	t.Helper()
	return do(t, r, actor("maya", room.NewViewerID(), 1), room.Ask{Question: "What next?", Options: []string{"Alien", "Heat", "Brazil"}})
}

// voters vote at once, the voter of number i for option i % 3; accepted are those that were.
func voters(t *testing.T, r *room.Room, poll uint64, n int) (accepted map[string]int, refused []error) {
	t.Helper()
	accepted = map[string]int{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			id := fmt.Sprintf("v%03d", i)
			_, err := r.Do(context.Background(), actor(id, "vote-"+id, poll), room.Vote{Poll: poll, Option: i % 3})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				accepted[id] = i % 3
			} else {
				refused = append(refused, err)
			}
		})
	}
	wg.Wait()
	return accepted, refused
}

func TestFiveHundredVotesAreAFewEvents(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	poll := ask(t, r)
	accepted, refused := voters(t, r, poll, 500)
	if len(accepted) != 500 {
		t.Fatalf("%d votes were accepted, refused: %v", len(accepted), refused)
	}
	s := r.State()
	if got := s.Seq - poll; got < 1 || got > 10 {
		t.Errorf("500 votes have become %d events", got)
	}
	if o := s.Poll.Options; o[0].Votes != 167 || o[1].Votes != 167 || o[2].Votes != 166 {
		t.Errorf("the tallies are %+v", o)
	}
	private := 0
	for _, e := range n.audience.heard() {
		if e.Kind == room.KindVotes {
			private += len(e.Private.Votes)
		}
	}
	if private != 500 {
		t.Errorf("the events hold %d votes", private)
	}
	if again, refused := voters(t, r, poll, 500); len(again) != 500 || r.State().Seq != s.Seq {
		t.Errorf("repeated: %d accepted, %v, %d more events", len(again), refused, r.State().Seq-s.Seq)
	}
}

func TestNoAcknowledgedVoteIsLostWhenTheServerEnds(t *testing.T) {
	dir := t.TempDir()
	n := start(t, dir, 0)
	r := open(t, n)
	poll := ask(t, r)
	var wg sync.WaitGroup
	wg.Go(func() {
		until(t, "some are counted", func() bool { return r.State().Seq > poll })
		n.stop()
	})
	accepted := map[string]int{}
	for round := range 20 { // more than one event, so that the end comes between
		more, refused := voters(t, r, poll, 40)
		maps.Copy(accepted, more)
		for _, err := range refused {
			if !errors.Is(err, room.ErrUnavailable) {
				t.Errorf("round %d: refused with %v", round, err)
			}
		}
		if len(refused) > 0 {
			break
		}
	}
	wg.Wait()
	if len(accepted) == 0 {
		t.Fatal("none was accepted")
	}
	again, err := start(t, dir, 0).Get(t.Context(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	s := again.State()
	for id, option := range accepted {
		if got, voted := s.Votes[id]; !voted || got != option {
			t.Errorf("the vote of %s was acknowledged, and is %v %d", id, voted, got)
		}
	}
	if s.Poll == nil || s.Poll.Voters() != len(s.Votes) {
		t.Errorf("%+v of %d votes", s.Poll, len(s.Votes))
	}
}

// brittle is a log whose appends fail while it is broken.
type brittle struct {
	room.Log
	broken atomic.Bool
}

func (b *brittle) Append(ctx context.Context, id string, last uint64, action string, data []byte) (uint64, bool, error) {
	if b.broken.Load() {
		return 0, false, errors.New("the disk is full")
	}
	return b.Log.Append(ctx, id, last, action, data)
}

func TestAFailedAppendRefusesAllVotesInIt(t *testing.T) {
	engine, err := events.Open(t.Context(), events.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	log := &brittle{Log: engine.Log()}
	rooms := room.New(room.Options{Log: log, Snapshots: engine.Rooms(), Marks: engine.Alive(), Audience: &audience{}})
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { rooms.Run(ctx) })
	defer wg.Wait()
	defer cancel()
	r, err := rooms.Start(t.Context(), bunny)
	if err != nil {
		t.Fatal(err)
	}
	poll := ask(t, r)
	log.broken.Store(true)
	accepted, refused := voters(t, r, poll, 30)
	if len(accepted) != 0 || len(refused) != 30 {
		t.Errorf("%d were accepted of a log that takes nothing", len(accepted))
	}
	for _, err := range refused {
		if !errors.Is(err, room.ErrUnavailable) {
			t.Errorf("refused with %v", err)
		}
	}
	if s := r.State(); s.Poll.Voters() != 0 {
		t.Errorf("%d votes of an event that was not written", s.Poll.Voters())
	}
	log.broken.Store(false)
	if accepted, refused := voters(t, r, poll, 30); len(accepted) != 30 {
		t.Errorf("after that %d of 30 are accepted: %v", len(accepted), refused)
	}
}

func TestAVoteForWhatHasEndedIsRefusedAlone(t *testing.T) {
	n := start(t, t.TempDir(), 0)
	r := open(t, n)
	old := ask(t, r)
	do(t, r, actor("maya", "end", 1), room.EndPoll{Poll: old})
	poll := ask(t, r)
	if _, err := r.Do(t.Context(), actor("jon", "late", 1), room.Vote{Poll: old}); !errors.Is(err, room.ErrStale) {
		t.Errorf("a vote for a poll that has ended: %v", err)
	}
	if _, err := r.Do(t.Context(), actor("jon", "wrong", 1), room.Vote{Poll: poll, Option: 3}); !errors.Is(err, room.ErrInvalid) {
		t.Errorf("a vote for no option: %v", err)
	}
	if seq := do(t, r, actor("jon", "good", 1), room.Vote{Poll: poll, Option: 2}); seq != poll+1 {
		t.Errorf("a vote has become event %d", seq)
	}
	if seq := do(t, r, actor("jon", "better", 1), room.Vote{Poll: poll, Option: 1}); seq != poll+2 || r.State().Votes["jon"] != 1 {
		t.Errorf("another mind has become event %d, votes %v", seq, r.State().Votes)
	}
}
