package events

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAStreamBeginsAsBrowsersAndProxiesNeedIt(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			o.Node, o.Now = "north", func() float64 { return 1.5e12 + .25 }
			th := newTheatre(t, o, nil)
			th.publish(1, 3)
			th.carried(t, 3)
			b := watch(t, th.server.Client(), method, th.url)
			for name, want := range map[string]string{
				"Content-Type":      "text/event-stream",
				"Cache-Control":     "no-store, no-transform",
				"X-Accel-Buffering": "no",
				"Content-Encoding":  "identity",
			} {
				if got := b.response.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if b.response.TransferEncoding != nil || !b.response.Close {
				t.Errorf("it comes in pieces (%v), which HAProxy holds back", b.response.TransferEncoding)
			}
			if m := b.next(t); m.event != "hello" || m.data != `{"seq":3,"now":1500000000000.25,"viewer":"v","node":"north"}` {
				t.Errorf("first came %+v", m)
			}
			if n := <-b.comments; n < 2048 {
				t.Errorf("%d bytes of padding", n)
			}
			if m := b.next(t); m.event != "reset" || m.id != "3" || m.data != `{"seq":3}` {
				t.Errorf("who has nothing got %+v", m)
			}
			th.publish(4, 4)
			b.wantRoom(t, 4, 4)
		}
	})
}

func TestWhoComesBackGetsWhatWasMissed(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		th.publish(1, 5)
		th.carried(t, 5)
		for _, c := range []struct {
			query, id string
			first     uint64
		}{{"since=0", "", 1}, {"since=2", "", 3}, {"since=1", "4", 5}, {"since=5", "", 6}} {
			b := th.watch(t, c.query, "Last-Event-ID", c.id)
			if m := b.next(t); m.event != "hello" {
				t.Fatalf("first came %+v", m)
			}
			if c.first <= 5 {
				b.wantRoom(t, c.first, 5)
			}
			th.stream.Publish(0, "note", []byte(`"live"`))
			if m := b.next(t); m.event != "note" {
				t.Errorf("%s: unexpected %+v", c.query, m)
			}
		}
	})
}

func TestResetWhenTheMissedEventsAreNotHere(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		o.ReplayEvents = 4
		th := newTheatre(t, o, nil)
		th.publish(1, 10)
		th.carried(t, 10)
		for _, c := range []struct {
			since uint64
			reset bool
		}{{0, true}, {5, true}, {6, false}, {10, false}, {11, true}, {1 << 63, true}} {
			b := th.watch(t, "since="+strconv.FormatUint(c.since, 10))
			b.next(t, "hello")
			if c.reset {
				if m := b.next(t); m.event != "reset" || m.id != "10" {
					t.Errorf("since %d: %+v", c.since, m)
				}
			} else {
				b.wantRoom(t, c.since+1, 10)
			}
			b.leave()
		}
		th.publish(20, 21) // the room skipped some: what is older cannot be continued
		th.carried(t, 21)
		b := th.watch(t, "since=10")
		if m := b.next(t, "reset", "room"); m.event != "reset" || m.id != "21" {
			t.Errorf("across a gap: %+v", m)
		}
	})
}

func TestANewStreamLeavesThoseAloneWhoAreWhereTheRoomIs(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		room := func() []byte { return []byte(`{"seq":500}`) }
		for _, begun := range []bool{false, true} {
			th := newTheatre(t, o, room) // after a restart: the log has 500 events, the stream has carried none
			if begun {
				th.stream.Begin(500)
			}
			current, behind := th.watch(t, "since=500"), th.watch(t, "since=400")
			for _, b := range []*browser{current, behind} {
				if m := b.next(t, "hello"); !strings.Contains(m.data, `"seq":500`) {
					t.Errorf("hello says %s", m.data)
				}
			}
			if m := behind.next(t); m.event != "reset" || m.id != "500" {
				t.Errorf("who is behind got %+v", m)
			}
			th.publish(501, 501)
			if m := current.next(t); m.event != "room" || m.id != "501" {
				t.Errorf("who is current got %+v", m)
			}
			behind.wantRoom(t, 501, 501)
		}
	})
}

func TestASnapshotMayBeAheadOfTheStream(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, func() []byte { return []byte(`{"seq":7}`) })
		th.publish(1, 5)
		th.carried(t, 5)
		b := th.watch(t, "")
		if m := b.next(t, "reset"); m.id != "7" {
			t.Fatalf("reset to %s", m.id)
		}
		th.publish(6, 8)
		b.wantRoom(t, 8, 8) // 6 and 7 are in the snapshot
	})
}

func TestEventsArePublishedOnceAndInOrder(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		b := th.watch(t, "")
		b.next(t, "reset")
		th.publish(1, 3)
		th.publish(2, 3) // a tail that begins again
		th.publish(4, 4)
		b.wantRoom(t, 1, 4)
		th.stream.Begin(100) // too late to mean anything
		th.publish(5, 5)
		b.wantRoom(t, 5, 5)
	})
}

func TestNewcomersAreToldTheNewestOfWhatHasNoNumber(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		th.publish(1, 1)
		th.stream.Publish(0, "viewers", []byte(`{"count":1}`))
		th.stream.Publish(0, "viewers", []byte(`{"count":2}`))
		th.stream.Publish(0, "note", []byte(`{}`))
		th.publish(2, 2)
		th.carried(t, 2)
		b := th.watch(t, "since=1")
		for _, want := range []message{{"", "hello", ""}, {"", "viewers", `{"count":2}`}, {"", "note", `{}`}, {"2", "room", `{"seq":2}`}} {
			m := b.next(t)
			if m.event != want.event || m.id != want.id || want.data != "" && m.data != want.data {
				t.Fatalf("got %+v, want %+v", m, want)
			}
		}
		th.stream.Publish(0, "viewers", []byte(`{"count":3}`))
		if m := b.next(t); m.data != `{"count":3}` || m.id != "2" {
			t.Errorf("live: %+v (an event without number must keep the browser's id)", m)
		}
	})
}

func TestNoDataCanForgeAFrame(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		b := th.watch(t, "since=0")
		b.next(t, "hello")
		for i, c := range []struct{ data, want string }{
			{"a\nevent: reset\nid: 99", "a\nevent: reset\nid: 99"},
			{"a\r\ndata: b", "a\ndata: b"},
			{"a\rid: 99\r\rdata: x", "a\nid: 99\n\ndata: x"},
			{": not a comment", ": not a comment"},
			{"retry: 1", "retry: 1"},
			{"", "{}"},
			{"a\n\nb", "a\n\nb"},
		} {
			seq := uint64(i + 1)
			th.stream.Publish(seq, "ro\r\nom", []byte(c.data))
			if m := b.next(t); m.event != "room" || m.data != c.want || m.id != strconv.FormatUint(seq, 10) {
				t.Errorf("%q arrived as %+v", c.data, m)
			}
			if n := th.stream.Wait(t.Context(), Poll{Since: seq - 1}); n.Gap || len(n.Events) != 1 || string(n.Events[0]) != c.want {
				t.Errorf("%q was polled as %q", c.data, n.Events)
			}
		}
	})
}

// Browsers that come, with and without a position, while the room is busy miss nothing and get nothing twice.
func TestJoiningUnderFire(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		var applied atomic.Uint64 // the room's state is ahead of its stream
		th := newTheatre(t, o, func() []byte { return fmt.Appendf(nil, `{"seq":%d}`, applied.Load()) })
		stop := make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() {
			for seq := uint64(1); ; seq++ {
				select {
				case <-stop:
					return
				case <-time.After(100 * time.Microsecond):
				}
				applied.Store(seq)
				th.publish(seq, seq)
			}
		})
		t.Run("joiners", func(t *testing.T) {
			for i := range 16 {
				t.Run(strconv.Itoa(i), func(t *testing.T) {
					t.Parallel()
					for range 4 {
						joinAndFollow(t, th, i%2 == 0, applied.Load())
					}
				})
			}
		})
		close(stop)
		writer.Wait()
	})
}

// joinAndFollow joins, with a position or without, and expects the next events without a gap.
func joinAndFollow(t *testing.T, th *theatre, known bool, since uint64) {
	query := ""
	if known {
		query = "since=" + strconv.FormatUint(since, 10)
	}
	b := th.watch(t, query)
	defer b.leave()
	m := b.next(t, "room", "reset")
	first, err := strconv.ParseUint(m.id, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if known && m.event == "room" && first != since+1 {
		t.Fatalf("after %d came %d", since, first)
	}
	b.wantRoom(t, first+1, first+50)
}

func TestABrowserThatLeavesIsForgotten(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		b := th.watch(t, "")
		b.next(t, "reset")
		direct := 1
		if o.Portable {
			direct = 0
		}
		if got := th.hub.Stats(); got.Rooms != 1 || got.Streams != 1 || got.Direct != direct {
			t.Errorf("stats: %+v", got)
		}
		b.leave()
		if err := <-th.ended; err == nil || err == ErrSlow || err == ErrClosed {
			t.Errorf("the stream ended with %v", err)
		}
		if got := th.hub.Stats(); got.Streams != 0 || got.Evicted != 0 {
			t.Errorf("stats: %+v", got)
		}
	})
}

func TestMiddlewareSeesTheHeadersAndNothingElse(t *testing.T) {
	h := NewHub(HubOptions{})
	defer h.Close()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.Open("r").In("").Serve(&wrapper{ResponseWriter: w, t: t}, r, Subscriber{Snapshot: func() []byte { return []byte(`{}`) }})
	}))
	server.Config.ConnContext = h.Connection
	server.Start()
	defer server.CloseClientConnections()
	b := watch(t, server.Client(), http.MethodGet, server.URL)
	b.next(t, "hello")
	if b.response.Header.Get("Set-Cookie") != "a=b" {
		t.Error("what the middleware adds to the headers is missing")
	}
	response, err := server.Client().Head(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("HEAD: %s", response.Status)
	}
}

type wrapper struct {
	http.ResponseWriter
	t *testing.T
}

func (w *wrapper) Unwrap() http.ResponseWriter { return w.ResponseWriter }
func (w *wrapper) Flush()                      { w.t.Error("flushed through the middleware") }
func (w *wrapper) WriteHeader(status int) {
	w.Header().Set("Set-Cookie", "a=b")
	w.ResponseWriter.WriteHeader(status)
}

func FuzzParseSince(f *testing.F) {
	for _, s := range []string{"", "0", "17", "-1", "+1", " 1", "1e3", "0x1", "18446744073709551615", "18446744073709551616", "\x00", "١"} {
		f.Add(s, "")
		f.Add("", s)
		f.Add("5", s)
	}
	f.Fuzz(func(t *testing.T, header, query string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header["Last-Event-Id"] = []string{header}
		r.URL.RawQuery = "since=" + query
		since, known, err := ParseSince(r)
		if err != nil && (known || since != 0) {
			t.Errorf("an error and %d %v", since, known)
		}
		if header != "" && known {
			if n, err := strconv.ParseUint(header, 10, 64); err != nil || n != since {
				t.Errorf("header %q read as %d", header, since)
			}
		}
		if header != "" && !known && err == nil {
			t.Errorf("header %q was passed over", header)
		}
	})
}
