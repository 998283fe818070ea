package events

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// message is one event as a browser's script gets it.
type message struct{ id, event, data string }

// browser reads a stream as the standard says.
type browser struct {
	response *http.Response
	messages chan message
	comments chan int // bytes of the first comment
	leave    context.CancelFunc
	ended    chan struct{} // closed when the connection is gone
}

// watch opens a stream; the headers are pairs.
func watch(tb testing.TB, client *http.Client, method, url string, headers ...string) *browser {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		tb.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		tb.Fatal(err)
	}
	b := &browser{response, make(chan message, 10_000), make(chan int, 1), cancel, make(chan struct{})}
	go b.read()
	tb.Cleanup(func() { cancel(); <-b.ended })
	return b
}

func (b *browser) read() {
	defer close(b.ended)
	defer func() { _ = b.response.Body.Close() }()
	lines := bufio.NewScanner(b.response.Body)
	lines.Buffer(nil, 4<<20)
	lines.Split(splitLine)
	var m message
	id := ""
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case lines.Text() == "":
			if m.data != "" {
				m.id, m.data = id, strings.TrimSuffix(m.data, "\n")
				b.messages <- m
			}
			m = message{}
		case field == "":
			select {
			case b.comments <- len(lines.Text()):
			default:
			}
		case field == "id":
			id = value
		case field == "event":
			m.event = value
		case field == "data":
			m.data += value + "\n"
		}
	}
}

// splitLine ends a line at LF, CR or CR LF.
func splitLine(data []byte, atEOF bool) (int, []byte, error) {
	i := bytes.IndexAny(data, "\r\n")
	if i < 0 {
		return 0, nil, nil
	}
	if data[i] == '\r' {
		if i+1 == len(data) && !atEOF {
			return 0, nil, nil
		}
		if i+1 < len(data) && data[i+1] == '\n' {
			return i + 2, data[:i], nil
		}
	}
	return i + 1, data[:i], nil
}

// next returns the next message with one of these names (none: any).
func (b *browser) next(tb testing.TB, names ...string) message {
	tb.Helper()
	limit := time.After(patience)
	for {
		select {
		case m := <-b.messages:
			if len(names) == 0 || strings.Contains(strings.Join(names, " "), m.event) {
				return m
			}
		case <-b.ended:
			select {
			case m := <-b.messages:
				if len(names) == 0 || strings.Contains(strings.Join(names, " "), m.event) {
					return m
				}
			default:
				tb.Fatalf("the stream ended before %q", names)
			}
		case <-limit:
			tb.Fatalf("no %q arrived", names)
		}
	}
}

// wantRoom expects the numbered events from first to last, in order and with nothing missing or repeated.
func (b *browser) wantRoom(tb testing.TB, first, last uint64) {
	tb.Helper()
	for seq := first; seq <= last; seq++ {
		if m := b.next(tb, "room"); m.id != strconv.FormatUint(seq, 10) {
			tb.Fatalf("got event %s, want %d", m.id, seq)
		}
	}
}

// theatre is a room's stream behind an HTTP server.
type theatre struct {
	hub    *Hub
	stream *Stream
	server *httptest.Server
	url    string
	ended  chan error // why streams have ended
}

// way is how streams are written.
type way struct {
	HubOptions
	kept bool // net/http keeps its connections
}

// eachWriter runs a test over each of the ways in which streams are written.
func eachWriter(t *testing.T, test func(t *testing.T, o way)) {
	t.Run("through net/http", func(t *testing.T) { test(t, way{HubOptions{Portable: true}, true}) })
	t.Run("portable", func(t *testing.T) { test(t, way{HubOptions: HubOptions{Portable: true}}) })
	h := NewHub(HubOptions{})
	h.Close()
	if h.sockets != nil {
		t.Run("direct", func(t *testing.T) { test(t, way{}) })
	}
}

// connections is what lets h take a server's connections, if it may.
func (o way) connections(h *Hub) func(context.Context, net.Conn) context.Context {
	if o.kept {
		return nil
	}
	return h.Connection
}

// newTheatre serves one room; snapshot may be nil (the stream's own position).
func newTheatre(tb testing.TB, o way, snapshot func() []byte, setup ...func(*httptest.Server)) *theatre {
	tb.Helper()
	h := NewHub(o.HubOptions)
	th := &theatre{hub: h, stream: h.Open("r").In(""), ended: make(chan error, 1000)}
	if snapshot == nil {
		snapshot = th.position
	}
	th.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		since, known, err := ParseSince(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		th.stream.Serve(w, r, Subscriber{
			Viewer: "v", Since: since, HasSince: known, Snapshot: snapshot, Ended: func(why error) { th.ended <- why },
		})
	}))
	th.server.Config.ConnContext = o.connections(h)
	if len(setup) == 0 {
		th.server.Start()
	}
	for _, f := range setup {
		f(th.server)
	}
	th.url = th.server.URL
	tb.Cleanup(func() {
		h.Close()
		th.server.CloseClientConnections()
		th.server.Close()
	})
	return th
}

// position is a snapshot of a room that has applied what has been published.
func (th *theatre) position() []byte {
	th.stream.mu.Lock()
	defer th.stream.mu.Unlock()
	return fmt.Appendf(nil, `{"seq":%d}`, th.stream.published)
}

func (th *theatre) watch(tb testing.TB, query string, headers ...string) *browser {
	tb.Helper()
	return watch(tb, th.server.Client(), http.MethodGet, th.url+"/?"+query, headers...)
}

// publish publishes the numbered events from first to last.
func (th *theatre) publish(first, last uint64) {
	for seq := first; seq <= last; seq++ {
		th.stream.Publish(seq, "room", fmt.Appendf(nil, `{"seq":%d}`, seq))
	}
}

// carried waits until the tap has carried the event.
func (th *theatre) carried(tb testing.TB, seq uint64) {
	tb.Helper()
	eventually(tb, "the tap carries the event", func() bool {
		th.stream.mu.Lock()
		defer th.stream.mu.Unlock()
		return th.stream.last >= seq
	})
}
