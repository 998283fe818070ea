package main

import (
	"encoding/json"
	"fmt"
	"path"
	"sync"
	"sync/atomic"
	"testing"

	"goblet/events"
	"goblet/room"
)

// gathering is witnesses in the room of a spread.
type gathering struct {
	*spread
	all  []*witness
	stop func() // lets nobody act any more
}

// gather lets people come through the balancer, watch and act.
func (s *spread) gather(n int) *gathering {
	s.t.Helper()
	acting := make(chan struct{})
	g := &gathering{spread: s, stop: sync.OnceFunc(func() { close(acting) })}
	var places atomic.Int64
	position := func() float64 { return float64(places.Add(1)) / 100 }
	for range n {
		g.all = append(g.all, newWitness(s.t, s.room, acting, position))
	}
	return g
}

// goOn waits until each has had some more actions acknowledged, and has been told of all that anybody had before.
func (g *gathering) goOn(when string) {
	g.t.Helper()
	const more = 3
	want := make([]int, len(g.all))
	for i, w := range g.all {
		want[i] = w.acknowledged() + more
	}
	for i, w := range g.all {
		waitFor(g.t, "what everybody does "+when, func() bool { return w.acknowledged() >= want[i] })
	}
	g.hear(when)
}

// hear waits until all have been told of all that one of them was told of.
func (g *gathering) hear(when string) {
	g.t.Helper()
	newest := uint64(0)
	for _, w := range g.all {
		newest = max(newest, w.newest())
	}
	for _, w := range g.all {
		waitFor(g.t, "what everybody is told "+when, func() bool { return w.newest() >= newest })
	}
}

// log is what each event in the room's log came of, and how often.
func (g *gathering) log() (kept map[uint64]string, actions map[string]int) {
	g.t.Helper()
	engine, err := events.Open(g.t.Context(), events.Options{URL: g.nats.URL(), RoomEvents: 100_000})
	if err != nil {
		g.t.Fatal(err)
	}
	defer engine.Close()
	kept, actions = map[uint64]string{}, map[string]int{}
	err = engine.Log().Read(g.t.Context(), path.Base(g.room), 0, func(_ uint64, data []byte) error {
		var e room.Event
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		if _, twice := kept[e.Seq]; twice || e.Seq != uint64(len(kept)+1) {
			return fmt.Errorf("event %d is the %dth", e.Seq, len(kept)+1)
		}
		kept[e.Seq] = string(e.Kind) + " " + e.Action
		actions[e.Action]++
		return nil
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return kept, actions
}

// agree compares what all were acknowledged and told with the log.
func (g *gathering) agree() {
	g.t.Helper()
	g.stop()
	g.hear("at the end")
	kept, actions := g.log()
	for i, w := range g.all {
		w.leave()
		for _, text := range w.wrong {
			g.t.Errorf("viewer %d: %s", i, text)
		}
		for action, seq := range w.accepted {
			if kept[seq] != "seek "+action || actions[action] != 1 {
				g.t.Errorf("viewer %d: %s was accepted as %d, which is %q; the log has it %d times", i, action, seq, kept[seq], actions[action])
			}
		}
		for seq := w.begun + 1; seq <= w.seen; seq++ {
			if w.told[seq] != kept[seq] {
				g.t.Errorf("viewer %d was told of %d as %q; the log has %q", i, seq, w.told[seq], kept[seq])
			}
		}
	}
	g.t.Logf("%d events, %d viewers", len(kept), len(g.all))
}

// TestNothingAcknowledgedIsLostOrDoubledWhateverIsKilled has people act on three Goblets and three NATS servers while these
// are killed and cut off.
func TestNothingAcknowledgedIsLostOrDoubledWhateverIsKilled(t *testing.T) {
	g := startSpread(t, "--room-events", "100000").gather(12)
	g.goOn("at first")

	g.nodes[0].kill()
	g.goOn("without one Goblet")
	g.again(0)
	g.goOn("when it is back")

	leader, err := g.nats.Leader(t.Context(), "GOBLET")
	if err != nil {
		t.Fatal(err)
	}
	leader.Kill()
	g.goOn("without the NATS server that led")
	if err := leader.Start(); err != nil {
		t.Fatal(err)
	}
	if err := g.nats.Whole(t.Context(), "GOBLET"); err != nil {
		t.Fatal(err)
	}
	g.goOn("when it is back")

	g.partition(true)
	g.goOn("while one Goblet is cut off from NATS")
	g.partition(false)
	g.goOn("when it is not")

	g.agree()
}
