package events

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatPassesIsNotToldToNewcomers(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		th.publish(1, 1)
		th.carried(t, 1)
		early := th.watch(t, "since=1")
		early.next(t, "hello")
		th.stream.Pass("applause", []byte(`{"n":1}`))
		if m := early.next(t); m.event != "applause" || m.data != `{"n":1}` || m.id != "" {
			t.Errorf("who is here got %+v", m)
		}
		late := th.watch(t, "since=1")
		late.next(t, "hello")
		th.publish(2, 2)
		late.wantRoom(t, 2, 2) // and nothing before it
		early.wantRoom(t, 2, 2)
	})
}

func TestAPollIsToldWhatPassesForAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(HubOptions{Portable: true})
		defer h.Close()
		s := h.Open("r").In("")
		mark := ""
		poll := func() (got string) {
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			n := s.Wait(ctx, Poll{Mark: &mark})
			mark = n.Mark
			for _, f := range n.Frames {
				got += f.Event + string(f.Data)
			}
			return got
		}
		s.Pass("applause", []byte("1"))
		if got := poll(); got != "" {
			t.Errorf("a newcomer is told %q", got)
		}
		s.Pass("applause", []byte("2"))
		if got := poll(); got != "applause2" {
			t.Errorf("who polls on is told %q", got)
		}
		if got := poll(); got != "" {
			t.Errorf("told again: %q", got)
		}
		s.Pass("applause", []byte("3"))
		time.Sleep(passes)
		if got := poll(); got != "" {
			t.Errorf("who was away for long is told %q", got)
		}
		s.Publish(0, "viewers", []byte("4"))
		time.Sleep(passes)
		if got := poll(); got != "viewers4" {
			t.Errorf("what stays is told as %q", got)
		}
	})
}
