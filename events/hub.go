package events

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/r3labs/sse/v2"
)

// Why a stream has ended; see Stream.Serve.
var (
	ErrSlow   = errors.New("events: the browser reads too slowly")
	ErrClosed = errors.New("events: the stream is closed")
	ErrOut    = errors.New("events: the viewer was put out")
)

// HubOptions bounds what the streams hold and sets their pace. Zero values mean the defaults.
type HubOptions struct {
	Backlog      int            // bytes queued for one browser before it is cut; default 256 KiB
	Stall        time.Duration  // a browser that takes nothing for this long is cut; default 10 s
	Beat         time.Duration  // between heartbeats; default 10 s
	Retry        time.Duration  // how long a browser waits before it reconnects; default 1 s
	ReplayEvents int            // events kept per room for those who come back; default 1024
	ReplayBytes  int            // the same in bytes; default 1 MiB
	Now          func() float64 // the server's clock, Unix ms; default the system's
	Node         string         // this node's name, told to browsers
	Portable     bool           // sockets are not written to directly even where they could be
	Logger       *slog.Logger   // nil is silent
}

func (o HubOptions) withDefaults() HubOptions {
	o.Backlog = cmp.Or(o.Backlog, 256<<10)
	o.Stall = cmp.Or(o.Stall, 10*time.Second)
	o.Beat = cmp.Or(o.Beat, 10*time.Second)
	o.Retry = cmp.Or(o.Retry, time.Second)
	o.ReplayEvents = cmp.Or(o.ReplayEvents, 1024)
	o.ReplayBytes = cmp.Or(o.ReplayBytes, 1<<20)
	if o.Now == nil {
		o.Now = func() float64 { return float64(time.Now().UnixMicro()) / 1000 }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Hub owns the streams of all rooms on this node.
type Hub struct {
	opt      HubOptions
	sse      *sse.Server
	preamble []byte // what every stream begins with

	mu     sync.Mutex
	rooms  map[string]*Channel
	opened int // channels opened so far: numbers a room's incarnations
	closed bool

	sockets *sockets // nil: streams are not written to directly
	turns   *turns
	buffers buffers // of those that were taken from net/http and are not

	stop    chan struct{}
	owned   sync.WaitGroup // the heart, the taps, and who writes directly
	viewers atomic.Int64
	evicted atomic.Int64
	frames  atomic.Int64
}

// HubStats counts what a hub does.
type HubStats struct {
	Rooms   int   // rooms open now
	Streams int   // browsers connected now
	Direct  int   // of these, those whose sockets are written to directly
	Evicted int64 // browsers cut because they read too slowly
	Frames  int64 // frames handed to browsers
}

// NewHub starts a hub; Close ends it.
func NewHub(o HubOptions) *Hub {
	o = o.withDefaults()
	server := sse.New()
	server.AutoReplay = false // its own log is unbounded and renumbers events
	server.SplitData = true   // a line break in data must not end the field
	server.BufferSize = 256   // events between Publish and the tap
	h := &Hub{
		opt:      o,
		sse:      server,
		preamble: preamble(o.Retry),
		rooms:    map[string]*Channel{},
		turns:    newTurns(),
		stop:     make(chan struct{}),
	}
	h.owned.Go(h.heart)
	if !o.Portable {
		h.sockets = newSockets()
	}
	if h.sockets != nil {
		h.owned.Go(h.sockets.watch)
		for range max(1, runtime.GOMAXPROCS(0)-1) { // pages need a processor, too
			h.owned.Go(h.turns.work)
		}
	}
	return h
}

// preamble is 2 KB of comment, which makes buffering middlemen let go, and the reconnection delay.
func preamble(retry time.Duration) []byte {
	b := make([]byte, 0, 2100)
	b = append(b, ':')
	for range 2048 {
		b = append(b, ' ')
	}
	b = append(b, "\nretry: "...)
	b = strconv.AppendInt(b, retry.Milliseconds(), 10)
	return append(b, "\n\n"...)
}

// Open returns the room's channel, opening it if need be. After Close it returns a closed one.
func (h *Hub) Open(room string) *Channel {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.rooms[room]; s != nil {
		return s
	}
	if h.closed {
		c := &Channel{hub: h}
		c.closed.Store(true)
		return c
	}
	h.opened++
	s := newChannel(h, room+"#"+strconv.Itoa(h.opened))
	h.rooms[room] = s
	return s
}

// Drop closes the room's channel; its browsers are told by the connection's end. If it is not open then Drop is a no-op.
func (h *Hub) Drop(room string) {
	h.mu.Lock()
	s := h.rooms[room]
	delete(h.rooms, room)
	h.mu.Unlock()
	if s != nil {
		s.close()
	}
}

// Close ends every stream at once and waits for the hub's own goroutines. Give it to
// http.Server.RegisterOnShutdown: Shutdown alone would wait for the streams for ever.
func (h *Hub) Close() {
	h.mu.Lock()
	first := !h.closed
	h.closed = true
	rooms := h.rooms
	h.rooms = map[string]*Channel{}
	h.mu.Unlock()
	if first {
		close(h.stop)
	}
	for _, s := range rooms {
		s.close()
	}
	h.turns.close()
	if h.sockets != nil {
		h.sockets.close()
	}
	h.owned.Wait()
}

// Stats returns the counters.
func (h *Hub) Stats() HubStats {
	h.mu.Lock()
	rooms := len(h.rooms)
	h.mu.Unlock()
	return HubStats{
		Rooms:   rooms,
		Streams: int(h.viewers.Load()),
		Direct:  h.sockets.count(),
		Evicted: h.evicted.Load(),
		Frames:  h.frames.Load(),
	}
}

// left counts that a stream has ended.
func (h *Hub) left(viewer string, why error) {
	h.viewers.Add(-1)
	if errors.Is(why, ErrSlow) {
		h.evicted.Add(1)
		h.opt.Logger.Debug("cut a stream that reads too slowly", "viewer", viewer)
	}
}

// heart sends the beats of all streams.
func (h *Hub) heart() {
	ticker := time.NewTicker(h.opt.Beat)
	defer ticker.Stop()
	var channels []*Channel
	for {
		select {
		case <-h.stop:
			return
		case <-ticker.C:
		}
		h.mu.Lock()
		for _, c := range h.rooms {
			channels = append(channels, c)
		}
		h.mu.Unlock()
		for _, c := range channels {
			for _, s := range c.streams() {
				s.beat()
			}
		}
		clear(channels)
		channels = channels[:0]
	}
}

// tap is the http.ResponseWriter into which r3labs serves one room. It never blocks; one Flush is one frame.
type tap struct {
	header http.Header
	buf    []byte
	carry  func(wire []byte)
	ready  chan struct{} // closed at the first Flush: the tap is subscribed
	open   bool
}

func (t *tap) Header() http.Header { return t.header }
func (t *tap) WriteHeader(int)     {}

func (t *tap) Write(p []byte) (int, error) {
	t.buf = append(t.buf, p...)
	return len(p), nil
}

func (t *tap) Flush() {
	if !t.open {
		t.open = true
		close(t.ready)
	} else {
		t.carry(t.buf)
	}
	t.buf = t.buf[:0]
}

func closedChannel() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}
