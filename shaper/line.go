// Package shaper puts a line between programs and a server: a TCP relay on loopback that delays, jitters and slows what
// passes, swallows it for a while, or is down, as real lines do. What it carries it neither reads nor changes.
package shaper

import (
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// Shape is what a line does to each direction.
type Shape struct {
	Delay  time.Duration // one way; a new connection costs a round trip first, for its handshake
	Jitter time.Duration // at most so much more delay, each time anew; bytes keep their order
	Rate   int           // bytes a second of each direction, over all connections; 0: as many as come
}

// Line is a relay to one server. Its methods may be called from any goroutine.
type Line struct {
	target   string
	listener net.Listener
	relays   sync.WaitGroup

	mu     sync.Mutex
	shape  Shape
	down   bool
	held   chan struct{} // closed when bytes may pass; nil while they may
	relay  map[*relay]bool
	free   [2]time.Time // when each direction has sent what was given to it
	closed bool
}

// The directions.
const (
	up   = 0 // to the server
	down = 1
)

// Listen opens a line to the server at target, host:port. The caller must close it.
func Listen(target string) (*Line, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Line{target: target, listener: listener, relay: map[*relay]bool{}}
	l.relays.Go(l.accept)
	return l, nil
}

// Addr is the near end, host:port.
func (l *Line) Addr() string { return l.listener.Addr().String() }

// Set shapes what is sent from now on, and connections made from now on.
func (l *Line) Set(s Shape) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shape, l.free = s, [2]time.Time{}
}

// Hold makes the line a black hole: connections stay open and new ones open, but no byte arrives, until Hold(false),
// when all that was sent meanwhile does.
func (l *Line) Hold(hold bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case hold && l.held == nil:
		l.held = make(chan struct{})
	case !hold && l.held != nil:
		close(l.held)
		l.held = nil
	}
}

// Cut resets all connections; new ones can be made.
func (l *Line) Cut() {
	for _, r := range l.all() {
		r.reset()
	}
}

// Offline takes the line down, which resets all connections and each new one, or brings it up again.
func (l *Line) Offline(offline bool) {
	l.mu.Lock()
	l.down = offline
	l.mu.Unlock()
	if offline {
		l.Cut()
	}
}

// Close resets all connections, takes no more, and waits until all has ended.
func (l *Line) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	_ = l.listener.Close()
	l.Cut()
	l.relays.Wait()
}

func (l *Line) all() []*relay {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*relay
	for r := range l.relay {
		all = append(all, r)
	}
	return all
}

func (l *Line) accept() {
	for {
		conn, err := l.listener.Accept()
		if err != nil {
			return
		}
		l.relays.Go(func() { l.serve(conn.(*net.TCPConn)) })
	}
}

// due returns when n bytes that are sent now arrive, if not before after.
func (l *Line) due(direction, n int, after time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	sent := time.Now()
	if l.shape.Rate > 0 {
		if l.free[direction].After(sent) {
			sent = l.free[direction]
		}
		sent = sent.Add(time.Duration(float64(n) / float64(l.shape.Rate) * float64(time.Second)))
		l.free[direction] = sent
	}
	arrival := sent.Add(l.shape.Delay)
	if l.shape.Jitter > 0 {
		arrival = arrival.Add(rand.N(l.shape.Jitter))
	}
	if arrival.Before(after) {
		return after
	}
	return arrival
}

// handshake returns when a connection that is made now is open at its far end and known to be so at the near one.
func (l *Line) handshake() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Add(3 * l.shape.Delay)
}

// passage is closed when bytes may pass; nil: they may now.
func (l *Line) passage() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held
}
