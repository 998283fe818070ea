package events

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestHTTP2StreamsOutliveTheirDeadlines(t *testing.T) {
	const limit = 500 * time.Millisecond
	th := newTheatre(t, way{HubOptions: HubOptions{Stall: limit, Beat: limit / 3}}, nil, func(s *httptest.Server) {
		s.EnableHTTP2 = true
		s.Config.WriteTimeout = limit // a server-wide limit is not for streams
		s.StartTLS()
	})
	var all []*browser
	for range 20 {
		all = append(all, th.watch(t, ""))
	}
	for _, b := range all {
		if b.response.ProtoMajor != 2 {
			t.Fatalf("spoke %s", b.response.Proto)
		}
		for range 4 {
			b.next(t, "beat")
		}
	}
	th.publish(1, 3)
	for _, b := range all {
		b.wantRoom(t, 1, 3)
	}
}

func TestHTTP1StreamsOutliveTheServersLimits(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		o.Beat = 50 * time.Millisecond
		th := newTheatre(t, o, nil, func(s *httptest.Server) {
			s.Config.WriteTimeout = 80 * time.Millisecond
			s.Start()
		})
		b := th.watch(t, "")
		for range 3 {
			b.next(t, "beat")
		}
	})
}

func TestShutdownEndsTheStreamsAndLeavesNothingRunning(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		before := runtime.NumGoroutine()
		h := NewHub(o.HubOptions)
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.Open(r.URL.Path).In("").Serve(w, r, Subscriber{Snapshot: func() []byte { return []byte(`{}`) }, Ended: func(why error) {
				if !errors.Is(why, ErrClosed) {
					t.Errorf("ended with %v", why)
				}
			}})
		}))
		server.Config.ConnContext = o.connections(h)
		server.Start()
		server.Config.RegisterOnShutdown(h.Close)
		client := &http.Client{Transport: &http.Transport{}}
		var all []*browser
		for _, room := range []string{"/a", "/b", "/c"} {
			for range 10 {
				b := watch(t, client, http.MethodGet, server.URL+room)
				b.next(t, "hello")
				all = append(all, b)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		if err := server.Config.Shutdown(ctx); err != nil {
			t.Fatal(err)
		}
		for _, b := range all {
			<-b.ended
		}
		client.CloseIdleConnections()
		server.Close()
		eventually(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
		h.Open("/a").In("").Serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), Subscriber{Ended: func(why error) {
			if why != ErrClosed {
				t.Errorf("after Close a stream ended with %v", why)
			}
		}})
		h.Open("/a").In("").Publish(1, "room", []byte(`{}`)) // nothing happens
		h.Drop("/a")
		h.Close()
	})
}

func TestADroppedRoomOpensAnew(t *testing.T) {
	h := NewHub(HubOptions{})
	defer h.Close()
	before := runtime.NumGoroutine()
	for range 100 {
		s := h.Open("r").In("")
		if s != h.Open("r").In("") {
			t.Fatal("two streams for one room")
		}
		s.Publish(1, "room", []byte(`{"n":1}`))
		if n := s.Wait(t.Context(), Poll{}); n.Gap || n.Seq != 1 || len(n.Events) != 1 {
			t.Fatalf("%+v", n)
		}
		h.Drop("r")
		s.Publish(2, "room", []byte(`{"n":2}`)) // too late
	}
	h.Drop("unknown")
	eventually(t, "the taps have ended", func() bool { return runtime.NumGoroutine() <= before })
	if n := h.Stats().Rooms; n != 0 {
		t.Errorf("%d rooms left", n)
	}
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(HubOptions{Portable: true, ReplayEvents: 3})
		defer h.Close()
		s := h.Open("r").In("")
		poll := func(since uint64) (string, uint64, bool) {
			ctx, cancel := context.WithTimeout(t.Context(), 25*time.Second)
			defer cancel()
			n := s.Wait(ctx, Poll{Since: since})
			var text strings.Builder
			for _, f := range n.Events {
				text.WriteString(string(f) + " ")
			}
			return text.String(), n.Seq, !n.Gap
		}
		publish := func(first, last uint64) {
			for seq := first; seq <= last; seq++ {
				s.Publish(seq, "room", []byte{byte('0' + seq)})
			}
			synctest.Wait()
		}
		began := time.Now()
		if text, last, ok := poll(70); text != "" || last != 70 || !ok || time.Since(began) != 25*time.Second {
			t.Errorf("a stream that knows nothing yet: %q %d %v after %v", text, last, ok, time.Since(began))
		}
		publish(1, 5)
		s.Publish(0, "viewers", []byte(`{}`))
		began = time.Now()
		for since, want := range map[uint64]struct {
			text string
			ok   bool
		}{0: {"", false}, 1: {"", false}, 2: {"3 4 5 ", true}, 4: {"5 ", true}, 6: {"", false}} {
			if text, last, ok := poll(since); text != want.text || ok != want.ok || last != 5 {
				t.Errorf("since %d: %q %d %v", since, text, last, ok)
			}
		}
		if !time.Now().Equal(began) {
			t.Error("waited although the answer was known")
		}
		time.AfterFunc(7*time.Second, func() { s.Publish(6, "room", []byte("6")) })
		if text, last, ok := poll(5); text != "6 " || last != 6 || !ok || time.Since(began) != 7*time.Second {
			t.Errorf("an event while waiting: %q %d %v after %v", text, last, ok, time.Since(began))
		}
		time.AfterFunc(time.Second, func() { h.Drop("r") })
		if text, last, ok := poll(6); text != "" || last != 6 || !ok || time.Since(began) != 8*time.Second {
			t.Errorf("the room closes while waiting: %q %d %v after %v", text, last, ok, time.Since(began))
		}
	})
}

// What has no number comes to polls, too: of each name the newest, once, at most every second, and along with events.
func TestLongPollOfFramesWithoutNumbers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(HubOptions{Portable: true, Node: "n"})
		defer h.Close()
		s := h.Open("r").In("")
		mark := ""
		poll := func(since uint64, wait time.Duration) string {
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			defer cancel()
			n := s.Wait(ctx, Poll{Since: since, Mark: &mark})
			mark = n.Mark
			var text strings.Builder
			for _, f := range n.Frames {
				text.WriteString(f.Event + string(f.Data) + " ")
			}
			for _, e := range n.Events {
				text.WriteString(string(e) + " ")
			}
			return text.String()
		}
		expect := func(got, want string, after time.Duration, began time.Time) {
			t.Helper()
			if took := time.Since(began); got != want || took != after {
				t.Errorf("got %q after %v, want %q after %v", got, took, want, after)
			}
		}
		began := time.Now()
		expect(poll(0, 0), "", 0, began)
		for i := range 3 {
			s.Publish(0, "viewers", []byte{byte('0' + i)})
			s.Publish(0, "status", []byte{byte('5' + i)})
		}
		s.Publish(0, "film", []byte("f"))
		s.Publish(0, "viewers", []byte("3"))
		expect(poll(0, 25*time.Second), "status7 filmf viewers3 ", time.Second, began)
		began = time.Now()
		expect(poll(0, 25*time.Second), "", 25*time.Second, began)

		began = time.Now()
		time.AfterFunc(100*time.Millisecond, func() { s.Publish(0, "film", []byte("g")) })
		time.AfterFunc(300*time.Millisecond, func() { s.Publish(1, "room", []byte("1")) })
		expect(poll(0, 25*time.Second), "filmg 1 ", 300*time.Millisecond, began)

		foreign := mark
		h.Drop("r")
		s = h.Open("r").In("")
		s.Begin(1)
		for range 9 {
			s.Publish(0, "viewers", []byte("1"))
		}
		began = time.Now()
		mark = foreign // of the room's stream before
		expect(poll(1, 0), "viewers1 ", 0, began)
		for _, mark = range []string{"", "9", "n.r#2.", "n.r#2.x", "m.r#2.9"} {
			expect(poll(1, 0), "viewers1 ", 0, began)
		}
		if got := s.Wait(t.Context(), Poll{Since: 7}); !got.Gap || got.Frames != nil {
			t.Errorf("a poll that wants no such frames: %+v", got)
		}
	})
}
