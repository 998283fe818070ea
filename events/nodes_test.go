package events

import (
	"context"
	"testing"
	"time"

	"goblet/events/natstest"
)

func TestNodesHearOneAnotherAndThemselves(t *testing.T) {
	s := natstest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan string, 64)
	ended := make(chan error, 2)
	var nodes [2]*Nodes
	for i, name := range []string{"a", "b"} {
		e, err := Open(t.Context(), Options{URL: s.ClientURL()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(e.Close)
		nodes[i] = e.Nodes()
		go func() {
			ended <- nodes[i].Listen(ctx, func(room string, data []byte) { heard <- name + " hears of " + room + ": " + string(data) })
		}()
	}
	missing := map[string]bool{"a hears of r: hello": true, "b hears of r: hello": true}
	for deadline := time.After(patience); len(missing) > 0; { // what is said before somebody listens is lost
		if err := nodes[0].Say("r", []byte("hello")); err != nil {
			t.Fatal(err)
		}
		select {
		case what := <-heard:
			delete(missing, what)
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			t.Fatalf("never came: %v", missing)
		}
	}
	if err := nodes[0].Say("*", nil); err == nil {
		t.Error("something was said of all rooms")
	}
	cancel()
	for range nodes {
		if err := <-ended; err != nil {
			t.Errorf("listening ended with %v", err)
		}
	}
}
