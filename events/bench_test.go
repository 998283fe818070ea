package events

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// percentiles reports p50 and p99 of what took place, in the unit's name.
func percentiles(b *testing.B, took []time.Duration, name string) {
	slices.Sort(took)
	us := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Nanoseconds()) / 1000 }
	b.ReportMetric(us(.5), name+"-p50-us")
	b.ReportMetric(us(.99), name+"-p99-us")
}

// BenchmarkAppend measures one writer: the append itself and until a tail has the record.
func BenchmarkAppend(b *testing.B) {
	l := open(b).Log()
	seen := follow(b, l)
	data := []byte(strings.Repeat("x", 200))
	var appended, tailed []time.Duration
	last := uint64(0)
	for b.Loop() {
		began := time.Now()
		revision, ok, err := l.Append(b.Context(), "r", last, "", data)
		if err != nil || !ok {
			b.Fatal(ok, err)
		}
		last = revision
		appended = append(appended, time.Since(began))
		<-seen
		tailed = append(tailed, time.Since(began))
	}
	percentiles(b, appended, "ack")
	percentiles(b, tailed, "tail")
}

// BenchmarkRead measures catching up: with nothing new, and with a full room's 1000 events.
func BenchmarkRead(b *testing.B) {
	l := open(b).Log()
	last := uint64(0)
	for range 1000 {
		last = appendAll(b, l, "r", last, strings.Repeat("x", 500))
	}
	for name, after := range map[string]uint64{"nothing": last, "everything": 0} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := l.Read(b.Context(), "r", after, func(uint64, []byte) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFanOut1000 measures from Publish until the last of 1,000 streams on loopback has the event.
func BenchmarkFanOut1000(b *testing.B) {
	for name, portable := range map[string]bool{"direct": false, "portable": true} {
		b.Run(name, func(b *testing.B) { benchmarkFanOut(b, HubOptions{Portable: portable}) })
	}
}

func benchmarkFanOut(b *testing.B, o HubOptions) {
	const viewers = 1000
	h := NewHub(o)
	s := h.Open("r").In("")
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Serve(w, r, Subscriber{Viewer: "v", Snapshot: func() []byte { return []byte(`{"seq":0}`) }})
	}))
	server.Config.ConnContext = h.Connection
	server.Start()
	defer server.Close()
	defer h.Close()
	var round, ready, readers sync.WaitGroup
	ready.Add(viewers)
	for range viewers {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		readers.Go(func() {
			defer conn.Close()
			_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			for lines := bufio.NewScanner(conn); lines.Scan(); {
				switch lines.Text() {
				case "event: reset":
					ready.Done()
				case "event: room":
					round.Done()
				}
			}
		})
	}
	ready.Wait()
	var took []time.Duration
	seq := uint64(0)
	for b.Loop() {
		seq++
		round.Add(viewers)
		began := time.Now()
		s.Publish(seq, "room", fmt.Appendf(nil, `{"seq":%d,"text":%q}`, seq, strings.Repeat("x", 170)))
		round.Wait()
		took = append(took, time.Since(began))
	}
	percentiles(b, took, "last")
	h.Close()
	server.CloseClientConnections()
	readers.Wait()
}
