package events

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// private is a theatre over TLS and HTTP/1.1. returned is told each time a handler has returned.
func private(t *testing.T, o HubOptions) (th *theatre, returned chan struct{}) {
	t.Helper()
	returned = make(chan struct{}, 10)
	th = newTheatre(t, way{HubOptions: o}, nil, func(s *httptest.Server) {
		serve := s.Config.Handler
		s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			serve.ServeHTTP(w, r)
			returned <- struct{}{}
		})
		s.StartTLS()
	})
	return th, returned
}

func TestStreamsOverTLSHoldNoHandler(t *testing.T) {
	for _, portable := range []bool{false, true} {
		th, returned := private(t, HubOptions{Portable: portable})
		b := th.watch(t, "")
		if b.response.ProtoMajor != 1 || b.response.TLS == nil {
			t.Fatalf("spoke %s", b.response.Proto)
		}
		b.next(t, "reset")
		<-returned
		th.publish(1, 200)
		b.wantRoom(t, 1, 200)
		b.leave()
		if err := <-th.ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the stream ended with %v", err)
		}
		if n := th.hub.Stats().Streams; n != 0 {
			t.Errorf("%d streams are left", n)
		}
	}
}

func TestASleepingBrowserOverTLSIsCutAndClosingWaitsForNone(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*Hub)
		want error
	}{
		"its backlog is full": {func(*Hub) {}, ErrSlow},
		"its room is dropped": {func(h *Hub) { h.Drop("r") }, ErrClosed},
		"the hub is closed":   {func(h *Hub) { h.Close() }, ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			o := HubOptions{Stall: time.Hour, Backlog: 1 << 20}
			th, _ := private(t, o)
			raw, err := net.Dial("tcp", th.server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			_ = raw.(*net.TCPConn).SetReadBuffer(4096)
			conn := tls.Client(raw, &tls.Config{InsecureSkipVerify: true})
			if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it is here", func() bool { return th.hub.Stats().Streams == 1 })
			for seq := uint64(1); !blocked(th) && th.hub.Stats().Streams > 0; seq++ { // what the system buffers for it
				th.stream.Publish(seq, "room", fmt.Appendf(nil, `{"text":%q}`, strings.Repeat("y", 20_000)))
			}
			if c.want == ErrSlow {
				for seq := uint64(1); th.hub.Stats().Evicted == 0; seq++ {
					th.stream.Publish(1<<32+seq, "room", fmt.Appendf(nil, `{"text":%q}`, strings.Repeat("y", 20_000)))
				}
			}
			c.end(th.hub)
			if err := <-th.ended; !errors.Is(err, c.want) {
				t.Errorf("the stream ended with %v, want %v", err, c.want)
			}
		})
	}
}

// blocked reports whether somebody's frames wait for a write.
func blocked(th *theatre) bool {
	th.stream.mu.Lock()
	defer th.stream.mu.Unlock()
	for _, p := range th.stream.portables {
		p.mu.Lock()
		waits := p.queued > 200_000
		p.mu.Unlock()
		if waits {
			return true
		}
	}
	return false
}
