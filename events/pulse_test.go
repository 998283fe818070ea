package events

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"goblet/events/natstest"
)

func TestAPulseTellsWhenTheLogIsLostAndWhenItIsBack(t *testing.T) {
	options := server.Options{JetStream: true, StoreDir: t.TempDir()}
	s := natstest.StartWith(t, options)
	e, err := Open(t.Context(), Options{URL: s.ClientURL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	told := make(chan bool, 8)
	p := e.Pulse(nil)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, func(lost bool) { told <- lost }) }()
	is := func(want bool) {
		t.Helper()
		select {
		case lost := <-told:
			if lost != want || p.Lost() != want {
				t.Fatalf("lost is told as %v and is %v, want %v", lost, p.Lost(), want)
			}
		case <-time.After(patience):
			t.Fatalf("never told that lost is %v", want)
		}
	}
	options.Port = s.Addr().(*net.TCPAddr).Port
	s.Shutdown()
	s.WaitForShutdown()
	is(true)
	natstest.StartWith(t, options)
	is(false)
	cancel()
	if err := <-done; err != nil || len(told) > 0 {
		t.Errorf("it ended with %v; %d more were told", err, len(told))
	}
}

func TestAMajorityIsMissedAlthoughAServerAnswers(t *testing.T) {
	servers := natsCluster(t)
	e, err := Open(t.Context(), Options{URL: servers[0].ClientURL(), Replicas: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	told := make(chan bool, 8)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- e.Pulse(nil).Run(ctx, func(lost bool) { told <- lost }) }()
	for _, s := range servers[1:] {
		s.Shutdown()
	}
	select {
	case lost := <-told:
		if !lost {
			t.Error("it is back, and was never lost")
		}
	case <-time.After(patience):
		t.Error("the minority takes itself for well")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
