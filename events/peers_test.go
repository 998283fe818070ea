package events

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"goblet/events/natstest"
)

// newPeer is a node on a NATS that answers others until the test ends, if it can.
func newPeer(t *testing.T, url, name string, answer func(ctx context.Context, question []byte) ([]byte, error)) (*Peers, *Engine) {
	t.Helper()
	e, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	p := e.Peers(name)
	if answer == nil {
		return p, e
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var answering sync.WaitGroup
	answering.Go(func() { _ = p.Answer(ctx, answer) })
	t.Cleanup(func() { cancel(); answering.Wait() })
	eventually(t, "it listens", func() bool { return e.parcels.NumSubscriptions() > 0 })
	if err := e.parcels.Flush(); err != nil {
		t.Fatal(err)
	}
	return p, e
}

func TestNodesAskOneAnotherForLargeThings(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	large := bytes.Repeat([]byte("0123456789abcdefg"), 300_000)
	newPeer(t, url, "b", func(_ context.Context, question []byte) ([]byte, error) {
		switch string(question) {
		case "large":
			return large, nil
		case "empty":
			return nil, nil
		}
		return nil, errors.New("there is no\nsuch thing")
	})
	a, _ := newPeer(t, url, "a", nil)
	for question, want := range map[string][]byte{"large": large, "empty": nil} {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if got, err := a.Ask(t.Context(), "b", []byte(question)); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s: %d bytes, %v", question, len(got), err)
				}
			})
		}
		wg.Wait()
	}
	if _, err := a.Ask(t.Context(), "b", []byte("other")); !errors.Is(err, ErrRefused) {
		t.Errorf("what the node has not: %v", err)
	}
	if _, err := a.Ask(t.Context(), "c", []byte("large")); !errors.Is(err, ErrGone) {
		t.Errorf("a node that is not there: %v", err)
	}
}

func TestAnAnswerMayTakeLongerThanSilenceMay(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	newPeer(t, url, "b", func(ctx context.Context, _ []byte) ([]byte, error) {
		select {
		case <-time.After(silence * 3 / 2):
			return []byte("at last"), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	})
	a, _ := newPeer(t, url, "a", nil)
	if got, err := a.Ask(t.Context(), "b", nil); err != nil || string(got) != "at last" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWhoAsksANodeThatDiesIsTold(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	var b *Engine
	asked := make(chan struct{})
	_, b = newPeer(t, url, "b", func(ctx context.Context, _ []byte) ([]byte, error) {
		close(asked)
		<-ctx.Done()
		return nil, ctx.Err()
	})
	a, _ := newPeer(t, url, "a", nil)
	var dying sync.WaitGroup
	dying.Go(func() { <-asked; b.Close() })
	if _, err := a.Ask(t.Context(), "b", nil); !errors.Is(err, ErrGone) {
		t.Errorf("a node that has died: %v", err)
	}
	dying.Wait()
}

func TestWhoAsksMayLeave(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	asked := make(chan struct{})
	newPeer(t, url, "b", func(ctx context.Context, _ []byte) ([]byte, error) {
		close(asked)
		<-ctx.Done()
		return nil, ctx.Err()
	})
	a, _ := newPeer(t, url, "a", nil)
	ctx, cancel := context.WithCancel(t.Context())
	var leaving sync.WaitGroup
	leaving.Go(func() { <-asked; cancel() })
	if _, err := a.Ask(ctx, "b", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who has left: %v", err)
	}
	leaving.Wait()
}

func TestQuestionsForFilmsAndForSegmentsAreApart(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	newPeer(t, url, "b", func(context.Context, []byte) ([]byte, error) { return []byte("a segment"), nil })
	_, e := newPeer(t, url, "a", nil)
	if got, err := e.Arrivals("a").Ask(t.Context(), "b", nil); !errors.Is(err, ErrGone) {
		t.Errorf("a question for a film's bytes is answered %q, %v", got, err)
	}
}
