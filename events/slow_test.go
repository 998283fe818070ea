package events

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// sleeper opens a stream and reads nothing of it.
func sleeper(t *testing.T, th *theatre) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", th.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.(*net.TCPConn).SetReadBuffer(4096)
	if _, err := io.WriteString(conn, "GET /?since=0 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestASleepingBrowserIsCutAndDelaysNobody(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		o.ReplayEvents, o.ReplayBytes, o.Stall = 100_000, 1<<30, time.Hour
		th := newTheatre(t, o, nil)
		awake := th.watch(t, "since=0")
		awake.next(t, "hello")
		slow := sleeper(t, th)
		eventually(t, "both are here", func() bool { return th.hub.Stats().Streams == 2 })
		big := strings.Repeat("y", 20_000)
		seq := uint64(0)
		for th.hub.Stats().Evicted == 0 { // what the system buffers for the sleeper, and the backlog
			seq++
			th.stream.Publish(seq, "room", fmt.Appendf(nil, `{"text":%q}`, big))
			awake.wantRoom(t, seq, seq)
			if seq > 5000 {
				t.Fatal("the sleeper was not cut")
			}
		}
		if err := <-th.ended; !errors.Is(err, ErrSlow) {
			t.Errorf("its stream ended with %v", err)
		}
		_ = slow.Close()
		back := th.watch(t, "", "Last-Event-ID", "3")
		back.next(t, "hello")
		back.wantRoom(t, 4, seq)
		th.publish(seq+1, seq+1)
		back.wantRoom(t, seq+1, seq+1)
		awake.wantRoom(t, seq+1, seq+1)
	})
}

func TestALongReplayDoesNotCountAsBacklog(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		o.Backlog = 4 << 10
		th := newTheatre(t, o, nil)
		for seq := range uint64(500) {
			th.stream.Publish(seq+1, "room", fmt.Appendf(nil, `{"text":%q}`, strings.Repeat("y", 1000)))
		}
		th.carried(t, 500)
		b := th.watch(t, "since=0")
		b.wantRoom(t, 1, 500)
		th.publish(501, 501)
		b.wantRoom(t, 501, 501)
	})
}

// lane is a connection of which the test says how much it takes.
type lane struct {
	mu       sync.Mutex
	header   http.Header
	got      bytes.Buffer
	open     chan struct{} // closed: writes pass
	deadline time.Time
	moved    chan struct{} // closed and renewed when the deadline changes
	patient  bool          // the read deadline has been cleared
}

func newLane(open bool) *lane {
	l := &lane{header: http.Header{}, open: make(chan struct{}), moved: make(chan struct{})}
	if open {
		close(l.open)
	}
	return l
}

func (l *lane) Header() http.Header { return l.header }
func (l *lane) WriteHeader(int)     {}
func (l *lane) FlushError() error   { return nil }

func (l *lane) SetReadDeadline(d time.Time) error {
	l.patient = d.IsZero()
	return nil
}

func (l *lane) SetWriteDeadline(d time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deadline = d
	close(l.moved)
	l.moved = make(chan struct{})
	return nil
}

func (l *lane) Write(p []byte) (int, error) {
	for {
		l.mu.Lock()
		deadline, moved := l.deadline, l.moved
		l.mu.Unlock()
		late := make(<-chan time.Time)
		if !deadline.IsZero() {
			late = time.After(time.Until(deadline))
		}
		select {
		case <-l.open:
			l.mu.Lock()
			defer l.mu.Unlock()
			return l.got.Write(p)
		case <-late:
			return 0, os.ErrDeadlineExceeded
		case <-moved:
		}
	}
}

func (l *lane) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.got.String()
}

// serve runs a stream on the lane and returns where its end is told.
func serve(ctx context.Context, s *Stream, l *lane) <-chan error {
	ended := make(chan error, 1)
	r := httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx)
	go s.Serve(l, r, Subscriber{
		Viewer: "v", Snapshot: func() []byte { return []byte(`{"seq":0}`) }, Ended: func(why error) { ended <- why },
	})
	return ended
}

func TestABrowserThatTakesNothingIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(HubOptions{Stall: 10 * time.Second, Portable: true})
		defer h.Close()
		began := time.Now()
		err := <-serve(t.Context(), h.Open("r").In(""), newLane(false))
		if !errors.Is(err, ErrSlow) || time.Since(began) != 10*time.Second {
			t.Errorf("ended with %v after %v", err, time.Since(began))
		}
		if h.Stats().Evicted != 1 {
			t.Errorf("stats: %+v", h.Stats())
		}
	})
}

func TestABlockedBrowserIsCutAtOnceWhenItMustBe(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(h *Hub, leave func())
		want error
	}{
		"its backlog is full": {func(h *Hub, _ func()) {
			h.Open("r").In("").Publish(1, "room", bytes.Repeat([]byte("y"), 300<<10))
		}, ErrSlow},
		"its room is dropped": {func(h *Hub, _ func()) { h.Drop("r") }, ErrClosed},
		"the hub is closed":   {func(h *Hub, _ func()) { h.Close() }, ErrClosed},
		"it has left":         {func(_ *Hub, leave func()) { leave() }, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := NewHub(HubOptions{Portable: true})
				defer h.Close()
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				ended := serve(ctx, h.Open("r").In(""), newLane(false))
				synctest.Wait()
				began := time.Now()
				c.end(h, leave)
				if err := <-ended; !errors.Is(err, c.want) || !time.Now().Equal(began) {
					t.Errorf("ended with %v after %v", err, time.Since(began))
				}
			})
		})
	}
}

func TestAnIdleStreamHearsBeatsAndIsNotCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(HubOptions{Portable: true, Beat: 10 * time.Second, Stall: 3 * time.Second, Now: func() float64 { return float64(time.Now().UnixMilli()) }})
		defer h.Close()
		s := h.Open("r").In("")
		h.Open("nobody is here").In("")
		l := newLane(true)
		ctx, leave := context.WithCancel(t.Context())
		ended := serve(ctx, s, l)
		s.Publish(1, "room", []byte(`{"seq":1}`))
		time.Sleep(time.Hour + time.Second)
		synctest.Wait()
		if n := strings.Count(l.text(), "event: beat\n"); n != 360 {
			t.Errorf("%d beats in an hour", n)
		}
		want := fmt.Sprintf("event: beat\ndata: {\"seq\":1,\"now\":%d}\n\n", time.Now().Add(-time.Second).UnixMilli())
		if !strings.HasSuffix(l.text(), want) {
			t.Errorf("the last beat is %q, want %q", l.text()[len(l.text())-60:], want)
		}
		if !l.deadline.IsZero() || !l.patient {
			t.Error("a deadline is left while the stream is idle") // over HTTP/2 it would end the stream
		}
		leave()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	})
}
